"""How it has been going, as a few lines of plain text: months, never people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from coach.records.library import KeptTalk
from coach.text import counted


def look_back(talks: Iterable[KeptTalk]) -> str:
    """A line for each month that has a kept talk, oldest first, without a line break at the end; "" if there is none.

    What a month is goes by the clock of this machine. A talk that does not say when it began is in none.

    Args:
        talks: in the order in which they began.
    """
    dated = ((talk.started.astimezone(), talk.calm_after) for talk in talks if talk.started)
    rows = []
    for month, group in groupby(dated, key=lambda talk: _month(talk[0])):
        minutes = [calm_after for _, calm_after in group]
        rows.append((month, counted(len(minutes), "talk"), _calm(sorted(m for m in minutes if m is not None))))
    wide, broad = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    return "\n".join(f"{month:<{wide}}  {count:<{broad}}  {calm}".rstrip() for month, count, calm in rows)


def _month(started: datetime) -> str:
    return f"{started:%B} {started.year}"


def _calm(minutes: list[int]) -> str:
    """The middle one: a single long evening does not make a month."""
    if not minutes:
        return ""
    middle = minutes[(len(minutes) - 1) // 2]
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if middle >= 2 * size:
            return f"calm after {counted(round(middle / size), unit)}"
    return "calm within a minute"
