"""Events: the only thing that is ever recorded. A talk is a list of them; its state is their fold.

An event holds what both seats may see. A sealed number, an unrevealed page and a passed turn are not in it by
construction: there is no field they would fit in.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from coach.flow.seat import Seat
from coach.text import plain

YEARS = range(1970, 9000)
"""Of every moment that counts: a zone, or some days, put on one of them never leaves the calendar."""

MOST_MINUTES = 1_000_000
"""Nearly two years: what is more between two events is a clock that was set."""

LONGEST_TEXT = 2000
"""Characters of one turn. Said to the writer before it is reached; also keeps a record below 64 KiB."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened."""

    t: float
    """Seconds of talk so far."""
    at: datetime
    """Wall clock, with its zone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a face hands over when its screen is done. Becomes an event; holds no secret."""

    on: str = "done"
    """The answer that leads on: "done", a choice's name, a band, "both", "one", "picked", "anytime break" …"""
    text: str = ""
    """Typed words; empty for said aloud and for passed."""
    seat: Seat | None = None
    """Whose answer it is, where somebody is named."""
    minutes: int = 0
    """How long a rest was agreed."""
    days: int = 0
    """How many days from now the chosen day is."""
    left: tuple[str, ...] | None = None
    """The left seat's opened pages."""
    right: tuple[str, ...] | None = None
    first: Seat | None = None
    """Who starts, if that is what opened."""
    idea: int | None = None
    """The idea that was picked, or the nearest one."""
    reason: str | None = None
    """Why that one."""
    lines: tuple[int, ...] | None = None
    """The numbers of the events whose words were taken back."""

    def __repr__(self) -> str:
        """Never the words."""
        return f"Answer({self.on!r}, {len(self.text)} characters)"


NOTES = ("begun", "named", "repair", "breath", "hold", "longer")
"""Kinds of events that do not move the talk."""

KINDS = (*NOTES, "done", "said", "chose", "opened", "agreed", "waited", "aside", "resumed")
"""done: shown, said aloud or passed · said: typed words · chose: one of the choices · opened: what secret answers
opened to · agreed: both or one · waited: a rest that is over · aside: the menu led beside the way ·
resumed: opened again after it had ended for the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. Fields that say nothing are None and are not written."""

    seq: int
    """0, 1, 2 …: gaps show what was lost."""
    t: float
    """Seconds of talk so far; breaks, crashes and suspends do not count."""
    at: datetime
    """Wall clock in UTC, for people only."""
    step: str
    """The place it happened at: "why.first.speak"."""
    kind: str
    """One of `KINDS`."""
    seat: Seat | None = None
    """Who; absent where nobody is named (stop, break, band)."""
    answer: str | None = None
    """The answer that leads on: a choice, a band, "both", "picked" … or the id of what the menu was asked for."""
    text: str | None = None
    """Typed words, or the words a choice stands for."""
    seconds: float | None = None
    """How long the step took, in seconds of talk."""
    left: tuple[str, ...] | None = None
    """The left seat's opened pages, or its name in "begun" and "named"."""
    right: tuple[str, ...] | None = None
    first: Seat | None = None
    """In "begun": who starts, as the coin fell."""
    idea: int | None = None
    """The number (from 0) of the idea that was picked, or of the nearest one when none fits."""
    reason: str | None = None
    """Why that one: "lower", "other", "coin" or "only"."""
    lines: tuple[int, ...] | None = None
    """The numbers of the events whose words were taken back."""
    until: datetime | None = None
    """The time a rest ends or a date falls on, in UTC."""

    def __repr__(self) -> str:
        """Never the words: an event in a log or a traceback must not tell what was said."""
        length = len(self.text or "")
        return f"Event({self.seq}, {self.kind!r} at {self.step!r}, {length} characters)"


EVENT_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Event))


def to_table(event: Event) -> dict[str, Any]:
    """A flat table of plain values in the order of the fields; absent ones are left out, tuples become lists."""
    table: dict[str, Any] = {}
    for name in EVENT_FIELDS:
        value = getattr(event, name)
        if value is not None:
            table[name] = list(value) if isinstance(value, tuple) else value
    return table


def from_table(table: dict[str, Any]) -> Event:
    """The event of a table; keys it does not know are passed over.

    Raises:
        ValueError: a field is missing or has the wrong type.
    """
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items() if name in _TYPES
    }
    problem = _problem(known)
    if problem:
        raise ValueError(problem)
    known["t"] = float(known["t"])
    for name in ("text", "answer"):
        if name in known:
            known[name] = plain(known[name])
    for name in ("left", "right"):
        if name in known:
            known[name] = tuple(plain(page) for page in known[name])
    return Event(**known)


_TYPES: dict[str, tuple[type, ...]] = {
    "seq": (int,),
    "t": (int, float),
    "at": (datetime,),
    "step": (str,),
    "kind": (str,),
    "seat": (str,),
    "answer": (str,),
    "text": (str,),
    "seconds": (int, float),
    "left": (tuple,),
    "right": (tuple,),
    "first": (str,),
    "idea": (int,),
    "reason": (str,),
    "lines": (tuple,),
    "until": (datetime,),
}
"""Exactly these: True is no number here, though Python counts it as one."""


def _problem(known: dict[str, Any]) -> str:
    for name in ("seq", "t", "at", "step", "kind"):
        if name not in known:
            return f"an event without {name!r}"
    for name, value in known.items():
        kind = type(value)
        if kind not in _TYPES[name]:
            return f"an event whose {name!r} has the wrong type"
        if kind is not str and not _sound(name, value):
            return f"an event whose {name!r} holds something else than it should"
    for name in ("seat", "first"):
        if known.get(name, "left") not in ("left", "right"):
            return f"an event whose {name!r} is neither left nor right"
    return "" if known["kind"] in KINDS else "an event of an unknown kind"


def _sound(name: str, value: object) -> bool:
    """Whether a value of the right type is one that a talk can go on with: no time without zone, nothing infinite."""
    if isinstance(value, tuple):
        wanted = int if name == "lines" else str
        return all(isinstance(item, wanted) and not isinstance(item, bool) for item in value)
    if isinstance(value, datetime):
        return value.utcoffset() is not None and value.year in YEARS
    return not isinstance(value, int | float) or 0 <= value <= _LARGEST


_LARGEST = 1e9
"""Of any number in an event; some thirty years in seconds."""
