"""How the programs are started that are measured: each with the same few variables, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import ROOT, SOURCE
from benchmarks.terminal import Terminal

PLAIN = (sys.executable, "-c", "print()")
BARE_APP = (sys.executable, str(ROOT / "benchmarks" / "bare_app.py"))
BARE_APP_IS_THERE = "palette"
"""The last words of its last row."""
COACH_IS_THERE = "Esc menu"
"""The last words of the key row."""


def coach(*words: str) -> tuple[str, ...]:
    """The program with these arguments, as `run.py` starts it."""
    return (sys.executable, "-P", "-c", "from coach.__main__ import main; main()", *words)


class Home:
    """A folder for a user of whom nobody has heard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.coach = folder / "coach"

    def environment(self) -> dict[str, str]:
        """A shell's variables with nothing of the user's own in them."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(SOURCE),
            "COACH_HOME": str(self.coach),
        }

    def runs(self, command: Sequence[str]) -> Terminal:
        """A command in a terminal, as this user would start it."""
        return Terminal(command, self.environment(), self.folder)

    def has_talk(self, lines: str, flow: str = "argument") -> str:
        """An open talk of Sam and Alex, begun just now, that has come as far as these lines; its id."""
        from coach import __version__
        from coach.conversation.script import Script
        from coach.driving import drive, parse
        from coach.flow.finding import find_flow
        from coach.records.journal import Journal
        from coach.records.places import places

        script, now = Script(find_flow(flow, None)), datetime.now(UTC).replace(microsecond=0)
        head = f"names: Sam, Alex\nat: {now.isoformat()}\ncoin: left\n"
        home = places({"COACH_HOME": str(self.coach)})
        journal = Journal.create(home, flow, script.flow.text, now, __version__)
        for event in drive(script, parse(head + lines, "talk")):
            journal.append(event)
        journal.close()
        return journal.path.stem


@contextmanager
def a_home(chosen: Path | None = None) -> Iterator[Home]:
    """A user who has seen the card of the first run; everything is removed afterwards.

    Args:
        chosen: a folder on the disk to measure; None for the one for temporary files.
    """
    from coach.records.places import places
    from coach.records.settings import mark_card_seen

    folder = Path(tempfile.mkdtemp(prefix="same-team-", dir=chosen))
    try:
        home = Home(folder)
        mark_card_seen(places({"COACH_HOME": str(home.coach)}))
        yield home
    finally:
        shutil.rmtree(folder, ignore_errors=True)
