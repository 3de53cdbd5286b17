"""The shelf: which talks there are, finding one by name, and taking one off it for good.

A little longer than other files: finding, listing, expiring and deleting have to agree on which files make a talk.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from coach.conversation.events import NOTES, YEARS, Event
from coach.errors import CannotSave, CoachError, NoSuchTalk, TalkIsOpenElsewhere
from coach.records.by_hand import headline
from coach.records.disk import LOCK, RECORD, SIDES, beside, files_of, open_plain, remove, shown, sync_folder, why
from coach.records.frames import HEADER_LIMIT, read_header
from coach.records.lock import TalkLock
from coach.records.places import Places
from coach.records.record import Record, header_fields, read_record
from coach.text import plain

OPEN_FOR = timedelta(days=7)
"""How long an open talk waits after its last event, or after the day it was shelved until: its people must still find
it when they come back. The talk itself names the same date (`conversation/asking.py`)."""

Talk = TypeVar("Talk")

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_OURS = re.compile(r"\d{4}-\d\d-\d\d-\d{4}-[a-z0-9]{4}")
_NAMED = 5
_LATEST = datetime(YEARS[-1], 1, 1, tzinfo=UTC).timestamp()
"""Of a file's own time: some file systems keep one that no calendar has."""


@dataclass(slots=True)
class KeptTalk:
    """One line of the list of kept talks; all of it stands in the record's header.

    Ten thousand are made at once, and a frozen one would take three times as long.
    """

    folder: Path
    id: str
    """The file's stem: what `find` takes."""
    flow: str
    kept: str
    """"all" or "agreement"."""
    started: datetime | None
    """In UTC."""
    minutes: int | None
    calm_after: int | None
    """Minutes until the room was calm and stayed so, if that is known."""
    outcome: str
    topic: str = field(repr=False)
    check_in: date | None

    @property
    def path(self) -> Path:
        """The record's file."""
        return self.folder / f"{self.id}{RECORD}"


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """A talk that can be resumed."""

    path: Path
    id: str
    flow: str
    started: datetime | None
    """In UTC; None if the record is too damaged to tell."""
    modified: datetime
    """Of its last event, in UTC."""
    until: datetime | None
    """The last time that was agreed on, in UTC: the end of a break or the day it is shelved until; it may be past."""
    newer: bool = False
    """Whether a later version wrote it; it cannot be resumed with this one."""
    resting: bool = False
    """Whether the talk waits for `until`, and nothing has moved it since."""

    @property
    def expires(self) -> datetime:
        """When it goes by itself, in UTC."""
        return max(self.modified, self.until or self.modified) + OPEN_FOR


@dataclass(frozen=True, slots=True)
class Listing(Generic[Talk]):
    """The talks of a folder, oldest first."""

    talks: tuple[Talk, ...]
    bad: tuple[str, ...] = ()
    """A sentence for each file that was passed over."""


def find(places: Places, name: str | None) -> Path:
    """The record that is meant.

    Args:
        name: an id, the unique start of one, a path (with a slash, or ending in .toml), or None for the latest kept.

    Raises:
        NoSuchTalk: none, or more than one.
    """
    if name is None:
        kept = kept_talks(places).talks
        if not kept:
            raise NoSuchTalk("No talk is kept yet.")
        return kept[-1].path
    called = plain(name)[:60]
    if "/" in name or os.sep in name or name.endswith(RECORD):
        path = Path(name).expanduser()
        if "\0" in name or not os.path.lexists(path):
            raise NoSuchTalk(f"There is no talk at {called}.")
        return path
    ids = _stems(places.talks) if _ID.fullmatch(name) else []
    fitting = [name] if name in ids else [each for each in ids if each.startswith(name)]
    if not fitting:
        raise NoSuchTalk(f"There is no talk called {called}; “coach list” names them.")
    if len(fitting) > 1:
        more = " …" if len(fitting) > _NAMED else ""
        raise NoSuchTalk(f"More than one talk begins with {called}: {', '.join(fitting[:_NAMED])}{more}")
    return places.talks / f"{fitting[0]}{RECORD}"


def kept_talks(places: Places) -> Listing[KeptTalk]:
    """Every kept talk, from the first 4 KiB of each file."""
    talks, bad = [], []
    for stem in _stems(places.talks):
        # A Path for each of ten thousand files would cost a third of the time this takes.
        path = f"{places.talks}{os.sep}{stem}{RECORD}"
        head = _head(path)
        if isinstance(head, bytes) and (line := headline(head)):
            talks.append(KeptTalk(places.talks, stem, *line))
            continue
        header = _header_in(path, head)
        if isinstance(header, str):
            bad.append(header)
        elif "kept" in header:
            talks.append(_kept_line(places.talks, stem, header))
    talks.sort(key=lambda talk: (talk.started or datetime.min.replace(tzinfo=UTC), talk.id))
    return Listing(tuple(talks), tuple(bad))


def open_talks(places: Places) -> Listing[OpenTalk]:
    """Every open talk; their files are few and are read whole."""
    talks, bad = [], []
    for path in _records(places.talks):
        header = _header(path)
        if isinstance(header, str):
            bad.append(header)
        elif "kept" not in header:
            try:
                talks.append(_open_line(read_record(path)))
            except CoachError as error:
                bad.append(str(error))
            except FileNotFoundError:
                continue
    talks.sort(key=lambda talk: (talk.modified, talk.id))
    return Listing(tuple(talks), tuple(bad))


def newest_open(places: Places) -> OpenTalk | None:
    """The open talk that was gone on with last and that this version can resume; None if there is none."""
    return next((talk for talk in reversed(open_talks(places).talks) if not talk.newer), None)


