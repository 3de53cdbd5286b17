"""ONE SCREEN PER KIND OF STEP, and the table that says which."""

from __future__ import annotations

from importlib import import_module

from coach.conversation.ask import Ask
from coach.tui.steps.base import Around, StepScreen

SCREENS = {
    "breathe": "BreatheScreen",
    "show": "ShowScreen",
    "say": "SayScreen",
    "choose": "ChooseScreen",
    "agree": "AgreeScreen",
    "wait": "WaitScreen",
    "review": "ReviewScreen",
    "end": "EndScreen",
}
"""Each in the module of its kind, imported with the first step that shows it: the first breath needs no text editor.
Secret steps of any kind, every rating among them, are shown by `secret.SecretScreen`."""


def screen_for(ask: Ask, around: Around) -> StepScreen:
    """A new screen for what is asked now (not for secret steps)."""
    screen: type[StepScreen] = getattr(import_module(f"{__name__}.{ask.kind}"), SCREENS[ask.kind])
    return screen(ask, around)
