"""What both do together (F and J), or what either may (Enter)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation.ask import spoken_minutes, spoken_time
from coach.conversation.events import Answer
from coach.flow.model import Agree, Seat
from coach.tui.frame import ESC, HELP, line
from coach.tui.steps.together import BothKeys
from coach.tui.widgets.disc import Halves
from coach.tui.widgets.key_row import Key

LONGER = 10
"""Minutes that + adds to a rest."""


class AgreeScreen(BothKeys):
    """An agree step; with minutes, a rest is agreed, and either may make it longer."""

    BINDINGS = [
        Binding("enter", "one", "go on", id="agree.one", show=False),
        Binding("plus,equals_sign", "longer", "longer", id="agree.longer", show=False),
    ]

    AUTO_FOCUS = ""

    @property
    def step(self) -> Agree:
        return cast(Agree, self.ask.step)

    def middle(self) -> Iterable[Widget]:
        self._minutes = self.ask.minutes
        yield Halves(apart=bool(self._minutes), glyphs=self.around.glyphs)
        yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, "quiet both", id="small")
        yield from self.shown()
        yield line(self._until(), "both air", id="note")

    def keys(self) -> tuple[Key, ...]:
        both, one = (*self.step.keys, "both agree", "go on")[:2] if self.step.keys else ("both agree", "go on")
        longer = (Key(("+",), "longer"),) if self.ask.minutes else ()
        together = (Key(("F", "J"), both, "both"),) if both and self.ask.both_lead_on else ()
        return (Key(("Enter",), one), *together, *longer, HELP, ESC)

    def action_one(self) -> None:
        self.answer(Answer("one", minutes=self._minutes))

    def action_longer(self) -> None:
        """Ten minutes more. Nobody can shorten it alone."""
        if self._minutes:
            self._minutes += LONGER
            self.query_one("#note", Static).update(Content(self._until()))

    def half_agreed(self, seat: Seat) -> None:
        if self._may_both():
            waiting = self.ask.name("right" if seat == "left" else "left")
            self.query_one("#note", Static).update(Content(f"{waiting}, your key too."))

    def agreed(self) -> None:
        if self._may_both():
            self.answer(Answer("both"))

    def _may_both(self) -> bool:
        return self.step.keys[:1] != ("",) and self.ask.both_lead_on

    def _until(self) -> str:
        if not self._minutes:
            return ""
        now = self.around.clock.wall()
        end = spoken_time(now + timedelta(minutes=self._minutes), now)
        return f"{spoken_minutes(self._minutes)}, until {end}."
