"""How a sitting opens: everything the app is told before it draws anything."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from coach.records.draft import Draft
from coach.records.places import Places
from coach.records.settings import Settings
from coach.sitting import Sitting
from coach.tui.opening import OpenTalkOffer

DEAF = 0.3
"""Seconds after each change of screen in which keys do nothing, so that two presses are never two answers."""


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
    watches: bool = False
    """Set when it is left to look at the talk that another window has."""
    still: bool = False
    """--calm: nothing moves by itself."""
    deaf: float = DEAF
    """Seconds of the talk's clock."""
    dice: random.Random | None = None
    """Shuffles ideas for rating; fixed for pictures and tests."""
