"""The half-typed turn: one small file that holds the text as it stands now, and never what it was before."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.conversation.events import LONGEST_TEXT
from coach.errors import CannotSave
from coach.records.disk import read_plain, remove, replace, shown, why
from coach.records.frames import PIECE_LIMIT, read_frames, seal
from coach.text import plain

TEXT_PAUSE = 0.3
"""Seconds that typed words may wait before they are written: the most that a crash can cost."""

CLOCK_PAUSE = 1.0
"""Seconds that the bare clock may wait, and between two tries when the disk refuses."""

_LONGEST_WAIT = 5.0
"""Seconds that leaving waits for a disk that hangs."""


@dataclass(frozen=True, slots=True)
class LaidAside:
    """A turn that was left in the middle, for a break or the shelf; it is given back when the talk returns to it."""

    place: str
    """Where the talk was."""
    text: str = field(repr=False)
    """What was typed."""
    choice: str = ""
    """The choice that the line belongs to, where one was picked first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn that is not over yet."""

    for_seq: int
    """The event it would become; if the talk has moved since, the draft is stale. Notes do not move it."""
    spent: float
    """Seconds of the turn that are used up."""
    text: str = field(default="", repr=False)
    """What is typed just now."""
    choice: str = ""
    """The choice that the line belongs to, where one was picked first."""
    aside: LaidAside | None = None
    """Stands beside it, stale or not."""


class DraftFile:
    """The file of one talk's draft."""

    def __init__(self, path: Path) -> None:
        """Args: path: `<id>.draft` beside the record."""
        self.path = path

    def write(self, draft: Draft, sync: bool) -> None:
        """Put this draft in the place of the last one, at one stroke.

        Args:
            sync: whether to wait until its name is on the disk too; its words always are.

        Raises:
            CannotSave: the old draft is still there then.
        """
        table: dict[str, Any] = {"for_seq": draft.for_seq, "spent": float(draft.spent)}
        table["text"] = draft.text[:LONGEST_TEXT]
        if draft.choice:
            table["choice"] = draft.choice
        if aside := draft.aside:
            table |= {"aside_place": aside.place, "aside_text": aside.text[:LONGEST_TEXT]}
            table["aside_choice"] = aside.choice
        try:
            replace(self.path, seal("draft", table), durable=sync)
        except OSError as error:
            raise CannotSave(f"The turn being typed cannot be saved: {why(error)}.") from error

    def read(self) -> Draft | None:
        """The draft; None if there is none, or if it is damaged. Whether it is stale is for the reader to say."""
        try:
            frames, faults, _ = read_frames(read_plain(self.path, PIECE_LIMIT))
        except OSError:
            return None
        if faults or len(frames) != 1 or frames[0].name != "draft":
            return None
        return _understood(frames[0].table)

    def remove(self) -> None:
        """Remove the draft, and what a crash in the middle of writing one may have left.

        Raises:
            CannotSave: it is still there.
        """
        try:
            left = remove([self.path.with_name(self.path.name + ".new"), self.path])
        except OSError as error:
            raise CannotSave(
                f"The turn that was being typed may still be in {shown(self.path)}: {why(error)}."
            ) from error
        if left:
            raise CannotSave(f"The turn that was being typed cannot be removed; it is in {shown(self.path)}.")


def _understood(table: Mapping[str, Any]) -> Draft | None:
    for_seq, spent, text = (table.get(key) for key in ("for_seq", "spent", "text"))
    if not isinstance(for_seq, int) or not isinstance(spent, float) or not isinstance(text, str) or for_seq < 0:
        return None
    choice, left_choice = table.get("choice", ""), table.get("aside_choice", "")
    place, left = table.get("aside_place"), table.get("aside_text")
    aside = None
    if isinstance(place, str) and isinstance(left, str):
        aside = LaidAside(place, plain(left)[:LONGEST_TEXT], left_choice if isinstance(left_choice, str) else "")
    words = plain(text)[:LONGEST_TEXT]
    return Draft(for_seq, max(0.0, spent), words, choice if isinstance(choice, str) else "", aside)


