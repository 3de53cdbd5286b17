"""The real app through thousands of screens, headless, in a process of its own: what it holds every 250 events.

    COACH_HOME=DIR python -m benchmarks.many_screens EVENTS

Prints a line of JSON for each look, see `Look`. Everything but the clock is real: the record is written and synced.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.tui.at_keyboard import Hours, Keyboard, an_app, at, own_flow
from textual.app import App
from textual.screen import Screen
from textual.widgets import TextArea

from benchmarks.memory import Look
from benchmarks.processes import held

LOOK = 250
"""Events between two looks."""

MENU_AFTER, BREAK_AFTER = 20, 250
"""Events after which somebody looks at the menu and the help, or takes a break."""

AROUND = """
schema = 1
title = "Around"
language = "en"
[[stage]]
id = "talk"
title = "Talk"
[[stage.step]]
id = "breathe"
kind = "breathe"
seconds = 10
breaths = [[4, 6]]
words = "Breathe."
[[stage.step]]
id = "one"
kind = "say"
who = "first"
seconds = 45
words = "Say it."
[[stage.step]]
id = "read"
kind = "show"
who = "second"
words = "Read it once."
shows = ["said"]
[[stage.step]]
id = "other"
kind = "say"
who = "second"
seconds = 20
words = "Say it back."
[[stage.step]]
id = "heat"
kind = "rate"
secret = true
opens = "highest"
top = 9
bands = { cool = 3, hot = 9 }
labels = ["calm", "boiling"]
words = "How heated are you?"
[[stage.step]]
id = "again"
kind = "choose"
words = "Once more?"
choices = ["once more", "enough"]
next = [{ on = "once more", to = "breathe", at_most = 9999 }, { to = "onward" }]
[[stage]]
id = "close"
title = "Close"
[[stage.step]]
id = "end"
kind = "end"
words = "Thank you."
outcome = "agreed"
"""

WORDS = "When you come home I have done bedtime alone again, and it is the only hour that I get with them."
HAND_OVERS = ("Take the keyboard.", "the only one looking")
PATIENCE = 10.0
"""Real seconds until a talk that does not go on is given up."""

KEYS = {"rate": ("2", "enter"), "choose": ("1",), "agree": ("f", "j")}
"""What is pressed at a kind of step; at all others Enter alone."""


async def _one_event(keyboard: Keyboard, hours: Hours) -> None:
    """Press what a talk wants until something has happened in it."""
    sitting = keyboard.app.sitting
    before, end = len(sitting.events), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        kind = sitting.ask.kind
        if any(words in keyboard.text for words in HAND_OVERS):
            await keyboard.press("enter")
        elif kind == "say":
            await keyboard.write(WORDS)
            await keyboard.press("enter")
        else:
            hours.now += 3600.0 if kind == "wait" else 0.0
            await keyboard.press(*KEYS.get(kind, ("enter",)))
            if kind == "wait":
                await keyboard.pilot.pause(1.1)  # it looks at the clock once a second
        if len(sitting.events) > before:
            hours.now += 7.0
            return
        await keyboard.pilot.pause(0.002)
    raise RuntimeError("the talk does not go on:\n" + "\n".join(keyboard.lines))


async def _look_around(keyboard: Keyboard) -> None:
    for key in ("escape", "escape", "f1", "escape"):
        await keyboard.press(key)


async def _take_a_break(keyboard: Keyboard) -> None:
    await keyboard.press("escape")
    await keyboard.press("2")


def _look(events: int, shown: int) -> Look:
    gc.collect()
    objects = gc.get_objects()
    screens, writings = (sum(isinstance(each, kind) for each in objects) for kind in (Screen, TextArea))
    return Look(events, held("self").resident, len(objects), screens, writings, shown)


async def _play(many: int) -> None:
    hours = Hours()
    app = an_app(own_flow("around", AROUND), hours)
    shown = _count_screens(app)
    looked = around = rested = 0
    async with at(app) as keyboard:
        while (events := len(app.sitting.events)) < many:
            if events - rested >= BREAK_AFTER:
                rested = events
                await _take_a_break(keyboard)
            elif events - around >= MENU_AFTER:
                around = events
                await _look_around(keyboard)
            await _one_event(keyboard, hours)
            if len(app.sitting.events) - looked >= LOOK:
                looked = len(app.sitting.events)
                await keyboard.pilot.pause(0.3)  # screens that are being left have gone then
                line = json.dumps(_look(looked, len(shown))._asdict())
                print(line, file=sys.__stdout__, flush=True)  # Textual's own stdout never flushes


def _count_screens(app: App[None]) -> list[object]:
    """A list that becomes longer with every screen that is shown."""
    shown: list[object] = []

    def counting(show: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            shown.append(None)
            return show(*given, **named)

        return counted

    for name in ("push_screen", "switch_screen"):
        setattr(app, name, counting(getattr(app, name)))
    return shown


if __name__ == "__main__":
    if not os.environ.get("COACH_HOME"):
        sys.exit("It writes a record: COACH_HOME has to be a folder of its own.")
    asyncio.run(_play(int(sys.argv[1])))
