"""An open talk as another window writes it: read-only, and only as long as that window has it."""

from __future__ import annotations

import os
from pathlib import Path

from coach.conversation.script import Script
from coach.errors import CoachError
from coach.records.disk import LOCK, beside
from coach.records.lock import TalkLock
from coach.records.record import read_record
from coach.showing.frames import Frame, frames_of


class Following:
    """Looks at the record of a talk again and again."""

    def __init__(self, path: Path, script: Script) -> None:
        """Args: path: the record of the talk. script: the flow that is talked through."""
        self.over = False
        """Whether the other window has closed it; nothing is read any more then."""
        self.gone = False
        """Whether it is not there any more: deleted, or moved to another folder."""
        self._path, self._script = path, script
        self._lock = TalkLock(beside(path, LOCK))
        self._size = -1

    def look(self) -> tuple[Frame, ...] | None:
        """The frames so far, none if the talk is gone; None if nothing has happened since the last look."""
        if self.over:
            return None
        self.over = self._lock.holder() is None
        self.gone = not os.path.lexists(self._path)
        if self.gone:
            self.over = True
            return ()
        try:
            size = self._path.stat().st_size
            if size == self._size:
                return None
            record = read_record(self._path)
        except (OSError, CoachError):  # deleted there, or about to be replaced: the next look tells
            return None
        if record.kept:
            self.over = True
            return None if record.kept == "all" else ()
        self._size = size
        return frames_of(self._script, record.events)
