"""Another folder for a talk that its own disk refuses."""

from __future__ import annotations

import os
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from coach.text import plain
from coach.tui.frame import line
from coach.tui.menu import Beside
from coach.tui.messages import SaveElsewhere
from coach.tui.widgets.key_row import Key


class Elsewhere(Beside):
    """Asks for a folder. The talk moves there at once, or the screen says why it can't."""

    AUTO_FOCUS = "Input"

    def __init__(self, folder: Path | None) -> None:
        """Args: folder: one that may do; None if none is known."""
        super().__init__()
        self._folder = str(folder) if folder else ""

    def column(self) -> ComposeResult:
        yield line("Where can it be saved?", "one-thing", id="words")
        yield line("A folder on another disk or stick. All that was said goes there.", "quiet")
        yield Input(self._folder, placeholder="/path/to/a/folder", classes="air")
        yield line("", "air", id="refused")

    def keys(self) -> tuple[Key, ...]:
        return (Key(("Enter",), "save it there"), Key(("Esc",), "back"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        words = plain(event.value).strip()
        if not words:
            self.refused("Type the folder's path.")
            return
        there = os.path.expanduser(words)
        if there.startswith("~"):
            self.refused("There is no such person on this machine.")
            return
        self.post_message(SaveElsewhere(self, Path(os.path.abspath(there))))

    def refused(self, why: str) -> None:
        """Let the sentence stand under the box."""
        self.query_one("#refused", Static).update(Content(why))
