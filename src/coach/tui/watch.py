"""Looking on while another window has the talk. The newest moment is shown as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.binding import Binding

from coach.showing.following import Following
from coach.showing.player import NOTHING, Player
from coach.tui.replay import Heading, ReplayApp, pieces
from coach.tui.replay_page import Page
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.timeline import Timeline

LOOK = 0.5
"""Real seconds between two looks at the record."""


class WatchApp(ReplayApp):
    """A talk that goes on elsewhere. Nothing can be answered here."""

    BINDINGS = [
        Binding("space,plus,equals_sign", "nothing", show=False),
        *(Binding(str(n), "nothing", show=False) for n in range(1, 10)),
    ]

    def __init__(
        self, following: Following, where: str, theme: str = "dusk", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """What has happened so far, at its newest moment.

        Args:
            where: "in another window (process 123)".
        """
        frames = following.look() or ()
        super().__init__(frames, (f"Open {where}.", "Only to look at."), theme=theme, clock=clock)
        self._following = following
        self._clock = clock
        self.player.go(len(self.player.frames) - 1)

    def on_mount(self) -> None:
        self.call_after_refresh(self.show)
        self.set_interval(LOOK, self._look)

    def keys(self) -> tuple[Key, ...]:
        return (Key(self.arrows, "step"), Key(("F1",), "help"), Key(("Esc",), "leave"))

    def _look(self) -> None:
        was_over, frames = self._following.over, self._following.look()
        screen = self.screen_stack[0]
        if frames is not None:
            frames = frames or (NOTHING,)
            # Stay where somebody went back to; else go to what is new.
            at, newest = self.player.index, self.player.index == len(self.player.frames) - 1
            self.player = Player(frames, self._clock)
            self.player.go(len(frames) - 1 if newest else min(at, len(frames) - 1))
            screen.query_one(Page).show_of(frames, self.player.index)
            screen.query_one(Timeline).made_of(pieces(frames))
            self.show()
        if self._following.over and not was_over:
            gone = self._following.gone
            screen.query_one(Heading).say("It is not here any more." if gone else "It was closed there.")

    def action_nothing(self) -> None:
        """There is no pace to what is happening now."""
