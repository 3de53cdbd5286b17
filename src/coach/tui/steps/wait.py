"""A rest with a time to come back. Waiting costs next to nothing; coming back early takes both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation.events import Answer
from coach.flow.model import Seat, Wait
from coach.tui.frame import ESC, HELP, line
from coach.tui.messages import Longer
from coach.tui.steps.agree import LONGER
from coach.tui.steps.together import BothKeys
from coach.tui.widgets.disc import Halves
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.time_line import TimeLine

LOOK = 1.0
"""Real seconds between two looks at the time."""

THING = 120.0
"""Seconds each thing to do stays on the screen."""


class WaitScreen(BothKeys):
    """A wait step."""

    BINDINGS = [
        Binding("enter", "ready", "go on", id="wait.ready", show=False),
        Binding("plus,equals_sign", "longer", "longer", id="wait.longer", show=False),
    ]

    AUTO_FOCUS = ""

    @property
    def step(self) -> Wait:
        return cast(Wait, self.ask.step)

    @property
    def until(self) -> datetime:
        """When the rest ends."""
        return self.ask.until or self.around.clock.wall()

    def middle(self) -> Iterable[Widget]:
        clock = self.around.clock
        self._planned = (self.until - clock.wall()).total_seconds()
        self._began = clock.running()
        yield Halves(apart=True, glyphs=self.around.glyphs)
        yield line(self.ask.step.words, "one-thing both air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, "quiet both", id="small")
        yield line(self.step.things[0] if self.step.things else "", "both air", id="thing")

    def on_mount(self) -> None:
        self._total = max(1.0, self._left())
        self._over = False
        self._thing = 0
        self.set_interval(LOOK, self._look)
        self._look()

    def keys(self) -> tuple[Key, ...]:
        if self._left() <= 0:
            return (Key(("Enter",), "we're back"), HELP, ESC)
        return (Key(("+",), "longer"), Key(("F", "J"), "both back early", "both"), HELP, ESC)

    def action_longer(self) -> None:
        self.post_message(Longer(LONGER))

    def action_ready(self) -> None:
        if self._left() <= 0:
            self.answer(Answer("ready"))

    def half_agreed(self, seat: Seat) -> None:
        waiting = self.ask.name("right" if seat == "left" else "left")
        self.query_one("#thing", Static).update(Content(f"{waiting}, your key too."))

    def agreed(self) -> None:
        self.answer(Answer("ready" if self._left() <= 0 else "early"))

    def _left(self) -> float:
        # The wall's clock goes on while the laptop sleeps, the other while somebody sets the wall's back.
        clock = self.around.clock
        by_wall = (self.until - clock.wall()).total_seconds()
        return min(by_wall, self._planned - (clock.running() - self._began))

    def _look(self) -> None:
        left = self._left()
        self.query_one(TimeLine).show(max(0.0, left), self._total)
        if left <= 0 and not self._over:
            self._over = True
            self.name_keys()
        if self.step.things:
            index = int((self._total - left) // THING) % len(self.step.things)
            if index != self._thing:
                self._thing = index
                self.query_one("#thing", Static).update(Content(self.step.things[index]))
