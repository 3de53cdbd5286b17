"""The end of a talk: kept as both wanted it, or gone, or never on the disk at all."""

from __future__ import annotations

import errno
import inspect
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from coach.conversation.events import Event
from coach.errors import CannotSave, CoachError
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal, NullJournal, read_record

Make = Callable[..., Event]
Break = Callable[..., Any]
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and FIFOs are things of POSIX")


def _litter(journal: Journal, canary: str) -> None:
    DraftFile(journal.draft_path).write(Draft(1, 0.0, canary), sync=False)
    for ending in (".torn", ".bak", ".toml.new", ".draft.new"):
        journal.path.with_name(journal.path.stem + ending).write_text(canary)


def test_discarding_leaves_nothing(journal: Journal, event: Make, canary: str) -> None:
    """Record, draft, lock, torn, backup and half-written files of the talk are gone, and others are not touched."""
    other = journal.path.with_name("other.toml")
    other.write_text("x")
    journal.append(event(0, text=canary))
    _litter(journal, canary)
    journal.discard()
    assert list(journal.path.parent.iterdir()) == [other]
    journal.close()


def test_what_cannot_be_removed_is_named(journal: Journal) -> None:
    """Nobody is told that a talk is gone while a file of it is still there."""
    blocked = journal.path.with_suffix(".torn")
    blocked.mkdir()
    (blocked / "x").write_text("")
    with pytest.raises(CannotSave, match=r"\.torn"):
        journal.discard()
    assert not journal.path.exists()


def test_keeping_all_keeps_the_talk_and_one_file(journal: Journal, event: Make, noon: datetime, canary: str) -> None:
    """A kept talk is one file: header for the list, flow, every event, those not yet saved included."""
    events = tuple(event(n) for n in range(3))
    for each in events[:2]:
        journal.append(each)
    journal.pending.append(events[2])
    _litter(journal, canary)
    day = date(2026, 11, 29)
    path = journal.finalise(
        "all", outcome="agreed", topic="t" * 500, check_in=day, started=noon, minutes=42, calm_after=6
    )
    assert list(path.parent.iterdir()) == [path]
    record = read_record(path)
    assert (record.events, record.notices) == (events, ())
    assert (record.kept, record.outcome, record.check_in, record.minutes) == ("all", "agreed", day, 42)
    assert record.calm_after == 6
    assert (record.topic, record.started) == ("t" * 200, noon)
    assert record.script
    with pytest.raises(CoachError, match="finished"):
        Journal.resume(path)


def test_a_line_taken_back_is_not_kept(journal: Journal, event: Make, noon: datetime, canary: str) -> None:
    """Events may be changed or left out as they are kept; the rest are numbered without a gap."""
    for n in range(4):
        journal.append(event(n, text=canary if n in (1, 2) else "fine", lines=(1, 2) if n == 3 else None))

    def keep(each: Event) -> Event | None:
        return None if each.seq == 1 else replace(each, text="(taken back)") if each.text == canary else each

    path = journal.finalise("all", outcome="agreed", started=noon, minutes=1, keep=keep)
    record = read_record(path)
    assert [each.text for each in record.events] == ["fine", "(taken back)", "fine"]
    assert record.events[2].lines == (1,)
    assert record.notices == ()
    assert canary.encode() not in path.read_bytes()


def test_keeping_the_agreement_keeps_no_other_word(journal: Journal, event: Make, noon: datetime, canary: str) -> None:
    """Of "just the agreement", nothing that was said or shown is anywhere in the folder."""
    for n in range(3):
        journal.append(event(n, text=canary, left=(canary,)))
    _litter(journal, canary)
    agreement = {
        "left": "If it is late, then I will text.",
        "names": ["Ann", "Bo"],
        "days": 7,
        "until": date(2026, 11, 29),
    }
    path = journal.finalise("agreement", outcome="agreed", started=noon, minutes=42, calm_after=6, agreement=agreement)
    assert list(path.parent.iterdir()) == [path]
    data = path.read_bytes()
    assert canary.encode() not in data
    assert b"event" not in data
    assert b"script" not in data
    assert b"calm" not in data
    record = read_record(path)
    assert (record.kept, record.events, record.script, record.notices) == ("agreement", (), "", ())
    assert record.agreement == {**agreement, "names": ("Ann", "Bo")}


def test_a_talk_that_cannot_be_kept_is_still_open(
    journal: Journal, event: Make, noon: datetime, break_disk: Break
) -> None:
    """When the disk refuses the kept file, the open one is as it was and can be gone on with."""
    journal.append(event(0))
    before = journal.path.read_bytes()
    disk = break_disk("fdatasync", errno.ENOSPC)
    with pytest.raises(CannotSave):
        journal.finalise("all", outcome="agreed", started=noon, minutes=1)
    assert journal.path.read_bytes() == before
    assert sorted(path.suffix for path in journal.path.parent.iterdir()) == [".lock", ".toml"]
    disk.broken = False
    journal.append(event(1))
    journal.finalise("all", outcome="agreed", started=noon, minutes=1)
    assert len(read_record(journal.path).events) == 2


def test_a_talk_that_is_not_saved_touches_no_disk(event: Make, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal of --no-save answers to every call of the real one and opens no file."""

    def never(*args: object) -> int:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(os, "open", never)
    journal = NullJournal()
    journal.append(event(0))
    journal.retry()
    journal.hand_on()
    assert not journal.unsaved
    journal.finalise("all", outcome="agreed", started=noon, minutes=1)
    journal.discard()
    journal.close()


def test_both_journals_are_called_alike() -> None:
    """Whatever a face calls on one journal, the other takes in the same way."""
    calls = [name for name in vars(Journal) if not name.startswith("_") and name not in ("create", "resume")]
    for name in calls:
        real, null = getattr(Journal, name), getattr(NullJournal, name)
        if callable(real):
            assert list(inspect.signature(real).parameters) == list(inspect.signature(null).parameters)


def test_words_are_in_no_repr(journal: Journal, event: Make, canary: str) -> None:
    """Neither a journal nor a record tells in a traceback what was said."""
    journal.append(event(0, text=canary))
    assert canary not in repr(journal) + repr(read_record(journal.path)) + repr(journal.__dict__["_tape"])