def tidy(places: Places, now: datetime) -> tuple[str, ...]:
    """Remove open talks whose time is over, and what a crash left beside kept ones or of talks that are gone.

    Talks that are open in a window, were written by a later version, or cannot be read are let be.

    Args:
        now: with its zone.

    Returns:
        The ids of the talks that were removed.
    """
    gone = []
    for talk in open_talks(places).talks:
        if talk.expires <= now and not talk.newer and _try_delete(talk.path):
            gone.append(talk.id)
    for path in _beside_records(places.talks):
        header = _header(path) if os.path.lexists(path) else {"kept": ""}
        if not isinstance(header, str) and "kept" in header:
            _try_delete(path, sides_only=True)
    return tuple(gone)


def delete(path: Path) -> None:
    """Remove a talk: its record and every file beside it.

    Raises:
        NoSuchTalk: there is none, or the file is not a record.
        TalkIsOpenElsewhere: a window has it.
        CannotSave: something of it is still there; the sentence names the files.
    """
    if path.suffix != RECORD or not os.path.lexists(path):
        raise NoSuchTalk(f"There is no talk at {shown(path)}.")
    header = _header(path)
    # A name like those that are given here is enough, so that a damaged record can be removed too.
    reads_like_one = not isinstance(header, str) and "flow" in header
    if not reads_like_one and not _OURS.fullmatch(path.stem):
        raise NoSuchTalk(f"{shown(path)} is not a talk, and is not removed.")
    _remove_locked(path, files_of(path))


def delete_all(places: Places) -> tuple[str, ...]:
    """Remove every talk, open or kept, and what is left of others.

    Returns:
        A sentence for each that could not be removed.
    """
    problems = []
    for path in _records(places.talks):
        try:
            delete(path)
        except CoachError as error:
            problems.append(f"{path.stem}: {error}")
    for path in _beside_records(places.talks):
        if not os.path.lexists(path):
            _try_delete(path, sides_only=True)
    try:
        sync_folder(places.talks)  # an earlier removal may have failed or died before that
    except FileNotFoundError:
        pass
    except OSError as error:
        problems.append(f"What was removed may come back after a crash: {why(error)}.")
    return tuple(problems)


def _records(folder: Path) -> list[Path]:
    return [folder / f"{stem}{RECORD}" for stem in _stems(folder)]


def _stems(folder: Path) -> list[str]:
    """The ids of the talks in a folder, in order."""
    return [name.removesuffix(RECORD) for name in sorted(_names(folder)) if name.endswith(RECORD)]


def _beside_records(folder: Path) -> list[Path]:
    """The records, there or not, that other files stand beside; files that somebody else put there are none of ours."""
    endings = (*SIDES, LOCK)
    stems = {name.removesuffix(ending) for name in _names(folder) for ending in endings if name.endswith(ending)}
    return [folder / f"{stem}{RECORD}" for stem in sorted(stems) if _OURS.fullmatch(stem)]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CoachError(f"{shown(folder)} cannot be looked into: {why(error)}.") from error


def _header(path: Path | str) -> dict[str, Any] | str:
    """The header of a record from one read, or the sentence that says why there is none."""
    return _header_in(path, _head(path))


def _head(path: Path | str) -> bytes | str:
    """The first bytes of a record, or the sentence that says why there are none."""
    try:
        handle = open_plain(path, os.O_RDONLY)
        try:
            return os.read(handle, HEADER_LIMIT)
        finally:
            os.close(handle)
    except OSError as error:
        return f"{plain(os.path.basename(path))} is passed over: {why(error)}."


def _header_in(path: Path | str, head: bytes | str) -> dict[str, Any] | str:
    header = read_header(head) if isinstance(head, bytes) else head
    if header is None:
        return f"{plain(os.path.basename(path))} is passed over: it does not begin like a talk."
    return header


def _kept_line(folder: Path, stem: str, header: dict[str, Any]) -> KeptTalk:
    known = header_fields(stem, header)
    known["kept"] = known["kept"] or "all"
    listed = ("flow", "kept", "started", "minutes", "calm_after", "outcome", "topic", "check_in")
    return KeptTalk(folder, stem, **{name: known[name] for name in listed})


def _open_line(record: Record) -> OpenTalk:
    written = min(max(record.path.stat().st_mtime, 0), _LATEST)
    modified = datetime.fromtimestamp(written, UTC)
    started = record.events[0].at if record.events else modified
    until, resting = _rest(record.events)
    return OpenTalk(record.path, record.path.stem, record.flow, started, modified, until, record.newer, resting)


def _rest(events: tuple[Event, ...]) -> tuple[datetime | None, bool]:
    """The last time that was agreed on, and whether the talk still waits for it: nobody came back or went on since."""
    for index in reversed(range(len(events))):
        if events[index].until is not None:
            stage = events[index].step.partition(".")[0]
            since = [event for event in events[index + 1 :] if event.kind not in NOTES]
            away = any(e.kind in ("waited", "resumed") or e.step.partition(".")[0] != stage for e in since)
            return events[index].until, not away
    return None, False


def _try_delete(path: Path, sides_only: bool = False) -> bool:
    try:
        _remove_locked(path, files_of(path)[:-1] if sides_only else files_of(path))
    except (TalkIsOpenElsewhere, CannotSave):
        return False
    return True


def _remove_locked(path: Path, files: list[Path]) -> None:
    with TalkLock(beside(path, LOCK)):
        try:
            left = remove(files)
        except OSError as error:
            raise CannotSave(f"{path.stem} may come back after a crash: {why(error)}.") from error
    if left:
        raise CannotSave(f"These files could not be removed: {', '.join(map(shown, left))}.")
