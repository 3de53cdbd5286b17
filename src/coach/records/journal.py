"""The record of a talk while it goes on: every event is on the disk before anything changes on the screen."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from coach.conversation.events import Event, to_table
from coach.errors import CannotSave, CoachError, NoSuchTalk
from coach.records import disk
from coach.records.disk import beside, files_of, why
from coach.records.frames import Framed, TooLong, seal
from coach.records.lock import TalkLock
from coach.records.places import Places, make_private
from coach.records.record import SCHEMA, ChangedByHand, Record, in_utc, read_bytes, read_record, understand
from coach.records.tape import NotAsWritten, Tape

__all__ = ["ChangedByHand", "Journal", "Kept", "NullJournal", "Record", "read_record"]

Kept = Literal["all", "agreement"]

LONGEST_TOPIC = 200
"""Characters of the topic in a header, so that a header always fits into the 4 KiB that a list reads."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for another when it is read aloud."""


class Journal:
    """An open talk on the disk, and the lock on it. One caller at a time."""

    def __init__(self, lock: TalkLock, tape: Tape, header: Mapping[str, Any], script: str, events: Iterable[Event]) -> None:
        """Use `create` or `resume`."""
        self.pending: list[Event] = []
        """Events that happened and are not saved, oldest first."""
        self.trouble = ""
        """Why they are not: a few words for "NOT SAVED: …"; empty when all is well."""
        self._lock = lock
        self._tape = tape
        self._header = dict(header)
        self._script = script
        self._events = list(events)
        self._left_behind: list[Path] = []

    @classmethod
    def create(cls, places: Places, flow_id: str, script_text: str, now: datetime, app_version: str) -> Journal:
        """Begin a record: its header and the flow as it is this evening.

        Args:
            now: wall clock with its zone; the id is made of the local time.

        Raises:
            CannotSave: the disk or the folder refuses, or the flow is too long to be kept with the talk.
        """
        make_private(places.talks)
        name = _free_name(places.talks, now)
        digest = hashlib.sha256(script_text.encode("utf-8", "replace")).hexdigest()
        header = {"schema": SCHEMA, "id": name, "app": app_version, "flow": flow_id, "flow_sha256": digest}
        lock, tape = _begin(places.talks / f"{name}{disk.RECORD}", header, script_text, ())
        return cls(lock, tape, header, script_text, ())

    @classmethod
    def resume(cls, path: Path, adopt: bool = False) -> tuple[Journal, Record]:
        """Go on with an open talk. Bytes that cannot be gone on from are kept beside it as `.torn` or `.bak`.

        Args:
            adopt: go on with what was changed by hand.

        Returns:
            The journal, and the record with the events to go on from: those before the first missing one.

        Raises:
            NoSuchTalk, TalkIsOpenElsewhere, DamagedRecord, CannotSave: as their names say.
            ChangedByHand: the file was changed outside this program, and `adopt` is not given.
            CoachError: the talk is finished, or a newer version wrote it.
        """
        if path.suffix != disk.RECORD or not os.path.lexists(path):
            raise NoSuchTalk(f"There is no talk at {path}.")
        with ExitStack() as on_failure:
            lock = TalkLock(beside(path, disk.LOCK)).take()
            on_failure.callback(lock.free)
            data = read_bytes(path)
            record, framed = understand(path, data)
            _may_go_on(record, adopt)
            header = _open_header(record)
            try:
                tape = _mend(record, framed, data, header)
            except OSError as error:
                raise _cannot_save(error) from error
            on_failure.pop_all()
        return cls(lock, tape, header, record.script, record.unbroken), record

    @property
    def path(self) -> Path:
        """The record's file."""
        return self._tape.path

    @property
    def draft_path(self) -> Path:
        """The file for the half-typed turn."""
        return beside(self.path, ".draft")

    @property
    def unsaved(self) -> bool:
        """Whether something that happened is only in memory."""
        return bool(self.pending)

    def append(self, event: Event) -> None:
        """Save an event, after any that still wait; on the disk when this returns.

        Raises:
            CannotSave: it waits in `pending` now. The sentence says why and holds nobody's words.
        """
        self.pending.append(event)
        self.retry()

    def retry(self) -> None:
        """Save what waits, in order; raises as `append`."""
        while self.pending:
            try:
                self._save(self.pending[0])
            except (OSError, TooLong) as error:
                problem = _cannot_save(error)
                self.trouble = _reason(error)
                raise problem from error
            self._events.append(self.pending.pop(0))
        self.trouble = ""

    def save_elsewhere(self, folder: Path) -> None:
        """Write the whole talk so far into another folder and go on there.

        The old file stays until the talk is finalised or discarded.

        Raises:
            CannotSave: nothing has changed then.
            TalkIsOpenElsewhere: another window has a talk of this name open there.
        """
        path = folder / self.path.name
        if path == self.path or os.path.lexists(path):
            raise CannotSave(f"{folder} holds this talk already.")
        make_private(folder)
        events = [*self._events, *self.pending]
        lock, tape = _begin(path, self._header, self._script, events)
        self._left_behind.append(self.path)
        self.close()
        self._lock, self._tape, self._events = lock, tape, events
        self.pending.clear()
        self.trouble = ""

    def close(self) -> None:
        """Leave the talk as it is, open to be resumed, and free its lock; again is harmless."""
        self._tape.close()
        self._lock.free()

    def finalise(
        self,
        kept: Kept,
        *,
        outcome: str,
        started: datetime,
        minutes: int,
        topic: str = "",
        check_in: date | None = None,
        agreement: Mapping[str, Any] | None = None,
        keep: Callable[[Event], Event | None] | None = None,
    ) -> Path:
        """Turn the open talk into a kept one, at one stroke; draft, torn and backup files go, and the journal is closed.

        Args:
            kept: "all" keeps the flow and the events, "agreement" the header and `agreement` alone.
            topic: cut after 200 characters.
            agreement: plain values: text, numbers, dates, lists of text.
            keep: for each event the event to keep: itself, a changed one (a line taken back), or None. Those that
                stay are numbered anew.

        Returns:
            The record's file.

        Raises:
            CannotSave: the talk is still open then, and nothing is lost; or it is kept, and a file beside it stays.
        """
        ending = {"kept": kept, "outcome": outcome, "topic": topic[:LONGEST_TOPIC], "started": in_utc(started)}
        header = {**self._header, **ending, "minutes": minutes, **({"check_in": check_in} if check_in else {})}
        try:
            if kept == "agreement":
                data = seal("", header) + seal("agreement", agreement or {})
            else:
                data = _whole(header, self._script, _numbered([*self._events, *self.pending], keep))
            disk.replace(self.path, data)
        except (OSError, TooLong) as error:
            raise _cannot_save(error) from error
        self.pending.clear()
        self._forget([*files_of(self.path)[:-1], *self._elsewhere()])
        return self.path

    def discard(self) -> None:
        """Remove everything of this talk from the disk; the journal is closed.

        Raises:
            CannotSave: something of it is still there; the sentence names the files.
        """
        self.pending.clear()
        self._forget([*files_of(self.path), *self._elsewhere()])

    def _elsewhere(self) -> list[Path]:
        return [file for path in self._left_behind for file in files_of(path)]

    def _forget(self, files: list[Path]) -> None:
        self._tape.close()
        try:
            left = disk.remove(files)
        except OSError as error:
            raise _cannot_save(error) from error
        finally:
            self._lock.free()
        if left:
            raise CannotSave(f"These files could not be removed: {', '.join(map(str, left))}.")

    def _save(self, event: Event) -> None:
        data = seal("event", to_table(event))
        try:
            self._tape.append(data)
        except NotAsWritten:
            _set_aside_file(self.path)
            disk.replace(self.path, whole := _whole(self._header, self._script, self._events))
            self._tape.close()
            self._tape = Tape.open(self.path, whole, len(whole))
            self._tape.append(data)


