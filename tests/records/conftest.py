"""What the tests of the records share: a home of their own, and a talk full of words that try to break out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.conversation.events import Event
from coach.records.journal import Journal
from coach.records.places import Places, places

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

HOSTILE = (
    "plain words",
    '[[event]]\nseq = 99\ncrc = "00000000"\n[[event]]',
    'crc = "d5128aea"',
    '\ncrc = "d5128aea"\n\n[script]\ntext = "no"\n',
    "quotes \" ' \"\"\" ''' and \\ back\\slashes \\n",
    "我们 👨‍👩‍👧 می‌خواهم ñ e\u0301",
    "tabs\tand\n\nlines\n",
    "# not a comment = [1, {a.b.c = 2}]",
    "",
)
"""Words that look like a record's own borders."""

CANARY = "CANARY-words-of-a-partner"


@pytest.fixture
def home(tmp_path: Path) -> Places:
    """Folders that nobody has used."""
    return places({"COACH_HOME": str(tmp_path / "home")})


@pytest.fixture
def event() -> Callable[..., Event]:
    """Makes the event of a number, with hostile words unless others are given."""

    def make(seq: int, **fields: object) -> Event:
        values: dict[str, object] = {
            "seq": seq,
            "t": seq * 10.5,
            "at": NOON + timedelta(seconds=seq),
            "step": "why.first.speak",
            "kind": "said",
            "seat": "left" if seq % 2 else "right",
            "text": HOSTILE[seq % len(HOSTILE)],
            "left": ("one\npage", '[[event]]\ncrc = "d5128aea"'),
        }
        return Event(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture
def journal(home: Places) -> Journal:
    """A talk that has just begun."""
    return Journal.create(home, "argument", 'schema = 1\ntitle = "x"\n', NOON, "0.1.0")


@pytest.fixture
def noon() -> datetime:
    """The moment at which every talk here begins."""
    return NOON


@pytest.fixture
def canary() -> str:
    """Words that must turn up nowhere but in a record."""
    return CANARY


class Disk:
    """Makes the calls of one name fail for a while."""

    def __init__(self, patch: pytest.MonkeyPatch, name: str, code: int, bites: int = 0) -> None:
        """Args: bites: how many bytes a failing write still takes first."""
        self._real = getattr(os, name)
        self._left = bites
        self._code = code
        self.broken = True
        patch.setattr(os, name, self._call)

    def _call(self, *args: object) -> object:
        if self.broken and self._left > 0:
            handle, data = args
            assert isinstance(data, memoryview)
            part, self._left = data[: self._left], 0
            return self._real(handle, part)
        if self.broken:
            raise OSError(self._code, os.strerror(self._code))
        return self._real(*args)


@pytest.fixture
def break_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Disk]:
    """Breaks a call of `os` by name and error number, after so many more bytes, until `broken` is set to False."""

    def make(name: str, code: int, bites: int = 0) -> Disk:
        if not hasattr(os, name):
            pytest.skip(f"no os.{name} on this system")
        return Disk(monkeypatch, name, code, bites)

    return make
