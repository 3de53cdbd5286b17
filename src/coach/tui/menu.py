"""The quiet menu, and what it offers that leaves the talk where it is."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.screen import ModalScreen

from coach.flow.model import Anytime
from coach.tui.frame import larger, line
from coach.tui.theme import UNICODE, Glyphs
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.disc import Disc
from coach.tui.widgets.key_row import Key, KeyRow
from coach.tui.widgets.time_line import TimeLine

HELP_LINE = "Help and numbers"


class Beside(ModalScreen[str]):
    """A plain screen beside the talk: a middle column and a row of keys. Its result is a word, or "" for going back."""

    AUTO_FOCUS = ""

    BINDINGS = [
        Binding("escape", "back", "back", id="beside.back", show=False),
        Binding("f1", "app.help", "help", id="beside.help", show=False),  # a modal screen hides the app's own keys
    ]

    def column(self) -> ComposeResult:
        """What stands in the middle."""
        yield from ()

    def keys(self) -> tuple[Key, ...]:
        """What works now."""
        return (Key(("F1",), "help"), Key(("Esc",), "back"))

    def compose(self) -> ComposeResult:
        yield larger()
        with Vertical(classes="body"):
            yield from self.column()
        with Vertical(classes="foot"):
            yield TimeLine()
            yield KeyRow(self.keys())

    def action_back(self) -> None:
        self.dismiss("")


class Pick(Beside):
    """A title and numbered lines; the result is the number of the line as a word, from "1"."""

    def __init__(self, title: str, lines: tuple[str, ...], small: str = "") -> None:
        super().__init__()
        self._title, self._lines, self._small = title, lines, small

    def column(self) -> ComposeResult:
        yield line(self._title, "one-thing", id="words")
        yield Choices(tuple(str(n + 1) for n in range(len(self._lines))), self._lines, "left").add_class("air")
        if self._small:
            yield line(self._small, "quiet air")

    def on_key(self, event: events.Key) -> None:
        """A digit; right after Esc it may arrive as alt+digit."""
        pressed = event.key.removeprefix("alt+")
        if pressed.isdigit() and 1 <= int(pressed) <= len(self._lines):
            event.stop()
            self.dismiss(pressed)


def menu(anytime: tuple[Anytime, ...]) -> Pick:
    """The menu of a flow: its lines for any time, then help."""
    return Pick("The clock is stopped.", (*(each.menu for each in anytime), HELP_LINE))


class Interlude(Beside):
    """Something that lasts a while and leaves the talk where it is: a minute's breath, a moment for somebody else."""

    BINDINGS = [Binding("enter", "back", "go on", id="interlude.go_on", show=False)]

    def __init__(
        self, anytime: Anytime, now: Callable[[], float], *, still: bool = False, glyphs: Glyphs = UNICODE
    ) -> None:
        """An interlude.

        Args:
            anytime: its words, and how many seconds it lasts (0: until Enter).
            now: seconds that never stand still.
        """
        super().__init__()
        self._anytime, self._still, self._glyphs = anytime, still, glyphs
        self._now, self._began = now, now()

    def _seconds(self) -> float:
        return self._now() - self._began

    def column(self) -> ComposeResult:
        if self._anytime.seconds:
            yield Center(Disc(((4.0, 6.0),), self._seconds, still=self._still, glyphs=self._glyphs))
        yield line(self._anytime.words or self._anytime.menu, "one-thing both air", id="words")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), Key(("F1",), "help"))

    def on_mount(self) -> None:
        if self._anytime.seconds:
            self.set_interval(0.25, self._look)

    def _look(self) -> None:
        left = self._anytime.seconds - self._seconds()
        self.query_one(TimeLine).show(max(0.0, left), self._anytime.seconds)
        if left <= 0 and self.is_current:
            self.dismiss("")


class Spoken(Beside):
    """One repair phrase, large, for both to see."""

    BINDINGS = [Binding("enter", "back", "go on", id="spoken.go_on", show=False)]

    def __init__(self, phrase: str) -> None:
        super().__init__()
        self._phrase = phrase

    def column(self) -> ComposeResult:
        yield line(self._phrase, "one-thing both", id="words")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), Key(("F1",), "help"))
