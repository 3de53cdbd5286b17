"""A replay of the evening, with the clock in a test's hands."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

import evening
from coach.showing.frames import Frame, frames_of
from coach.tui.replay import ReplayApp

FRAMES = frames_of(evening.script(), evening.events())
HEADING = ("Sunday 22 November, 21:31", "who puts the kids to bed", "26 min")
SIZES = pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 15)], ids=["100x30", "80x24", "40x15"])
MIRROR = next(frame.index for frame in FRAMES if frame.place == "why.first.mirror")
CONFIRM = MIRROR + 1


class Hands:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def replay(frames: tuple[Frame, ...] = FRAMES, *, kind: bool = False, clock: Hands | None = None) -> ReplayApp:
    return ReplayApp(frames, HEADING, kind=kind, clock=clock or Hands())


def shown(app: ReplayApp) -> str:
    """Everything that stands on the screen, line by line, without the spaces at the ends."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()
    )


def flat(text: str) -> str:
    """The same without regard to where lines break."""
    return " ".join(text.split())


async def at(pilot: Pilot[None], index: int) -> str:
    """The screen with a frame on it."""
    app = pilot.app
    assert isinstance(app, ReplayApp)
    app.action_go(index)
    await pilot.pause()
    return shown(app)
