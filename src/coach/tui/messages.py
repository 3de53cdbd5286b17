"""What screens tell the app, in the words of a talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from coach.conversation.events import Answer
    from coach.conversation.sealed import Sealed
    from coach.sitting_down import OpenTalkOffer
    from coach.tui.elsewhere import Elsewhere
    from coach.tui.help import HelpScreen


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


@dataclass
class TakeUp(Message):
    """Enter, under the first breath: go on with the open talk."""

    offer: OpenTalkOffer
    adopt: bool = False
    """As it is now, though it was changed by hand."""


@dataclass
class Watch(Message):
    """W, there: look at the talk that another window has."""


@dataclass
class DeleteOpen(Message):
    """D, twice: delete it."""

    offer: OpenTalkOffer


@dataclass
class SaveElsewhere(Message):
    """This folder. The app moves the talk, and dismisses the screen or tells it what was refused."""

    screen: Elsewhere
    folder: Path


@dataclass
class Softer(Message):
    """H, on the help: whether softer starts are offered. The app answers with `say_softer`."""

    screen: HelpScreen
