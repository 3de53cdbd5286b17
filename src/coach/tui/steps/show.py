"""Words to read: the other's turn, one breath, the pick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation.events import Answer
from coach.flow.model import Show
from coach.tui.frame import ESC, HELP, line
from coach.tui.steps.together import BothKeys
from coach.tui.widgets.disc import Halves
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatName


class ShowScreen(BothKeys):
    """A show step. On the pick, F and J together open the ratings, from memory."""

    BINDINGS = [Binding("enter", "go_on", "go on", id="show.go_on")]

    def middle(self) -> Iterable[Widget]:
        if self.ask.seat:
            yield SeatName(self.ask.name(self.ask.seat), self.ask.seat, glyphs=self.around.glyphs)
            yield line(self.ask.step.words, f"one-thing {self.side} air", id="words")
        else:
            yield Halves(glyphs=self.around.glyphs)
            yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, f"quiet {self.side} air", id="small")
        yield from self.shown()
        yield line("", "both air", id="numbers")

    def on_mount(self) -> None:
        self.query_one("#numbers").display = False

    def keys(self) -> tuple[Key, ...]:
        if cast(Show, self.ask.step).hold:
            return (HELP, ESC)
        both = (Key(("F", "J"), "your ratings", "both"),) if self._numbers() else ()
        return (Key(("Enter",), "go on"), *both, HELP, ESC)

    def at_zero(self, over: float) -> None:
        if cast(Show, self.ask.step).hold:
            self.answer(Answer())

    def action_go_on(self) -> None:
        if not cast(Show, self.ask.step).hold:
            self.answer(Answer())

    def agreed(self) -> None:
        """Both pressed: their two numbers for the idea that is shown, on this screen only."""
        numbers = self._numbers()
        if numbers:
            found = self.query_one("#numbers", Static)
            found.display = True
            found.update(Content(numbers))

    def _numbers(self) -> str:
        if self.around.ratings is None:
            return ""
        (left, right), (left_name, right_name) = self.around.ratings, self.ask.names
        return f"{left_name} {left}   {right_name} {right}"
