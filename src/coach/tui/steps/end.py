"""The last screen: the halves close."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.widget import Widget

from coach.conversation.ask import Ask
from coach.tui.steps.base import HELP, Around, StepScreen, line
from coach.tui.widgets.disc import Halves
from coach.tui.widgets.key_row import Key

KEPT = {
    "all": "Kept: all that was shared. “coach replay” shows it.",
    "agreement": "Kept: just the agreement. “coach show” prints it.",
    "nothing": "Nothing is kept.",
    "open": "It stays open. “coach” offers it again.",
    "unsaved": "It is not on the disk. Leaving now loses it.",
}
"""One line on what became of the record."""


class EndScreen(StepScreen):
    """An end step. Enter leaves the program."""

    BINDINGS = [Binding("enter", "app.leave", "leave", id="end.leave", show=False)]

    AUTO_FOCUS = ""

    def __init__(self, ask: Ask, around: Around, outcome: str = "") -> None:
        """An ending.

        Args:
            outcome: what became of the record: one of the keys of `KEPT`, or "".
        """
        super().__init__(ask, around)
        self.outcome = outcome

    def middle(self) -> Iterable[Widget]:
        yield Halves(glyphs=self.around.glyphs)
        yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, "quiet both", id="small")
        if self.outcome:
            yield line(KEPT[self.outcome], "quiet both air", id="kept")

    @property
    def keeps_spent(self) -> bool:
        """Nothing is left to come back to."""
        return False

    def look_at_clock(self) -> None:
        """Nobody is hurried out."""

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "leave"), HELP)
