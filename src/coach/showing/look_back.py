"""How it has been going, as a few lines of plain text: months, never people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coach.records.library import KeptTalk
from coach.text import counted


def look_back(talks: Iterable[KeptTalk]) -> str:
    """A line for each month that has a kept talk, oldest first, without a line break at the end; "" if there is none.

    What a month is goes by the clock of this machine. A talk that does not say when it began is in none.
    """
    months: dict[tuple[int, int], list[KeptTalk]] = {}
    for talk in talks:
        if talk.started:
            began = talk.started.astimezone()
            months.setdefault((began.year, began.month), []).append(talk)
    rows = [(_month(*month), f"{counted(len(own), 'talk')} kept", _calm(own)) for month, own in sorted(months.items())]
    wide, broad = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    return "\n".join(f"{month:<{wide}}  {count:<{broad}}  {calm}".rstrip() for month, count, calm in rows)


def _month(year: int, month: int) -> str:
    return f"{date(year, month, 1):%B} {year}"


def _calm(talks: list[KeptTalk]) -> str:
    """Of those that tell, the middle: a single long evening does not make a month. How many they are is no score."""
    minutes = sorted(talk.calm_after for talk in talks if talk.calm_after is not None)
    if not minutes:
        return ""
    half = len(minutes) // 2
    middle = (minutes[half] + minutes[~half] + 1) // 2
    return f"calm {_after(middle)}"


def _after(minutes: int) -> str:
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"after {counted((minutes + size // 2) // size, unit)}"
    return f"after {counted(minutes, 'minute')}" if minutes else "within a minute"
