"""Breathing together: a disc made of two halves that swells and sinks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual.binding import Binding
from textual.widget import Widget

from coach.conversation.ask import Ask
from coach.conversation.events import Answer
from coach.flow.model import Breathe
from coach.tui.first_breath import beneath, breathing
from coach.tui.frame import ESC, HELP
from coach.tui.steps.base import Around, StepScreen
from coach.tui.widgets.key_row import Key


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
        step, glyphs = cast(Breathe, self.ask.step), self.around.glyphs
        yield from breathing(step.breaths, self.stopwatch.seconds, step.words, step.small, self.around.still, glyphs)
        if self._sides:
            yield from beneath(self.ask.names, self._aside, glyphs)

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), HELP, ESC)

    def action_go_on(self) -> None:
        self.answer(Answer())
