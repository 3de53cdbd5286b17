"""How a sitting opens: everything a face is told before the first question."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from coach.clock import TalkClock
from coach.records.draft import Draft
from coach.records.places import Places
from coach.records.settings import Settings
from coach.sitting import Sitting, TakenUp

DEAF = 0.3
"""Seconds after each change of screen in which keys do nothing, so that two presses are never two answers."""


@dataclass(frozen=True)
class OpenTalkOffer:
    """An open talk, as it is offered: its time, never its words."""

    path: Path
    line: str
    """"A talk from 21:31 is open." """
    take_up: Callable[[bool], TakenUp]
    """Goes on with it; True adopts what was changed by hand. Raises CoachError if that can't be."""
    delete: Callable[[], None]
    """Removes it; raises CoachError if that can't be."""
    elsewhere: bool = False
    """Another window has it: it can only be watched."""


@dataclass
class Opening:
    """How a sitting opens."""

    sitting: Sitting
    places: Places
    settings: Settings = field(default_factory=Settings)
    saves: bool = True
    """False with --no-save: nothing is written anywhere, settings included."""
    card: bool = False
    """The first-run card stands in front."""
    names: tuple[str, str] | None = None
    """Names that were given or are remembered; None asks for them, lightly, after the first breath."""
    offer: OpenTalkOffer | None = None
    """An open talk that is offered under the first breath."""
    aside: str = ""
    """One more quiet line under the first breath."""
    draft: Draft | None = None
    """The half-typed turn of a talk that is taken up."""
    notices: tuple[str, ...] = ()
    """What of it is not as it was left: the first is shown, all are told in the shell."""
    watches: Path | None = None
    """Set when it is left to look at the talk that another window has."""
    still: bool = False
    """--calm: nothing moves by itself."""
    deaf: float = DEAF
    """Seconds of the talk's clock."""
    dice: random.Random | None = None
    """Shuffles ideas for rating; fixed for pictures and tests."""

    @property
    def theme(self) -> str:
        return self.settings.theme

    @property
    def clock(self) -> TalkClock:
        """The talk's own."""
        return self.sitting.clock
