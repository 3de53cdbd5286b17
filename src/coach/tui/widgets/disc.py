"""The breath: one disc made of two halves that swells and sinks, and the two halves alone.

The disc is drawn in half-block cells, which are square, and a frame repaints only the cells that changed. How far it
has swollen is a pure function of the seconds, so that a clock may run faster, slower or stand still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from math import cos, pi

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from coach.tui.theme import UNICODE, Glyphs

Breaths = tuple[tuple[float, float], ...]
"""Seconds in and out of each breath; the last pair goes on for ever."""

FRAMES = 12
"""Frames a second of a moving disc."""

LOOKS = 4
"""Looks at the clock a second of a still disc."""

SMALLEST = 0.45
"""Radius of the empty disc as a part of the full one."""

STEPS = 16
"""Radii are rounded to this part of a pixel, so that few different discs are ever computed."""


def phase(breaths: Breaths, seconds: float) -> tuple[bool, float]:
    """Where a breath is at: (breathing in, part of that way done, 0 to 1)."""
    if not breaths or seconds < 0:
        return True, 0.0
    for inwards, outwards in breaths[:-1]:
        if seconds < inwards + outwards:
            return _within(inwards, outwards, seconds)
        seconds -= inwards + outwards
    inwards, outwards = breaths[-1]
    if inwards + outwards <= 0:
        return True, 0.0
    return _within(inwards, outwards, seconds % (inwards + outwards))


def _within(inwards: float, outwards: float, seconds: float) -> tuple[bool, float]:
    if seconds < inwards:
        return True, seconds / inwards
    return False, (seconds - inwards) / outwards


def fill(breaths: Breaths, seconds: float) -> float:
    """How full the breath is after that many seconds: 0 empty, 1 full, slow at both ends."""
    breathing_in, part = phase(breaths, seconds)
    eased = (1 - cos(pi * part)) / 2
    return eased if breathing_in else 1 - eased


@lru_cache(maxsize=512)
def disc_rows(radius: float, height: int, glyphs: Glyphs = UNICODE) -> tuple[str, ...]:
    """The cells of a disc in the middle of a field that is `height` rows high and twice as many columns wide.

    Args:
        radius: in pixels; a cell is one pixel wide and two high, so `height` fills the field.
        height: rows of the field.
        glyphs: what a full, an upper and a lower half cell look like.
    """
    return tuple(
        "".join(_cell(column - height + 0.5, 2 * row - height + 0.5, radius, glyphs) for column in range(2 * height))
        for row in range(height)
    )


def _cell(x: float, y: float, radius: float, glyphs: Glyphs) -> str:
    upper = x * x + y * y <= radius * radius
    lower = x * x + (y + 1) * (y + 1) <= radius * radius
    if upper and lower:
        return glyphs.full
    return glyphs.upper if upper else glyphs.lower if lower else " "


def changes(before: tuple[str, ...], after: tuple[str, ...], offset: int = 0) -> Iterator[Region]:
    """The runs of cells in which two pictures of the same size differ, moved right by `offset`."""
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        differing = (x for x in range(len(new)) if old[x] != new[x])
        for _, run in groupby(enumerate(differing), lambda pair: pair[1] - pair[0]):
            cells = [x for _, x in run]
            yield Region(cells[0] + offset, y, len(cells), 1)


class Disc(Widget):
    """A breathing disc as large as its space allows. In a `Center`, what is beside it is never repainted."""

    DEFAULT_CSS = """
    Disc {
        width: 22;
        height: 40vh;
        min-height: 3;
        max-height: 11;
        text-align: center;
        color: $quiet;
        & .disc--left { color: $left; }
        & .disc--right { color: $right; }
        &.-still { max-height: 12; }
    }
    """

    COMPONENT_CLASSES = {"disc--left", "disc--right"}

    def __init__(
        self,
        breaths: Breaths,
        now: Callable[[], float],
        *,
        still: bool = False,
        words: tuple[str, str] = ("in", "out"),
        glyphs: Glyphs = UNICODE,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """A disc that follows a clock.

        Args:
            breaths: seconds in and out of each breath; the last pair repeats.
            now: seconds of breathing so far; may run at any speed or stand still.
            still: nothing swells; the words beneath say what the breath does.
            words: what a still disc says while breathing in and out.
            glyphs: the signs this terminal can show.
        """
        super().__init__(id=id, classes=classes)
        self._breaths = breaths
        self._now = now
        self._still = still
        self._words = words
        self._glyphs = glyphs
        self._rows: tuple[str, ...] = ()
        self._word = ""
        self._styles_of_cells: dict[bool, tuple[Style, Style]] = {}
        self.set_class(still, "-still")

    def on_mount(self) -> None:
        self.set_interval(1 / (LOOKS if self._still else FRAMES), self.look)

    def on_resize(self, event: events.Resize) -> None:
        self._rows, self._word = self._picture()
        self.refresh()

    def notify_style_update(self) -> None:
        self._styles_of_cells.clear()
        super().notify_style_update()

    def look(self) -> None:
        """Look at the clock and repaint what has changed since the last look."""
        rows, word = self._picture()
        regions: list[Region] = []
        if rows != self._rows:
            same_size = len(rows) == len(self._rows)
            regions += changes(self._rows, rows, self._margin) if same_size else [self.size.region]
        if word != self._word:
            regions.append(Region(0, self.size.height - 1, self.size.width, 1))
        self._rows, self._word = rows, word
        if regions:
            self.refresh(*regions)

    @property
    def _field(self) -> int:
        """Rows of the field the disc moves in."""
        rows = self.size.height - 2 if self._still else self.size.height
        return max(0, min(rows, self.size.width // 2))

    @property
    def _margin(self) -> int:
        return (self.size.width - 2 * self._field) // 2

    def _picture(self) -> tuple[tuple[str, ...], str]:
        seconds = self._now()
        if self._still:
            size, word = 1.0, self._words[0 if phase(self._breaths, seconds)[0] else 1]
        else:
            size, word = SMALLEST + (1 - SMALLEST) * fill(self._breaths, seconds), ""
        radius = round(self._field * size * STEPS) / STEPS
        return disc_rows(radius, self._field, self._glyphs), word

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self._rows:  # the first picture is asked for before the size is told
            self._rows, self._word = self._picture()
        if self._word and y == self.size.height - 1:
            return Strip([Segment(self._word.center(width)[:width], self.rich_style)], width)
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row, half = self._rows[y], self._field
        segments = [Segment(" " * self._margin, self.rich_style)]
        segments += self._half(row[:half], left=True)
        segments += self._half(row[half:], left=False)
        segments.append(Segment(" " * (width - self._margin - 2 * half), self.rich_style))
        return Strip(segments, width)

    def _half(self, cells: str, *, left: bool) -> Iterator[Segment]:
        """Segments of one half. A full cell is painted behind too: not every font's block reaches the next one."""
        if not self._styles_of_cells:
            for is_left, name in ((True, "disc--left"), (False, "disc--right")):
                style = self.get_component_rich_style(name)
                self._styles_of_cells[is_left] = (style, style + Style(bgcolor=style.color))
        open_cell, full_cell = self._styles_of_cells[left]
        for is_full, run in groupby(cells, lambda cell: cell == UNICODE.full):
            yield Segment("".join(run), full_cell if is_full else open_cell)


class Halves(Widget):
    """The two halves as signs: apart in a break, closed at an agreement."""

    DEFAULT_CSS = """
    Halves { width: 100%; height: 1; text-align: center; }
    """

    GAP = 8
    """Cells between halves that are apart."""

    apart: reactive[bool] = reactive(False)
    """Whether there is a gap between the halves."""

    def __init__(
        self, apart: bool = False, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs
        self.set_reactive(Halves.apart, apart)

    def render(self) -> Content:
        gap = " " * (self.GAP if self.apart else 0)
        return Content.assemble((self._glyphs.left, "$left"), gap, (self._glyphs.right, "$right"))
