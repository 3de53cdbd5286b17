"""The lock: one window a talk, and never a lock without a living holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import CannotSave, TalkIsOpenElsewhere
from coach.records.disk import open_plain
from coach.records.lock import TalkLock

HOLDER = """
import sys
from pathlib import Path
from coach.records.lock import TalkLock
lock = TalkLock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A lock file that is not there yet."""
    return tmp_path / "talk.lock"


def test_another_process_is_refused_by_number_and_let_in_after_a_kill(path: Path) -> None:
    """The second window hears which process has the talk; when that one is killed, the talk is free at once."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(TalkIsOpenElsewhere, match=str(holder.pid)):
            TalkLock(path).take()
        holder.kill()
        holder.wait()
        with TalkLock(path) as lock:
            assert lock.held
            assert path.read_text() == f"{os.getpid()}\n"


def test_two_windows_of_one_process_are_two(path: Path) -> None:
    """The lock belongs to the one who took it, not to the process."""
    with TalkLock(path), pytest.raises(TalkIsOpenElsewhere):
        TalkLock(path).take()


def test_a_freed_lock_leaves_nothing(path: Path) -> None:
    """No file stays behind, and freeing twice is harmless."""
    lock = TalkLock(path).take()
    lock.free()
    lock.free()
    assert not path.exists()
    assert not lock.held


def test_a_lock_on_a_file_that_is_gone_is_not_a_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opened the file just before its holder removed it does not share the talk with the next one."""
    first = TalkLock(path).take()
    second = TalkLock(path)
    opened: list[int] = []
    real = TalkLock._open

    def slow(self: TalkLock) -> int:
        handle = real(self)
        if not opened:
            first.free()
        opened.append(handle)
        return handle

    monkeypatch.setattr(TalkLock, "_open", slow)
    second.take()
    assert len(opened) == 2
    assert path.exists()
    monkeypatch.undo()
    with pytest.raises(TalkIsOpenElsewhere):
        TalkLock(path).take()


@pytest.mark.skipif(os.name != "posix", reason="no symlinks or FIFOs to be had")
@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_only_a_plain_file_is_locked(tmp_path: Path, path: Path, kind: str) -> None:
    """A link, a FIFO or a folder in the lock's place is refused with a sentence, and nothing hangs or is written."""
    target = tmp_path / "target"
    target.write_text("mine")
    if kind == "link":
        path.symlink_to(target)
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(CannotSave):
        TalkLock(path).take()
    assert target.read_text() == "mine"


def test_who_has_a_lock_can_be_asked_without_taking_it(path: Path) -> None:
    """Nobody, this process, or somebody who could not sign; looking leaves everything as it is."""
    assert TalkLock(path).holder() is None
    assert not path.exists()
    with TalkLock(path):
        assert TalkLock(path).holder() == str(os.getpid())
        path.write_text("")
        assert TalkLock(path).holder() == ""
        with pytest.raises(TalkIsOpenElsewhere):
            TalkLock(path).take()
    path.write_text("4242\n")
    assert TalkLock(path).holder() is None, "a file that a dead process left behind locks nothing"
    TalkLock(path).take().free()


@pytest.mark.skipif(os.name != "posix", reason="Windows locks have no shared kind")
def test_somebody_who_only_looks_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is being looked at just now is taken a moment later, not refused."""
    path.touch()
    looking = open_plain(path, os.O_RDWR)
    TalkLock(path)._lock(looking, look=True)
    monkeypatch.setattr("coach.records.lock.time.sleep", lambda seconds: os.close(looking))
    lock = TalkLock(path).take()
    assert lock.held
    lock.free()
