"""Going on with a talk: from where it is whole, with nothing thrown away, in one window only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.conversation.events import Event
from coach.errors import CoachError, DamagedRecord, NoSuchTalk, TalkIsOpenElsewhere
from coach.records.frames import seal
from coach.records.journal import ChangedByHand, Journal, read_record

Make = Callable[..., Event]
Break = Callable[..., Any]
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and FIFOs are things of POSIX")


def test_a_torn_end_is_set_aside_and_the_talk_goes_on(journal: Journal, event: Make) -> None:
    """Wherever the last event was torn, the talk resumes with the others, and the torn bytes are kept."""
    for n in range(3):
        journal.append(event(n))
    journal.close()
    whole = journal.path.read_bytes()
    start = len(whole) - len(whole.rpartition(b"\n[[event]]")[2]) - len(b"[[event]]")
    torn = journal.path.with_suffix(".torn")
    for cut in range(start + 1, len(whole) - 1, 7):
        torn.unlink(missing_ok=True)
        journal.path.write_bytes(whole[:cut])
        resumed, record = Journal.resume(journal.path)
        assert [each.seq for each in record.events] == [0, 1]
        assert len(record.notices) == 1
        assert torn.read_bytes() == whole[start - 1 : cut]
        resumed.append(event(2))
        resumed.close()
        again = read_record(journal.path)
        assert ([each.seq for each in again.events], again.notices) == ([0, 1, 2], ())


def test_a_record_without_its_last_newline_is_whole_and_goes_on(journal: Journal, event: Make) -> None:
    """An editor that strips the end of a file harms nothing."""
    journal.append(event(0))
    journal.close()
    journal.path.write_bytes(journal.path.read_bytes().rstrip(b"\n"))
    resumed, record = Journal.resume(journal.path)
    resumed.append(event(1))
    assert record.notices == read_record(journal.path).notices == ()
    assert len(read_record(journal.path).events) == 2


def test_a_gap_is_gone_on_from_where_it_begins(journal: Journal, event: Make) -> None:
    """A record with a lost event resumes before the gap, keeps its old bytes beside it, and is clean from then on."""
    for n in range(5):
        journal.append(event(n))
    journal.close()
    damaged = journal.path.read_bytes().replace(b"seq = 2\n", b"seq = \x00\n")
    journal.path.write_bytes(damaged)
    shown = read_record(journal.path)
    assert [each.seq for each in shown.events] == [0, 1, 3, 4]
    assert any("event 2" in notice for notice in shown.notices)
    resumed, record = Journal.resume(journal.path)
    assert [each.seq for each in record.events] == [0, 1]
    assert journal.path.with_suffix(".bak").read_bytes() == damaged
    resumed.append(event(2))
    again = read_record(journal.path)
    assert ([each.seq for each in again.events], again.notices) == ([0, 1, 2], ())


def test_a_record_changed_by_hand_is_shown_and_gone_on_with_only_when_meant(journal: Journal, event: Make) -> None:
    """Edits are read with a notice; resuming asks first, and keeps the file as it was beside it."""
    for n in range(2):
        journal.append(event(n))
    journal.close()
    edited = journal.path.read_bytes().replace(b"plain words", b"kinder words")
    journal.path.write_bytes(edited)
    record = read_record(journal.path)
    assert record.edited
    assert record.events[0].text == "kinder words"
    assert len(record.notices) == 1
    with pytest.raises(ChangedByHand):
        Journal.resume(journal.path)
    assert journal.path.read_bytes() == edited
    resumed, _ = Journal.resume(journal.path, adopt=True)
    resumed.close()
    assert journal.path.with_suffix(".bak").read_bytes() == edited
    assert read_record(journal.path).notices == ()
    assert read_record(journal.path).events[0].text == "kinder words"


def test_a_talk_is_open_in_one_window(journal: Journal) -> None:
    """The second window is told the number of the first; the record can still be read; a closed talk is free."""
    command = (
        "import sys; from pathlib import Path; from coach.records.journal import Journal\n"
        "Journal.resume(Path(sys.argv[1]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", command, str(journal.path)], capture_output=True, text=True, check=False
    )
    assert "TalkIsOpenElsewhere" in told.stderr
    assert f"process {os.getpid()}" in told.stderr
    with pytest.raises(TalkIsOpenElsewhere):
        Journal.resume(journal.path)
    read_record(journal.path)
    journal.close()
    resumed, _ = Journal.resume(journal.path)
    resumed.close()


@posix
@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_only_a_plain_file_is_a_record(journal: Journal, tmp_path: Path, kind: str) -> None:
    """A link, a FIFO or a folder is neither read nor resumed, and leaves no lock behind."""
    journal.close()
    path = tmp_path / "odd.toml"
    if kind == "link":
        path.symlink_to(journal.path)
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(DamagedRecord):
        read_record(path)
    with pytest.raises(DamagedRecord):
        Journal.resume(path)
    assert not path.with_suffix(".lock").exists()


def test_what_is_not_there_is_no_talk(tmp_path: Path) -> None:
    """A name that stands for nothing is an unknown talk, and no file is made in looking."""
    for attempt in (read_record, Journal.resume):
        with pytest.raises(NoSuchTalk):
            attempt(tmp_path / "2026-11-22-2131-k3f9.toml")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_record_is_read_and_never_written(journal: Journal, event: Make) -> None:
    """What a later version wrote is shown as far as it is understood, and is not gone on with."""
    journal.append(event(0))
    journal.close()
    whole = journal.path.read_bytes()
    first = whole.index(b"\n[script]")
    header = {"schema": 2, "id": journal.path.stem, "app": "7.5.0", "flow": "argument", "mood": 3}
    later = journal.path.read_bytes().replace(whole[:first], seal("", header))
    later += seal("agreement", {"x": 1}).replace(b"[agreement]", b"[constella]")
    journal.path.write_bytes(later)
    record = read_record(journal.path)
    assert record.newer
    assert "7.5.0" in record.notices[0]
    assert len(record.events) == 1
    with pytest.raises(CoachError, match=r"7\.5\.0"):
        Journal.resume(journal.path)
    assert journal.path.read_bytes() == later
    assert not journal.path.with_suffix(".lock").exists()
