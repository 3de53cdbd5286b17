"""Saving: the talk never waits for the disk for long, and nothing is lost by not waiting."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from coach.conversation.events import Event
from coach.errors import CannotSave
from coach.records import saving as module
from coach.records.draft import Draft, DraftFile, LaidAside
from coach.records.journal import Journal, NullJournal, read_record
from coach.records.pen import Pen
from coach.records.places import Places
from coach.records.saving import AnyJournal, Saving

Make = Callable[..., Event]
Break = Callable[..., Any]
LONG = 20.0
"""Seconds: more than anything here takes."""


class HungDisk:
    """A disk that takes the next sync, and does not answer until it is released."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.reached, self.released = threading.Event(), threading.Event()
        self._sync = os.fdatasync
        patch.setattr(os, "fdatasync", self._hang)

    def _hang(self, handle: int) -> None:
        self.reached.set()
        assert self.released.wait(LONG)
        self._sync(handle)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], HungDisk]:
    """Makes the disk hang from now on."""
    return lambda: HungDisk(monkeypatch)


@pytest.fixture
def saving(home: Places, noon: datetime) -> Iterator[Saving]:
    """A talk of which nothing is saved yet."""

    def start(folder: Path | None, name: str) -> AnyJournal:
        where = Places(folder or home.talks, home.flows, home.config, home.state)
        return Journal.create(where, "argument", "x", noon, "0.1.0", name)

    each = Saving(start)
    yield each
    each.close()


def _record(saving: Saving) -> tuple[Event, ...]:
    assert saving.path
    return read_record(saving.path).events


def test_what_is_asked_for_is_done_in_order() -> None:
    """A pen does one thing after the other, and says when all is done and how long it has been at one."""
    pen, done, go_on = Pen(), [], threading.Event()
    assert pen.idle()
    assert pen.busy_for == 0.0
    pen.do(lambda: done.append(go_on.wait(LONG)))
    pen.do(lambda: done.append(2))
    assert not pen.idle(0.0)
    assert pen.busy_for >= 0.0
    go_on.set()
    assert pen.idle(LONG)
    assert done == [True, 2]


def test_a_talk_moves_on_when_it_is_saved(saving: Saving, event: Make) -> None:
    """Once it is settled, everything is on the disk, and nothing was before the first event."""
    assert saving.path is None
    for n in range(3):
        saving.save(event(n))
        assert saving.settled(LONG)
        assert _record(saving) == tuple(event(m) for m in range(n + 1))
    assert saving.trouble == ""


