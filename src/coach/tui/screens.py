"""The screens that a talk can show, under one roof; those that are written on are in `steps` alone.

The app reaches all of these through here, and only when it shows the first one: the first breath waits for none of
this, and no breath for a text editor, which is a megabyte and a half.
"""

from __future__ import annotations

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
