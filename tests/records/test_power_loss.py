"""Whatever the moment at which the power fails: what was reported as saved is there, what was deleted is not, and
nothing is unreadable. The disks after the crash are made by `power`, which keeps to POSIX and to nothing more."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tests.records.outages  # noqa: F401 - the scenes put themselves on the list
from tests.records.outage import SCENES, Evening, Found
from tests.records.power import Recorder, State, crashes

from coach.conversation.events import Event
from coach.records import disk, tape
from coach.records.journal import read_record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="names, links and folders of POSIX are simulated")

Make = Callable[..., Event]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is such a thing: thousands of small disks are made in it."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK | os.X_OK):
        with TemporaryDirectory(dir=memory) as name:
            yield Path(name)
    else:
        yield tmp_path


@pytest.fixture
def evening(folder: Path, event: Make, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """A talk that has not begun, in a home whose folders have long been there."""
    monkeypatch.setattr("secrets.choice", random.Random(7).choice)
    return Evening(folder, event, noon)


@pytest.mark.parametrize("name", SCENES)
def test_every_promise_holds_whenever_the_power_fails(evening: Evening, name: str) -> None:
    """Saved events are there, kept talks kept, deleted ones gone; nothing set aside is lost, and all can be read."""
    evening.play(name)
    assert evening.problems() == []


@pytest.mark.parametrize(
    "name",
    [
        "a_talk",
        "a_torn_end",
        "a_gap",
        "a_change_that_is_adopted",
        "the_agreement_is_kept",
        "a_talk_is_discarded",
        "an_open_talk_is_deleted",
    ],
)
def test_what_the_next_start_shows_outlives_a_loss_of_power(
    folder: Path, event: Make, noon: datetime, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The process is killed at any step, the next one goes on from what it finds, and then the power fails.

    What the next one found had perhaps never been synced; nobody may lose it once it was shown.
    """
    known: dict[State, Found] = {}
    for dies_at in count():
        monkeypatch.setattr("secrets.choice", random.Random(7).choice)
        evening = Evening(folder / str(dies_at), event, noon, known)
        if not evening.play(name, dies_at):
            break
        assert evening.problems(since=len(evening.recorder.log)) == [], f"killed at step {dies_at}"


@pytest.mark.parametrize(
    "name", ["a_talk", "a_record_written_anew", "a_torn_end", "a_gap", "all_is_kept", "a_talk_is_discarded"]
)
def test_a_crash_while_mending_what_a_crash_left(evening: Evening, folder: Path, name: str) -> None:
    """The power fails, somebody starts the program, and it fails again: every promise still holds."""
    evening.play(name)
    after = list(crashes(evening.recorder))
    for n, (said, state) in enumerate(random.Random(3).sample(after, 8)):
        again = evening.again(folder / str(n), said, state)
        with again.recorder.on():
            again.start_again()
        assert again.problems(most=40) == []


def test_the_simulator_makes_every_disk_that_posix_allows_and_no_other(tmp_path: Path) -> None:
    """A file put in the place of another: with its bytes synced it is the old or the new, without it may be empty."""
    old, new = tmp_path / "a", tmp_path / "a.new"
    for synced in (True, False):
        old.write_bytes(b"old")
        recorder = Recorder(tmp_path)
        with recorder.on():
            handle = os.open(new, os.O_CREAT | os.O_WRONLY)
            os.write(handle, b"1234")
            if synced:
                os.fsync(handle)
            os.close(handle)
            recorder.say("renaming")
            os.replace(new, old)
        found = [state.files() for said, state in crashes(recorder) if said]
        parts = [b"1234"] if synced else [b"1234", b"", b"1", b"12", b"123", b"\0\0\0\0", b"\0" + b"234", b"1\0\0\0"]
        parts += [] if synced else [b"\0\0\0" + b"4", b"123\0"]
        expected = [{"a": b"old"}, *({"a": part} for part in parts), *({"a": b"old", "a.new": part} for part in parts)]
        assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_the_simulator_sees_what_goes_round_it(tmp_path: Path) -> None:
    """A file written through another call than the recorded ones is noticed, not ignored."""
    recorder = Recorder(tmp_path)
    with pytest.raises(AssertionError, match="round"), recorder.on():
        (tmp_path / "a").write_text("x")


@pytest.mark.parametrize(
    ("name", "module", "call", "problem"),
    [
        ("a_full_disk", tape, "sync", "saved events"),
        ("a_talk", tape, "sync_folder", "is not there"),
        ("all_is_kept", disk, "sync", "DamagedRecord"),
        ("all_is_kept", disk, "sync_folder", "is open"),
        ("a_talk_is_discarded", disk, "sync_folder", "came back"),
        ("a_torn_end", disk, "sync_folder", "set aside are lost"),
        ("a_gap", disk, "sync_folder", "set aside are lost"),
        ("a_turn_is_typed_and_sent", disk, "sync", "draft that was saved is lost"),
    ],
)
def test_a_writer_that_forgets_a_sync_is_caught(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, name: str, module: object, call: str, problem: str
) -> None:
    """Each sync that the records make is needed: without it the simulator finds the promise that breaks."""
    monkeypatch.setattr(module, call, lambda target: None)
    evening.play(name)
    assert any(problem in each for each in evening.problems())


def test_writes_of_one_byte_write_it_all(evening: Evening) -> None:
    """However small the bites that the system takes, the record is whole."""
    evening.recorder.bite = 1
    with evening.recorder.on():
        evening.begin(events=2)
        evening.keep()
    assert list(read_record(evening.path).events) == evening.events


def test_an_error_on_closing_closes_no_other_file(evening: Evening, tmp_path: Path) -> None:
    """A handle is free after a close that failed; its number may be somebody else's by the next time."""
    path = evening.home.talks / "x"
    with evening.recorder.on():
        reel = tape.Tape.create(path, b"one")
        with evening.refusing("close"):
            reel.rest()
        other = os.open(tmp_path / "other", os.O_CREAT | os.O_RDWR)
        reel.append(b"two")
        reel.close()
        assert os.write(other, b"still open")
    os.close(other)
    assert path.read_bytes() == b"onetwo"


def test_a_stronger_sync_that_fails_is_not_covered_by_a_weaker_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """macOS: where the drive reports an error, asking again in another way might say that all is well."""
    handle = os.open(tmp_path / "x", os.O_CREAT | os.O_RDWR)
    answer = errno.EIO

    def refuse(handle: int, command: int) -> int:
        raise OSError(answer, os.strerror(answer))

    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        disk.sync(handle)
    answer = errno.ENOTSUP
    disk.sync(handle)
    os.close(handle)