class DraftWriter:
    """Writes drafts from a thread of its own: the newest only, at most every 0.3 s, never in the way of a key.

    Nothing here raises into the screen; `trouble` says why the disk refused.
    """

    def __init__(
        self, file: DraftFile | None, text_pause: float = TEXT_PAUSE, clock_pause: float = CLOCK_PAUSE
    ) -> None:
        """Args: file: where to write; None writes nothing (a talk that is not saved). The pauses are in seconds."""
        self.file = file
        self.trouble = ""
        """Why the last draft could not be written, as a sentence; empty when it was."""
        self._pauses = {True: text_pause, False: clock_pause}
        self._pending: Draft | None = None
        self._written: int | None = -1
        """The event that the file is for; None if there is no file, -1 if one may be there from before."""
        self._sync = False
        self._due = 0.0
        self._open = True
        # Reentrant both, for a signal's handler may flush in the middle of a put or of another flush. `_writing` is
        # taken before `_change`; the handler that cannot help doing otherwise is saved by `_LONGEST_WAIT`.
        self._change = threading.Condition(threading.RLock())
        self._writing = threading.RLock()
        self._thread: threading.Thread | None = None

    def put(self, draft: Draft, sync: bool) -> None:
        """Have this draft written soon, in the place of any that still waits.

        Args:
            sync: True when words changed (soon, and synced), False when only the clock did (later, and not).
        """
        if self.file is None:
            return
        with self._change:
            if not self._open:
                return
            due = time.monotonic() + self._pauses[sync]
            sooner = self._pending is None or due < self._due
            self._due = due if sooner else self._due
            self._pending, self._sync = draft, sync or self._sync
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="draft", daemon=True)
                self._thread.start()
            if sooner:  # it need not wake up for every key
                self._change.notify()

    def flush(self, seconds: float = _LONGEST_WAIT) -> None:
        """Write now what is waiting; return when it is on the disk, or when another write has hung for so long."""
        if self._writing.acquire(timeout=seconds):
            try:
                self._write(durable=True)
            finally:
                self._writing.release()

    def drop(self, next_seq: int | None = None) -> None:
        """A turn is over: forget what is waiting and remove the file. A write under way cannot bring it back.

        Args:
            next_seq: drafts for this event, and later ones, stay; None keeps none.
        """
        if self.file is None:
            return
        with self._writing:
            with self._change:
                if self._pending and (next_seq is None or self._pending.for_seq < next_seq):
                    self._pending, self._sync = None, False
            if self._written == -1 and (found := self.file.read()):
                self._written = found.for_seq
            if self._pending is None:
                self.trouble = ""
            if self._written is None or (next_seq is not None and self._written >= next_seq):
                return
            try:
                self.file.remove()
                self._written = None
                self.trouble = ""
            except CannotSave as error:
                self.trouble = str(error)

    def close(self) -> None:
        """Write what is waiting and end the thread; further drafts are ignored."""
        with self._change:
            self._open = False
            self._change.notify()
        self.flush()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_LONGEST_WAIT)

    def _run(self) -> None:
        while True:
            with self._change:
                while self._open and (wait := self._wait()) != 0:
                    self._change.wait(wait)
                if not self._open:
                    return
            self._write(durable=False)

    def _wait(self) -> float | None:
        """Seconds until something is due: None if nothing waits."""
        return None if self._pending is None else max(0.0, self._due - time.monotonic())

    def _write(self, durable: bool) -> None:
        # The draft is taken inside `_writing`: an older one can then never be written after a newer one.
        with self._writing:
            with self._change:
                draft, sync = self._pending, self._sync or durable
                self._pending, self._sync = None, False
            if draft is None or self.file is None:
                return
            try:
                self._written = draft.for_seq
                self.file.write(draft, sync)
                self.trouble = ""
            except CannotSave as error:
                self.trouble = str(error)
                self._again(draft, sync)
            except Exception:  # the thread has to go on, and nothing that was typed may be printed
                self.trouble = "The turn being typed cannot be saved, and it is our fault."

    def _again(self, draft: Draft, sync: bool) -> None:
        with self._change:
            if self._pending is None:
                self._pending, self._sync = draft, sync
                self._due = time.monotonic() + self._pauses[False]
