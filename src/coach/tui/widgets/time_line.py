"""The clock: a thin line that shortens. It is never red, never blinks, and has no timer of its own."""

from __future__ import annotations

from math import ceil

from textual.content import Content
from textual.widget import Widget

from coach.tui.theme import UNICODE, Glyphs, Side, colour_of


def remaining(seconds: float) -> str:
    """Remaining time in words: `1:04`, and `13 min` from ten minutes on; begun seconds and minutes count whole."""
    whole = max(0, ceil(seconds))
    if whole >= 10_800:
        return f"{ceil(whole / 3600)} h"
    if whole >= 600:
        return f"{ceil(whole / 60)} min"
    return f"{whole // 60}:{whole % 60:02}"


class TimeLine(Widget):
    """A line as long as the time that is left, and that time beside it. Absent until it is told of a clock."""

    DEFAULT_CSS = """
    TimeLine { width: 100%; height: 1; color: $quiet; display: none; text-wrap: nowrap; text-overflow: ellipsis; }
    TimeLine.-clock { display: block; }
    TimeLine.-right.-over { text-align: right; }
    TimeLine.-both.-over { text-align: center; }
    """

    LABEL = 8
    """Cells kept for the remaining time, so that the line does not move when its text does."""

    def __init__(
        self, side: Side = "both", at_end: str = "", *, glyphs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        """A clock.

        Args:
            side: whose time it is.
            at_end: the words that stand alone when the time is over.
            glyphs: the signs this terminal can show.
        """
        super().__init__(id=id, classes=f"-{side}")
        self._side = side
        self._at_end = at_end
        self._glyphs = glyphs
        self._left: float | None = None
        self._total = 0.0
        self._seen: tuple[int, str] | None = None

    def show(self, left: float | None, total: float = 0.0) -> None:
        """Show `left` of `total` seconds; None, or no total, takes the line away. Repaints only differences."""
        self._left, self._total = left, total
        has_clock = left is not None and total > 0
        self.set_class(has_clock, "-clock")
        self.set_class(has_clock and left is not None and left <= 0, "-over")
        seen = self._look() if has_clock else None
        if seen != self._seen:
            self._seen = seen
            self.refresh()

    def _look(self) -> tuple[int, str]:
        """(half cells of line, remaining time): all that a face can tell."""
        left = max(0.0, self._left or 0.0)
        if not left:
            return 0, ""
        halves = 2 * max(0, self.size.width - self.LABEL)
        return max(1, round(halves * min(1.0, left / self._total))), remaining(left)

    def render(self) -> Content:
        if self._left is None or self._total <= 0:
            return Content("")
        halves, label = self._look()
        if not label:
            return Content(self._at_end)
        glyphs, room = self._glyphs, max(0, self.size.width - self.LABEL)
        line = glyphs.line * (halves // 2) + (glyphs.half_line if halves % 2 else "")
        return Content.assemble(
            (line, colour_of(self._side)),
            (glyphs.rule * (room - len(line)), "$rule"),
            label.rjust(min(self.LABEL, self.size.width)),
        )
