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
    name = SCREENS[ask.kind]
    screen: type[StepScreen] = getattr(import_module(f"{__name__}.{ask.kind}"), name)
    return screen(ask, around)


def import_all() -> None:
    """Import every screen, also the secret one: from now on a talk needs no file of the program any more."""
    for kind in (*SCREENS, "secret"):
        import_module(f"{__name__}.{kind}")
