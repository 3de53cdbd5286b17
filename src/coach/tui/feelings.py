"""Words for feelings, to find the finer one: read it out, or put it into the text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.frame import line
from coach.tui.menu import Beside
from coach.tui.widgets.key_row import Key

CELL = 14
"""Cells for one word."""


class Words(Widget):
    """A grid of words with one of them marked."""

    DEFAULT_CSS = "Words { width: 100%; height: auto; }"

    marked: reactive[int] = reactive(0)

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words

    @property
    def columns(self) -> int:
        """Words in a row."""
        return max(1, self.size.width // CELL)

    def render(self) -> Content:
        rows: list[Content] = []
        for start in range(0, len(self.words), self.columns):
            row = [
                Content.styled(f" {word} ".ljust(CELL), "bold reverse" if start + index == self.marked else "")
                for index, word in enumerate(self.words[start : start + self.columns])
            ]
            rows.append(Content("").join(row))
        return Content("\n").join(rows)


class FeelingsScreen(Beside):
    """The result is the word that was taken, or ""."""

    BINDINGS = [
        Binding("right", "move(1)", "next", show=False, id="feelings.right"),
        Binding("left", "move(-1)", "before", show=False, id="feelings.left"),
        Binding("down", "row(1)", "below", show=False, id="feelings.down"),
        Binding("up", "row(-1)", "above", show=False, id="feelings.up"),
        Binding("enter", "take", "take it", show=False, id="feelings.take"),
        Binding("f4", "back", "back", show=False, id="feelings.back"),
    ]

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words

    def column(self) -> ComposeResult:
        yield line("Which is nearest?", "one-thing", id="words")
        grid = Words(self._words)
        grid.add_class("air")
        yield grid

    def keys(self) -> tuple[Key, ...]:
        return (Key(("←", "→", "↑", "↓"), "move"), Key(("Enter",), "take it"), Key(("Esc",), "back"))

    def action_move(self, by: int) -> None:
        grid = self.query_one(Words)
        grid.marked = (grid.marked + by) % len(grid.words)

    def action_row(self, by: int) -> None:
        grid = self.query_one(Words)
        moved = grid.marked + by * grid.columns
        if 0 <= moved < len(grid.words):
            grid.marked = moved

    def action_take(self) -> None:
        self.dismiss(self._words[self.query_one(Words).marked])
