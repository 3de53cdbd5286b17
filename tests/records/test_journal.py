"""The journal: what was reported as saved is there after any crash, and what was not is never half there."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from coach.conversation.events import Event
from coach.errors import CannotSave
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal, read_record
from coach.records.places import Places

Make = Callable[..., Event]
Break = Callable[..., Any]
posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and FIFOs are things of POSIX")


def test_a_talk_is_on_the_disk_when_append_returns(journal: Journal, event: Make) -> None:
    """Every event that was appended is read back as it was, by a reader that takes no lock."""
    events = tuple(event(n) for n in range(12))
    for count, each in enumerate(events, 1):
        journal.append(each)
        record = read_record(journal.path)
        assert (record.events, record.notices) == (events[:count], ())
    assert record.script == 'schema = 1\ntitle = "x"\n'
    assert (record.flow, record.app, record.schema, record.kept) == ("argument", "0.1.0", 1, None)
    assert not journal.unsaved


def test_the_id_is_the_local_time_and_four_letters(journal: Journal, noon: datetime) -> None:
    """The file is named after the evening, as its people count it, and after its own header."""
    stamp = noon.astimezone().strftime("%Y-%m-%d-%H%M")
    assert re.fullmatch(rf"{stamp}-[a-z0-9]{{4}}\.toml", journal.path.name)
    assert read_record(journal.path).id == journal.path.stem


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_every_file_is_for_the_owner_whatever_the_umask(home: Places, noon: datetime, event: Make, umask: int) -> None:
    """Record, lock, draft, torn and backup files are 0600, their folder 0700."""
    old = os.umask(umask)
    try:
        journal = Journal.create(home, "argument", "x", noon, "0.1.0")
        journal.append(event(0))
        DraftFile(journal.draft_path).write(Draft(1, 0.0, "words"), sync=False)
        journal.close()
        with journal.path.open("ab") as file:
            file.write(b"\n[[event]]\ntorn")
        journal, _ = Journal.resume(journal.path)
    finally:
        os.umask(old)
    names = sorted(path.suffix for path in home.talks.iterdir())
    assert names == [".draft", ".lock", ".toml", ".torn"]
    assert {path.stat().st_mode & 0o777 for path in home.talks.iterdir()} == {0o600}
    assert home.talks.stat().st_mode & 0o777 == 0o700


def test_an_append_writes_the_same_bytes_however_long_the_talk(
    journal: Journal, event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hundredth event costs what the first did: one write of its own bytes and one sync."""
    written: list[int] = []
    synced: list[int] = []
    write, sync = os.write, os.fdatasync

    def counted_write(handle: int, data: bytes) -> int:
        written.append(len(data))
        return write(handle, data)

    def counted_sync(handle: int) -> None:
        synced.append(handle)
        sync(handle)

    monkeypatch.setattr(os, "write", counted_write)
    monkeypatch.setattr(os, "fdatasync", counted_sync)
    for n in range(100, 200):
        journal.append(event(n, text="words", seat="left"))
    assert len(written) == len(synced) == 100
    assert max(written) - min(written) <= len("100.5")


TALKER = """
import sys
from datetime import datetime, timezone
from coach.conversation.events import Event
from coach.records.journal import Journal
from coach.records.places import places
now = datetime(2026, 11, 22, tzinfo=timezone.utc)
journal = Journal.create(places(), "argument", "x", now, "0.1.0")
print(journal.path, flush=True)
for seq in range(1_000_000):
    journal.append(Event(seq=seq, t=0.0, at=now, step="a.b", kind="said", text="words " * 20))
    print(seq, flush=True)
"""


@pytest.mark.parametrize("acks", [1, 7, 40])
def test_a_killed_talk_has_every_event_that_was_reported_as_saved(tmp_path: Path, acks: int) -> None:
    """After kill -9 nothing that `append` returned from is missing, and the talk can be gone on with at once."""
    env = {**os.environ, "COACH_HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", TALKER], stdout=subprocess.PIPE, text=True, env=env) as talker:
        assert talker.stdout is not None
        path = Path(talker.stdout.readline().strip())
        saved = [int(talker.stdout.readline()) for _ in range(acks)]
        talker.kill()
        saved += [int(line) for line in talker.stdout.read().split("\n")[:-1]]
    journal, record = Journal.resume(path)
    journal.close()
    assert [event.seq for event in record.events][: len(saved)] == saved
    assert len(record.events) <= len(saved) + 1