class NullJournal:
    """The journal of a talk that is not saved: the same to its caller, and nothing on the disk."""

    path = None
    draft_path = None
    unsaved = False
    """Nothing is missing that was meant to be there."""
    trouble = ""

    def __init__(self) -> None:
        self.pending: list[Event] = []

    def append(self, event: Event) -> None:
        """Forget the event."""

    def retry(self) -> None:
        """Nothing waits."""

    def save_elsewhere(self, folder: Path) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """Nothing is open."""

    def finalise(
        self,
        kept: Kept,
        *,
        outcome: str,
        started: datetime,
        minutes: int,
        topic: str = "",
        check_in: date | None = None,
        agreement: Mapping[str, Any] | None = None,
        keep: Callable[[Event], Event | None] | None = None,
    ) -> None:
        """Nothing is kept."""

    def discard(self) -> None:
        """Nothing is there."""


def _free_name(folder: Path, now: datetime) -> str:
    stamp = now.astimezone().strftime("%Y-%m-%d-%H%M")
    while True:
        name = f"{stamp}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"
        path = folder / f"{name}{disk.RECORD}"
        if not any(os.path.lexists(file) for file in (*files_of(path), beside(path, disk.LOCK))):
            return name


def _begin(path: Path, header: Mapping[str, Any], script: str, events: Iterable[Event]) -> tuple[TalkLock, Tape]:
    """Lock a new talk and write it; neither stays if that fails with CannotSave."""
    with ExitStack() as on_failure:
        lock = TalkLock(beside(path, disk.LOCK)).take()
        on_failure.callback(lock.free)
        try:
            tape = Tape.create(path, _whole(header, script, events))
        except (OSError, TooLong) as error:
            raise _cannot_save(error) from error
        on_failure.pop_all()
    return lock, tape


def _whole(header: Mapping[str, Any], script: str, events: Iterable[Event]) -> bytes:
    pieces = [seal("", header), seal("script", {"text": script})]
    return b"".join([*pieces, *(seal("event", to_table(event)) for event in events)])
