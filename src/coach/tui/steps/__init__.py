"""ONE SCREEN PER KIND OF STEP, and the table that says which."""

from __future__ import annotations

from coach.conversation.ask import Ask
from coach.tui.steps.agree import AgreeScreen
from coach.tui.steps.base import Around, StepScreen
from coach.tui.steps.breathe import BreatheScreen
from coach.tui.steps.choose import ChooseScreen
from coach.tui.steps.end import EndScreen
from coach.tui.steps.review import ReviewScreen
from coach.tui.steps.say import SayScreen
from coach.tui.steps.show import ShowScreen
from coach.tui.steps.wait import WaitScreen

SCREENS: dict[str, type[StepScreen]] = {
    "breathe": BreatheScreen,
    "show": ShowScreen,
    "say": SayScreen,
    "choose": ChooseScreen,
    "agree": AgreeScreen,
    "wait": WaitScreen,
    "review": ReviewScreen,
    "end": EndScreen,
}
"""Secret steps of any kind, every rating among them, are shown by `secret.SecretScreen`."""


def screen_for(ask: Ask, around: Around) -> StepScreen:
    """A new screen for what is asked now (not for secret steps)."""
    return SCREENS[ask.kind](ask, around)
