"""What an event came to, in plain words: what was said, and one line for everything else.

Nothing here can tell one seat's number or count anybody: an event holds neither, and no sum is made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coach.conversation.ask import Ask, Said, fill, rated, spoken_day
from coach.conversation.asking import seats_asked
from coach.conversation.events import Event
from coach.flow.model import Agree, Choose, Rate, Say, Seat, Step, Wait, choice_name
from coach.text import counted

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation

BETWEEN = " · "
"""Stands between the pieces of an outcome."""


@dataclass(frozen=True)
class Turn:
    """One event with the talk on both sides of it."""

    before: Conversation
    event: Event
    after: Conversation

    @property
    def seen(self) -> Conversation:
        """The talk as it stood on the screen, with the names as they were known from then on."""
        return self.after if self.event.kind in ("begun", "named") else self.before

    @cached_property
    def ask(self) -> Ask:
        """The screen itself. Costs more than all the rest, so it is only looked at where it tells something."""
        return self.seen.ask

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """Who was asked."""
        return seats_asked(self.seen, self.before.here)

    @property
    def lone(self) -> Seat | None:
        """The one seat that was asked; None when both were."""
        return self.seats[0] if len(self.seats) == 1 else None

    @property
    def seat(self) -> Seat | None:
        """Whose answer it is."""
        return self.event.seat or self.lone

    @property
    def step(self) -> Step:
        """The step as its author wrote it."""
        return self.before.here.step

    @property
    def minutes(self) -> int:
        """How long a rest it offered."""
        return self.ask.minutes if isinstance(self.step, Agree) and self.step.minutes else 0

    def filled(self, words: str) -> str:
        """Words of the flow as they stood on the screen."""
        return fill(words, dict(self.ask.values)) if "{" in words else words

    def name(self, seat: Seat) -> str:
        """What a seat is called."""
        return self.after.names[seat == "right"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event came to."""

    line: str = ""
    by: Seat | None = None
    """Whose choice the line is, where one seat chose alone."""
    said: tuple[Said, ...] = ()


def outcome_of(turn: Turn) -> Outcome:
    """What came of an event, in words that both seats may see."""
    tell = _TELLS.get(turn.event.kind)
    return tell(turn) if tell else Outcome()


def minutes_in_words(minutes: int) -> str:
    """A length within a sentence: "20 minutes", "1 hour", "2 days"."""
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes and minutes % size == 0:
            return counted(minutes // size, unit)
    return counted(minutes, "minute")


def _seated(turn: Turn) -> Outcome:
    left, right = turn.after.names
    return Outcome() if (left, right) == ("Left", "Right") else Outcome(f"{left} sits left, {right} sits right")


def _repair(turn: Turn) -> Outcome:
    return Outcome(f"“{turn.event.text}”" if turn.event.text else "a word to mend it")


def _aside(turn: Turn) -> Outcome:
    wanted = (turn.event.answer or "").removeprefix("anytime ")
    menu = {anytime.id: anytime.menu for anytime in turn.before.script.flow.anytime}
    return Outcome(menu.get(wanted, ""))


def _turn_taken(turn: Turn) -> Outcome:
    text = turn.event.text or ""
    return Outcome(said=(Said(turn.seat, text),)) if text or isinstance(turn.step, Say) else Outcome()


def _agreed(turn: Turn) -> Outcome:
    edges = turn.before.script.graph.edges_of
    if any(edge.marks == "swap" for edge in edges.get((turn.before.place, "both"), ())):
        swapped = ", and they swapped" if turn.after.first != turn.before.first else ""
        return Outcome(f"the coin said {turn.name(turn.before.first)}{swapped}")
    if isinstance(turn.after.here.step, Wait) and turn.minutes:
        return Outcome(f"a break of {minutes_in_words(turn.minutes)}")
    both = turn.event.answer == "both"
    keys = turn.step.keys if isinstance(turn.step, Agree) else ()
    label = keys[0 if both else 1] if len(keys) == 2 else ""
    return Outcome(label or ("both agreed" if both else ""))


def _chose(turn: Turn) -> Outcome:
    event, step = turn.event, turn.step
    line = turn.filled(event.answer or "")
    if not isinstance(step, Choose):
        return Outcome(line, turn.seat)
    if step.days and event.until:
        line = f"{line}: {spoken_day(event.until)}"
    takes_line = any(choice_name(raw) == event.answer and raw.rstrip().endswith("…") for raw in step.choices)
    # An idea that came out of an answer to a request is both seats' doing, in the talk as well.
    author = None if step.saves == "idea" else turn.seat
    said = (Said(author, event.text),) if takes_line and event.text else ()
    return Outcome(line, turn.seat, said)


def _opened(turn: Turn) -> Outcome:
    event, alone = turn.event, turn.lone
    said = _pages(turn)
    if alone:
        question = (Said(alone, event.text),) if event.text else ()
        return Outcome(f"{turn.name(alone)} thought alone", said=(*said, *question))
    if rated(turn.step):
        return _picked(turn)
    return Outcome(BETWEEN.join(filter(None, ("both answered", _opened_to(turn)))), said=said)


def _pages(turn: Turn) -> tuple[Said, ...]:
    opened = {"left": turn.event.left or (), "right": turn.event.right or ()}
    count = max(map(len, opened.values()))
    pages = [(seat, opened[seat][index : index + 1]) for index in range(count) for seat in turn.seats]
    return tuple(Said(seat, text) for seat, page in pages for text in page if text)


def _opened_to(turn: Turn) -> str:
    event, step = turn.event, turn.step
    if not step.opens or not event.answer:
        return ""
    if step.opens == "order":
        return f"{turn.name(event.first)} starts" if event.first else ""
    if isinstance(step, Say) or event.answer == "done":
        return ""
    label = turn.filled(event.answer)
    return f"{step.saves}: {label}" if step.saves else label


def _picked(turn: Turn) -> Outcome:
    number, ideas = turn.event.idea, turn.after.ideas
    if number is None or not 0 <= number < len(ideas):
        return Outcome("both answered")
    step = turn.step
    told = "Nothing fits yet; this one is nearest."
    if turn.event.answer == "picked":
        told = dict(turn.after.ask.values).get("reason", "") if isinstance(step, Rate) else ""
    return Outcome(BETWEEN.join(filter(None, ("both answered", told))), said=(Said(None, ideas[number].text),))


_TELLS: dict[str, Callable[[Turn], Outcome]] = {
    "begun": _seated,
    "named": _seated,
    "repair": _repair,
    "breath": lambda _: Outcome("a minute to breathe"),
    "hold": lambda _: Outcome("a moment away"),
    "longer": lambda _: Outcome("a longer break"),
    "aside": _aside,
    "resumed": lambda _: Outcome("opened again"),
    "waited": lambda _: Outcome("a break"),
    "said": _turn_taken,
    "done": _turn_taken,
    "agreed": _agreed,
    "chose": _chose,
    "opened": _opened,
}
