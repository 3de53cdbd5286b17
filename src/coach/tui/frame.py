"""What every screen of a talk looks like: the rail above, one column, the clock and the keys below."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from coach.tui.theme import UNICODE, Glyphs, Side
from coach.tui.widgets.key_row import Key, KeyRow
from coach.tui.widgets.rail import Rail
from coach.tui.widgets.time_line import TimeLine

TICK = 0.25
"""Real seconds between two looks at the clock."""

ESC = Key(("Esc",), "menu")
HELP = Key(("F1",), "help")


def line(words: str, classes: str, id: str | None = None) -> Static:
    """Words as they are, never read as markup."""
    return Static(Content(words), classes=classes, id=id)


def larger() -> Static:
    """The one sentence of a window that is too small."""
    return line("Please make the window larger: 40 by 15 will do.", "", id="larger")


class Framed(Screen[None]):
    """A screen of a talk. Subclasses give the middle and the keys."""

    AT_END = "whenever you're ready"
    """What stands where the clock was, once it is over."""

    def __init__(self, parts: tuple[str, ...], part: int, side: Side = "both", glyphs: Glyphs = UNICODE) -> None:
        """A screen.

        Args:
            parts: the short names of the rail.
            part: which of them this is, from 0.
            side: where what is asked stands.
            glyphs: the signs that this terminal can show.
        """
        super().__init__()
        self._parts, self._part, self._side, self._glyphs = parts, part, side, glyphs
        self._banner = ""

    def compose(self) -> ComposeResult:
        yield larger()
        yield Rail(self._parts, self._part, glyphs=self._glyphs)
        with Vertical(classes="body"):
            yield from self.middle()
        with Vertical(classes="foot"):
            banner = Static(Content(self._banner), id="banner", classes="careful both")
            banner.display = bool(self._banner)
            yield banner
            yield TimeLine(self._side, self.AT_END, glyphs=self._glyphs)
            yield KeyRow(self.keys())

    def middle(self) -> Iterable[Widget]:
        """The body of the screen."""
        raise NotImplementedError

    def keys(self) -> tuple[Key, ...]:
        """What works now."""
        return (Key(("Enter",), "go on"), ESC)

    def banner(self, words: str) -> None:
        """Let a sentence stand above the keys; empty takes it away."""
        self._banner = words  # for a screen that is still being put together
        for banner in self.query("#banner").results(Static):
            banner.update(Content(words))
            banner.display = bool(words)
