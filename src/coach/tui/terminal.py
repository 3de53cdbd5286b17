"""A terminal that may be gone: its window was closed, its connection broke. Writing to it must not hold anybody up."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, Any, cast

from textual import constants
from textual.driver import Driver

from coach import first_words

ALTERNATE = "\x1b[?1049h"
"""Enters the alternate screen."""


class MayBeGone:
    """A text file that takes what it is given and loses what cannot be written any more."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """As the file's own."""
        with suppress(OSError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """As the file's own."""
        with suppress(OSError):
            self._file.flush()


def driver() -> type[Driver] | None:
    """Textual's own driver, with a terminal that may be gone; None where Textual is to choose one.

    Its thread that writes ends with the first error, and after thirty more pieces of a picture nobody takes them: a
    program whose window is closed while it draws would then wait for ever, with the talk's lock in its hand.
    """
    if sys.platform == "win32" or constants.DRIVER:
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class CalmDriver(LinuxDriver):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._file = cast("Any", MayBeGone(cast("IO[str]", self._file)))

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if (before := first_words.taken_over()) is not None:
                self.attrs_before = before

        def write(self, data: str) -> None:
            # Some terminals clear the alternate screen when it is entered again: the first words would flicker.
            if not (data == ALTERNATE and first_words.standing()):
                super().write(data)

    return CalmDriver
