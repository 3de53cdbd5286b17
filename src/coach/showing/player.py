"""Going through frames: step by step, from part to part, or by themselves at a pace. The clock is passed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

from coach.showing.frames import Frame

PACES = (1.0, 4.0, 16.0)
"""How many seconds of talk pass in one; the first is the pace it really had."""

BREAK = 2.0
"""Seconds that a break stands on the screen, however long it was."""

LEAST = 1.0
"""Seconds that every other moment stands there at least."""

QUESTIONS = (
    "What good thing was each of them after?",
    "What makes it hard to see it like that when it's heated?",
    "Where could you borrow these eyes in the next three months?",
)


class Player:
    """Where a replay is, and whether it moves."""

    def __init__(self, frames: Sequence[Frame], clock: Callable[[], float], speed: float = 1.0) -> None:
        """A replay that stands at its first frame.

        Args:
            frames: at least one.
            clock: real seconds, from any start.
            speed: how many times as fast everything goes (for demos and tests).
        """
        self.frames = tuple(frames)
        self.index = 0
        self.pace = PACES[0]
        self.playing = False
        self._clock = clock
        self._speed = speed
        self._since = 0.0
        self._into = 0.0
        """How far into the frame, from 0 to 1, when it last stood still."""
        self.parts = 1 + max((frame.part for frame in self.frames if not frame.aside), default=-1)
        """How many parts there are to jump to."""

    @property
    def frame(self) -> Frame:
        """The frame to show."""
        return self.frames[self.index]

    @property
    def position(self) -> float:
        """Where that is, in seconds of talk."""
        if self.index == len(self.frames) - 1 and not self.playing:
            return self.frame.t
        return self.frame.begins + self.frame.span * self._fraction()

    def step(self, by: int) -> None:
        """Some frames on, or back."""
        self.go(self.index + by)

    def go(self, index: int) -> None:
        """To the beginning of a frame; to the first or the last one if there are not so many."""
        self.index = min(max(index, 0), len(self.frames) - 1)
        self._into = 0.0
        self._since = self._clock()
        self.playing = self.playing and self._goes_on()

    def go_to_part(self, part: int) -> None:
        """To where a part begins, counted from 0. One that was left out leads to what came next."""
        for index, frame in enumerate(self.frames):
            if frame.part >= part and not frame.aside:
                self.go(index)
                return

    def toggle(self) -> None:
        """Play, or stand still. At the end it plays from the beginning."""
        if self.playing:
            self._into = self._fraction()
            self.playing = False
            return
        if not self._goes_on():
            self.go(0)
        self.playing = self._goes_on()
        self._since = self._clock() - self._into * self._hold()

    def faster(self) -> None:
        """The next pace; after the fastest comes the real one."""
        fraction = self._fraction()
        self.pace = PACES[(PACES.index(self.pace) + 1) % len(PACES)]
        self._into = fraction
        self._since = self._clock() - fraction * self._hold() if self.playing else 0.0

    def tick(self) -> None:
        """Go on as far as the clock has."""
        while self.playing and (hold := self._hold()) <= self._clock() - self._since:
            self._since += hold
            self.index += 1
            self._into = 0.0
            self.playing = self._goes_on()

    def _goes_on(self) -> bool:
        return self.index < len(self.frames) - 1 and self._hold() < inf

    def _fraction(self) -> float:
        if not self.playing:
            return self._into
        return min((self._clock() - self._since) / self._hold(), 1.0)

    def _hold(self) -> float:
        """Real seconds that this frame stands."""
        if self.frame.kind == "question":
            return inf
        if self.frame.kind == "break":
            return BREAK / self._speed
        return max(LEAST, self.frame.span / self.pace) / self._speed


def as_a_friend(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The same talk, watched as a friend of both would: a word before it, three questions after it, to answer aloud."""
    if not frames:
        return ()
    first, last = frames[0], frames[-1]
    left, right = last.names
    before = _question(first, f"Watch {left} and {right} as a friend of both.", "Alone or together.", first.begins)
    after = [_question(last, words, "Aloud, or just for yourself.", last.t) for words in QUESTIONS]
    row = (replace(before, kind="note"), *frames, *after)
    return tuple(replace(frame, index=index) for index, frame in enumerate(row))


def _question(beside: Frame, words: str, small: str, t: float) -> Frame:
    """A frame that is no part of the talk, beside one that is."""
    return Frame(
        index=0,
        seq=beside.seq,
        events=0,
        kind="question",
        place="",
        begins=t,
        t=t,
        seconds=0.0,
        at=beside.at,
        part=beside.part,
        title=beside.title,
        aside=True,
        words=words,
        small=small,
        seat=None,
        names=beside.names,
    )


NOTHING = Frame(
    index=0,
    seq=0,
    events=0,
    kind="note",
    place="",
    begins=0.0,
    t=0.0,
    seconds=0.0,
    at=None,
    part=-1,
    title="",
    aside=True,
    words="Nothing of this talk can be shown.",
    small="",
    seat=None,
    names=("Left", "Right"),
)
"""What there is to watch of a record that lost everything."""
