"""Talks at work, in this process and in others, and what the tests of real faults ask of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from coach.conversation.events import Event
from coach.errors import CannotSave
from coach.records.journal import Journal, read_record
from coach.records.places import places

PATIENCE = 20.0
"""Real seconds until anything that is waited for counts as missing."""

Make = Callable[..., Event]


def begin(home: Path, noon: datetime) -> Journal:
    """A talk of its own in this folder."""
    return Journal.create(places({"COACH_HOME": str(home)}), "argument", 'schema = 1\ntitle = "x"\n', noon, "0.1.0")


def append_until_refused(journal: Journal, event: Make, start: int = 0, most: int = 500) -> tuple[int, str]:
    """Append events until the disk refuses: the number of those that were saved, and what was said then."""
    for seq in range(start, start + most):
        try:
            journal.append(event(seq))
        except CannotSave as refused:
            return seq, str(refused)
    raise AssertionError("the disk took everything")


def holds(path: Path, event: Make, count: int) -> None:
    """Fails unless the record is exactly so many events, as they were appended."""
    record = read_record(path)
    assert record.events == tuple(event(seq) for seq in range(count))
    assert record.notices == ()


def child(code: str, *words: object) -> subprocess.Popen[str]:
    """Another Python with this program at hand; its stdin and stdout are pipes."""
    root = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env)


def hears(process: subprocess.Popen[str]) -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
