"""The record of a talk while it goes on: every event is on the disk before anything changes on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from coach.conversation.events import Event, to_table
from coach.errors import CannotSave, NoSuchTalk
from coach.records import disk
from coach.records.disk import beside, files_of, shown
from coach.records.frames import FILE_LIMIT, TooLong, seal
from coach.records.lock import TalkLock
from coach.records.mending import open_to_go_on
from coach.records.places import Places, make_private
from coach.records.record import SCHEMA, ChangedByHand, Record, in_utc, read_record
from coach.records.tape import NotAsWritten, Tape
from coach.records.writing import begin, cannot_save, free_name, numbered, reason, whole

__all__ = ["ChangedByHand", "Journal", "Kept", "NullJournal", "Record", "read_record"]

Kept = Literal["all", "agreement"]

LONGEST_TOPIC = 200
"""Characters of the topic in a header, so that a header always fits into the 4 KiB that a list reads."""


class Journal:
    """An open talk on the disk, and the lock on it. One caller at a time."""

    def __init__(
        self, lock: TalkLock, tape: Tape, header: Mapping[str, Any], script: str, events: Iterable[Event]
    ) -> None:
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
        self._aside = False

    @classmethod
    def create(
        cls, places: Places, flow_id: str, script_text: str, now: datetime, app_version: str, name: str = ""
    ) -> Journal:
        """Begin a record: its header and the flow as it is this evening.

        Args:
            now: wall clock with its zone; the id is made of the local time.
            name: the id, for a talk that has one already.

        Raises:
            CannotSave: the disk or the folder refuses, or the flow is too long to be kept with the talk.
        """
        make_private(places.talks)
        name = name or free_name(places.talks, now)
        import hashlib  # brings all of OpenSSL, and no talk has begun before this

        digest = hashlib.sha256(script_text.encode("utf-8", "replace")).hexdigest()
        header = {"schema": SCHEMA, "id": name, "app": app_version, "flow": flow_id, "flow_sha256": digest}
        lock, tape = begin(places.talks / f"{name}{disk.RECORD}", _all(header, script_text, ()))
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
            raise NoSuchTalk(f"There is no talk at {shown(path)}.")
        with ExitStack() as on_failure:
            lock = TalkLock(beside(path, disk.LOCK)).take()
            on_failure.callback(lock.free)
            tape, header, record = open_to_go_on(path, adopt)
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
                self.trouble = reason(error)
                raise cannot_save(error) from error
            self._events.append(self.pending.pop(0))
        self.trouble = ""

    def hand_on(self) -> None:
        """Another file holds all of this talk now: this one goes, unless bytes that were set aside stand beside it.

        Raises:
            CannotSave: something of it is still there.
        """
        if any(os.path.lexists(beside(self.path, ending)) for ending in (".torn", ".bak")):
            self.close()
        else:
            self.discard()

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
        calm_after: int | None = None,
        topic: str = "",
        check_in: date | None = None,
        agreement: Mapping[str, Any] | None = None,
        keep: Callable[[Event], Event | None] | None = None,
    ) -> Path:
        """Turn the open talk into a kept one, at one stroke, and return its file; draft, torn and backup files go.

        Args:
            kept: "all" keeps the flow and the events, "agreement" the header and `agreement` alone.
            calm_after: minutes until the room was calm; of an agreement alone it is not kept.
            topic: cut after 200 characters.
            agreement: plain values: text, numbers, dates, lists of text.
            keep: for each event what to keep of it: itself, a changed one (a line taken back), or None. The rest
                are numbered anew.

        Raises:
            CannotSave: the talk is still open then, and nothing is lost; or it is kept, and a file beside it stays.
        """
        ending = {"kept": kept, "outcome": outcome, "topic": topic[:LONGEST_TOPIC], "started": in_utc(started)}
        known = {"calm_after": calm_after if kept == "all" else None, "check_in": check_in}
        told = {key: value for key, value in known.items() if value is not None}
        header = {**self._header, **ending, "minutes": minutes, **told}
        try:
            if kept == "agreement":
                data = seal("", header) + seal("agreement", agreement or {})
            else:
                data = whole(header, self._script, numbered([*self._events, *self.pending], keep))
            self._tape.rest()
            disk.replace(self.path, data)
        except (OSError, TooLong) as error:
            raise cannot_save(error) from error
        self.pending.clear()
        self._forget(files_of(self.path)[:-1])
        return self.path

    def discard(self) -> None:
        """Remove everything of this talk from the disk; the journal is closed.

        Raises:
            CannotSave: something of it is still there; the sentence names the files.
        """
        self.pending.clear()
        self._forget(files_of(self.path))

    def _forget(self, files: list[Path]) -> None:
        self._tape.close()
        try:
            left = disk.remove(files)
        except OSError as error:
            raise cannot_save(error) from error
        finally:
            self._lock.free()
        if left:
            raise CannotSave(f"These files could not be removed: {', '.join(map(shown, left))}.")

    def _save(self, event: Event) -> None:
        data = seal("event", to_table(event))
        try:
            self._tape.append(data)
        except NotAsWritten:
            self._write_anew()
            self._tape.append(data)

    def _write_anew(self) -> None:
        if not self._aside:
            with suppress(FileNotFoundError):
                disk.set_aside(beside(self.path, ".bak"), disk.read_plain(self.path, FILE_LIMIT))
            self._aside = True
        data = whole(self._header, self._script, self._events)
        self._tape.rest()
        disk.replace(self.path, data)
        self._tape.close()
        self._tape = Tape.open(self.path, data, len(data))


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

    def hand_on(self) -> None:
        """Nothing is there."""

    def close(self) -> None:
        """Nothing is open."""

    def finalise(
        self,
        kept: Kept,
        *,
        outcome: str,
        started: datetime,
        minutes: int,
        calm_after: int | None = None,
        topic: str = "",
        check_in: date | None = None,
        agreement: Mapping[str, Any] | None = None,
        keep: Callable[[Event], Event | None] | None = None,
    ) -> None:
        """Nothing is kept."""

    def discard(self) -> None:
        """Nothing is there."""


def _all(header: Mapping[str, Any], script: str, events: Iterable[Event]) -> bytes:
    try:
        return whole(header, script, events)
    except TooLong as error:
        raise CannotSave("The flow is too long to be kept with a talk; a record takes 256 KiB of it.") from error
