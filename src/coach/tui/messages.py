"""What screens tell the app, in the words of a talk."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.message import Message

from coach.conversation.events import Answer
from coach.conversation.sealed import Sealed


@dataclass
class Answered(Message):
    """A step is done."""

    answer: Answer
    spent: float
    """Seconds of talk that it took."""
    sealed: Sealed | None = field(default=None, repr=False)
    """The secret answers behind it, for the one screen that both may open; in memory only."""


@dataclass
class Drafted(Message):
    """A turn is being typed."""

    text: str = field(repr=False)
    spent: float
    """Seconds of talk since the step began."""
    choice: str = ""
    """The choice that the words belong to, where one was picked first."""


@dataclass
class Longer(Message):
    """A rest that is going on is to last longer."""

    minutes: int


@dataclass
class Turned(Message):
    """A page of the same step was turned: another screen for those who look at it."""


@dataclass
class Ready(Message):
    """The keyboard has been handed over."""
