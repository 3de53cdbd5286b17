"""A talk as stretches of time, for a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.flow.model import Seat
from coach.showing.frames import Frame

MOST = 240
"""Stretches of a talk; more than a line has cells would only make it slow to draw."""

BREAK_PART = -2
"""The `part` of a break: one of its own, so that it takes a small width. The rest itself holds no seconds of talk."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a talk that belongs to one seat, or to both."""

    seconds: float
    seat: Seat | None
    part: int
    """The part of the rail it lies in, or `BREAK_PART`. What is beside the way lies in the part it interrupted."""


def stretches(frames: Iterable[Frame]) -> tuple[Stretch, ...]:
    """The talk from end to end: neighbours of one seat in one part together, very short ones with the longer beside."""
    joined: list[Stretch] = []
    part = 0
    for frame in frames:
        part = part if frame.aside else frame.part
        stretch = Stretch(frame.span, frame.seat, BREAK_PART if frame.kind == "break" else part)
        if joined and _alike(joined[-1], stretch):
            joined[-1] = replace(joined[-1], seconds=joined[-1].seconds + stretch.seconds)
        elif stretch.seconds or stretch.part == BREAK_PART:
            joined.append(stretch)
    return tuple(joined if len(joined) <= MOST else _coarser(joined))


def _alike(one: Stretch, other: Stretch) -> bool:
    return (one.seat, one.part) == (other.seat, other.part) and one.part != BREAK_PART


def _coarser(fine: list[Stretch]) -> list[Stretch]:
    """The same time in fewer stretches, none of them across two parts."""
    least = sum(stretch.seconds for stretch in fine) / MOST
    coarse: list[Stretch] = []
    longest = 0.0
    for stretch in fine:
        last = coarse[-1] if coarse else None
        if last and last.part == stretch.part != BREAK_PART and last.seconds < least:
            seat = stretch.seat if stretch.seconds > longest else last.seat
            coarse[-1] = Stretch(last.seconds + stretch.seconds, seat, last.part)
            longest = max(longest, stretch.seconds)
        else:
            coarse.append(stretch)
            longest = stretch.seconds
    return coarse
