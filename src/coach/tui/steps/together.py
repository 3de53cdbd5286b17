"""F and J: what both seats do together, each with a key of their own."""

from __future__ import annotations

import time

from textual.binding import Binding

from coach.flow.seat import Seat
from coach.tui.steps.base import StepScreen

WITHIN = 10.0
"""Seconds between the two presses."""


class BothKeys(StepScreen):
    """A screen on which F (left) and J (right) within ten seconds mean both agree."""

    BINDINGS = [
        Binding("f,F", "press('left')", "left agrees", id="both.left", show=False),
        Binding("j,J", "press('right')", "right agrees", id="both.right", show=False),
    ]

    _pressed: tuple[Seat, float] | None = None

    def action_press(self, seat: Seat) -> None:
        """One seat's key. The second one within ten seconds agrees; the same one again starts anew."""
        now = time.monotonic()
        if self._pressed and self._pressed[0] != seat and now - self._pressed[1] <= WITHIN:
            self._pressed = None
            self.agreed()
        else:
            self._pressed = (seat, now)
            self.half_agreed(seat)

    def half_agreed(self, seat: Seat) -> None:
        """One seat has pressed."""

    def agreed(self) -> None:
        """Both have pressed."""
