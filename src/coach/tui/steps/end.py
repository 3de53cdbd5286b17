"""The last screen: the halves close."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation.ask import Ask
from coach.tui.frame import HELP, line
from coach.tui.steps.base import Around, StepScreen
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

FOUND = {
    "all": "Kept, all that was shared, in",
    "agreement": "Kept, just the agreement, in",
    "open": "It stays open, in",
}
"""The same for a talk that moved to another folder, where “coach” alone does not look."""


class EndScreen(StepScreen):
    """An end step. Enter leaves the program."""

    BINDINGS = [Binding("enter", "go", "leave", id="end.leave", show=False)]

    AUTO_FOCUS = ""

    def __init__(self, ask: Ask, around: Around, outcome: str = "", where: str = "") -> None:
        """An ending.

        Args:
            outcome: what became of the record: one of the keys of `KEPT`, or "".
            where: its path, if it is not where talks usually are.
        """
        super().__init__(ask, around)
        self.outcome = outcome
        self._where = where
        self._sure = outcome != "unsaved"

    def middle(self) -> Iterable[Widget]:
        yield Halves(glyphs=self.around.glyphs)
        yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, "quiet both", id="small")
        if self.outcome in FOUND and self._where:
            yield line(f"{FOUND[self.outcome]} {self._where}", "quiet both air", id="kept")
        elif self.outcome:
            yield line(KEPT[self.outcome], "quiet both air", id="kept")

    @property
    def keeps_spent(self) -> bool:
        """Nothing is left to come back to."""
        return False

    def look_at_clock(self) -> None:
        """Nobody is hurried out."""

    def keys(self) -> tuple[Key, ...]:
        elsewhere = (Key(("F9",), "save it elsewhere"),) if self.outcome == "unsaved" else ()
        return (Key(("Enter",), "leave"), *elsewhere, HELP)

    async def action_go(self) -> None:
        """Leave; what would be lost by that takes a second Enter."""
        if self._sure:
            await self.app.run_action("leave")
            return
        self._sure = True
        self.query_one("#kept", Static).update(Content("Enter again leaves, and loses it."))
