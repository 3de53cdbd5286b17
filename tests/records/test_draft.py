"""The draft: the newest text, never an older one, and none once the turn is over."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from coach.errors import CannotSave
from coach.records.draft import Draft, DraftFile, DraftWriter, LaidAside

HOUR = 3600.0


@pytest.fixture
def file(tmp_path: Path) -> DraftFile:
    """A draft that is not there yet."""
    return DraftFile(tmp_path / "talk.draft")


class Watched(DraftFile):
    """Remembers what was written, and tells a waiting test."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.written: list[tuple[str, bool]] = []
        self.wrote = threading.Event()

    def write(self, draft: Draft, sync: bool) -> None:
        super().write(draft, sync)
        self.written.append((draft.text, sync))
        self.wrote.set()


@pytest.mark.parametrize(
    "text", ["", "I feel\nunseen", '[[event]]\ncrc = "d5128aea"\n', "我们 👨‍👩‍👧", "x" * 2000, "👩" * 2000]
)
def test_a_draft_comes_back_as_it_was_typed(file: DraftFile, text: str) -> None:
    """Any text up to the longest comes back, with its event and its seconds, from a file for the owner alone."""
    draft = Draft(7, 12.5, text)
    file.write(draft, sync=True)
    assert file.read() == draft
    assert os.name != "posix" or file.path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(file.path.parent) == ["talk.draft"]


def test_what_stands_beside_a_draft_comes_back_too(file: DraftFile) -> None:
    """The choice that a line belongs to, and the turn that was left for a break, with any words."""
    draft = Draft(7, 1.0, "", "2 yes, and I'd need…", LaidAside("why.first.speak", 'half a\n[[event]] "sen'))
    file.write(draft, sync=False)
    assert file.read() == draft


def test_a_draft_cut_or_changed_anywhere_is_no_draft(file: DraftFile) -> None:
    """Half a draft is not shown as a whole one."""
    file.write(Draft(7, 1.0, "words"), sync=False)
    whole = file.path.read_bytes()
    for cut in range(len(whole) - 1):
        file.path.write_bytes(whole[:cut])
        assert file.read() is None
    file.path.write_bytes(whole.replace(b"words", b"wards"))
    assert file.read() is None


@pytest.mark.skipif(os.name != "posix", reason="no symlinks or FIFOs to be had")
def test_a_draft_that_is_no_plain_file_is_no_draft(file: DraftFile) -> None:
    """A FIFO does not hang the start, a link is not followed."""
    os.mkfifo(file.path)
    assert file.read() is None
    file.path.unlink()
    DraftFile(file.path.with_name("other")).write(Draft(1, 0.0, "words"), sync=False)
    file.path.symlink_to(file.path.with_name("other"))
    assert file.read() is None


def test_the_words_are_not_in_the_repr() -> None:
    """A draft in a traceback tells nothing."""
    assert "words" not in repr(Draft(1, 0.0, "words"))


def test_only_the_newest_text_is_written_and_no_other_ever(tmp_path: Path) -> None:
    """What was typed and erased between two writes is nowhere on the disk and nowhere in the writer."""
    file = Watched(tmp_path / "talk.draft")
    writer = DraftWriter(file, text_pause=HOUR, clock_pause=HOUR)
    for text in ("you never", "you never lis", "", "I feel"):
        writer.put(Draft(3, 1.0, text), sync=True)
    writer.flush()
    assert file.written == [("I feel", True)]
    writer.flush()
    assert len(file.written) == 1
    writer.close()
    assert b"never" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_text_is_written_by_itself_and_soon(tmp_path: Path) -> None:
    """Nobody has to flush: the thread writes, synced for words."""
    file = Watched(tmp_path / "talk.draft")
    writer = DraftWriter(file, text_pause=0.0, clock_pause=HOUR)
    writer.put(Draft(3, 1.0, ""), sync=False)
    writer.put(Draft(3, 1.0, "I"), sync=True)
    assert file.wrote.wait(20)
    writer.close()
    assert ("I", True) in file.written


def test_the_bare_clock_is_not_synced(tmp_path: Path) -> None:
    """Seconds alone are written by the thread without waiting for the disk."""
    file = Watched(tmp_path / "talk.draft")
    writer = DraftWriter(file, text_pause=HOUR, clock_pause=0.0)
    writer.put(Draft(3, 1.0, ""), sync=False)
    assert file.wrote.wait(20)
    writer.close()
    assert file.written == [("", False)]


def test_a_dropped_draft_does_not_come_back(tmp_path: Path) -> None:
    """After the turn is sent, neither what waited nor the file is there, and closing writes nothing."""
    writer = DraftWriter(DraftFile(tmp_path / "talk.draft"), text_pause=HOUR)
    writer.put(Draft(3, 1.0, "sent"), sync=True)
    writer.flush()
    writer.put(Draft(3, 1.0, "sent!"), sync=True)
    writer.drop()
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_closing_writes_what_waits_and_then_is_deaf(tmp_path: Path) -> None:
    """Leaving loses nothing that was put, and puts after it are ignored."""
    file = DraftFile(tmp_path / "talk.draft")
    writer = DraftWriter(file, text_pause=HOUR)
    writer.put(Draft(3, 1.0, "last"), sync=True)
    writer.close()
    writer.put(Draft(3, 1.0, "late"), sync=True)
    writer.close()
    assert file.read() == Draft(3, 1.0, "last")


def test_a_refusing_disk_never_reaches_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that cannot be written raises nothing, says why, keeps the newest, and is written when it can be."""
    file = DraftFile(tmp_path / "talk.draft")
    file.write(Draft(3, 1.0, "old"), sync=False)
    writer = DraftWriter(file, text_pause=HOUR, clock_pause=HOUR)

    def full(handle: int, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    writer.put(Draft(3, 2.0, "new"), sync=True)
    writer.flush()
    assert writer.trouble == "The turn being typed cannot be saved: the disk is full."
    assert os.listdir(tmp_path) == ["talk.draft"]
    with pytest.raises(CannotSave, match="full"):
        file.write(Draft(3, 2.0, "new"), sync=True)
    monkeypatch.undo()
    assert file.read() == Draft(3, 1.0, "old")
    writer.flush()
    assert not writer.trouble
    assert file.read() == Draft(3, 2.0, "new")
    writer.close()


def test_a_talk_that_is_not_saved_has_no_draft() -> None:
    """Without a file the writer does nothing at all, and has no thread."""
    writer = DraftWriter(None)
    writer.put(Draft(1, 0.0, "words"), sync=True)
    writer.flush()
    writer.drop()
    writer.close()
    assert writer._thread is None
