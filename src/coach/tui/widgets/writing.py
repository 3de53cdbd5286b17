"""The place to write in: plain prose that wraps, one key to be done, and an end that is told of before it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from textual import on
from textual.binding import Binding
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.dom import DOMNode
from textual.events import Key
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from coach.conversation.events import LONGEST_TEXT
from coach.flow.seat import Seat
from coach.text import plain

GAP = "..."
"""Where something of one's own goes into a softer start."""

NEARLY = 100
"""From this many characters before the limit on, the writer is told."""


class Writing(TextArea):
    """A tinted block with a thick edge in its writer's colour."""

    DEFAULT_CSS = """
    Writing {
        width: 100%;
        height: 5;
        border: none;
        padding: 0 1;
        color: $text;
        background: $panel;
        scrollbar-size-vertical: 1;
        scrollbar-color: $rule;
        scrollbar-background: $panel;
        &.-left, &.-left:focus { border: none; border-left: thick $left; }
        &.-right, &.-right:focus { border: none; border-right: thick $right; }
        &.-both, &.-both:focus { border: none; border-left: thick $together; }
        & .text-area--placeholder { color: $quiet; }
        &:focus .text-area--cursor { color: $ground; background: $text; text-style: none; }
        &:ansi:focus .text-area--cursor { text-style: reverse; }
    }
    """

    BINDINGS = [Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", id="writing.newline", show=False)]

    @dataclass
    class Done(Message):
        """The writer pressed Enter."""

        writing: Writing
        text: str = field(repr=False)
        """What stands there, as it is; empty if it was said aloud."""

        @property
        def control(self) -> Writing:
            return self.writing

    @dataclass
    class Began(Message):
        """The first character was written; once for each writing place, not at all for one that had text."""

        writing: Writing

        @property
        def control(self) -> Writing:
            return self.writing

    @dataclass
    class NearlyFull(Message):
        """The end is near: posted at each change from there on, and once more when there is room again."""

        writing: Writing
        left: int
        """Characters that still fit; more than `NEARLY` when there is room again."""

        @property
        def control(self) -> Writing:
            return self.writing

    def __init__(
        self,
        seat: Seat | None = None,
        *,
        text: str = "",
        limit: int = LONGEST_TEXT,
        placeholder: str = "",
        id: str | None = None,
        classes: str = "",
    ) -> None:
        """A writing place.

        Args:
            seat: who writes; None for both.
            text: what stands there already, such as a draft.
            limit: the most characters it takes.
            placeholder: shown while nothing is written.
        """
        self._limit = limit
        self._began = bool(text)
        self._was_near = False
        self._styled = False
        self._row: Region | None = None
        super().__init__(
            plain(text)[:limit],
            id=id,
            classes=f"-{seat or 'both'} {classes}",
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.set_reactive(TextArea.cursor_blink, False)
        self.set_reactive(TextArea.match_cursor_bracket, False)

    def watch(self, obj: DOMNode, attribute_name: str, callback: Any, init: bool = True) -> None:
        """Watch nothing of the app: it would remember this place, and all that was written in it, until it ends.

        TextArea follows a change of the app's theme, which never happens here while somebody writes.
        """
        if obj is not self.app:
            super().watch(obj, attribute_name, callback, init)

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def on_resize(self) -> None:
        self.call_after_refresh(self.scroll_cursor_visible)

    async def on_key(self, event: Key) -> None:
        # TextArea inserts a newline in its own key handler, which runs after this one unless it is prevented.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Done(self, self.text))
        elif action := _editing().get(event.key):
            # Textual runs what is bound to a key later than letters are inserted: typed fast, “teh”, twice Backspace
            # and “he” would stay “teh”.
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    def notify_style_update(self) -> None:
        self._styled = False
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The box as it looks; TextArea reads six styles anew at each key, here once until one has changed."""
        if not self.is_attached:  # its styles are gone already, and Textual may still draw (textual#6528)
            return [Strip.blank(crop.width)] * crop.height
        if self._styled:
            return super(TextArea, self).render_lines(crop)  # past TextArea's, which does nothing else
        self._styled = True
        return super().render_lines(crop)

    @on(TextArea.SelectionChanged)
    def _keep_to_oneself(self, event: TextArea.SelectionChanged) -> None:
        """Nobody asks where the cursor is, and at every key this would go up to the app."""
        event.stop()

    def action_copy(self) -> None:
        """Nothing: copying would send the words to the system's clipboard, and its history."""

    def action_cut(self) -> None:
        """Only take the selection away."""
        self.action_delete_left()

    def action_newline(self) -> None:
        self._replace_via_keyboard("\n", *self.selection)

    def edit(self, edit: Edit) -> EditResult:
        """Every change there is: typed, pasted, put there by the program. Takes what is plain and what fits."""
        room = self._limit - len(self.text) + len(self.get_text_range(edit.top, edit.bottom))
        edit.text = plain(edit.text)[: max(0, room)]
        if self.text and {edit.top, edit.bottom, *self.selection} == {self.document.end}:
            result = self._add(edit)
        else:
            result = super().edit(edit)
        self._tell()
        return result

    def _add(self, edit: Edit) -> EditResult:
        """Words at the end change the last row only, or how many there are, and then the box is laid out anew."""
        row = self.wrapped_document.location_to_offset(self.document.end).y - self.scroll_offset.y
        self._row = Region(0, row, self.size.width, 1)
        try:
            return super().edit(edit)
        finally:
            self._row = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As any widget's; while words are added at the end, their row."""
        if self._row and not (regions or layout or recompose):
            regions = (self._row,)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def load_text(self, text: str) -> None:
        """Put other words in its place, such as a softer start."""
        super().load_text(plain(text)[: self._limit])
        self.move_cursor(self.document.end)
        self._tell()

    def select_gap(self) -> None:
        """Select the first "..." to be typed over; without one the cursor stays where it is."""
        for row, words in enumerate(self.text.split("\n")):
            if (column := words.find(GAP)) >= 0:
                self.selection = Selection((row, column), (row, column + len(GAP)))
                return

    def undo(self) -> None:
        super().undo()
        self._tell()

    def redo(self) -> None:
        super().redo()
        self._tell()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """As TextArea's, but not while lines are taken back and the cursor is still in one of them (textual#6686)."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        # One by one: of several together TextArea wraps the wrong lines, and may end the program by that.
        *most, last = reversed(edits)
        with self.prevent(TextArea.Changed):
            for edit in most:
                super()._undo_batch([edit])
        super()._undo_batch([last])

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        *most, last = edits
        with self.prevent(TextArea.Changed):
            for edit in most:
                super()._redo_batch([edit])
        super()._redo_batch([last])

    def _tell(self) -> None:
        length = len(self.text)
        if length and not self._began:
            self._began = True
            self.post_message(self.Began(self))
        left = self._limit - length
        if left <= NEARLY or self._was_near:
            self.post_message(self.NearlyFull(self, left))
        self._was_near = left <= NEARLY


@cache
def _editing() -> dict[str, str]:
    """Each key that edits or moves the cursor, and what it does."""
    bindings = Binding.make_bindings([*TextArea.BINDINGS, *Writing.BINDINGS])
    return {binding.key: binding.action for binding in bindings}
