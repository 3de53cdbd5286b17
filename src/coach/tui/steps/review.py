"""What was typed, line by line. A line can be taken back before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from coach.conversation.events import Answer
from coach.tui.frame import ESC, HELP
from coach.tui.steps.base import StepScreen
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.key_row import Key

MOST = 9
"""Lines that can be taken back: the newest nine, one for each digit."""


class ReviewScreen(StepScreen):
    """A review step."""

    BINDINGS = [Binding("enter", "go_on", "go on", id="review.go_on", show=False)]

    AUTO_FOCUS = ""

    def middle(self) -> Iterable[Widget]:
        self._taken: set[int] = set()
        yield from self.prompt()
        yield self._list()

    def _list(self) -> Choices:
        lines = self.around.typed[-MOST:]
        labels = [f"{name}: {'(taken back)' if seq in self._taken else words}" for seq, name, words in lines]
        return Choices(tuple(str(index + 1) for index in range(len(lines))), tuple(labels), "left")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "go on"), Key(("1–9",), "take a line back"), HELP, ESC)

    async def on_key(self, event: events.Key) -> None:
        """A digit takes a line back, or puts it there again."""
        lines = self.around.typed[-MOST:]
        if event.character and event.character.isdigit() and 1 <= int(event.character) <= len(lines):
            event.stop()
            self._taken ^= {lines[int(event.character) - 1][0]}
            old = self.query_one(Choices)
            await self.query_one(".body").mount(self._list(), after=old)
            await old.remove()

    def action_go_on(self) -> None:
        self.answer(Answer(lines=tuple(sorted(self._taken)) or None))
