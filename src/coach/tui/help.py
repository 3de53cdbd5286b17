"""Help and numbers: the keys, what this is not for, people to call. The same for everybody, from every screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from coach.numbers import as_text, countries
from coach.tui.card import CARD
from coach.tui.menu import Beside
from coach.tui.steps.base import line
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
F4             words for feelings
Ctrl+Q         leave; what is open stays open"""

NOT_FOR = f"""{CARD}

This is no therapist and no judge, and it is not for emergencies. Abuse is never both people's fault."""


class HelpScreen(Beside):
    """Result "names" asks for the names to be changed."""

    BINDINGS = [
        Binding("n,N", "names", "names", id="help.names", show=False),
        Binding("f1,enter", "back", "back", id="help.back", show=False),
    ]

    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, country: str = "", names: bool = True) -> None:
        """Help.

        Args:
            country: whose numbers come first, such as "GB".
            names: whether names can be changed from here.
        """
        super().__init__()
        self._country, self._names = country, names

    def column(self) -> ComposeResult:
        with VerticalScroll():
            yield line("Help and numbers", "one-thing")
            yield line(KEYS, "air")
            yield line(NOT_FOR, "quiet air")
            yield line(as_text(countries(self._country)), "air", id="numbers")

    def keys(self) -> tuple[Key, ...]:
        names = (Key(("N",), "names"),) if self._names else ()
        return (Key(("↑", "↓"), "more"), *names, Key(("Esc",), "back"))

    def action_names(self) -> None:
        if self._names:
            self.dismiss("names")
