"""An open file that only grows, and whose end is always the end of something that was reported as saved."""

from __future__ import annotations

import errno
import os
import zlib
from contextlib import suppress
from pathlib import Path

from coach.records.disk import open_new, open_plain, read_all, sync, sync_folder, write_all
from coach.records.frames import FILE_LIMIT


class NotAsWritten(OSError):
    """The file on the disk is no longer what was saved there; it has to be written anew."""


class Tape:
    """The record of an open talk. Raises OSError when the disk refuses; then nothing of that append stays."""

    def __init__(self, path: Path, handle: int, saved: bytes) -> None:
        """Args: handle: open for reading and appending. saved: what is known to stand in the file."""
        self.path = path
        self.size = len(saved)
        """Bytes that are safely on the disk."""
        self._handle = handle
        self._crc = zlib.crc32(saved)
        self._doubt = False
        self._closed = False

    @classmethod
    def create(cls, path: Path, data: bytes) -> Tape:
        """Make a file that appears under its name whole or not at all, and never in the place of another.

        Raises:
            FileExistsError: the name is taken.
        """
        new = path.with_name(path.name + ".new")
        new.unlink(missing_ok=True)
        handle = open_new(new, os.O_RDWR | os.O_APPEND)
        ours = [new]
        try:
            write_all(handle, data)
            sync(handle)
            _name(new, path)
            ours.append(path)
            sync_folder(path.parent)
        except OSError:
            with suppress(OSError):
                os.close(handle)
            for each in ours:
                each.unlink(missing_ok=True)
            raise
        return cls(path, handle, data)

    @classmethod
    def open(cls, path: Path, data: bytes, good_size: int) -> Tape:
        """Go on with a file that holds `data`; what stands behind `good_size` is cut off.

        It is synced, and so is its name: whoever made it may have died before that.
        """
        handle = open_plain(path, os.O_RDWR | os.O_APPEND)
        try:
            if good_size < len(data):
                os.ftruncate(handle, good_size)
            sync(handle)
            sync_folder(path.parent)
        except OSError:
            os.close(handle)
            raise
        return cls(path, handle, data[:good_size])

    def append(self, data: bytes) -> None:
        """Return when the bytes stand at the end of the file, on the disk.

        Raises:
            NotAsWritten: an earlier error has cost more than the append it hit.
            OSError: anything else that the disk says; ENOENT if the file was removed meanwhile.
        """
        if self._closed:
            raise OSError(errno.EBADF, "closed")
        if self.size + len(data) > FILE_LIMIT:
            raise OSError(errno.EFBIG, "too large")
        if self._doubt:
            self._reopen()
        if os.fstat(self._handle).st_nlink == 0:
            raise OSError(errno.ENOENT, "removed")
        try:
            write_all(self._handle, data)
            sync(self._handle)
        except OSError:
            self._step_back()
            raise
        self.size += len(data)
        self._crc = zlib.crc32(data, self._crc)

    def rest(self) -> None:
        """Let go of the file until the next append: Windows replaces no file that is open."""
        self._doubt = True
        handle, self._handle = self._handle, -1
        if handle >= 0:
            # It is closed even where the disk reports an error; what was saved had been synced before.
            with suppress(OSError):
                os.close(handle)

    def close(self) -> None:
        """Close the file for good; again is harmless."""
        self.rest()
        self._closed = True

    def _step_back(self) -> None:
        # After a failed sync the system may have thrown the bytes away and still show them: trust nothing, look again.
        self._doubt = True
        with suppress(OSError):  # `_reopen` tries again before the next append
            os.ftruncate(self._handle, self.size)

    def _reopen(self) -> None:
        try:
            handle = open_plain(self.path, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            raise NotAsWritten(errno.ENOENT, "removed") from None
        try:
            saved = read_all(handle, self.size)
            if len(saved) != self.size or zlib.crc32(saved) != self._crc:
                raise NotAsWritten(errno.EIO, "changed")
            os.ftruncate(handle, self.size)
            sync_folder(self.path.parent)  # the file may be a new one, and what failed the sync of its name
        except OSError:
            os.close(handle)
            raise
        self.rest()
        self._handle = handle
        self._doubt = False


def _name(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some others know no hard links. The lock is held, so nobody else makes this name in between.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "taken") from None
        os.rename(new, path)
        return
    new.unlink()
