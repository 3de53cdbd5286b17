"""A whole talk on one row, to scale: what was whose, and where the replay is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from textual.content import Content
from textual.widget import Widget

from coach.flow.seat import Seat
from coach.tui.theme import UNICODE, Glyphs, colour_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a talk that belongs to one seat, or to both."""

    seconds: float
    seat: Seat | None
    part: int
    """The part of the rail it lies in; there is a gap between two parts."""


def clock(seconds: float) -> str:
    """Seconds of talk as `8:12`, or `1:02:03`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def shares(lengths: tuple[float, ...], cells: int) -> tuple[int, ...]:
    """How many of the cells each length gets: to scale, together exactly `cells`, none without one if they suffice."""
    if not lengths:
        return ()
    if len(lengths) > cells:
        return (1,) * cells + (0,) * (len(lengths) - cells)
    whole = sum(lengths)
    spare = cells - len(lengths)
    wished = [spare * length / whole if whole > 0 else 0.0 for length in lengths]
    given = [int(wish) for wish in wished]
    by_rest = sorted(range(len(lengths)), key=lambda index: given[index] - wished[index])
    for turn in range(spare - sum(given)):
        given[by_rest[turn % len(given)]] += 1
    return tuple(1 + each for each in given)


class Timeline(Widget):
    """Stretches in their seats' colours and heights up to the mark; what lies ahead is flat."""

    DEFAULT_CSS = """
    Timeline { width: 100%; height: 1; color: $quiet; text-wrap: nowrap; }
    """

    def __init__(
        self,
        stretches: tuple[Stretch, ...],
        position: float = 0.0,
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,
    ) -> None:
        """The row of a talk made of these stretches; `position` is in seconds of talk."""
        super().__init__(id=id)
        self._position = position
        self._glyphs = glyphs
        self.made_of(stretches)

    def show(self, position: float) -> None:
        """Move the mark; repaints only where that looks different."""
        before = self._look()
        self._position = position
        if self._look() != before:
            self.refresh()

    def made_of(self, stretches: tuple[Stretch, ...]) -> None:
        """The row of another talk, or of one that has gone on since."""
        self._stretches = stretches
        self._total = sum(stretch.seconds for stretch in stretches)
        self.refresh()

    @property
    def _label(self) -> str:
        return f"{clock(min(self._position, self._total))} / {clock(self._total)}"

    def _look(self) -> tuple[int, str]:
        return self._mark(self._cells()), self._label

    def _cells(self) -> list[tuple[float, Stretch | None]]:
        """Each cell of the row: (second at which it begins, its stretch; None for a gap)."""
        parts = [tuple(stretches) for _, stretches in groupby(self._stretches, lambda stretch: stretch.part)]
        room = self.size.width - 2 * len(clock(self._total)) - len(" / ") - 2
        room = max(0, room - len(parts) + 1)
        cells: list[tuple[float, Stretch | None]] = []
        start = 0.0
        given = shares(tuple(sum(each.seconds for each in part) for part in parts), room)
        for part, count in zip(parts, given, strict=True):
            if cells:
                cells.append((start, None))
            seconds = sum(each.seconds for each in part)
            cells += [(start + seconds * n / count, _within(part, seconds * (n + 0.5) / count)) for n in range(count)]
            start += seconds
        return cells

    def _mark(self, cells: list[tuple[float, Stretch | None]]) -> int:
        """The index of the cell that the position lies in."""
        begun = [index for index, (start, stretch) in enumerate(cells) if stretch and start <= self._position]
        return begun[-1] if begun else 0

    def render(self) -> Content:
        cells = self._cells()
        mark = self._mark(cells)
        pieces: list[Content | tuple[str, str] | str] = []
        for index, (_, stretch) in enumerate(cells):
            if stretch is None:
                pieces.append(" ")
            elif index == mark:
                pieces.append((self._glyphs.full, "bold $text"))
            else:
                pieces.append(self._done(stretch.seat) if index < mark else (self._glyphs.low, "$rule"))
        air = " " * max(1, self.size.width - len(cells) - len(self._label))
        return Content.assemble(*pieces, air, self._label)

    def _done(self, seat: Seat | None) -> tuple[str, str]:
        """A cell of what has been: seats differ in height as well as in colour."""
        if seat is None:
            return self._glyphs.low, colour_of("both")
        return (self._glyphs.high if seat == "left" else self._glyphs.middle), colour_of(seat)


def _within(part: tuple[Stretch, ...], second: float) -> Stretch:
    """The stretch that second of a part lies in."""
    for stretch in part:
        if second < stretch.seconds:
            return stretch
        second -= stretch.seconds
    return part[-1]
