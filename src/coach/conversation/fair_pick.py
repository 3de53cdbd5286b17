"""Which option leaves nobody short, and why.

Drop what somebody can't live with, keep what both rate at least "okay", take the highest lower rating, then the
highest other rating, then let a coin decide (max-min fairness with a veto; see docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Coin = Callable[[int], int]
"""Given n, a number from 0 to n - 1, each as likely."""

VETO = 0
"""Can't live with it."""

OKAY = 2
"""The least that both must give."""

Reason = Literal["only", "lower", "other", "coin"]

REASONS: tuple[Reason, ...] = ("only", "lower", "other", "coin")


@dataclass(frozen=True, slots=True)
class Pick:
    """The option taken and what decided."""

    option: int
    reason: Reason


def fair_pick(ratings: Mapping[int, tuple[int, int]], coin: Coin) -> Pick | None:
    """The option that fits both, or None when none does.

    Args:
        ratings: option → the two seats' ratings, 0 (can't live with it) upward, in either order.
        coin: asked only if several options are level in both ratings.
    """
    fitting = {option: pair for option, pair in ratings.items() if min(pair) >= OKAY}
    return _best(fitting, coin) if fitting else None


def nearest(ratings: Mapping[int, tuple[int, int]], coin: Coin) -> Pick | None:
    """The option to mend when none fits: the same order, without the floor; one with a veto only if all have one."""
    bearable = {option: pair for option, pair in ratings.items() if min(pair) > VETO}
    return _best(bearable or ratings, coin) if ratings else None


def _best(ratings: Mapping[int, tuple[int, int]], coin: Coin) -> Pick:
    lowest = max(min(pair) for pair in ratings.values())
    level = {option: pair for option, pair in ratings.items() if min(pair) == lowest}
    other = max(max(pair) for pair in level.values())
    top = sorted(option for option, pair in level.items() if max(pair) == other)
    if len(top) > 1:
        return Pick(top[coin(len(top))], "coin")
    if len(ratings) == 1:
        return Pick(top[0], "only")
    return Pick(top[0], "lower" if len(level) == 1 else "other")
