"""Real disks that are full, broken or slow: what was reported as saved is there, nothing else is, and it is said.

Where no disk can be made to do it, one call of the system is replaced.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.records import disks
from tests.records.at_work import PATIENCE, Make, append_until_refused, begin, child, hears, holds
from tests.records.damage import said
from tests.records.disks import small_disk as small_disk

from coach.errors import CannotSave
from coach.records.draft import Draft, DraftFile, DraftWriter
from coach.records.journal import Journal
from coach.records.places import Places

Break = Callable[..., Any]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and mounts are things of POSIX")

# -- full disks ------------------------------------------------------------------------------------------------------

LIMITED = """
import resource, sys
from pathlib import Path
from coach.errors import CannotSave
from coach.records.journal import Journal
from tests.records.damage import said
journal, record = Journal.resume(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (journal.path.stat().st_size + 5000, resource.RLIM_INFINITY))
saved = 0
while True:
    try:
        journal.append(said(saved))
    except CannotSave as refused:
        print(saved, refused, sep="|", flush=True)
        break
    saved += 1
sys.stdin.readline()
for seq in (saved + 1, saved + 2):
    try:
        journal.append(said(seq))
    except CannotSave:
        pass
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.retry()
print(saved + 3, journal.trouble, sep="|", flush=True)
"""


def test_a_file_that_may_not_grow_takes_whole_events_only(home: Places, noon: datetime) -> None:
    """With a limit on the size of files (EFBIG) what was acknowledged is there, and the rest once the limit is gone."""
    journal = begin(home.talks.parent, noon)
    journal.close()
    with child(LIMITED, journal.path) as talker:
        saved, sentence = hears(talker).split("|")
        assert sentence == "The talk cannot be saved: the file would grow too large."
        holds(journal.path, said, int(saved))
        assert int(saved) > 3
        assert talker.stdin is not None
        print(file=talker.stdin, flush=True)
        saved, trouble = hears(talker).split("|")
        assert trouble == ""
        holds(journal.path, said, int(saved))


def test_a_full_disk_takes_everything_once_there_is_room(small_disk: Path, noon: datetime, event: Make) -> None:
    """ENOSPC, for real: whole events only, a plain sentence, and with room again all of them, in order."""
    journal = begin(small_disk, noon)
    filler = disks.fill(small_disk)
    saved, sentence = append_until_refused(journal, event)
    assert sentence == "The talk cannot be saved: the disk is full."
    holds(journal.path, event, saved)
    for seq in (saved + 1, saved + 2):
        with pytest.raises(CannotSave):
            journal.append(event(seq))
    assert [each.seq for each in journal.pending] == [saved, saved + 1, saved + 2]
    filler.unlink()
    journal.retry()
    assert (journal.unsaved, journal.trouble) == (False, "")
    holds(journal.path, event, saved + 3)
    journal.close()


def test_a_full_disk_leaves_the_last_draft_as_it_was(small_disk: Path, noon: datetime) -> None:
    """A draft that does not fit takes the place of none, and leaves no half of itself."""
    journal = begin(small_disk, noon)
    draft = DraftFile(journal.draft_path)
    draft.write(Draft(0, 1.0, "the words so far"), sync=True)
    filler = disks.fill(small_disk)
    with pytest.raises(CannotSave, match=r"^The turn being typed cannot be saved: the disk is full\.$"):
        draft.write(Draft(0, 2.0, "the words so far, and more"), sync=True)
    assert draft.read() == Draft(0, 1.0, "the words so far")
    assert sorted(each.suffix for each in journal.path.parent.iterdir()) == [".draft", ".lock", ".toml"]
    filler.unlink()
    draft.write(Draft(0, 2.0, "the words so far, and more"), sync=True)
    assert draft.read() == Draft(0, 2.0, "the words so far, and more")
    journal.close()


def test_a_talk_that_cannot_begin_on_a_full_disk_leaves_nothing(small_disk: Path, noon: datetime) -> None:
    """No record, no lock; and with room again it begins."""
    begin(small_disk, noon).discard()
    filler = disks.fill(small_disk)
    with pytest.raises(CannotSave, match="the disk is full"):
        begin(small_disk, noon)
    assert list((small_disk / "talks").iterdir()) == []
    filler.unlink()
    begin(small_disk, noon).discard()


# -- broken disks ----------------------------------------------------------------------------------------------------


def test_a_disk_made_read_only_can_be_read_and_says_so(small_disk: Path, noon: datetime, event: Make) -> None:
    """EROFS: the talk is read, not gone on with, and nothing begins; made writable again, everything is there."""
    journal = begin(small_disk, noon)
    for seq in range(3):
        journal.append(event(seq))
    journal.close()
    disks.run("mount", "-o", "remount,ro", small_disk)
    for attempt in (lambda: Journal.resume(journal.path), lambda: begin(small_disk, noon)):
        with pytest.raises(CannotSave, match=r"^No lock can be made in .*: the disk can only be read\.$"):
            attempt()
    holds(journal.path, event, 3)
    disks.run("mount", "-o", "remount,rw", small_disk)
    journal, record = Journal.resume(journal.path)
    assert len(record.events) == 3
    journal.append(event(3))
    holds(journal.path, event, 4)
    journal.close()


def test_a_disk_that_gives_up_in_the_middle_of_a_talk(tmp_path: Path, noon: datetime, event: Make) -> None:
    """The file system stops itself after an error: it is said, and mounted again, what was acknowledged is there."""
    with disks.of_a_file(tmp_path, tmp_path / "image") as disk:
        journal = begin(disk, noon)
        draft = DraftFile(journal.draft_path)
        for seq in range(3):
            journal.append(event(seq))
        draft.write(Draft(3, 1.0, "half a sentence"), sync=True)
        disks.run("mount", "-o", "remount,abort", disk)
        saved, sentence = append_until_refused(journal, event, start=3)
        assert (saved, sentence) == (3, "The talk cannot be saved: the disk can only be read.")
        with pytest.raises(CannotSave, match="the disk can only be read"):
            draft.write(Draft(3, 1.0, "half a sentence more"), sync=True)
        assert [each.seq for each in journal.pending] == [3]
        journal.close()
    with disks.of_a_file(tmp_path, tmp_path / "image"):
        holds(journal.path, event, 3)
        assert draft.read() == Draft(3, 1.0, "half a sentence")
        resumed, _ = Journal.resume(journal.path)
        resumed.append(event(3))
        holds(journal.path, event, 4)
        resumed.close()


def test_a_disk_with_no_room_behind_it_refuses_at_the_sync(tmp_path: Path, noon: datetime, event: Make) -> None:
    """A failing sync, for real, on a disk in a file that cannot grow: said, not counted, and saved by the next try."""
    with disks.of_memory(tmp_path, "512k") as behind:
        image = behind / "image"
        with disks.of_a_file(tmp_path, image, "-O", "^has_journal") as disk:
            journal = begin(disk, noon)
            filler = disks.fill(behind)
            saved, sentence = append_until_refused(journal, event)
            assert sentence.removeprefix("The talk cannot be saved: ") in (
                "the disk is full.",
                "the disk reported an error.",
            )
            holds(journal.path, event, saved)
            filler.unlink()
            disks.run("mount", "-o", "remount,size=16m", behind)
            journal.retry()
            journal.append(event(saved + 1))
            journal.close()
        with disks.of_a_file(tmp_path, image):
            holds(journal.path, event, saved + 2)


def test_one_refused_sync_costs_no_words(home: Places, noon: datetime, event: Make, break_disk: Break) -> None:
    """EIO from the sync of an event, and of a draft: said, not counted as saved, and saved by the next try."""
    journal = begin(home.talks.parent, noon)
    draft = DraftFile(journal.draft_path)
    draft.write(Draft(1, 1.0, "before"), sync=True)
    disk = break_disk("fdatasync", errno.EIO)
    with pytest.raises(CannotSave, match="the disk reported an error"):
        journal.append(event(0))
    with pytest.raises(CannotSave, match="the disk reported an error"):
        draft.write(Draft(1, 2.0, "after"), sync=True)
    assert draft.read() == Draft(1, 1.0, "before")
    holds(journal.path, event, 0)
    disk.broken = False
    journal.append(event(1))
    holds(journal.path, event, 2)


# -- slow disks ------------------------------------------------------------------------------------------------------


def test_a_frozen_disk_has_nothing_to_report_until_it_thaws(tmp_path: Path, noon: datetime, event: Make) -> None:
    """A disk that does not answer, for real: an event counts as saved only once it does, and drafts hold up nobody."""
    with disks.of_a_file(tmp_path, tmp_path / "image") as disk:
        journal = begin(disk, noon)
        journal.append(event(0))
        drafts = DraftWriter(DraftFile(journal.draft_path), 0.0)
        disks.run("fsfreeze", "-f", disk)
        try:
            saving = threading.Thread(target=journal.append, args=(event(1),), daemon=True)
            saving.start()
            for words in ("one", "one two"):
                drafts.put(Draft(2, 1.0, words), sync=True)
            saving.join(0.05)
            assert saving.is_alive()
            holds(journal.path, event, 1)
        finally:
            disks.run("fsfreeze", "-u", disk)
        saving.join(PATIENCE)
        drafts.close()
        holds(journal.path, event, 2)
        assert DraftFile(journal.draft_path).read() == Draft(2, 1.0, "one two")
        journal.close()


def test_a_sync_that_hangs_saves_nothing_until_it_is_over(
    home: Places, noon: datetime, event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a disk of one's own: `append` returns after the sync, and never before."""
    journal = begin(home.talks.parent, noon)
    hangs, answers, sync = threading.Event(), threading.Event(), os.fdatasync

    def hang(handle: int) -> None:
        hangs.set()
        answers.wait(PATIENCE)
        sync(handle)

    monkeypatch.setattr(os, "fdatasync", hang)
    saving = threading.Thread(target=journal.append, args=(event(0),), daemon=True)
    saving.start()
    assert hangs.wait(PATIENCE)
    assert journal.unsaved
    assert saving.is_alive()
    answers.set()
    saving.join(PATIENCE)
    assert not journal.unsaved
    holds(journal.path, event, 1)


def one_byte_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every write takes one byte."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:1])))


def test_a_disk_that_takes_one_byte_at_a_time_gets_all_of_them(
    home: Places, noon: datetime, event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short write is no error: the rest is written."""
    one_byte_at_a_time(monkeypatch)
    journal = begin(home.talks.parent, noon)
    draft = DraftFile(journal.draft_path)
    for seq in range(3):
        journal.append(event(seq))
    draft.write(Draft(3, 1.0, "words"), sync=True)
    holds(journal.path, event, 3)
    assert draft.read() == Draft(3, 1.0, "words")
