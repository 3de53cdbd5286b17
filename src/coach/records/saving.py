"""A talk on its way to the disk. A slow disk never stands in the way of a key, and a silent one is told of."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from coach.conversation.events import NOTES, Event
from coach.errors import CannotSave, CoachError
from coach.records.disk import RECORD, shown
from coach.records.draft import Draft, DraftFile, DraftWriter, LaidAside
from coach.records.journal import Journal, NullJournal
from coach.records.pen import Pen

AnyJournal = Journal | NullJournal

StartJournal = Callable[[Path | None, str], AnyJournal]
"""Makes a journal in a folder (None: where talks usually are) under a name ("": a new one); may raise CoachError."""

SLOW = 1.0
"""Seconds after which the talk no longer waits for the disk: it goes on, and says that it is not saved."""

MOVING = 3.0
"""Seconds that a new folder is given to take the talk."""

_LEAVING = 5.0
_SILENT = "The disk does not answer."
_OUR_FAULT = "It cannot be saved, and it is our fault."


class Saving:
    """The journal of one talk, its draft, and the thread that writes them.

    Every function returns at once, unless it says how long it may wait. None raises, unless it says so: what is wrong
    stands in `trouble`.
    """

    def __init__(self, start: StartJournal) -> None:
        """Args: start: called, in the thread, when there is something to save and no journal yet."""
        self.journal: AnyJournal | None = None
        self.aside: LaidAside | None = None
        """The turn that was left for a break or the shelf; it goes into every draft."""
        self.over = False
        """The talk was kept or removed: nothing of it is written any more."""
        self._start = start
        self._pen = Pen()
        self._drafts: DraftWriter | None = None
        self._waiting: list[Event] = []
        self._next_seq = 0
        """Drafts for earlier events are over with."""
        self._trouble = ""
        self._ending: Callable[[AnyJournal], None] | None = None

    @property
    def trouble(self) -> str:
        """Why something is not saved, as a sentence without anybody's words; empty when all is well."""
        if self._pen.busy_for > SLOW:
            return _SILENT
        return self._trouble or ("" if self.over or self._drafts is None else self._drafts.trouble)

    @property
    def keeps(self) -> bool:
        """Whether this talk is written down at all."""
        return not isinstance(self.journal, NullJournal)

    @property
    def path(self) -> Path | None:
        """The record's file; None while there is none."""
        return self.journal.path if self.journal else None

    def settled(self, seconds: float = 0.0) -> bool:
        """Whether the screen may move on: all is on the disk, or it was told that it is not.

        Args:
            seconds: the most that this waits.
        """
        return self._pen.idle(seconds) or self._pen.busy_for > SLOW

    def take(self, journal: AnyJournal) -> None:
        """Go on with a journal that is open already."""
        self.journal = journal
        if journal.draft_path:
            self._drafts = DraftWriter(DraftFile(journal.draft_path))

    def save(self, event: Event) -> None:
        """Have an event saved, after any that still wait, and the draft of its turn removed."""
        self._pen.do(lambda: self._try(lambda: self._write(event)))

    def retry(self) -> None:
        """Have what is not saved tried again."""
        if self._trouble and self._pen.idle():
            self._pen.do(lambda: self._try(self._end if self._ending else self._write))

    def put_draft(self, draft: Draft, sync: bool) -> None:
        """Keep the half-typed turn; see `DraftWriter.put`."""
        if self._drafts and self._ending is None:
            self._drafts.put(replace(draft, aside=self.aside), sync)

    def flush_draft(self, seconds: float) -> None:
        """Return when what is typed is on the disk, or after so many seconds."""
        if self._drafts:
            self._drafts.flush(seconds)

    def end(self, ending: Callable[[AnyJournal], None]) -> None:
        """Have the talk kept or removed; tried again by `retry` as long as that can't be. `over` tells when it is done.

        Args:
            ending: what the journal is to do; may raise CannotSave.
        """
        self._ending = ending
        self._pen.do(lambda: self._try(self._end))

    def move(self, folder: Path, events: Sequence[Event]) -> None:
        """Write everything so far into another folder and go on there; waits for at most `MOVING` seconds.

        The old files go, if their disk lets them, so that the shorter one is never offered.

        Args:
            events: all of the talk.

        Raises:
            CoachError: nothing has changed then.
        """
        name = self.path.stem if self.path else ""
        pen, moving = Pen(), _Moving(self._start, folder, name, events)
        pen.do(moving)
        if not pen.idle(MOVING):
            moving.given_up = True
            pen.end()
            raise CannotSave(_SILENT)
        if moving.journal is None:
            pen.end()
            raise moving.refused
        old_pen, old_journal, old_drafts = self._pen, self.journal, self._drafts
        old_pen.forget()  # all of it stands in the new folder already
        self._pen, self._trouble, self._waiting = pen, "", []
        self.take(moving.journal)
        old_pen.do(lambda: _leave(old_journal, old_drafts))
        old_pen.end()
        if self._ending:
            self.end(self._ending)

    def close(self) -> None:
        """Leave the talk as it is, once all is saved that can be; waits for a silent disk, but not for ever."""
        if self._drafts:
            self._drafts.close()
        self._pen.do(lambda: self.journal.close() if self.journal else None)
        self._pen.idle(_LEAVING)
        self._pen.end()

    # -- in the thread -------------------------------------------------------------------------------------------

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
            self._trouble = ""
        except CoachError as error:
            self._trouble = str(error)
        except Exception:  # the talk goes on, whatever breaks here
            self._trouble = _OUR_FAULT

    def _write(self, event: Event | None = None) -> None:
        if self.over:
            return
        if event is not None and event.kind not in NOTES:
            self._next_seq = event.seq + 1
        if self.aside and self._drafts:
            self._drafts.flush()  # it names the turn that was left; only then the talk may leave it
        journal = self.journal
        if journal is None:
            self._waiting += [event] if event else []
            journal = self._begin()
        elif event is not None:
            journal.append(event)
        if journal is not None:
            journal.retry()
        if self._drafts and not self.aside:
            self._drafts.drop(self._next_seq)

    def _begin(self) -> AnyJournal | None:
        started = self._start(None, "")
        if self.journal is not None:  # the talk has moved to another folder while this one did not answer
            started.discard()
            return None
        started.pending.extend(self._waiting)
        self._waiting.clear()
        self.take(started)
        return started

    def _end(self) -> None:
        if self.over or self._ending is None:
            return
        if self.journal is None:
            self._write()
        if self._drafts:
            self._drafts.drop()
        if self.journal:
            self._ending(self.journal)
        self.over = True


class _Moving:
    """Making a journal in another folder, from a thread that may be given up."""

    def __init__(self, start: StartJournal, folder: Path, name: str, events: Sequence[Event]) -> None:
        self.journal: AnyJournal | None = None
        self.refused: CoachError = CannotSave(_OUR_FAULT)
        self.given_up = False
        self._start, self._where = start, (folder, name)
        self._events = tuple(events)

    def __call__(self) -> None:
        made = None
        folder, name = self._where
        try:
            if name and os.path.lexists(folder / f"{name}{RECORD}"):
                raise CannotSave(f"{shown(folder)} holds this talk already.")
            made = self._start(folder, name)
            made.pending.extend(self._events)
            made.retry()
        except CoachError as error:
            self.refused = error
        except Exception:  # `refused` says so already
            pass
        else:
            self.journal = made
        if made and (self.given_up or self.journal is None):
            self._undo(made)

    def _undo(self, made: AnyJournal) -> None:
        try:
            made.discard()
        except CoachError:
            return


def _leave(journal: AnyJournal | None, drafts: DraftWriter | None) -> None:
    """Everything stands in another folder now."""
    try:
        if drafts:
            drafts.drop()
            drafts.close()
        if journal:
            journal.hand_on()
    except CoachError:
        return
