"""Power loss, simulated: what the program does to its files is written down, and every disk that a crash could leave
is made again from that, as SQLite's crash tests and ALICE (OSDI 2014) do.

The disk keeps to POSIX and to nothing more:

* fsync or fdatasync of a file makes its bytes and its size last, but not its name; fsync of a folder its names.
* What was not synced may be on the disk or not, in any combination; a name is changed wholly or not at all.
* A write that was not synced may be there in part: its beginning, its end, or NULs in its place.
* After a sync that failed the writes before it may be lost, and no later sync brings them back (Linux drops them);
  names and sizes wait for the next one.
"""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any

import pytest

BLOCK = 512
"""Bytes that a disk writes wholly or not at all."""

MOST_CONTENTS, MOST_TREES = 40, 64
"""Contents of one file, and states of the names in one folder, that are tried at one moment; of more, a sample."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes were written into a file."""

    file: int
    at: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was given another size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Named:
    """A folder got a name for a file (a number) or a folder (its path), or lost one (`there` is False)."""

    folder: str
    name: str
    target: int | str
    there: bool = True
    instead_of: str = ""
    """The old name, if it was a renaming: that one goes at the same stroke."""


@dataclass(frozen=True, slots=True)
class Synced:
    """A file (a number) or a folder (its path) was synced, or the disk refused to."""

    target: int | str
    well: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody was told: from here on it has to hold."""

    what: str
    number: int = 0


Step = Wrote | Cut | Named | Synced | Said


@dataclass(frozen=True, slots=True)
class State:
    """What stands on a disk: for each path below its root the number of its file, and the bytes; folders have none."""

    paths: tuple[tuple[str, int | None], ...]
    contents: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def of(cls, paths: Iterable[tuple[str, object, bytes | None]]) -> State:
        """Args: paths: name, something that is the same for the same file, and bytes (None for a folder)."""
        numbers: dict[object, int] = {}
        contents: list[bytes] = []
        found: list[tuple[str, int | None]] = []
        for path, file, data in sorted(paths, key=lambda each: each[0]):
            if data is not None and file not in numbers:
                numbers[file] = len(contents)
                contents.append(data)
            found.append((path, None if data is None else numbers[file]))
        return cls(tuple(found), tuple(contents))

    @classmethod
    def at(cls, root: Path) -> State:
        """What stands below a real folder."""
        found: list[tuple[str, object, bytes | None]] = []
        for path in root.rglob("*"):
            data = None if path.is_dir() else path.read_bytes()
            found.append((str(path.relative_to(root)), path.stat().st_ino, data))
        return cls.of(found)

    def put(self, root: Path) -> None:
        """Make it so in an empty folder; two names of one file are links again."""
        made: dict[int, Path] = {}
        for name, number in self.paths:
            path = root / name
            if number is None:
                path.mkdir()
            elif number in made:
                os.link(made[number], path)
            else:
                path.write_bytes(self.contents[number])
                made[number] = path

    def files(self) -> dict[str, bytes]:
        """The bytes behind each name."""
        return {name: self.contents[number] for name, number in self.paths if number is not None}


class Killed(BaseException):
    """The process dies here: nothing after this is done, not even what stands in a `finally`."""


class Recorder:
    """Does for real, below one folder, what `os` is asked for, and writes it down. Nothing is synced for real."""

    def __init__(self, root: Path) -> None:
        """Args: root: a folder; what stands in it now is on the disk for certain."""
        self.root = root
        self.log: list[Step] = []
        self.refusing: dict[str, int] = {}
        """Error numbers for "write", "cut", "sync", "sync folder", "link", "rename", "unlink" and "close"."""
        self.room: int | None = None
        """Bytes that the disk still takes; None is no end of them."""
        self.bite: int | None = None
        """Most bytes that one write takes."""
        self.dies_at: int | None = None
        """The length of the log at which the process is killed."""
        self._dead = False
        self._handles: dict[int, int | str] = {}
        self.settle()

    def settle(self) -> None:
        """Let all that stands in the folder now be on the disk for certain, and begin a new log."""
        self.log.clear()
        self.start = State.at(self.root)
        self._names: dict[str, int | str] = {"": ""}
        for path, number in self.start.paths:
            self._names[path] = path if number is None else number
        self._files = len(self.start.contents)
        files = {(self.root / path).stat().st_ino: target for path, target in self._names.items()}
        self._handles = {handle: files[os.fstat(handle).st_ino] for handle in self._handles}

    @contextmanager
    def on(self) -> Iterator[Recorder]:
        """Write down what happens meanwhile; at the end the log has to tell of the folder as it is."""
        does: dict[str, Callable[..., Any]] = {
            "open": self._open,
            "close": self._close,
            "write": self._write,
            "ftruncate": self._ftruncate,
            "fsync": self._fsync,
            "fdatasync": self._fsync,
            "link": self._link,
            "rename": self._rename,
            "replace": self._rename,
            "unlink": self._unlink,
            "remove": self._unlink,
            "mkdir": self._mkdir,
        }
        with pytest.MonkeyPatch.context() as patch:
            # macOS: without it the program asks for fsync, which is what is written down there.
            patch.delattr("fcntl.F_FULLFSYNC", raising=False)
            for name in filter(partial(hasattr, os), does):
                patch.setattr(os, name, partial(self._call, does[name], getattr(os, name)))
            yield self
        disk = Disk(self.start)
        for step in self.log:
            disk.take(step)
        assert next(disk.states(random.Random(0), 1)) == State.at(self.root), "a call went round the recorder"

    def say(self, what: str, number: int = 0) -> None:
        """Note that somebody was told something."""
        self.log.append(Said(what, number))

    def revive(self) -> None:
        """Be the next process after a kill: the files of the last one are closed, and so its locks are free."""
        self._dead, self.dies_at = False, None
        for handle in list(self._handles):
            os.close(handle)

    def _call(self, ours: Callable[..., Any], real: Callable[..., Any], first: Any, *rest: Any, **more: Any) -> Any:
        known = first in self._handles if isinstance(first, int) else self._inside(first) is not None
        if not known:
            return real(first, *rest, **more)
        if ours != self._close and (self._dead or (self.dies_at is not None and len(self.log) >= self.dies_at)):
            self._dead = True
            raise Killed
        return ours(real, first, *rest, **more)

    def _inside(self, path: Any) -> str | None:
        """A path as it is named below the root; None if it is somewhere else."""
        text, root = os.fspath(path), str(self.root)
        if text == root:
            return ""
        return text[len(root) + 1 :] if text.startswith(root + os.sep) else None

    def _path(self, path: Any) -> tuple[str, str, str]:
        inside = self._inside(path)
        assert inside, f"{path} leads out of the folder"
        return inside, os.path.dirname(inside), os.path.basename(inside)

    def _refuse(self, what: str) -> None:
        if code := self.refusing.get(what):
            raise OSError(code, os.strerror(code))

    def _open(self, real: Callable[..., int], path: Any, flags: int, mode: int = 0o777) -> int:
        handle = real(path, flags, mode)
        inside = self._inside(path)
        assert inside is not None
        if inside not in self._names:
            self._enter(inside, self._files)
            self._files += 1
        target = self._handles[handle] = self._names[inside]
        if flags & os.O_TRUNC and isinstance(target, int):
            self.log.append(Cut(target, 0))
        return handle

    def _enter(self, inside: str, target: int | str) -> None:
        self._names[inside] = target
        self.log.append(Named(os.path.dirname(inside), os.path.basename(inside), target))

    def _close(self, real: Callable[[int], None], handle: int) -> None:
        real(handle)  # Linux frees the handle even where it reports an error
        del self._handles[handle]
        if not self._dead:
            self._refuse("close")

    def _write(self, real: Callable[..., int], handle: int, data: Any) -> int:
        self._refuse("write")
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        most = [len(data), *(each for each in (self.bite, self.room) if each is not None)]
        part = bytes(data[: min(most)])
        assert real(handle, part) == len(part)
        if self.room is not None:
            self.room -= len(part)
        file = self._handles[handle]
        assert isinstance(file, int)
        self.log.append(Wrote(file, os.lseek(handle, 0, os.SEEK_CUR) - len(part), part))
        return len(part)

    def _ftruncate(self, real: Callable[..., None], handle: int, size: int) -> None:
        self._refuse("cut")
        real(handle, size)
        file = self._handles[handle]
        assert isinstance(file, int)
        self.log.append(Cut(file, size))

    def _fsync(self, real: Callable[[int], None], handle: int) -> None:
        target = self._handles[handle]
        what = "sync" if isinstance(target, int) else "sync folder"
        self.log.append(Synced(target, what not in self.refusing))
        self._refuse(what)

    def _link(self, real: Callable[..., None], old: Any, new: Any) -> None:
        self._refuse("link")
        real(old, new)
        self._enter(self._path(new)[0], self._names[self._path(old)[0]])

    def _mkdir(self, real: Callable[..., None], path: Any, mode: int = 0o777) -> None:
        real(path, mode)
        inside = self._path(path)[0]
        self._enter(inside, inside)

    def _unlink(self, real: Callable[..., None], path: Any) -> None:
        self._refuse("unlink")
        real(path)
        inside, folder, name = self._path(path)
        self.log.append(Named(folder, name, self._names.pop(inside), there=False))

    def _rename(self, real: Callable[..., None], old: Any, new: Any) -> None:
        self._refuse("rename")
        real(old, new)
        (old_inside, folder, name), (inside, new_folder, new_name) = self._path(old), self._path(new)
        assert folder == new_folder, "a move between folders is not simulated"
        target = self._names[inside] = self._names.pop(old_inside)
        assert isinstance(target, int), "the renaming of a folder is not simulated"
        self.log.append(Named(folder, new_name, target, instead_of=name))


class _File:
    """The bytes of one file: those that last, and what was done to them since."""

    def __init__(self, sure: bytes = b"") -> None:
        self.sure = sure
        self.since: list[tuple[Wrote | Cut, str]] = []
        """Each with "open", "lost" (a sync failed: it may be there, no sync will help) or "sure"."""

    def sync(self, well: bool) -> None:
        now = {"open": "sure"} if well else {"open": "lost"}
        self.since = [
            (step, fate if isinstance(step, Cut) and not well else now.get(fate, fate)) for step, fate in self.since
        ]
        if all(fate == "sure" for _, fate in self.since):
            self.sure = self.newest()
            self.since = []

    def newest(self) -> bytes:
        """What a reader sees before the crash."""
        return _done(self.sure, [step for step, _ in self.since])

    def contents(self, chance: random.Random) -> list[bytes]:
        """What may be there after it, the newest first."""
        ways = [[step] if fate == "sure" else _parts(step) for step, fate in self.since]
        if prod(map(len, ways)) <= 2 * MOST_CONTENTS:
            picks: Iterable[Iterable[Wrote | Cut | None]] = product(*ways)
        else:
            done = [way[0] for way in ways]
            stops = sorted({len(ways) * n // 12 for n in range(13)}, reverse=True)
            picks = [[*done[:stop], *(way[-1] for way in ways[stop:])] for stop in stops]
            picks += [[chance.choice(way) for way in ways] for _ in range(MOST_CONTENTS - len(picks))]
        return list(dict.fromkeys(_done(self.sure, steps) for steps in picks))


def _done(data: bytes, steps: Iterable[Wrote | Cut | None]) -> bytes:
    for step in steps:
        if isinstance(step, Cut):
            data = data[: step.size].ljust(step.size, b"\0")
        elif step:
            data = data.ljust(step.at, b"\0")
            data = data[: step.at] + step.data + data[step.at + len(step.data) :]
    return data


def _parts(step: Wrote | Cut) -> list[Wrote | Cut | None]:
    """What may have reached the disk of one step: all first, nothing last."""
    if isinstance(step, Cut):
        return [step, None]
    data, size = step.data, len(step.data)
    cuts = sorted({1, size // 2, size - 1, size // BLOCK * BLOCK, min(BLOCK, size)} - {0, size})
    parts = [data, *(data[:cut] for cut in cuts), bytes(size)]
    for cut in cuts[:1] + cuts[-1:]:
        parts += [bytes(cut) + data[cut:], data[:cut] + bytes(size - cut)]
    return [*(replace(step, data=part) for part in dict.fromkeys(parts)), None]


class _Folder:
    """The names in one folder: those that last, and what was done to them since."""

    def __init__(self) -> None:
        self.sure: dict[str, int | str] = {}
        self.since: list[Named] = []

    def sync(self) -> None:
        self.sure = self.after(self.since)
        self.since = []

    def after(self, steps: Iterable[Named]) -> dict[str, int | str]:
        names = dict(self.sure)
        for step in steps:
            if step.there:
                names[step.name] = step.target
            if not step.there or step.instead_of:
                gone = step.instead_of or step.name
                # Without the steps before it the name may still be another file's; that one stays.
                if names.get(gone) == step.target:
                    del names[gone]
        return names

    def trees(self, chance: random.Random, dull: str) -> list[dict[str, int | str]]:
        """What names may be there after a crash, the newest first; those with the ending `dull` are as they were."""
        steps = [step for step in self.since if not (dull and step.name.endswith(dull))]
        count = len(steps)
        if 1 << count <= MOST_TREES:
            masks: Iterable[int] = range((1 << count) - 1, -1, -1)
        else:
            every = (1 << count) - 1
            singles = [1 << n for n in range(count)]
            masks = [every, *(every - one for one in singles), *singles, 0]
            masks += [chance.randrange(every) for _ in range(MOST_TREES - len(masks))]
        trees = []
        for mask in masks:
            lost = {id(step) for n, step in enumerate(steps) if not mask >> n & 1}
            trees.append(self.after(step for step in self.since if id(step) not in lost))
        return list({tuple(sorted(tree.items())): tree for tree in trees}.values())


class Disk:
    """A disk to which a log happens."""

    def __init__(self, start: State, dull: str = "") -> None:
        """Args: dull: an ending of names that are never lost or half there; to spend the states on others."""
        self._dull = dull
        self._files: dict[int, _File] = {n: _File(data) for n, data in enumerate(start.contents)}
        self._folders: dict[str, _Folder] = {"": _Folder()}
        for path, number in start.paths:
            if number is None:
                self._folders[path] = _Folder()
            folder, name = os.path.split(path)
            self._folders[folder].sure[name] = path if number is None else number

    def take(self, step: Step) -> None:
        """Let one step happen."""
        if isinstance(step, (Wrote, Cut)):
            self._files[step.file].since.append((step, "open"))
        elif isinstance(step, Named):
            self._folders[step.folder].since.append(step)
            if isinstance(step.target, int):
                self._files.setdefault(step.target, _File())
            else:
                self._folders.setdefault(step.target, _Folder())
        elif isinstance(step, Synced):
            if isinstance(step.target, int):
                self._files[step.target].sync(step.well)
            elif step.well:
                self._folders[step.target].sync()

    def states(self, chance: random.Random, most: int) -> Iterator[State]:
        """What may be on it if the power fails now: first the newest, then at most so many others, some twice."""
        names = list(self._folders)
        trees = product(*(self._folders[name].trees(chance, self._dull) for name in names))
        every = (state for tree in trees for state in self._filled(dict(zip(names, tree, strict=True)), chance))
        yield from islice(every, 1)
        rest = list(islice(every, 100 * most))
        yield from rest if len(rest) <= most else [rest[-1], *chance.sample(rest, most - 1)]

    def _filled(self, tree: dict[str, dict[str, int | str]], chance: random.Random) -> Iterator[State]:
        found: list[tuple[str, int | str]] = []
        folders = [""]
        for folder in folders:
            for name, target in tree[folder].items():
                path = f"{folder}/{name}" if folder else name
                found.append((path, target))
                if isinstance(target, str):
                    folders.append(target)
        files = list(dict.fromkeys(target for _, target in found if isinstance(target, int)))
        dull = {target for path, target in found if self._dull and path.endswith(self._dull)}
        ways = [[self._files[n].newest()] if n in dull else self._files[n].contents(chance) for n in files]
        for contents in product(*ways):
            data = dict(zip(files, contents, strict=True))
            yield State.of(
                (path, target, data.get(target) if isinstance(target, int) else None) for path, target in found
            )


def crashes(recorder: Recorder, most: int = 200, since: int = 0) -> Iterator[tuple[tuple[Said, ...], State]]:
    """Every disk that a loss of power could leave, with what had been said by then; each pair once.

    Args:
        most: states that are tried between two steps; of more, a sample that is the same each time.
        since: steps of the log to let pass before the first crash. What is said before anything happens always holds.
    """
    disk = Disk(recorder.start, dull=".lock")
    chance = random.Random(len(recorder.log))
    said: tuple[Said, ...] = ()
    tried: set[tuple[tuple[Said, ...], State]] = set()
    first = next((n for n, step in enumerate(recorder.log) if not isinstance(step, Said)), len(recorder.log))
    for count, step in enumerate([None, *recorder.log]):
        if isinstance(step, Said):
            said = (*said, step)
        elif step:
            disk.take(step)
        for state in disk.states(chance, most) if count >= max(first, since) else ():
            if (said, state) not in tried:
                tried.add((said, state))
                yield said, state
