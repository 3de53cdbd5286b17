"""The clocks of a talk: seconds that were talked, and the time on the wall. Both can run N times as fast, for demos."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.conversation.events import Moment


def _wall() -> datetime:
    return datetime.now(UTC)


LULL = 10.0
"""Real seconds: a program that runs looks at its clock far more often, so what is longer was a sleep."""


class TalkClock:
    """Seconds of talk. It stands still in the menu, in a break, and while the program does not run or is asleep."""

    def __init__(
        self,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = _wall,
        lull: float = math.inf,
    ) -> None:
        """A clock at 0 that runs.

        Args:
            speed: how many seconds pass for each real one.
            monotonic: real seconds, from any start.
            wall: the real time, with its zone.
            lull: real seconds between two looks at this clock after which the time between was no talk: the laptop
                was closed, or the program was stopped.
        """
        self._speed, self._monotonic, self._wall = speed, monotonic, wall
        self._began = monotonic()
        self._t = 0.0
        self._since: float | None = self._began
        self._lull, self._seen = lull, self._began
        self._stops: set[str] = set()

    def running(self) -> float:
        """Seconds since the program started, at this clock's speed; never stands still."""
        return (self._monotonic() - self._began) * self._speed

    def t(self) -> float:
        """Seconds of talk so far. The face looks once a second at least."""
        now, seen = self._monotonic(), self._seen
        self._seen = now
        if self._since is None:
            return self._t
        if now - seen > self._lull:
            self._since += now - seen
        return self._t + (now - self._since) * self._speed

    def wall(self) -> datetime:
        """The time on the wall, as far ahead of the real one as the speed has brought it."""
        return self._wall() + timedelta(seconds=(self._monotonic() - self._began) * (self._speed - 1))

    def moment(self) -> Moment:
        """Now, for an event."""
        from coach.conversation.events import Moment  # the first breath needs a clock, and nothing of a talk

        return Moment(self.t(), self.wall())

    def set(self, t: float) -> None:
        """Go on from `t` seconds of talk."""
        self._t = t
        self._seen = self._monotonic()
        self._since = None if self._stops else self._seen

    def stop(self, why: str) -> None:
        """Stand still until `go` is called for every reason that was given."""
        self._t = self.t()
        self._since = None
        self._stops.add(why)

    def go(self, why: str) -> None:
        """One reason less to stand still."""
        self._stops.discard(why)
        if not self._stops and self._since is None:
            self._since = self._seen = self._monotonic()


class Stopwatch:
    """The seconds spent on one step; stands still when its clock does."""

    def __init__(self, clock: TalkClock, spent: float = 0.0) -> None:
        self._clock = clock
        self._from = clock.t() - spent

    def seconds(self) -> float:
        """Seconds spent so far, those before a break or a crash included."""
        return self._clock.t() - self._from
