"""Files, the careful way: for the owner alone, never through a link, and on the disk before a function returns.

Functions here raise OSError; the modules above turn it into a sentence with `why`.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coach.text import plain

if sys.platform != "win32":
    import fcntl

_LONGEST = 160
"""Characters of a path in a sentence."""

RECORD = ".toml"
SIDES = (".draft", ".draft.new", ".torn", ".bak", ".toml.new")
"""Endings of the files beside a record that may hold people's words."""

LOCK = ".lock"

_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PATIENT = getattr(os, "O_NONBLOCK", 0)
"""Without it, opening a FIFO that nobody writes to waits for ever."""

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "the folder does not let this program in",
    errno.EPERM: "the system does not allow it",
    errno.EIO: "the disk reported an error",
    errno.EFBIG: "the file would grow too large",
    errno.ELOOP: "it is a link, and links are not followed",
    errno.ENOLCK: "this disk knows no locks",
    errno.ENOENT: "the file or its folder is gone",
    errno.EEXIST: "a file of that name is there already",
    errno.ENOTDIR: "its folder is not a folder",
    errno.EINVAL: "it is not a plain file",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENXIO: "it is not a plain file",
}


def why(error: OSError) -> str:
    """The reason of a refusal in a few plain words, without a name or a full stop."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "the system refused").lower()


def shown(path: Path) -> str:
    """A path, fit for a sentence: not too long, and without what a terminal obeys."""
    words = plain(str(path))
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]}…{words[-_LONGEST // 2 :]}"


def beside(path: Path, ending: str) -> Path:
    """The file of the same talk with another ending: `beside(x.toml, ".draft")` is x.draft."""
    stem = path.name.removesuffix(RECORD)
    return path.with_name(stem + ending)


def open_plain(path: Path | str, flags: int) -> int:
    """Open an existing file; a handle that the caller closes.

    Raises:
        OSError: it is a link (ELOOP), something other than a plain file (EINVAL), or cannot be opened.
    """
    handle = os.open(path, flags | _FLAGS | _PATIENT)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a plain file")
    return handle


def open_new(path: Path, flags: int = os.O_RDWR) -> int:
    """Make a file that must not exist yet, 0600 whatever the umask; a handle that the caller closes."""
    handle = os.open(path, flags | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, 0o600)
    return handle


def read_plain(path: Path, limit: int) -> bytes:
    """The bytes of a plain file.

    Args:
        limit: most bytes; measured on the open file, so that it cannot grow in between.

    Raises:
        OSError: as `open_plain`; EFBIG if there is more than `limit`.
    """
    handle = open_plain(path, os.O_RDONLY)
    try:
        if os.fstat(handle).st_size > limit:
            raise OSError(errno.EFBIG, "too large")
        return read_all(handle, limit)
    finally:
        os.close(handle)


def read_all(handle: int, most: int) -> bytes:
    """At most `most` bytes from where the handle stands."""
    parts = []
    while most > 0 and (part := os.read(handle, min(most, 1 << 20))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte; the system may take them in several bites."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync(handle: int) -> None:
    """Return when the bytes of a file are on the disk."""
    full = getattr(fcntl, "F_FULLFSYNC", None) if sys.platform != "win32" else None
    if full is not None and sys.platform != "win32":
        # macOS: fsync stops at the drive's own memory. Some file systems do not know the stronger call; but where it
        # met an error, a weaker one after it might report that all is well.
        try:
            fcntl.fcntl(handle, full)
            return
        except OSError as error:
            if error.errno in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
                raise
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; a file system that cannot do that is let be."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF):
            raise
    finally:
        os.close(handle)


def replace(path: Path, data: bytes, durable: bool = True) -> None:
    """Put a file in the place of another at one stroke; whoever reads sees the old one or the new one, whole.

    Args:
        durable: whether to wait until the new one is there to stay. If not, a loss of power may bring the old one
            back, but nothing in between: a name that reached the disk before its bytes would stand for an empty file.

    Raises:
        OSError: nothing has changed then, and no half-written file stays; or the new one stands there whole, and only
            its name may be undone by a loss of power.
    """
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    handle = open_new(new)
    try:
        try:
            write_all(handle, data)
            sync(handle)
        finally:
            os.close(handle)
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def set_aside(path: Path, data: bytes) -> None:
    """Add bytes to a file beside a record (made 0600 if missing), so that nothing a person wrote is lost.

    They and the file's name are on the disk when this returns: the caller cuts them off the record next.
    """
    try:
        handle = open_plain(path, os.O_WRONLY | os.O_APPEND)
    except FileNotFoundError:
        handle = open_new(path, os.O_WRONLY | os.O_APPEND)
    try:
        write_all(handle, data)
        sync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def remove(files: Iterable[Path]) -> list[Path]:
    """Unlink files in that order, missing ones passed over; the folders are synced.

    A file that is missing may have been removed by an attempt that died or failed before its sync, and could come back
    after a loss of power: its folder is synced all the same.

    Returns:
        Those that could not be removed.
    """
    left, folders = [], set()
    for path in files:
        try:
            path.unlink(missing_ok=True)
            folders.add(path.parent)
        except OSError:
            left.append(path)
    for folder in folders:
        with suppress(FileNotFoundError):
            sync_folder(folder)
    return left


def files_of(path: Path) -> list[Path]:
    """Every file of a talk that may hold words: those beside its record, then the record itself.

    The record comes last: a removal that is cut short can be asked for again by its name.
    """
    return [*(beside(path, ending) for ending in SIDES), path]
