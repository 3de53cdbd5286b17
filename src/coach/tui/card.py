"""The first-run card: what this is for and what not, the same for everybody."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from coach.tui.frame import line
from coach.tui.menu import Beside
from coach.tui.widgets.key_row import Key

CARD = """\
This is for two people who feel safe with each other and are stuck.

If saying the wrong thing could get you hurt, watched or punished, \
talking it out together is not the answer, and it is not your fault."""

CARD_KEYS = "Press F1 any time for people to call.  Esc Esc Esc blanks the screen and leaves."


class FirstCard(Beside):
    """What this is for and what not, before the very first breath."""

    BINDINGS = [Binding("enter", "back", "go on", id="card.go_on", show=False)]

    def column(self) -> ComposeResult:
        yield line(CARD, "")
        yield line(CARD_KEYS, "quiet air")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), Key(("F1",), "help"))
