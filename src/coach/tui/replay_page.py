"""The page of a replay: the moment that is looked at, and in quiet above it what came before.

Words are laid out line by line here, because the lines above have to end where the moment begins, whatever fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.flow.seat import Seat
from coach.showing.frames import Frame
from coach.showing.text import ALOUD
from coach.tui.theme import UNICODE, Glyphs, Side, colour_of
from coach.tui.widgets.marks import at_seat

ABOVE = 0.45
"""The share of the page that belongs to what came before, as long as the moment itself leaves it."""


def placed(words: Content, side: Side, width: int) -> list[Content]:
    """Words wrapped, each line where that side's words stand."""
    lines = [line.rstrip() for line in words.wrap(max(width, 2))]
    room = {"left": 0.0, "right": 1.0, "both": 0.5}[side]
    return [line.pad_left(int((width - line.cell_length) * room)) for line in lines]


def marked(words: Content, seat: Seat, width: int, glyphs: Glyphs) -> list[Content]:
    """Words wrapped, with their seat's glyph beside the first line."""
    first, *rest = placed(words, seat, width - 2)
    first = at_seat(first, seat, glyphs)
    return [first, *(line.pad_left(2) if seat == "left" else line for line in rest)]


def moment(frame: Frame, width: int, glyphs: Glyphs = UNICODE, *, air: bool = True) -> list[Content]:
    """The lines of the frame that is looked at; without `air` no empty ones between its pieces."""
    between = [Content("")] if air else []
    side: Side = frame.seat or "both"
    told = [*_said(frame, glyphs, width), _outcome(frame, glyphs, width)]
    if frame.kind == "opened":  # first that it was answered in secret, then what came of it
        told = [told[-1], *told[:-1]]
    pieces = [_head(frame, glyphs), _prompt(frame), *told]
    lines: list[Content] = []
    for words in (piece for piece in pieces if piece):
        laid = words if isinstance(words, list) else placed(words, side, width)
        lines += [*between, *laid] if lines else laid
    if frame.notice:
        lines = [*placed(Content.styled(frame.notice, "$careful"), "both", width), *between, *lines]
    return lines


def _head(frame: Frame, glyphs: Glyphs) -> Content:
    if frame.kind == "break":
        return Content.assemble((glyphs.left, "$left"), " " * 8, (glyphs.right, "$right"))
    if not frame.seat:
        return at_seat(Content(""), "both", glyphs)
    name = Content.styled(frame.name(frame.seat), f"bold {colour_of(frame.seat)}")
    turn = frame.kind in ("said", "done") and frame.said and frame.seconds >= 1
    took = [Content.styled(f"{round(frame.seconds)} s", "$quiet")] if turn else []
    pieces = [name, *took] if frame.seat == "left" else [*took, name]
    return at_seat(Content("  ").join(pieces), frame.seat, glyphs)


def _prompt(frame: Frame) -> Content | None:
    """What stood on the screen: quiet beside people's own words, else the thing to read."""
    if not frame.words or frame.kind == "repair":
        return None
    if frame.said or frame.outcome:
        return Content.styled(frame.words, "$quiet")
    words = Content.styled(frame.words, "bold $text")
    return Content("\n").join([words, Content.styled(frame.small, "$quiet")]) if frame.small else words


def _said(frame: Frame, glyphs: Glyphs, width: int) -> Iterator[list[Content]]:
    for said in frame.said:
        words = Content.styled(said.text, "bold $text") if said.text else Content.styled(ALOUD, "$quiet")
        if said.seat and said.seat != frame.seat:
            yield marked(words, said.seat, width, glyphs)
        else:
            yield placed(words, said.seat or "both", width)


def _outcome(frame: Frame, glyphs: Glyphs, width: int) -> list[Content]:
    if not frame.outcome:
        return []
    words = Content.styled(frame.outcome, "$text" if frame.by or frame.kind in ("repair", "break") else "$quiet")
    if frame.by and frame.by != frame.seat:
        return marked(words, frame.by, width, glyphs)
    return placed(words, frame.seat or "both", width)


def memory(frame: Frame, width: int, glyphs: Glyphs = UNICODE) -> list[Content]:
    """The lines of a frame that has gone by: what was said and what came of it."""
    lines: list[Content] = []
    for said in frame.said:
        words = Content.styled(said.text or ALOUD, "$quiet")
        lines += marked(words, said.seat, width, glyphs) if said.seat else placed(words, "both", width)
    if frame.outcome and not (frame.said and frame.kind == "opened"):
        words = Content.styled(frame.outcome, "$quiet")
        lines += marked(words, frame.by, width, glyphs) if frame.by else placed(words, frame.seat or "both", width)
    return lines


def before(frames: Sequence[Frame], index: int, width: int, height: int, glyphs: Glyphs = UNICODE) -> list[Content]:
    """At most `height` lines of what led up to a frame in the same stage, below that stage's title.

    Only the nearest frame may be cut; of those before it, all lines or none.
    """
    title = frames[index].title
    lines: list[Content] = []
    for frame in reversed(frames[max(index - height, 0) : index]):
        if frame.title != title:
            break
        remembered = memory(frame, width, glyphs)
        together = [*remembered, Content(""), *lines] if remembered and lines else remembered or lines
        if len(together) > height:
            return lines or together[-height:]
        lines = together
    heading = placed(Content.styled(title, "$quiet"), "both", width)
    whole = [*heading, Content(""), *lines] if lines else heading
    return whole if len(whole) <= height else lines


class Page(Widget):
    """One frame with what came before it."""

    DEFAULT_CSS = """
    Page { width: 100%; max-width: 60; height: 100%; color: $text; text-wrap: nowrap; }
    """

    def __init__(self, frames: Sequence[Frame], *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        """A page that shows the first frame."""
        super().__init__(id=id)
        self._frames = frames
        self._glyphs = glyphs
        self._index = 0
        self._down = 0

    def show(self, index: int) -> None:
        """Turn to another frame."""
        if index != self._index:
            self._index, self._down = index, 0
            self.refresh()

    def show_of(self, frames: Sequence[Frame], index: int) -> None:
        """A frame of a talk that has gone on since."""
        self._frames = frames
        self._index, self._down = index, 0
        self.refresh()

    def scroll_lines(self, by: int) -> None:
        """Read on in a frame that is longer than the page."""
        self._down = min(max(self._down + by, 0), max(len(self._now(self.size)) - self.size.height, 0))
        self.refresh()

    def _now(self, size: Size) -> list[Content]:
        frame = self._frames[self._index]
        airy = moment(frame, size.width, self._glyphs)
        return airy if len(airy) <= size.height else moment(frame, size.width, self._glyphs, air=False)

    def lines(self, size: Size) -> list[Content]:
        """What stands on a page of that size."""
        width, height = size
        now = self._now(size)
        if len(now) > height:
            visible = now[self._down : self._down + height]
            if self._down + height < len(now):
                visible[-1:] = placed(Content.styled(self._glyphs.dots, "$quiet"), "both", width)
            return visible
        top = min(round(height * ABOVE), height - len(now))
        above = before(self._frames, self._index, width, top - 1, self._glyphs) if top > 1 else []
        return [*[Content("")] * (top - 1 - len(above)), *above, *[Content("")] * min(top, 1), *now]

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.size))
