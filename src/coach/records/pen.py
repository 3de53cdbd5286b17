"""A thread of its own for what touches the disk: in order, one thing after the other, and nobody has to wait for it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable


class Pen:
    """Does what it is given, in order. What it does must not raise: there is nobody to raise to."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._work: deque[Callable[[], None]] = deque()
        self._since: float | None = None
        self._open = True
        self._thread: threading.Thread | None = None

    def do(self, work: Callable[[], None]) -> None:
        """Have this done after everything that was asked for before; returns at once."""
        with self._change:
            self._work.append(work)
            if self._thread is None:
                # A daemon: a disk that hangs must not keep the program from ending.
                self._thread = threading.Thread(target=self._run, name="pen", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def forget(self) -> None:
        """Leave undone what was asked for and has not been begun."""
        with self._change:
            self._work.clear()

    def end(self) -> None:
        """Nothing more will be asked for: the thread ends once all is done."""
        with self._change:
            self._open = False
            self._change.notify_all()

    def idle(self, seconds: float = 0.0) -> bool:
        """Whether everything is done, after waiting for it for at most so many seconds."""
        with self._change:
            return self._change.wait_for(lambda: not self._work and self._since is None, seconds)

    @property
    def busy_for(self) -> float:
        """Seconds since it began with what it does now; 0 if it does nothing."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def _run(self) -> None:
        while True:
            with self._change:
                self._since = None
                self._change.notify_all()
                self._change.wait_for(lambda: self._work or not self._open)
                if not self._work:
                    self._thread = None
                    return
                work = self._work.popleft()
                self._since = time.monotonic()
            work()
