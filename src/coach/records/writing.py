"""The first bytes of a record, all its bytes at once, and the sentence for a disk that refuses them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.conversation.events import Event, to_table
from coach.errors import CannotSave
from coach.records.disk import LOCK, RECORD, beside, files_of, why
from coach.records.frames import TooLong, seal
from coach.records.lock import TalkLock
from coach.records.tape import Tape

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for another when it is read aloud."""


def reason(error: OSError | TooLong) -> str:
    """Why something could not be saved, in a few words for "NOT SAVED: …"."""
    return "it is too long" if isinstance(error, TooLong) else why(error)


def cannot_save(error: OSError | TooLong) -> CannotSave:
    """The same as an error with a whole sentence."""
    return CannotSave(f"The talk cannot be saved: {reason(error)}.")


def free_name(folder: Path, now: datetime) -> str:
    """An id that no file in the folder has: the local time and four letters, "2026-11-22-2131-k3f9"."""
    import secrets  # brings all of OpenSSL, and is wanted once a talk

    stamp = now.astimezone().strftime("%Y-%m-%d-%H%M")
    while True:
        name = f"{stamp}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"
        path = folder / f"{name}{RECORD}"
        if not any(os.path.lexists(file) for file in (*files_of(path), beside(path, LOCK))):
            return name


def whole(header: Mapping[str, Any], script: str, events: Iterable[Event]) -> bytes:
    """A record at one go. Raises TooLong if a piece of it is."""
    pieces = [seal("", header), seal("script", {"text": script})]
    return b"".join([*pieces, *(seal("event", to_table(event)) for event in events)])


def begin(path: Path, data: bytes) -> tuple[TalkLock, Tape]:
    """Lock a new talk and write its first bytes; nothing stays if that fails.

    Raises:
        CannotSave: the disk or the folder refuses, or the name is taken.
        TalkIsOpenElsewhere: another window has the name.
    """
    with ExitStack() as on_failure:
        lock = TalkLock(beside(path, LOCK)).take()
        on_failure.callback(lock.free)
        try:
            tape = Tape.create(path, data)
        except OSError as error:
            raise cannot_save(error) from error
        on_failure.pop_all()
    return lock, tape


def numbered(events: Iterable[Event], keep: Callable[[Event], Event | None] | None) -> list[Event]:
    """The events that `keep` lets stay (all, if None), as it returns them, numbered without gaps."""
    chosen = events if keep is None else (kept for event in events if (kept := keep(event)) is not None)
    ordered = list(chosen)
    now = {event.seq: seq for seq, event in enumerate(ordered)}
    return [replace(event, seq=now[event.seq], lines=_follow(event.lines, now)) for event in ordered]


def _follow(lines: tuple[int, ...] | None, now: Mapping[int, int]) -> tuple[int, ...] | None:
    """The numbers of other events that an event names, under their new numbers."""
    return None if lines is None else tuple(now[line] for line in lines if line in now)