@pytest.mark.parametrize(
    ("name", "code", "bites", "why"),
    [
        ("write", errno.ENOSPC, 0, "disk is full"),
        ("write", errno.ENOSPC, 17, "disk is full"),
        ("write", errno.EIO, 0, "error"),
        ("fdatasync", errno.EIO, 0, "error"),
        ("fdatasync", errno.ENOSPC, 0, "full"),
    ],
)
def test_a_refusing_disk_costs_nothing(
    journal: Journal,
    event: Make,
    break_disk: Break,
    canary: str,
    name: str,
    code: int,
    bites: int,
    why: str,
) -> None:
    """While the disk refuses, events wait in order and nothing half-written stays; one retry saves them all."""
    journal.append(event(0))
    disk = break_disk(name, code, bites)
    for n in (1, 2, 3):
        with pytest.raises(CannotSave, match=why) as refused:
            journal.append(event(n, text=canary))
        assert canary not in repr(refused.value) + repr(refused.value.__cause__)
        assert why in journal.trouble
    assert [each.seq for each in journal.pending] == [1, 2, 3]
    record = read_record(journal.path)
    assert (len(record.events), record.notices) == (1, ())
    with pytest.raises(CannotSave):
        journal.retry()
    disk.broken = False
    journal.retry()
    assert (journal.unsaved, journal.trouble) == (False, "")
    record = read_record(journal.path)
    assert ([each.seq for each in record.events], record.notices) == ([0, 1, 2, 3], ())


def test_the_next_append_retries_what_waits(journal: Journal, event: Make, break_disk: Break) -> None:
    """Nobody has to call retry: when the disk is well again, the next event takes the others with it, in order."""
    disk = break_disk("fdatasync", errno.EIO)
    with pytest.raises(CannotSave):
        journal.append(event(0))
    disk.broken = False
    journal.append(event(1))
    assert [each.seq for each in read_record(journal.path).events] == [0, 1]


def test_a_disk_that_also_refuses_to_cut_back_is_mended_later(journal: Journal, event: Make, break_disk: Break) -> None:
    """Half an event that could not be cut off at once is cut off before the next one is written."""
    writing = break_disk("write", errno.EIO, bites=20)
    cutting = break_disk("ftruncate", errno.EIO)
    with pytest.raises(CannotSave):
        journal.append(event(0))
    assert read_record(journal.path).notices
    writing.broken = cutting.broken = False
    journal.retry()
    record = read_record(journal.path)
    assert (len(record.events), record.notices) == (1, ())


@pytest.mark.parametrize("harm", ["shorter", "other", "gone"])
def test_a_file_that_lost_more_than_the_failed_append_is_written_anew(
    journal: Journal, event: Make, break_disk: Break, harm: str
) -> None:
    """After a disk error the file is looked at again; if earlier events are lost there, memory has them."""
    events = tuple(event(n) for n in range(5))
    for each in events[:4]:
        journal.append(each)
    disk = break_disk("fdatasync", errno.EIO)
    with pytest.raises(CannotSave):
        journal.append(events[4])
    whole = journal.path.read_bytes()
    if harm == "gone":
        journal.path.unlink()
    else:
        journal.path.write_bytes(whole[:-300] if harm == "shorter" else whole.replace(b"plain words", b"PLAIN words"))
    with pytest.raises(CannotSave):
        journal.retry()
    disk.broken = False
    journal.retry()
    record = read_record(journal.path)
    assert (record.events, record.notices) == (events, ())


def test_a_file_that_somebody_removed_is_not_written_into_the_void(journal: Journal, event: Make) -> None:
    """Appending to a record that was deleted meanwhile says so, and does not bring it back."""
    journal.append(event(0))
    journal.path.unlink()
    with pytest.raises(CannotSave, match="gone"):
        journal.append(event(1))
    assert not journal.path.exists()


@pytest.mark.parametrize(("name", "code"), [("fdatasync", errno.EIO), ("write", errno.ENOSPC), ("fsync", errno.EIO)])
def test_the_disk_refusing_a_beginning_leaves_nothing(
    home: Places, noon: datetime, break_disk: Break, name: str, code: int
) -> None:
    """A talk that could not be begun is one sentence, and no file, not even a lock."""
    break_disk(name, code)
    with pytest.raises(CannotSave):
        Journal.create(home, "argument", "x", noon, "0.1.0")
    assert not list(home.talks.glob("*"))


def test_a_flow_too_long_to_be_kept_is_said_at_once(home: Places, noon: datetime) -> None:
    """A flow that no record could hold is refused before the talk, not after it."""
    with pytest.raises(CannotSave, match="flow"):
        Journal.create(home, "argument", "x" * 300_000, noon, "0.1.0")
    assert list(home.talks.iterdir()) == []


def test_a_disk_without_hard_links_will_do(home: Places, noon: datetime, break_disk: Break) -> None:
    """On a FAT stick a talk begins all the same."""
    break_disk("link", errno.EPERM)
    journal = Journal.create(home, "argument", "x", noon, "0.1.0")
    assert sorted(path.suffix for path in home.talks.iterdir()) == [".lock", ".toml"]
    assert read_record(journal.path).notices == ()
