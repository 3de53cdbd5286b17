"""Every screen that a talk can show, under one roof.

The app reaches all of them through here, and only when it shows the first one: the first breath waits for none of this.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coach.tui.card import FirstCard
from coach.tui.elsewhere import Elsewhere
from coach.tui.feelings import FeelingsScreen
from coach.tui.help import HelpScreen
from coach.tui.menu import Interlude, Pick, Spoken, menu
from coach.tui.opening import NamesScreen, Welcome
from coach.tui.soft_start import NEXT, SoftStart, Wording
from coach.tui.steps import import_all, screen_for
from coach.tui.steps.base import Around, StepScreen
from coach.tui.steps.end import EndScreen
from coach.tui.steps.hand_over import HandOverScreen, needs_hand_over

if TYPE_CHECKING:
    from coach.tui.steps.say import SayScreen
    from coach.tui.steps.secret import SecretScreen

WRITTEN_ON = {"SayScreen": "coach.tui.steps.say", "SecretScreen": "coach.tui.steps.secret"}
"""They bring a text editor along, a megabyte and a half that no breath needs."""

__all__ = [
    "NEXT",
    "Around",
    "Elsewhere",
    "EndScreen",
    "FeelingsScreen",
    "FirstCard",
    "HandOverScreen",
    "HelpScreen",
    "Interlude",
    "NamesScreen",
    "Pick",
    "SayScreen",
    "SecretScreen",
    "SoftStart",
    "Spoken",
    "StepScreen",
    "Welcome",
    "Wording",
    "import_all",
    "menu",
    "needs_hand_over",
    "screen_for",
]


def __getattr__(name: str) -> Any:
    """Import a screen that is written on when it is first asked for."""
    if name in WRITTEN_ON:
        return getattr(import_module(WRITTEN_ON[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
