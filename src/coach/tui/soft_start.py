"""A softer start, offered while a turn is typed: to its writer alone, at most once a turn, never in the way of a key.

Nothing here is stored, counted or shown to anybody else. Words of danger get no offer, and nothing else changes either.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker

from coach.errors import CoachError
from coach.text import plain

if TYPE_CHECKING:
    from coach.wording import Review
    from coach.wording.language import Language

AT_A_CLAUSE = 0.5
"""Real seconds without a key at the end of a clause, after which the words are looked at."""

IN_A_SENTENCE = 1.0
"""The same where nothing says that a clause is over: most people in a hurry use no commas."""

EARLY = 0.01
"""Seconds that a timer may fire too early."""

QUIET = 600.0
"""Seconds in which a rule that was passed over says nothing."""


NEXT = {"on": "tonight", "tonight": "off", "off": "on"}
"""Offered; not in this talk; not until somebody wants it again. And what comes next when that is changed."""


class Wording:
    """What a talk knows about softer starts: the reader, and what was passed over lately. In memory only."""

    def __init__(self, now: Callable[[], float], how: str = "on") -> None:
        """Args: now: seconds, from any start, that never stand still. how: a key of `NEXT`."""
        self.how = how
        self._now = now
        self._reader: Language | None = None
        self._quiet: dict[str, float] = {}

    @property
    def on(self) -> bool:
        """Whether anything is offered."""
        return self.how == "on"

    async def make_ready(self) -> None:
        """Read the rules, beside whatever else is going on."""
        if self._reader is None and self.on:
            try:
                self._reader = await asyncio.to_thread(_rules)
            except CoachError:  # a damaged installation: a talk is worth more than a hint
                self.how = "off"

    async def of(self, text: str, fit: str) -> Review | None:
        """What to offer for these words, looked at beside whatever else is going on; None for nothing."""
        if not self.on or self._reader is None:
            return None
        from coach.wording import review

        found = await asyncio.to_thread(review, text, self._reader, fit)
        quiet = self._now() < self._quiet.get(found.rule, 0.0)
        return found if found.starter and not found.safety and not quiet else None

    def passed_over(self, rule: str) -> None:
        """Somebody typed on: this rule is quiet for ten minutes."""
        self._quiet[rule] = self._now() + QUIET


def _rules() -> Language:
    from coach.wording import load

    return load("en")


class SoftStart(Static):
    """Two short lines under the box, once a turn."""

    DEFAULT_CSS = """
    SoftStart { width: 100%; height: auto; display: none; color: $quiet; }
    """

    def __init__(self, wording: Wording | None, fit: str) -> None:
        """Args: wording: of the talk; None where nothing is to be offered. fit: as `coach.wording.review` takes it."""
        super().__init__()
        self._wording, self._fit = wording, fit
        self._offer: Review | None = None
        self._over = False
        self._text = ""
        self._timer: Timer | None = None
        self._due = self._fires = math.inf
        """When the words are to be looked at, and when the timer fires, which may be before that."""

    def typed(self, text: str) -> None:
        """The words have changed: an offer that stood there was passed over; else look at them after a pause."""
        self._text, self._due = text, math.inf
        if self._offer and self._wording:
            self._wording.passed_over(self._offer.rule)
            self.put_away()
        elif self._wording and self._wording.on and not self._over and text.strip():
            self._look_in(IN_A_SENTENCE if text[-1].isalnum() else AT_A_CLAUSE)

    def _look_in(self, pause: float) -> None:
        """Look at the words after so many seconds without a key. One timer serves many keys: each costs a task."""
        self._due = time.monotonic() + pause
        if self._timer is None or self._due < self._fires:
            if self._timer:
                self._timer.stop()
            self._timer, self._fires = self.set_timer(pause, self._pause_over), self._due

    def _pause_over(self) -> None:
        self._timer = None
        left = self._due - time.monotonic()
        if left <= EARLY:
            self._begin(self._text)
        elif left < math.inf:
            self._timer, self._fires = self.set_timer(left, self._pause_over), self._due

    def _begin(self, text: str) -> None:
        self._looking: Worker[None] = self.run_worker(partial(self._look, text), exclusive=True)

    async def _look(self, text: str) -> None:
        if self._wording is None:
            return
        await self._wording.make_ready()
        offer = await self._wording.of(text, self._fit)
        if offer and text == self._text and not self._over and self.is_attached:
            self._offer, self._over = offer, True
            self.update(Content.assemble(plain(offer.notice), "\n", ("F3", "bold $text"), f"  {plain(offer.starter)}"))
            self.display = True

    def put_away(self) -> str:
        """Take the offer off the screen; the softer start that it held, or "" if there was none."""
        offer, self._offer = self._offer, None
        self.display = False
        return offer.starter if offer else ""
