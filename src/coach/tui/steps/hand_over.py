"""The keyboard moves across: whose turn it is, before anything of that turn is on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.widget import Widget

from coach.conversation.ask import Ask
from coach.tui.frame import ESC, HELP, line
from coach.tui.messages import Ready
from coach.tui.steps.base import StepScreen
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatName


def needs_hand_over(ask: Ask) -> bool:
    """Whether another seat is to talk now than was asked before."""
    return ask.kind == "say" and not ask.secret and ask.turn_began and not ask.spent


class HandOverScreen(StepScreen):
    """`Your turn. Take the keyboard.` The step's clock starts when it is over."""

    BINDINGS = [Binding("enter", "ready", "ready", id="hand_over.ready", show=False)]

    AUTO_FOCUS = ""

    def middle(self) -> Iterable[Widget]:
        seat = self.ask.seat
        if seat:
            yield SeatName(self.ask.name(seat), seat, glyphs=self.around.glyphs)
        yield line("Your turn. Take the keyboard.", f"one-thing {self.side} air")
        yield line(self.ask.step.words, f"quiet {self.side} air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, f"quiet {self.side}", id="small")

    @property
    def keeps_spent(self) -> bool:
        """No clock runs here."""
        return False

    def look_at_clock(self) -> None:
        """No clock is shown here."""

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "ready"), HELP, ESC)

    def action_ready(self) -> None:
        self.post_message(Ready())
