"""Whose turn it is, said by place: names and notes on the side where that seat sits."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.flow.seat import Seat
from coach.tui.theme import UNICODE, Glyphs, Side, colour_of


def at_seat(words: Content, side: Side, glyphs: Glyphs = UNICODE) -> Content:
    """Words with their seat's glyph on the outer side of them; for both, the circle alone."""
    if side == "both":
        return Content.assemble((glyphs.left, "$left"), (glyphs.right, "$right"))
    sign = Content.styled(glyphs.of(side), colour_of(side))
    return Content(" ").join([sign, words] if side == "left" else [words, sign])


class _Mark(Widget):
    """One line or more that stands with a seat."""

    DEFAULT_CSS = """
    _Mark { width: 100%; height: auto; color: $quiet; text-align: left; }
    _Mark.-right { text-align: right; }
    _Mark.-both { text-align: center; }
    """

    def __init__(self, side: Side, glyphs: Glyphs, id: str | None, classes: str) -> None:
        super().__init__(id=id, classes=f"-{side} {classes}")
        self._side = side
        self._glyphs = glyphs


class SeatName(_Mark):
    """`◖ Sam  has the floor` on the left, `press a number  Alex ◗` on the right, `◖◗` in the middle."""

    note: reactive[str] = reactive("", layout=True)
    """What that seat is doing, beside the name."""

    def __init__(
        self,
        name: str,
        side: Side,
        note: str = "",
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,
        classes: str = "",
    ) -> None:
        """The name of who is asked; with side "both" only the circle is shown."""
        super().__init__(side, glyphs, id, classes)
        self._name_of_seat = name
        self.set_reactive(SeatName.note, note)

    def render(self) -> Content:
        name = Content.styled(self._name_of_seat, f"bold {colour_of(self._side)}")
        note = [Content(self.note)] if self.note else []
        words = [name, *note] if self._side == "left" else [*note, name]
        return at_seat(Content("  ").join(words), self._side, self._glyphs)


class SeatAside(_Mark):
    """Quiet words to a seat that is not asked: `Alex, look away while Sam writes ◗`."""

    words: reactive[str] = reactive("", layout=True)
    """What is said to that seat."""

    def __init__(
        self, words: str, seat: Seat, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str = ""
    ) -> None:
        super().__init__(seat, glyphs, id, classes)
        self.set_reactive(SeatAside.words, words)

    def render(self) -> Content:
        return at_seat(Content(self.words), self._side, self._glyphs)


class SeatPair(_Mark):
    """Quiet words for each seat in one line in the middle: `◖ sits left   sits right ◗`."""

    def __init__(
        self, left: str, right: str, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str = ""
    ) -> None:
        super().__init__("both", glyphs, id, classes)
        self._left = left
        self._right = right

    def render(self) -> Content:
        left = at_seat(Content(self._left), "left", self._glyphs)
        return Content("   ").join([left, at_seat(Content(self._right), "right", self._glyphs)])
