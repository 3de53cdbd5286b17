"""Numbered answers beneath each other."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from coach.tui.theme import Side


class Choices(Widget):
    """`1  tomorrow`, `2  in 3 days` …: the number bold, the words as they are."""

    DEFAULT_CSS = """
    Choices { width: 100%; height: auto; color: $text; text-align: left; }
    Choices.-right { text-align: right; }
    Choices.-both { width: auto; }
    Choices.-pressed { color: $quiet; }
    """

    def __init__(self, keys: tuple[str, ...], labels: tuple[str, ...], side: Side = "both") -> None:
        """Choices.

        Args:
            keys: what is pressed for each.
            labels: what each says; words of people or of a flow, never read as markup.
            side: where they stand; on the right the number comes after the words.
        """
        super().__init__(classes=f"-{side}")
        self._rows = tuple(zip(keys, labels, strict=True))
        self._outside = side == "right"

    def render(self) -> Content:
        rows = []
        for key, label in self._rows:
            cap = Content.styled(key, "" if self.has_class("-pressed") else "bold")
            rows.append(Content("  ").join([Content(label), cap] if self._outside else [cap, Content(label)]))
        return Content("\n").join(rows)