def test_a_disk_that_hangs_holds_nobody_up(
    saving: Saving, event: Make, disk: Callable[[], HungDisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is settled while it hangs, until that has been waited for and said; in the end all is there."""
    saving.save(event(0))
    assert saving.settled(LONG)
    hung = disk()
    saving.save(event(1))
    assert hung.reached.wait(LONG)
    assert not saving.settled()
    assert saving.trouble == ""
    monkeypatch.setattr(module, "SLOW", -1.0)
    assert saving.settled()
    assert saving.trouble == "The disk does not answer."
    saving.save(event(2))
    saving.retry()
    monkeypatch.setattr(module, "SLOW", LONG)
    hung.released.set()
    assert saving.settled(LONG)
    assert (saving.trouble, _record(saving)) == ("", tuple(event(n) for n in range(3)))


@pytest.mark.parametrize(
    ("name", "code"),
    [("write", errno.ENOSPC), ("fdatasync", errno.EIO), ("write", errno.EROFS), ("write", errno.EDQUOT)],
)
def test_a_disk_that_refuses_is_told_of_and_tried_again(
    saving: Saving, event: Make, break_disk: Break, name: str, code: int
) -> None:
    """The sentence stands until a retry saves everything, in order; the draft of a turn that is not saved stays."""
    saving.save(event(0))
    assert saving.settled(LONG)
    assert saving.path
    draft = DraftFile(saving.path.with_suffix(".draft"))
    saving.put_draft(Draft(1, 3.0, "half a sen"), sync=True)
    saving.flush_draft(LONG)
    broken = break_disk(name, code)
    for n in (1, 2):
        saving.save(event(n))
    assert saving.settled(LONG)
    assert saving.trouble.startswith("The talk cannot be saved: ")
    assert draft.read() == Draft(1, 3.0, "half a sen")
    saving.retry()
    assert saving.settled(LONG)
    assert saving.trouble
    broken.broken = False
    saving.retry()
    assert saving.settled(LONG)
    assert (saving.trouble, _record(saving)) == ("", tuple(event(n) for n in range(3)))
    assert draft.read() is None


def test_a_fault_of_ours_is_told_of_too(saving: Saving, event: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks behind the screen, the talk goes on, nothing is printed, and the next try saves it."""
    saving.save(event(0))
    assert saving.settled(LONG)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "_save", lambda journal, event: 1 / 0)
        saving.save(event(1))
        assert saving.settled(LONG)
        assert saving.trouble == "It cannot be saved, and it is our fault."
    saving.retry()
    assert saving.settled(LONG)
    assert (saving.trouble, len(_record(saving))) == ("", 2)


def test_a_draft_that_cannot_be_written_is_told_of(saving: Saving, event: Make, break_disk: Break) -> None:
    """A full disk is not silent while somebody types."""
    saving.save(event(0))
    assert saving.settled(LONG)
    broken = break_disk("write", errno.ENOSPC)
    saving.put_draft(Draft(1, 3.0, "half a sen"), sync=True)
    saving.flush_draft(LONG)
    assert saving.trouble == "The turn being typed cannot be saved: the disk is full."
    broken.broken = False


def test_the_draft_of_a_turn_goes_with_it_and_no_other(saving: Saving, event: Make) -> None:
    """A note leaves the draft where it is; the turn's own event takes it; a newer draft stays."""
    saving.save(event(0))
    assert saving.settled(LONG)
    assert saving.path
    file = DraftFile(saving.path.with_suffix(".draft"))
    saving.put_draft(Draft(1, 1.0, "half a sen"), sync=True)
    saving.flush_draft(LONG)
    saving.save(event(1, kind="hold"))
    assert saving.settled(LONG)
    assert file.read() == Draft(1, 1.0, "half a sen")
    saving.save(event(2))
    assert saving.settled(LONG)
    assert file.read() is None
    saving.put_draft(Draft(4, 1.0, "the next"), sync=True)
    saving.flush_draft(LONG)
    saving.save(event(3))
    assert saving.settled(LONG)
    assert file.read() == Draft(4, 1.0, "the next")


def test_a_turn_that_is_left_is_on_the_disk_before_the_talk_leaves_it(saving: Saving, event: Make) -> None:
    """And in every draft after that, until it is given back."""
    saving.save(event(0))
    assert saving.settled(LONG)
    assert saving.path
    file = DraftFile(saving.path.with_suffix(".draft"))
    saving.aside = LaidAside("why.first.speak", "half a sen")
    saving.put_draft(Draft(1, 3.0, "half a sen"), sync=True)
    saving.save(event(1, kind="aside"))
    assert saving.settled(LONG)
    found = file.read()
    assert found
    assert found.aside == saving.aside
    saving.put_draft(Draft(2, 1.0, "other words"), sync=True)
    saving.flush_draft(LONG)
    assert file.read() == Draft(2, 1.0, "other words", "", saving.aside)
    saving.aside = None
    saving.save(event(2))
    assert saving.settled(LONG)
    assert file.read() is None


def test_another_folder_takes_the_whole_talk(
    saving: Saving, event: Make, break_disk: Break, home: Places, tmp_path: Path
) -> None:
    """What is saved and what is not goes there, under the same name; the old file goes; the talk goes on there."""
    saving.save(event(0))
    assert saving.settled(LONG)
    old = saving.path
    assert old
    broken = break_disk("write", errno.ENOSPC)
    saving.save(event(1))
    assert saving.settled(LONG)
    with pytest.raises(CannotSave, match="the disk is full"):
        saving.move(tmp_path / "stick", [event(0), event(1)])
    assert saving.path == old
    assert not any((tmp_path / "stick").iterdir())
    broken.broken = False
    old_pen = saving._pen
    saving.move(tmp_path / "stick", [event(0), event(1)])
    assert saving.trouble == ""
    saving.save(event(2))
    assert saving.settled(LONG)
    assert saving.path == tmp_path / "stick" / old.name
    assert _record(saving) == tuple(event(n) for n in range(3))
    with pytest.raises(CannotSave, match="already"):
        saving.move(tmp_path / "stick", [event(0)])
    saving.end(lambda journal: journal.discard())
    assert saving.settled(LONG)
    assert saving.over
    assert not any((tmp_path / "stick").iterdir())
    saving.close()
    assert old_pen.idle(LONG)  # it takes the old files away in its own time
    assert not any(home.talks.iterdir())


def test_a_talk_leaves_a_disk_that_hangs(
    saving: Saving, event: Make, disk: Callable[[], HungDisk], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another folder can be given while the first does not answer; one that hangs too is given up."""
    saving.save(event(0))
    assert saving.settled(LONG)
    hung = disk()
    saving.save(event(1))
    assert hung.reached.wait(LONG)
    saving.save(event(2))
    monkeypatch.setattr(module, "MOVING", 0.05)
    with pytest.raises(CannotSave, match="does not answer"):
        saving.move(tmp_path / "hangs too", [event(0), event(1), event(2)])
    monkeypatch.setattr(module, "MOVING", LONG)
    monkeypatch.setattr(os, "fdatasync", hung._sync)
    old = saving.path
    old_pen = saving._pen
    saving.move(tmp_path / "stick", [event(0), event(1), event(2)])
    assert saving.trouble == ""
    hung.released.set()
    assert old_pen.idle(LONG)
    saving.save(event(3))
    assert saving.settled(LONG)
    assert _record(saving) == tuple(event(n) for n in range(4))
    assert saving.path != old
    assert saving.path
    assert saving.path.read_bytes().count(b"[[event]]\nseq = ") == 4, "none of them twice"


def test_a_talk_that_could_not_begin_begins_elsewhere(
    home: Places, event: Make, saving: Saving, tmp_path: Path
) -> None:
    """A file where the folder should be: nothing is saved at first, and everything in the folder that is given."""
    home.talks.parent.mkdir(parents=True)
    home.talks.write_text("in the way", encoding="utf-8")
    saving.save(event(0))
    saving.save(event(1))
    assert saving.settled(LONG)
    assert "cannot be made" in saving.trouble
    saving.move(tmp_path / "stick", [event(0), event(1)])
    assert (saving.trouble, _record(saving)) == ("", (event(0), event(1)))


def test_what_was_set_aside_is_not_removed_with_the_old_file(
    saving: Saving, event: Make, home: Places, tmp_path: Path
) -> None:
    """Bytes that are nowhere else stay, and the record beside them."""
    saving.save(event(0))
    assert saving.settled(LONG)
    assert saving.path
    old = saving.path
    old.with_suffix(".torn").write_bytes(b"somebody's words")
    saving.move(tmp_path / "stick", [event(0)])
    saving.close()
    assert old.with_suffix(".torn").read_bytes() == b"somebody's words"


def test_an_ending_is_tried_until_it_can_be(saving: Saving, event: Make, break_disk: Break) -> None:
    """A talk that can't be removed is not over, and says so; afterwards nothing is written any more."""
    saving.save(event(0))
    assert saving.settled(LONG)
    broken = break_disk("unlink", errno.EACCES)
    saving.end(lambda journal: journal.discard())
    assert saving.settled(LONG)
    assert not saving.over
    assert "could not be removed" in saving.trouble
    broken.broken = False
    saving.retry()
    assert saving.settled(LONG)
    assert (saving.over, saving.trouble) == (True, "")
    path = saving.path
    saving.save(event(1))
    saving.put_draft(Draft(2, 0.0, "words"), sync=True)
    saving.flush_draft(LONG)
    assert saving.settled(LONG)
    assert path
    assert {file.suffix for file in path.parent.iterdir()} <= {".lock"}


def test_a_talk_that_is_not_saved_says_nothing_of_trouble(event: Make) -> None:
    """Nothing is missing that was meant to be there."""
    saving = Saving(lambda folder, name: NullJournal())
    saving.save(event(0))
    saving.put_draft(Draft(1, 0.0, "words"), sync=True)
    saving.end(lambda journal: journal.discard())
    assert saving.settled(LONG)
    assert (saving.trouble, saving.keeps, saving.path) == ("", False, None)
    saving.close()


def test_a_draft_from_before_a_crash_outlives_a_note(home: Places, saving: Saving, event: Make) -> None:
    """Whoever takes the talk up again finds it, whatever comes first; the turn itself takes it away."""
    saving.save(event(0))
    assert saving.settled(LONG)
    saving.put_draft(Draft(1, 3.0, "half a sen"), sync=True)
    saving.close()
    assert saving.path
    journal, _ = Journal.resume(saving.path)
    again = Saving(lambda folder, name: NullJournal())
    again.take(journal)
    file = DraftFile(saving.path.with_suffix(".draft"))
    again.save(event(1, kind="hold"))
    assert again.settled(LONG)
    assert file.read() == Draft(1, 3.0, "half a sen")
    again.save(event(2))
    assert again.settled(LONG)
    assert file.read() is None
    again.close()


def test_a_pen_that_is_done_with_ends_its_thread() -> None:
    """What was asked for before is done first."""
    pen, done = Pen(), []
    pen.do(lambda: done.append(threading.current_thread()))
    pen.end()
    assert pen.idle(LONG)
    done[0].join(LONG)
    assert not done[0].is_alive()
