"""The first screen of all: it breathes while everything behind it is got ready, and then gives way to the talk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Center
from textual.widget import Widget

from coach import first_words
from coach.clock import Stopwatch, TalkClock
from coach.tui.frame import ESC, HELP, TICK, Framed, line
from coach.tui.theme import UNICODE, Glyphs
from coach.tui.widgets.disc import Breaths, Disc
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatPair
from coach.tui.widgets.time_line import TimeLine

if TYPE_CHECKING:
    from coach.sitting_down import Opening


@dataclass(frozen=True)
class Beginning:
    """A talk that is got ready while its first breath is on the screen already."""

    prepare: Callable[[], Opening]
    """Runs in a thread; raises CoachError if there can be no talk."""
    clock: TalkClock
    """The talk's own; it runs already."""
    theme: str = "dusk"
    names: tuple[str, str] | None = None
    """None: the seats are called left and right so far."""
    still: bool = False
    """--calm: nothing moves by itself."""


def breathing(
    breaths: Breaths, now: Callable[[], float], words: str, small: str, still: bool, glyphs: Glyphs
) -> Iterable[Widget]:
    """The disc, and the words beneath it."""
    yield Center(Disc(breaths, now, still=still, glyphs=glyphs))
    yield line(words, "one-thing both air", id="words")
    if small:
        yield line(small, "quiet both", id="small")


def beneath(names: tuple[str, str], aside: str, glyphs: Glyphs) -> Iterable[Widget]:
    """On the first screen of all: who sits where, and an offer; where there is room, nothing has to move for it."""
    pair = SeatPair(*(("sits left", "sits right") if names == ("Left", "Right") else names), glyphs=glyphs)
    pair.add_class("air", "aside")
    yield pair
    yield line(aside, "both air" if aside else "both air -empty", id="aside")


class FirstBreath(Framed):
    """Looks as `opening.Welcome` will. What is pressed here is kept by the app until that one can take it."""

    def __init__(self, beginning: Beginning, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(first_words.PARTS, 0, glyphs=glyphs)
        self._beginning = beginning
        self._stopwatch = Stopwatch(beginning.clock)

    def middle(self) -> Iterable[Widget]:
        now, still, glyphs = self._stopwatch.seconds, self._beginning.still, self._glyphs
        yield from breathing(first_words.BREATHS, now, first_words.WORDS, first_words.SMALL, still, glyphs)
        yield from beneath(self._beginning.names or ("Left", "Right"), "", glyphs)

    def keys(self) -> tuple[Key, ...]:
        return (*super().keys()[:1], HELP, ESC)

    def on_mount(self) -> None:
        self.set_interval(TICK, self.look_at_clock)
        self.look_at_clock()

    def look_at_clock(self) -> None:
        """Show the time that is left."""
        left = first_words.SECONDS - self._stopwatch.seconds()
        self.query_one(TimeLine).show(max(0.0, left), first_words.SECONDS)

    @property
    def spent(self) -> float:
        """Seconds of talk that were breathed here."""
        return self._stopwatch.seconds()
