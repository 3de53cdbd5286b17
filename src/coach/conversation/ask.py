"""What is wanted now: the one thing a face needs to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from coach.flow.model import Rate, Seat, Step, choice_name


@dataclass(frozen=True, slots=True)
class Said:
    """Words and whose they are; `seat` is None for what belongs to both."""

    seat: Seat | None
    text: str
    label: str = ""
    """What kind of words they are, where several kinds stand together."""

    def __repr__(self) -> str:
        """Never the words."""
        return f"Said({self.seat}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that could be done about it."""

    seat: Seat | None
    """Who offered it; None for one that came from both. Used only to see that each offered one."""
    text: str
    rated: bool = False

    def __repr__(self) -> str:
        """Never the words."""
        return f"Idea({self.seat}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Ask:
    """One screen's worth of a talk, with every word filled in. A value: no face can change a talk through it."""

    place: str
    """Where the talk is: "why.first.speak"."""
    steps: tuple[Step, ...]
    """What is asked; several pages only behind the look-away."""
    seats: tuple[Seat, ...]
    """Who is asked, in the order in which they answer."""
    title: str
    """The stage's title."""
    parts: tuple[str, ...]
    """The short names of the rail."""
    part: int
    """Which of the parts this is, from 0; -1 beside the way."""
    names: tuple[str, str]
    """The left and the right seat's names."""
    seconds: float
    """Allotted to each seat that is asked; 0 without a clock."""
    spent: float
    """Seconds of them already gone, when the talk comes back from beside the way."""
    shown: tuple[Said, ...] = ()
    """People's words to show beneath the prompt."""
    ideas: tuple[tuple[int, str], ...] = ()
    """The ideas to be rated: (number, text)."""
    minutes: int = 0
    """How long a rest is offered."""
    both_lead_on: bool = True
    """Whether it helps if both agree: no, where the talk would only ask again."""
    until: datetime | None = None
    """When a rest ends."""
    expires: datetime | None = None
    """When an open talk is deleted if nobody comes back to it."""
    values: tuple[tuple[str, str], ...] = ()
    """(placeholder, words) of everything that words may hold now."""
    round: int = 1
    """How often the talk has been at this place."""
    turn_began: bool = False
    """Another seat is asked than before: the keyboard moves."""

    def __repr__(self) -> str:
        """Never the words: prompts, ideas and values hold what people said."""
        return f"Ask({self.place!r}, {self.kind!r}, {self.seats})"

    @property
    def step(self) -> Step:
        """What is asked: the last page, whose answer leads on."""
        return self.steps[-1]

    @property
    def kind(self) -> str:
        return self.step.kind

    @property
    def secret(self) -> bool:
        return self.step.secret

    @property
    def sealed(self) -> bool:
        """Both answer in secret, and their answers open together."""
        return self.secret and len(self.seats) == 2

    @property
    def seat(self) -> Seat | None:
        """The one seat that is asked; None when both are."""
        return self.seats[0] if len(self.seats) == 1 else None

    def label(self, choice: str) -> str:
        """A choice as it stands on the screen."""
        return fill(choice_name(choice), dict(self.values))

    def name(self, seat: Seat) -> str:
        """What a seat is called."""
        return self.names[seat == "right"]


_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def fill(words: str, values: Mapping[str, str]) -> str:
    """Words with every known `{name}` replaced; the result is not looked at again, so values can't inject names."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)


def filled(step: Step, values: Mapping[str, str]) -> Step:
    """A step whose words stand as they will be read. Choices stay as written: their names are the answers."""
    return replace(step, words=fill(step.words, values), small=fill(step.small, values), other=fill(step.other, values))


def other_seat(seat: Seat) -> Seat:
    """The seat across the keyboard."""
    return "right" if seat == "left" else "left"


def spoken_time(moment: datetime, now: datetime) -> str:
    """A time as people say it: "21:40", "21:40 tomorrow", "21:40 on Tuesday 24 November"."""
    there, here = moment.astimezone(), now.astimezone()
    clock = f"{there:%H:%M}"
    days = (there.date() - here.date()).days
    return clock if days == 0 else f"{clock} tomorrow" if days == 1 else f"{clock} on {spoken_day(moment)}"


def spoken_day(moment: datetime) -> str:
    """A day as people say it: "Tuesday 24 November"."""
    there = moment.astimezone()
    return f"{there:%A} {there.day} {there:%B}"


def spoken_minutes(minutes: int) -> str:
    """A length as people say it: "20 minutes", "1 hour", "A day"."""
    if minutes >= 1440:
        return "A day" if minutes < 2880 else f"{minutes // 1440} days"
    if minutes >= 60 and minutes % 60 == 0:
        return "1 hour" if minutes == 60 else f"{minutes // 60} hours"
    return f"{minutes} minutes"


def rated(step: Step) -> bool:
    """Whether a step is a rating of ideas."""
    return isinstance(step, Rate) and bool(step.of)
