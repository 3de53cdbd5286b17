"""Stopped, gone on with, hung up on, looked on at: in a real terminal."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from tests.terminal.keyboard import LEFT, Terminal
from tests.tui.at_keyboard import open_talk
from tests.tui.test_steps import SPEAK

from coach.records.draft import DraftFile
from coach.records.lock import TalkLock
from coach.records.places import places
from coach.records.record import read_record
from coach.records.settings import mark_card_seen

pytestmark = pytest.mark.terminal

PATIENT = 0.4
HALF = "When you came home 🙂 I"
LISTENS = b"\x1b[?2026$p"
"""What a terminal is asked once its keys are read: what was typed just before is echoed, and dropped."""


def _is_stopped(terminal: Terminal) -> bool:
    return Path(f"/proc/{terminal.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T"


async def _listens(terminal: Terminal, before: int) -> None:
    """Wait until the program has taken the terminal again, after so many bytes."""
    await terminal.until(lambda _: LISTENS in terminal.raw[before:], "the screen again")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells by /proc whether a process is stopped")
async def test_a_stopped_program_gives_the_terminal_back_and_goes_on_where_it_was(coach_home: Path) -> None:
    """SIGTSTP: the words are on the disk and off the screen; SIGCONT: the same turn, and no second of it is gone."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write(HALF)
        terminal.sees(HALF)
        terminal.process.send_signal(signal.SIGTSTP)
        await terminal.until(lambda _: _is_stopped(terminal), "a stopped program")
        draft = DraftFile(path.with_suffix(".draft")).read()
        assert draft
        assert draft.text == HALF
        await terminal.until(lambda _: LEFT in terminal.raw, "the terminal given back")
        assert "came home" not in terminal.after
        before = len(terminal.raw)
        terminal.process.send_signal(signal.SIGCONT)
        await _listens(terminal, before)
        terminal.sees("One moment, not the whole history.", "came home")
        await terminal.write(" sat down.")
        await terminal.press("enter")
        terminal.sees("Read it once.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
    said = read_record(path).events[-1]
    assert said.text == f"{HALF} sat down."
    assert said.seconds is not None


@pytest.mark.parametrize("numbers", [[signal.SIGCONT], [signal.SIGSTOP, signal.SIGCONT]], ids=["CONT", "STOP, CONT"])
async def test_going_on_without_a_stop_that_was_seen_harms_nothing(
    numbers: list[signal.Signals], coach_home: Path
) -> None:
    """The program draws itself anew, and still ends when it is told to."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write(HALF)
        terminal.sees(HALF)
        for _ in range(2):
            before = len(terminal.raw)
            for number in numbers:
                terminal.process.send_signal(number)
            await _listens(terminal, before)
        terminal.sees("One moment, not the whole history.", "came home")
        await terminal.write(" sat")
        terminal.sees("I sat")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == 128 + signal.SIGTERM
    draft = DraftFile(path.with_suffix(".draft")).read()
    assert draft
    assert draft.text == f"{HALF} sat"


async def test_a_terminal_that_is_gone_costs_nothing(coach_home: Path) -> None:
    """The window is closed in the middle of a word: what was typed is saved, and the lock is free."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write(HALF)
        terminal.sees(HALF)
        terminal.hang_up()
        assert terminal.ends() == 128 + signal.SIGHUP
    draft = DraftFile(path.with_suffix(".draft")).read()
    assert draft
    assert draft.text == HALF
    assert TalkLock(path.with_suffix(".lock")).holder() is None


async def test_the_second_window_says_who_has_the_talk_and_looks_on(coach_home: Path) -> None:
    """Exit 4 where it can't be shared; under the first breath W looks on; the lock goes with whoever dies."""
    mark_card_seen(places())
    open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as first:
        first.sees("One moment, not the whole history.")
        with Terminal(coach_home, "resume", calm=PATIENT) as second:
            assert second.ends() == 4
            assert f"open in another window (process {first.process.pid})" in second.after
            assert "coach watch" in second.after
        with Terminal(coach_home, "--calm", calm=PATIENT) as second:
            second.sees(f"open in another window (process {first.process.pid})", "W watch")
            await second.press("w")
            second.sees("Only to look at.", "bedtime")
            await first.write(HALF)
            first.sees("came home")
            await first.press("enter")
            first.sees("Read it once.")
            second.sees("came home")
            first.process.kill()
            second.sees("It was closed there.")
            await second.press("escape")
            assert second.ends() == 0
        assert first.ends() == -signal.SIGKILL
    with Terminal(coach_home, "watch", calm=PATIENT) as second:
        assert second.ends() == 2
        assert "No talk is open in another window." in second.after
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("Read it once.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0


CRASH = """
import asyncio, sys
from coach.__main__ import main
from coach.tui.app import CoachApp

async def breaks_later():
    secret = "CANARY"
    raise RuntimeError(secret)

def breaks():
    secret = "CANARY"
    raise RuntimeError(secret)

where, sys.argv = sys.argv[1], ["coach", "resume", "--calm"]
CoachApp.action_feelings = lambda self: {"worker": lambda: self.run_worker(breaks_later()),
    "timer": lambda: self.set_timer(0.01, breaks),
    "callback": lambda: asyncio.get_running_loop().call_soon(breaks)}[where]()
main()
"""


@pytest.mark.parametrize("where", ["worker", "timer", "callback"])
async def test_a_crash_beside_the_screens_says_one_sentence(where: str, coach_home: Path, tmp_path: Path) -> None:
    """Exit 1, the terminal restored, nothing that was said or is in memory, and the half-typed turn on the disk."""
    path = open_talk(SPEAK)
    (tmp_path / "coach_that_breaks.py").write_text(CRASH, encoding="utf-8")
    command = f"{tmp_path}{os.pathsep}{Path(__file__).resolve().parents[2] / 'src'}"
    with Terminal(coach_home, where, module="coach_that_breaks", calm=PATIENT, PYTHONPATH=command) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write(HALF)
        terminal.sees(HALF)
        await terminal.press("f4")
        assert terminal.ends() == 1
        assert LEFT in terminal.raw
        assert b"CANARY" not in terminal.raw
        assert terminal.after.startswith("Something broke. What you said is saved: “coach resume”")
        assert "Traceback" not in terminal.after
    draft = DraftFile(path.with_suffix(".draft")).read()
    assert draft
    assert draft.text == HALF
