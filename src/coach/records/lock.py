"""One window a talk: a lock that the system frees when its holder dies, however it dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from coach.errors import CannotSave, TalkIsOpenElsewhere
from coach.records.disk import open_new, open_plain, shown, why

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOOKS, _LOOKING = 4, 0.01
"""How often a lock is tried, and seconds in between: to look who has it takes far less."""

_FAR = 1 << 20
"""Windows locks bytes, and locked bytes cannot be read: lock one far behind the number."""


class TalkLock:
    """The lock of one talk. `take` it before reading or writing its record, `free` it afterwards; or use `with`."""

    def __init__(self, path: Path) -> None:
        """Args: path: the lock file; made when taken, removed when freed."""
        self.path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object has the lock."""
        return self._handle is not None

    def take(self) -> TalkLock:
        """Take the lock and write this process's number into it.

        Raises:
            TalkIsOpenElsewhere: another window has it; the sentence names its process.
            CannotSave: the folder does not let a lock be made.
        """
        looks = _LOOKS
        while self._handle is None:
            try:
                handle = self._open()
            except OSError as error:
                raise CannotSave(f"No lock can be made in {shown(self.path.parent)}: {why(error)}.") from error
            try:
                self._lock(handle)
                if self._is_current(handle):
                    self._handle, handle = handle, -1
                    self._sign()
            except BlockingIOError:
                if looks := looks - 1:  # it may be one that only looks who has it
                    time.sleep(_LOOKING)
                    continue
                raise TalkIsOpenElsewhere(_sentence(handle)) from None
            except OSError as error:
                raise CannotSave(f"No lock can be made in {shown(self.path.parent)}: {why(error)}.") from error
            finally:
                if handle >= 0:
                    os.close(handle)
        return self

    def holder(self) -> str | None:
        """Who has the lock: the number of its process, "" if that is unknown, None if nobody has it."""
        try:
            handle = open_plain(self.path, os.O_RDWR)
        except OSError:
            return None
        try:
            self._lock(handle, look=True)
        except BlockingIOError:
            return _process(handle)
        except OSError:
            return None
        finally:
            os.close(handle)
        return None

    def free(self) -> None:
        """Give the lock back and remove its file; again is harmless."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        # The name goes first, while the lock is held: `_is_current` tells whoever has the old file open.
        if sys.platform != "win32":
            self._unlink()
        with suppress(OSError):
            os.close(handle)
        if sys.platform == "win32":
            self._unlink()

    def _unlink(self) -> None:
        # A lock file that stays behind locks nothing: the lock is the open handle.
        with suppress(OSError):
            self.path.unlink()

    def _sign(self) -> None:
        # On a full disk the number is missing from a sentence; the lock holds all the same.
        if self._handle is not None:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
                os.write(self._handle, f"{os.getpid()}\n".encode())

    def _open(self) -> int:
        for _ in range(100):
            try:
                return open_plain(self.path, os.O_RDWR)
            except FileNotFoundError:
                pass
            try:
                return open_new(self.path)
            except FileExistsError:
                continue
        raise OSError(errno.EAGAIN, "the lock keeps changing hands")

    def _lock(self, handle: int, look: bool = False) -> None:
        """Raises BlockingIOError if another has it. Two who only look are not in each other's way."""
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                raise BlockingIOError(errno.EAGAIN, "locked") from error
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, (fcntl.LOCK_SH if look else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def _is_current(self, handle: int) -> bool:
        """Whether the file that was locked still goes by its name; its last holder may have removed it in between."""
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self.path, follow_symlinks=False))
        except FileNotFoundError:
            return False

    def __enter__(self) -> TalkLock:
        return self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.free()


def _process(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    number = os.read(handle, 32).decode("ascii", "replace").strip()
    return number if number.isdigit() else ""


def in_a_window(process: str) -> str:
    """`in another window (process 123)`."""
    return f"in another window (process {process})" if process else "in another window"


def _sentence(handle: int) -> str:
    return f"This talk is open {in_a_window(_process(handle))}. Close it there first; “coach watch” shows it meanwhile."
