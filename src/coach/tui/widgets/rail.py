"""Where the talk is: the parts it is made of, always in words."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from coach.tui.theme import NARROW, UNICODE, Glyphs


class Rail(Widget):
    """`● pause ─ ◖◗ why ─ ○ best`, or `◖◗ why 2/5` where there is no room for it."""

    DEFAULT_CSS = """
    Rail { width: 100%; height: 1; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(
        self, parts: tuple[str, ...] = (), now: int = 0, *, glyphs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        """A rail of short names; `now` is the index of the part the talk is in, `len(parts)` when all are done."""
        super().__init__(id=id)
        self._parts = parts
        self._now = now
        self._glyphs = glyphs

    def show(self, parts: tuple[str, ...], now: int) -> None:
        """Show other parts, or another one as the present one."""
        if (parts, now) != (self._parts, self._now):
            self._parts, self._now = parts, now
            self.refresh()

    def render(self) -> Content:
        if self.app.size.width >= NARROW:
            for air in ("  ", " "):
                whole = self._whole(air)
                if whole.cell_length <= self.size.width:
                    return whole
        return self._short()

    def _whole(self, air: str) -> Content:
        rule = Content.assemble(air, (self._glyphs.rule, "$rule"), air)
        return rule.join([self._part(index, name) for index, name in enumerate(self._parts)])

    def _part(self, index: int, name: str) -> Content:
        if index == self._now:
            return Content.assemble((self._glyphs.both, "bold $together"), " ", (name, "bold $text"))
        return Content(f"{self._glyphs.done if index < self._now else self._glyphs.ahead} {name}")

    def _short(self) -> Content:
        if not self._parts:
            return Content("")
        at = min(self._now, len(self._parts) - 1)
        count = f" {at + 1}/{len(self._parts)}"
        room = max(1, self.size.width - len(count) - len(self._glyphs.both) - 1)
        name = Content(self._parts[at]).truncate(room, ellipsis=True)
        sign = (self._glyphs.both, "bold $together")
        return Content.assemble(sign, " ", name.stylize("bold $text"), count)
