"""A program in a pseudo-terminal, for timing: every piece that it draws is noted with its time.

Nothing is drawn here. A terminal that draws would take the second core away from what is measured; so what came is
searched as text, without its control sequences.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from benchmarks.machine import SIZE

PATIENCE = 30.0
"""Seconds until what is waited for counts as missing."""

ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}
"""What a terminal says when it is asked what it is, where the cursor is, and which modes it knows."""

QUERY = re.compile(rb"\x1b\[(?:c|6n|\?\d+\$p)")
CONTROL = re.compile(
    rb"\x1b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|[\]P^_].*?(?:\x07|\x1b\\)|[()][0-9A-Za-z]|[=>78cDEHMNO])", re.DOTALL
)
SPACE = re.compile(rb"\s+")
LONGEST_QUERY = 8


class Missing(Exception):
    """What was waited for never came."""


class Piece(NamedTuple):
    """What came at once."""

    at: float
    """Seconds of the performance counter."""
    data: bytes


class Stroke(NamedTuple):
    """What became of a key, in seconds from when it was pressed."""

    first: float
    """The first byte that came."""
    settled: float
    """The last byte before a moment of quiet."""


def without_control(raw: bytes) -> bytes:
    """What is to be read in it: no control sequences, no white space."""
    return SPACE.sub(b"", CONTROL.sub(b"", raw))


class Terminal:
    """One command in a terminal of its own; a context, and whatever happens, its process is gone afterwards."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path, size: tuple[int, int] = SIZE
    ) -> None:
        """Start it.

        Args:
            folder: where it runs.
            size: columns and rows, from before its first instruction on.
        """
        self.pieces: list[Piece] = []
        self.closed = False
        """Whether nobody has the other end open any more."""
        self.code: int | None = None
        """How it ended; negative for a signal; None while it runs."""
        self.processor = 0.0
        """The processor seconds that it took, once it has ended."""
        self.master, slave = os.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.began = time.perf_counter()
        self.process = os.fork()
        if not self.process:
            _become(command, env, folder, slave, self.master)
        os.close(slave)

    # -- waiting -------------------------------------------------------------------------------------------------

    def sees(self, words: str, since: int = 0) -> float:
        """Wait until these words have been drawn; when that was, in seconds from the start.

        Args:
            since: leave out so many pieces that came first.
        """
        wanted = SPACE.sub(b"", words.encode())
        return self._until(lambda: wanted in self.drawn(since), words).at - self.began

    def first_bytes(self) -> float:
        """Wait until anything has come; when that was, in seconds from the start."""
        self._until(lambda: bool(self.pieces), "anything")
        return self.pieces[0].at - self.began

    def pass_time(self, seconds: float) -> None:
        """Take what comes for a while."""
        end = time.perf_counter() + seconds
        self._take(0.0)
        while not self.closed and (left := end - time.perf_counter()) > 0:
            self._take(left)

    def quiet(self, seconds: float) -> None:
        """Wait until nothing has come for so long."""
        end = time.perf_counter() + PATIENCE
        while self._take(seconds):
            if time.perf_counter() > end:
                raise Missing(f"{seconds} quiet seconds")

    def ends(self) -> float:
        """Wait until it has ended by itself; when that was, in seconds from the start."""
        end = time.perf_counter() + PATIENCE
        while self._take(PATIENCE) and time.perf_counter() < end:
            pass
        self._reap(0)
        return time.perf_counter() - self.began

    def drawn(self, since: int = 0) -> bytes:
        """What was drawn, without control sequences and without white space."""
        return without_control(b"".join(piece.data for piece in self.pieces[since:]))

    # -- keys ----------------------------------------------------------------------------------------------------

    def press(self, key: str) -> float:
        """Send a key, or several; when that was, in seconds of the performance counter."""
        now = time.perf_counter()
        os.write(self.master, key.encode())
        return now

    def stroke(self, key: str, quiet: float = 0.04) -> Stroke:
        """Send a key and wait for what comes of it."""
        before, sent = len(self.pieces), self.press(key)
        self._until(lambda: len(self.pieces) > before, "something to be drawn")
        first = self.pieces[before].at - sent
        self.quiet(quiet)
        return Stroke(first, self.pieces[-1].at - sent)

    # -- inside --------------------------------------------------------------------------------------------------

    def _until(self, wanted: Callable[[], bool], what: str, patience: float = PATIENCE) -> Piece:
        end = time.perf_counter() + patience
        while not wanted():
            if not self._take(max(0.0, end - time.perf_counter())):
                raise Missing(f"waited for: {what}\n{self.drawn()[-2000:].decode(errors='replace')}")
        return self.pieces[-1]

    def _take(self, longest: float) -> bool:
        """Take one piece; False if none comes."""
        if self.closed or not select.select([self.master], [], [], longest)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # Linux, when the other end is closed
            data = b""
        if not data:
            self.closed = True
            return False
        before = self.pieces[-1].data[-LONGEST_QUERY:] if self.pieces else b""
        self.pieces.append(Piece(time.perf_counter(), data))
        for found in QUERY.finditer(before + data):
            if found.end() > len(before):
                os.write(self.master, ANSWERS.get(found[0], b""))
        return True

    def _reap(self, options: int) -> bool:
        if self.code is None:
            process, status, usage = os.wait4(self.process, options)
            if process:
                self.code = os.waitstatus_to_exitcode(status)
                self.processor = usage.ru_utime + usage.ru_stime
        return self.code is not None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._reap(os.WNOHANG):
                os.kill(self.process, signal.SIGKILL)
                self._reap(0)
        finally:
            os.close(self.master)


def pass_together(terminals: Sequence[Terminal], seconds: float) -> None:
    """Take what comes from several for a while."""
    by_handle = {terminal.master: terminal for terminal in terminals}
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        for handle in select.select(list(by_handle), [], [], left)[0]:
            by_handle[handle].pass_time(0.0)


def _become(command: Sequence[str], env: Mapping[str, str], folder: Path, slave: int, master: int) -> None:
    """In the child: take the terminal for one's own, and become the command. Never returns."""
    try:
        os.close(master)
        os.login_tty(slave)
        os.chdir(folder)
        for number in (signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.execve(command[0], list(command), dict(env))
    except BaseException as error:
        print(f"{command[0]}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(127)
