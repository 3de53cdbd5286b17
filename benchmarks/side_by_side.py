"""Two things timed side by side, and the table that tells of them.

A busy machine slows both down alike: what counts is how many times as long one takes as the other. They take turns
(one, the other, one, the other …), and of each the middle time is told, or what most of its times lie within.
"""

from __future__ import annotations

import gc
import platform
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

Work = Callable[[], object]


class Timed(NamedTuple):
    """The seconds of every round, in their order."""

    ours: list[float]
    theirs: list[float]

    def at(self, share: float = 0.5, stretches: int = 1) -> tuple[float, float]:
        """The seconds, ours and theirs, within which this share of the rounds was over.

        Args:
            stretches: cut the rounds into so many and tell of the middle one: one hiccup of the machine says little.
        """
        return _within(self.ours, share, stretches), _within(self.theirs, share, stretches)


def _within(times: list[float], share: float, stretches: int) -> float:
    long = len(times) // stretches
    rows = [sorted(times[start : start + long]) for start in range(0, long * stretches, long)]
    return median(row[min(int(share * len(row)), len(row) - 1)] for row in rows)


class Row(NamedTuple):
    """One line of a table."""

    what: str
    ours: float
    """Seconds."""
    theirs: float | None = None
    """Seconds of the reference; None without one."""
    hold: str = ""
    """What the figure is held to, in words."""


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


def seconds_of(work: Work) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def table(rows: Iterable[Row]) -> str:
    """The rows as text, for a terminal and for a page of Markdown alike."""
    lines = [("", "here", "reference", "times", "held to")]
    for row in rows:
        theirs, ratio = ("", "") if row.theirs is None else (_told(row.theirs), f"{row.ours / row.theirs:.2f}")
        lines.append((row.what, _told(row.ours), theirs, ratio, row.hold))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    first, *rest = [_line(line, widths) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([first, rule, *rest])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    what, *figures = cells
    row = [what.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))]
    return f"| {' | '.join(row)} |"


def _told(seconds: float) -> str:
    unit, size = next(((unit, size) for unit, size in (("s", 1.0), ("ms", 1e-3)) if seconds >= size), ("µs", 1e-6))
    return f"{seconds / size:.{1 if seconds < 100 * size else 0}f} {unit}"


def machine() -> str:
    """What it was measured with, in a few words."""
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, such as "ext4"; "an unknown one" where no list of them is kept."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "an unknown file system"
    here = folder.resolve()
    kinds = {point: kind for _, point, kind, *_ in map(str.split, lines) if here.is_relative_to(point)}
    return kinds[max(kinds, key=len)] if kinds else "an unknown file system"
