"""What every full-screen face shares: the look, leaving at any moment, and the policy for crashes and signals."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from coach.tui.terminal import driver
from coach.tui.theme import (
    NO_COLOR_THEME,
    THEMES,
    Glyphs,
    glyphs_for,
    variable_defaults,
    wants_no_color,
)

QUICK_EXIT = 2.0
"""Seconds within which three presses of Esc blank the screen and leave."""

SMALLEST = (40, 15)
"""Columns and rows; below that one sentence asks for a larger window."""

FAREWELL = 8.0
"""Seconds for an orderly end after a signal, more than leaving waits for a silent disk. A terminal that hangs takes
nothing more, and Textual waits for it for ever."""

Result = TypeVar("Result")


class CalmApp(App[Result]):
    """An app that can always be left, and that never prints what was said, not even when it breaks."""

    CSS_PATH = Path(__file__).with_name("look.tcss")
    ENABLE_COMMAND_PALETTE = False  # its "Screenshot" writes a picture of the private screen to the disk
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (SMALLEST[0], "-narrow"), (60, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (SMALLEST[1], "-short"), (18, "-tall"), (22, "-high")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "leave", id="leave", show=False, priority=True),
    ]

    LAST_WORDS = "Something broke, and it is our fault. Nothing on the disk was changed."
    """The sentence for a shell after a crash."""

    def __init__(self, theme: str = "dusk") -> None:
        # Textual picks its colour filter in here, and greys are not "no colour": an ansi theme sends none at all.
        no_color = wants_no_color()
        self._no_color = no_color
        super().__init__(driver_class=driver(), ansi_color=True if no_color else None)
        for each in THEMES:
            self.register_theme(each)
        self.theme = NO_COLOR_THEME if no_color else theme
        self._escapes: deque[float] = deque(maxlen=3)
        self._interrupts: deque[float] = deque(maxlen=2)
        self._continued = False

    @property
    def glyphs(self) -> Glyphs:
        """The signs that this terminal can show."""
        return glyphs_for(getattr(sys.__stderr__, "encoding", None))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables have to be known when the stylesheet is parsed, before any theme is."""
        return variable_defaults(self._no_color if hasattr(self, "_no_color") else wants_no_color())

    def on_ready(self) -> None:
        """The first screen stands: from now on memory is looked after, but what was imported stays for good."""
        if not gc.isenabled():  # see `__main__`
            gc.collect()
            gc.freeze()
            gc.enable()

    # -- leaving -------------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Whatever is not on the disk yet goes there. Called before every way out; must not raise."""

    def quick_exit(self) -> None:
        """Esc Esc Esc."""
        self.save_now()
        self.exit(return_code=0)

    def action_leave(self) -> None:
        """Ctrl+Q: what is open stays open."""
        self.save_now()
        self.exit(return_code=0)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.action_leave()

    def interrupted_once(self) -> None:
        """The first Ctrl+C: a face may say that another one leaves."""

    async def on_event(self, event: events.Event) -> None:
        """Count what leaves before any screen can swallow it."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._leaves(event.key):
            event.stop()
            return
        await super().on_event(event)

    def _leaves(self, key: str) -> bool:
        now = time.monotonic()
        if key != "escape":  # only presses in a row leave
            self._escapes.clear()
        if key == "escape":
            self._escapes.append(now)
            if len(self._escapes) == 3 and now - self._escapes[0] <= QUICK_EXIT:
                self.quick_exit()
                return True
        if key == "ctrl+c":
            self._interrupts.append(now)
            if len(self._interrupts) == 2 and now - self._interrupts[0] <= QUICK_EXIT:
                self.action_leave()
            else:
                self.interrupted_once()
            return True
        return False

    # -- signals and crashes -------------------------------------------------------------------------------------

    def listen_to_signals(self) -> None:
        """Save and restore the terminal on SIGTERM, SIGHUP and SIGINT; Textual itself dies at once (textual#5140)."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._beside_the_screens)
        try:
            for name in ("SIGTERM", "SIGHUP", "SIGINT"):
                if number := getattr(signal, name, None):
                    loop.add_signal_handler(number, self._on_signal, int(number))
                    signal.signal(number, self._hurry)  # the loop is woken all the same
            if stop := getattr(signal, "SIGTSTP", None):
                loop.add_signal_handler(stop, self._on_stop)
                loop.add_signal_handler(signal.SIGCONT, self._on_continue)
        except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
            return

    def _beside_the_screens(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A callback or a task broke. The loop's own handler prints the error, and that may hold words."""
        if isinstance(error := context.get("exception"), Exception):
            self._handle_exception(error)

    def _on_signal(self, number: int) -> None:
        self.save_now()
        self.exit(return_code=128 + number)

    def _hurry(self, number: int, _: FrameType | None) -> None:
        """Runs at once, also while the loop stands still before a terminal that takes nothing."""
        farewell = threading.Timer(FAREWELL, self._leave_at_once, (number,))
        farewell.daemon = True
        farewell.start()

    def _leave_at_once(self, number: int) -> None:
        with suppress(Exception):
            self.save_now()
        os._exit(128 + number)

    def asleep(self, sleeps: bool) -> None:
        """The program is about to be stopped from outside, or goes on again."""

    def _on_stop(self) -> None:
        """Give the terminal back, stop, and take it again once the shell says so.

        In the loop, unlike Textual's own handlers: those may begin in the middle of each other, and a second key thread
        then keeps the program from ever ending.
        """
        self.save_now()
        self.asleep(True)
        if self._driver:
            self._driver.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._take_terminal_again()
        self._continued = True

    def _on_continue(self) -> None:
        """Gone on after a stop that could not be seen coming: the shell has had the terminal since."""
        if self._continued:
            self._continued = False
        elif self._driver:
            self._driver.suspend_application_mode()
            self._take_terminal_again()

    def _take_terminal_again(self) -> None:
        if self._driver:
            self._driver.resume_application_mode()
        self.asleep(False)
        self.refresh(layout=True)

    def _handle_exception(self, error: Exception) -> None:
        # A screen that is put together while the program leaves misses its own parts: that is no crash.
        if not self._exit:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A crash prints one sentence. Textual's own report shows local variables: people's words (traps.md 3)."""
        if os.environ.get("COACH_DEBUG"):
            super()._fatal_error()
            return
        self.save_now()
        if not self._exit_renderables:  # one sentence, however many things broke
            self._exit_renderables.append(self.LAST_WORDS)
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As a crash: an error that can render itself could render words."""
        self._fatal_error()
