"""What the tests of the look share: an app with nothing but the widgets of one test, and eyes for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib.resources import files

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.events import Key as KeyEvent
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from coach.tui import theme
from coach.tui.widgets.writing import Writing

PATIENCE = 6.0
"""Real seconds that anything is waited for before a test gives up."""
WIDE, SMALL = (80, 24), (40, 15)
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["80x24", "40x15"])


class Bench(App[None]):
    """An app with the real look and nothing but the widgets of one test."""

    CSS_PATH = str(files("coach.tui") / "look.tcss")
    HORIZONTAL_BREAKPOINTS = theme.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = theme.VERTICAL_BREAKPOINTS
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.keys: list[str] = []
        self.heard: list[Message] = []
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = "dusk"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.variable_defaults()

    def compose(self) -> ComposeResult:
        with Vertical(classes="body"):
            yield from self.widgets

    def on_key(self, event: KeyEvent) -> None:
        self.keys.append(event.key)

    def on_writing_done(self, message: Writing.Done) -> None:
        self.heard.append(message)

    def on_writing_began(self, message: Writing.Began) -> None:
        self.heard.append(message)

    def on_writing_nearly_full(self, message: Writing.NearlyFull) -> None:
        self.heard.append(message)

    async def action_quit(self) -> None:
        self.keys.append("ctrl+q")


async def comes(pilot: Pilot[None], shown: Callable[[], str], words: str) -> None:
    """Wait until these words are shown: a layout may take another round of messages on a busy machine."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while words not in (now := shown()):
        assert loop.time() < end, f"waited for {words!r}, there is {now!r}"
        await pilot.pause(0.01)


def lines(widget: Widget) -> list[str]:
    """What a mounted widget shows."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


def colours(widget: Widget, word: str) -> set[str]:
    """The foreground colours in which a word is shown."""
    return {
        segment.style.color.name
        for y in range(widget.size.height)
        for segment in widget.render_line(y)
        if word in segment.text and segment.style and segment.style.color
    }
