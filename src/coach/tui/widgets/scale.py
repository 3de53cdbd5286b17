"""The numbers of a secret rating. Which one was pressed is never drawn: with `-pressed` all step back alike."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from coach.flow.seat import Seat

WIDE = 4
CLOSE = 3
"""Cells from one number to the next, where there is room and where there is not."""


class Scale(Widget):
    """`0   1   2 …` with words under its ends, or a list where every number has words of its own."""

    DEFAULT_CSS = """
    Scale { width: 100%; height: auto; color: $quiet; text-align: left; }
    Scale.-right { text-align: right; }
    """

    def __init__(self, top: int, labels: tuple[str, ...], seat: Seat) -> None:
        """Numbers from 0 to `top`; labels as in `flow.model.Rate`."""
        super().__init__(classes=f"-{seat}")
        self._top = top
        self._labels = labels
        self._outside = seat == "right"

    def render(self) -> Content:
        style = "" if self.has_class("-pressed") else "bold $text"
        numbers = [Content.styled(str(number), style) for number in range(self._top + 1)]
        if len(self._labels) == len(numbers):
            rows = [
                Content("  ").join([Content(label), number] if self._outside else [number, Content(label)])
                for number, label in zip(numbers, self._labels, strict=True)
            ]
            return Content("\n").join(rows)
        wide = WIDE if self._top * WIDE < self.size.width else CLOSE
        row = Content(" " * (wide - 1)).join(numbers)
        if len(self._labels) != 2:
            return row
        low, high = self._labels
        gap = max(1, row.cell_length - len(low) - len(high))
        return Content("\n").join([row, Content(low + " " * gap + high)])
