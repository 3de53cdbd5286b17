"""The program in a real pseudo-terminal: keys go in as bytes, a terminal of our own draws what comes out.

A thread reads all the time, answers what a terminal is asked, and draws, so that neither side ever waits for the other.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
"""Real seconds until anything that is waited for counts as missing."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "plus": "+",
    "space": " ",
    "right": "\x1b[C",
    "ctrl+u": "\x15",
    "ctrl+q": "\x11",
    "ctrl+c": "\x03",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
}
"""What a terminal sends for keys that are no letters."""
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}
"""What a terminal says when it is asked what it is, where the cursor is, and which modes it knows."""
QUERY = re.compile(rb"\x1b\[(?:c|6n|\?\d+\$p)")
UNKNOWN = re.compile(rb"\x1b\[[<>=?]?[0-9;]*\$?[pu]|\x1b\[[<>=][0-9;]*[A-Za-z]|\x1bP.*?\x1b\\", re.DOTALL)
"""Sequences that pyte would print as letters."""
CLOCK_ROWS = 4
"""Rows at the bottom in which a clock runs; what changes there is no news."""
LEFT = b"\x1b[?1049l"
"""The alternate screen is left."""
CONTROL = re.compile(rb"\x1b\[[<>=?]?[0-9;]*[A-Za-z]")
COLOUR = re.compile(rb"\x1b\[(?:\d*;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")


def environment(home: Path, **more: str) -> dict[str, str]:
    """A shell's variables with nothing of the developer's own in them."""
    home.parent.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home.parent),
        "TMPDIR": str(home.parent),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "src"),
        "COACH_HOME": str(home),
        **more,
    }


class Terminal:
    """One command in a terminal of its own."""

    shuffles = True

    def __init__(
        self,
        home: Path,
        *words: str,
        size: tuple[int, int] = (80, 24),
        calm: float = 0.03,
        largest: int | None = None,
        module: str = "coach",
        shell: str = "",
        **variables: str,
    ) -> None:
        """`coach` with these words.

        Args:
            size: columns and rows.
            calm: seconds without a change before a key is pressed: keys are deaf just after a change of screen.
            largest: the most bytes a file may grow to, as on a full disk.
            module: what is run in the place of `coach`.
            shell: a line for a shell to run instead.
            variables: more for the environment.
        """
        self.raw = bytearray()
        self._calm, self._news = calm, time.monotonic()
        self.on_change: Callable[[], None] = lambda: None
        """Called by the thread that draws, after each change of the screen."""
        self._changed = threading.Condition()
        self._drawn: list[str] = []
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        self._wire = os.pipe()
        self._takes = True
        self._size(slave, size)
        self.found = termios.tcgetattr(slave)
        """How the terminal was set before anything ran in it."""
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", shell] if shell else [sys.executable, "-m", module, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=home.parent if home.parent.is_dir() else None,
            env=environment(home, **({"PYTHONDONTWRITEBYTECODE": "1"} if largest else {}), **variables),
            start_new_session=True,
            preexec_fn=lambda: _own(largest),
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        with self._changed:
            return self._drawn

    @property
    def text(self) -> str:
        """Everything on the screen, white space made single."""
        return " ".join(" ".join(self.lines).split())

    @property
    def still_for(self) -> float:
        """Seconds since anything moved but a clock."""
        return time.monotonic() - self._news

    def resize(self, *size: int) -> None:
        """Drag the window to other columns and rows."""
        with self._changed:
            self._screen.resize(size[1], size[0])
        self._size(self._master, (size[0], size[1]))

    def sees(self, *words: str) -> None:
        """Wait until all of these are on the screen."""
        for each in words:
            self._wait(lambda each=each: each in self.text, each)  # type: ignore[misc]

    def misses(self, words: str) -> None:
        """Wait until this is not on the screen."""
        self._wait(lambda: words not in self.text, f"no {words}")

    def send(self, typed: str) -> None:
        """Type, once nothing has moved for a moment."""
        self._wait(lambda: self.still_for >= self._calm, "a still screen")
        self._news = time.monotonic()
        os.write(self._master, typed.encode())

    def strike(self, key: str) -> float:
        """One key, at once, whatever the screen does; when it was sent, in seconds of the monotonic clock."""
        sent = time.monotonic()
        os.write(self._master, KEYS.get(key, key).encode())
        return sent

    def take_nothing(self) -> None:
        """From now on nothing that the program draws is taken, as by a connection that hangs."""
        self._takes = False

    def hang_up(self) -> None:
        """Close the window, with the program still in it."""
        os.write(self._wire[1], b"x")
        self._reader.join(PATIENCE)

    def ends(self) -> int:
        """Wait until the program has gone; its exit code, negative for a signal that ended it."""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError("it did not end\n" + "\n".join(self.lines)) from None
        self._takes = True
        self._reader.join(PATIENCE)
        return code

    @property
    def after(self) -> str:
        """What is left to read in the terminal once the program has gone."""
        return CONTROL.sub(b"", bytes(self.raw).rpartition(LEFT)[2]).decode().strip()

    @property
    def set_now(self) -> list[Any]:
        """How the terminal is set."""
        return termios.tcgetattr(self._master)

    # -- as a face for the player --------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self.send(KEYS.get(key, key))

    async def write(self, words: str) -> None:
        """Type words."""
        self.send(words)

    async def until(self, wanted: Callable[[str], bool], what: str) -> None:
        """Wait until the text of the screen is as wanted."""
        self._wait(lambda: wanted(self.text), what)

    async def let_pass(self, seconds: float) -> None:
        """Time passes by itself."""

    # -- inside --------------------------------------------------------------------------------------------------

    def _wait(self, wanted: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not wanted():
            with self._changed:
                self._changed.wait(0.02)
            if time.monotonic() > end or (not self._reader.is_alive() and not wanted()):
                raise AssertionError(f"waited for: {what}\n" + "\n".join(self.lines))

    def _read(self) -> None:
        rest = b""
        while True:
            ready, _, _ = select.select([self._wire[0], *([self._master] if self._takes else [])], [], [], 0.2)
            if self._wire[0] in ready:  # nobody else may close it: a handle that is waited for stays open
                os.close(self._master)
                self._master = -1
                return
            if not self._takes:
                continue
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                return
            for query in QUERY.findall(rest + data):
                os.write(self._master, ANSWERS.get(query, b""))
            rest = data[-12:].rpartition(b"\x1b")[2] and b"\x1b" + data[-12:].rpartition(b"\x1b")[2]
            rest = b"" if QUERY.search(rest) else rest
            with self._changed:
                self.raw += data
                before = self._drawn
                self._stream.feed(UNKNOWN.sub(b"", data))
                # Not `display`: it breaks on what is left of a wide letter that was written over in part.
                rows = (self._screen.buffer[row] for row in range(self._screen.lines))
                self._drawn = ["".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows]
                if self._drawn[:-CLOCK_ROWS] != before[:-CLOCK_ROWS]:
                    self._news = time.monotonic()
                self.on_change()
                self._changed.notify_all()

    @staticmethod
    def _size(handle: int, size: tuple[int, int]) -> None:
        fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._takes = True
        self._reader.join(PATIENCE)
        for handle in (self._master, *self._wire):
            if handle >= 0:
                os.close(handle)


def _own(largest: int | None) -> None:
    """In the child: the terminal is its own, and files may not grow beyond `largest`."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def coach(home: Path, *words: str) -> tuple[int, str, str]:
    """`coach` without a terminal: exit code, stdout, stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        stdin=subprocess.DEVNULL,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr
