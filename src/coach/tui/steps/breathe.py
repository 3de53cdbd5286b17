"""Breathing together: a disc made of two halves that swells and sinks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual.binding import Binding
from textual.widget import Widget

from coach.conversation.ask import Ask
from coach.conversation.events import Answer
from coach.flow.model import Breathe
from coach.tui.frame import ESC, HELP, line
from coach.tui.steps.base import Around, StepScreen
from coach.tui.widgets.disc import Disc
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatPair


class BreatheScreen(StepScreen):
    """A breathe step."""

    BINDINGS = [Binding("enter", "go_on", "go on", id="breathe.go_on")]

    def __init__(self, ask: Ask, around: Around, sides: bool = False, aside: str = "") -> None:
        """A breath.

        Args:
            sides: the first screen of all: say who sits where.
            aside: one more quiet line.
        """
        super().__init__(ask, around)
        self._sides = sides
        self._aside = aside

    def middle(self) -> Iterable[Widget]:
        breaths = cast(Breathe, self.ask.step).breaths
        yield Disc(breaths, self.stopwatch.seconds, still=self.around.still, glyphs=self.around.glyphs)
        yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, "quiet both", id="small")
        if self._sides:
            left, right = self.ask.names
            here = ("sits left", "sits right") if (left, right) == ("Left", "Right") else (left, right)
            pair = SeatPair(*here, glyphs=self.around.glyphs)
            pair.add_class("air", "aside")
            yield pair
        if self._aside:
            yield line(self._aside, "both air", id="aside")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), HELP, ESC)

    def action_go_on(self) -> None:
        self.answer(Answer())
