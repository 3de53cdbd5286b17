"""What a benchmark tells: rows of figures, each beside its reference where there is one, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

SCALES = {
    "s": (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)),
    "B": (("MB", 1e6), ("kB", 1e3), ("B", 1.0)),
    "B/s": (("MB/s", 1e6), ("kB/s", 1e3), ("B/s", 1.0)),
    "share": (("%", 0.01),),
}
"""How figures of a unit are told, the largest first."""

HEADS = ("", "here", "reference", "times", "spread", "held to")


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    what: str
    """What is measured, in words; within a benchmark no two rows say the same."""
    here: float
    reference: float | None = None
    """The same of the reference, measured in the same run; None without one."""
    unit: str = "s"
    """A key of `SCALES`, or a word that stands behind the figure."""
    spread: tuple[float, float] | None = None
    """Half of the rounds lie between these two, as `figure` tells them."""
    limit: float | None = None
    """What `figure` is held to; None if it is held to nothing."""
    paired: float | None = None
    """Round by round how many times the reference it was, the middle of it: a slow moment has slowed both."""
    alone: bool = False
    """What counts is the figure itself, whatever the reference is."""
    bench: str = ""
    """The name of its benchmark."""

    @property
    def times(self) -> float | None:
        """How many times the reference it is."""
        if self.paired is not None:
            return self.paired
        return None if not self.reference else self.here / self.reference

    @property
    def figure(self) -> float:
        """What counts: the times of the reference where there is one, else the figure itself."""
        return self.here if self.times is None or self.alone else self.times

    @property
    def kept(self) -> bool:
        """Whether it is within what it is held to."""
        return self.limit is None or self.figure <= self.limit


def measured(
    what: str,
    ours: Sequence[float],
    theirs: Sequence[float] | None = None,
    *,
    unit: str = "s",
    limit: float | None = None,
    share: float = 0.5,
    stretches: int = 0,
    alone: bool = False,
) -> Row:
    """The row of many rounds.

    Args:
        ours: the figures of every round, in their order.
        theirs: those of the reference, taken in turn with them.
        share: tell of what this share of the rounds stays within; 0.5 is the middle one.
        stretches: cut the rounds into so many and tell of the middle stretch, since one hiccup of the machine says
            little; 0 takes the rounds as they are.
        alone: as `Row` has it.
    """
    if stretches:
        ours = [within(part, share) for part in _cut(ours, stretches)]
        theirs = theirs and [within(part, share) for part in _cut(theirs, stretches)]
        share = 0.5
    here, reference = within(ours, share), within(theirs, share) if theirs else None
    pairs = [a / b for a, b in zip(ours, theirs, strict=True) if b] if theirs and share == 0.5 else []
    spread = quartiles(list(ours) if alone or not theirs else pairs)
    return Row(what, here, reference, unit, spread, limit, median(pairs) if pairs else None, alone)


def within(figures: Sequence[float], share: float) -> float:
    """What this share of the figures does not exceed."""
    if share == 0.5:
        return median(figures)
    row = sorted(figures)
    return row[min(int(share * len(row)), len(row) - 1)]


def quartiles(figures: Sequence[float]) -> tuple[float, float] | None:
    """Between these two lies the middle half; None of fewer than three."""
    if len(figures) < 3:
        return None
    low, _, high = quantiles(figures, n=4, method="inclusive")
    return low, high


def _cut(figures: Sequence[float], stretches: int) -> list[Sequence[float]]:
    long = max(1, len(figures) // stretches)
    return [figures[start : start + long] for start in range(0, long * stretches, long) if figures[start:]]


def table(rows: Iterable[Row], more: Sequence[tuple[str, Sequence[str]]] = ()) -> str:
    """The rows as text, for a terminal and for a page of Markdown alike.

    Args:
        more: further columns: what stands at their head, and a cell for each row.
    """
    lines = [HEADS, *map(_cells, rows)]
    for head, cells in more:
        lines = [(*line, cell) for line, cell in zip(lines, (head, *cells), strict=True)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    first, *rest = [_line(line, widths) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([first, rule, *rest])


def _cells(row: Row) -> tuple[str, ...]:
    reference = "" if row.reference is None else told(row.reference, row.unit)
    times = "" if row.times is None else f"{row.times:.2f}"
    return row.what, told(row.here, row.unit), reference, times, _spread(row), _held(row)


def _spread(row: Row) -> str:
    if row.spread is None:
        return ""
    if row.times is not None and not row.alone:
        return "–".join(f"{each:.2f}" for each in row.spread)
    low, high = (told(each, row.unit) for each in row.spread)
    number, _, unit = low.partition(" ")
    return f"{number}–{high}" if unit and high.endswith(f" {unit}") else f"{low}–{high}"


def _held(row: Row) -> str:
    if row.limit is None:
        return ""
    limit = f"{row.limit:g}" if row.times is not None and not row.alone else told(row.limit, row.unit)
    return f"≤ {limit}" if row.kept else f"≤ {limit}, missed"


def told(figure: float, unit: str) -> str:
    """A figure in the unit that suits its size."""
    if unit not in SCALES:
        return f"{_number(figure)} {unit}".strip()
    scales = SCALES[unit]
    name, size = next(((name, size) for name, size in scales if abs(figure) >= size), scales[-1])
    return f"{_number(figure / size)} {name}"


def _number(figure: float) -> str:
    if figure and abs(figure) < 10 and figure != int(figure):
        return f"{figure:.2f}"
    return f"{figure:,.1f}" if abs(figure) < 100 and figure != int(figure) else f"{figure:,.0f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    what, *figures = cells
    row = [what.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))]
    return f"| {' | '.join(row)} |"
