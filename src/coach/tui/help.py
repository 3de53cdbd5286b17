"""Help and numbers: the keys, what this is not for, people to call. The same for everybody, from every screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.numbers import as_text, countries
from coach.tui.card import CARD
from coach.tui.frame import line
from coach.tui.menu import Beside
from coach.tui.messages import Softer
from coach.tui.widgets.key_row import Key

KEYS = """\
Enter          go on; done. Empty: it was said aloud
0–9            rate or choose
F D S          the left seat's yes, mostly, not yet
J K L          the right seat's
F and J        both agree, within 10 seconds
Esc            the menu; again goes back
Esc Esc Esc    blank the screen and leave at once
Ctrl+J         a new line in a text
Tab            the next sentence beginning
F2             repair phrases
F3             take a softer start; again: your own words
F4             words for feelings
Ctrl+Q         leave; what is open stays open"""

NOT_FOR = f"""{CARD}

This is no therapist and no judge, and it is not for emergencies. Abuse is never both people's fault."""


SOFTER = {
    "on": "Softer starts are offered while you type; only you see them. H ends that for tonight.",
    "tonight": "No softer starts are offered tonight. H ends that for good.",
    "off": "No softer starts are offered. H brings them back.",
}
"""What is said of them, and what H does next."""


class HelpScreen(Beside):
    """Result "names" asks for the names to be changed."""

    BINDINGS = [
        Binding("h,H", "softer", "softer starts", id="help.softer", show=False),
        Binding("n,N", "names", "names", id="help.names", show=False),
        Binding("f1,enter", "back", "back", id="help.back", show=False),
    ]

    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, country: str = "", names: bool = True, softer: str = "") -> None:
        """Help.

        Args:
            country: whose numbers come first, such as "GB".
            names: whether names can be changed from here.
            softer: how softer starts are offered, a key of `SOFTER`; "" where there are none.
        """
        super().__init__()
        self._country, self._names, self._softer = country, names, softer

    def column(self) -> ComposeResult:
        with VerticalScroll():
            yield line("Help and numbers", "one-thing")
            yield line(KEYS, "air")
            if self._softer:
                yield line(SOFTER[self._softer], "air", id="softer")
            yield line(NOT_FOR, "quiet air")
            yield line(as_text(countries(self._country)), "air", id="numbers")

    def say_softer(self, how: str) -> None:
        """Show how softer starts are offered from now on."""
        told = self.query_one("#softer", Static)
        told.update(Content(SOFTER[how]))
        told.scroll_visible(animate=False)

    def action_softer(self) -> None:
        if self._softer:
            self.post_message(Softer(self))

    def keys(self) -> tuple[Key, ...]:
        names = (Key(("N",), "names"),) if self._names else ()
        softer = (Key(("H",), "softer starts"),) if self._softer else ()
        return (Key(("↑", "↓"), "more"), *names, *softer, Key(("Esc",), "back"))

    def action_names(self) -> None:
        if self._names:
            self.dismiss("names")
