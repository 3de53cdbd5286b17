"""Two things timed side by side, in this process.

A busy machine slows both down alike: what counts is how many times as long one takes as the other. They take turns
(one, the other, one, the other …), and of each the middle time is told, or what most of its times lie within.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import NamedTuple

Work = Callable[[], object]


class Timed(NamedTuple):
    """The seconds of every round, in their order."""

    ours: list[float]
    theirs: list[float]


def side_by_side(ours: Work, theirs: Work, rounds: int) -> Timed:
    """Time both in turn; a first round of each counts for nothing."""
    timed = Timed([], [])
    gc.collect()
    ours()
    theirs()
    for _ in range(rounds):
        timed.ours.append(seconds_of(ours))
        timed.theirs.append(seconds_of(theirs))
    return timed


def several(work: Work, least: float = 0.2, rounds: int = 5, most: int = 1000) -> list[float]:
    """The seconds of several rounds: `rounds` of them, or as many as fit into `least` seconds if those are more."""
    gc.collect()
    times = [seconds_of(work)]
    while len(times) < rounds or (sum(times) < least and len(times) < most):
        times.append(seconds_of(work))
        if sum(times) > 20 * least and len(times) >= 2:
            break
    return times


def seconds_of(work: Work) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
