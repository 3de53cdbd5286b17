"""Leaving in a hurry, a full disk, a crash, no colours, no terminal: in a real one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.terminal.keyboard import COLOUR, LEFT, ROOT, Terminal, coach, environment
from tests.tui.at_keyboard import everything_on_disk, open_talk
from tests.tui.test_steps import SPEAK

from coach.records.record import read_record

pytestmark = pytest.mark.terminal

PATIENT = 0.4


@pytest.mark.parametrize("burst", [False, True], ids=["one by one", "at once"])
async def test_esc_esc_esc_blanks_the_screen_and_leaves(burst: bool, coach_home: Path) -> None:
    """Exit 0, the alternate screen is left, and nothing that was said is in what follows."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write("CANARY half a sen")
        terminal.sees("CANARY")
        if burst:
            terminal.send("\x1b\x1b\x1b")
        else:
            terminal.send("\x1b")
            terminal.sees("The clock is stopped.")
            terminal._calm = 0.0
            terminal.send("\x1b")
            terminal.sees("CANARY")
            terminal.send("\x1b")
        assert terminal.ends() == 0
        assert LEFT in terminal.raw
        assert "CANARY" not in terminal.after
        assert "bedtime" not in terminal.after
    assert read_record(path).kept is None


async def test_ctrl_q_says_that_the_talk_stays_open(coach_home: Path) -> None:
    """One sentence that names the way back, on stderr."""
    open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert terminal.after == "The talk stays open. “coach resume” goes on with it."


async def test_a_full_disk_is_said_and_the_talk_goes_on(coach_home: Path) -> None:
    """NOT SAVED stands there, the next step comes all the same, and the exit code tells."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT, largest=path.stat().st_size + 20) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.press("enter")
        terminal.sees("NOT SAVED.", "Say back what you heard.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 5
        assert terminal.after.startswith("NOT SAVED.")
    assert len(read_record(path).events) == 5


CRASH = """
import sys
from coach.__main__ import main
from coach.tui.steps.say import SayScreen

def breaks(self, words):
    secret = "CANARY " + words
    raise RuntimeError(secret)

SayScreen.insert = breaks
sys.argv = ["coach", "resume", "--calm"]
main()
"""


async def test_a_crash_prints_one_sentence_and_nothing_that_was_said(coach_home: Path, tmp_path: Path) -> None:
    """Exit 1, the terminal restored, no local variable anywhere, and the talk can be gone on with."""
    path = open_talk(SPEAK)
    (tmp_path / "coach_that_breaks.py").write_text(CRASH, encoding="utf-8")
    command = f"{tmp_path}{os.pathsep}{ROOT / 'src'}"
    with Terminal(coach_home, module="coach_that_breaks", calm=PATIENT, PYTHONPATH=command) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.press("f4")
        terminal.sees("Which is nearest?")
        await terminal.press("enter")
        assert terminal.ends() == 1
        assert LEFT in terminal.raw
        assert b"CANARY" not in terminal.raw
        assert terminal.after.startswith("Something broke. What you said is saved")
        assert "Traceback" not in terminal.after
    assert not [name for name, data in everything_on_disk(tmp_path / "coach-home").items() if b"CANARY" in data]
    assert len(read_record(path).events) == 5


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {}], ids=["NO_COLOR", "--no-color"])
async def test_without_colour_no_colour_is_sent(variables: dict[str, str], coach_home: Path) -> None:
    """Not even greys; what is bold or reversed still is."""
    open_talk(SPEAK)
    words = ["resume", "--calm", *([] if variables else ["--no-color"])]
    with Terminal(coach_home, *words, calm=PATIENT, **variables) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write("words")
        await terminal.press("enter")
        terminal.sees("Read it once.")
        assert not COLOUR.search(terminal.raw)
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("Read it once.")
        assert COLOUR.search(terminal.raw), "the search finds colours where there are some"


@pytest.mark.parametrize("command", [(), ("start", "five-minutes"), ("replay", "--example")], ids=" ".join)
def test_without_a_terminal_there_is_one_sentence(command: tuple[str, ...], coach_home: Path) -> None:
    """All three streams are pipes; exit 2, and nothing is drawn or written."""
    code, out, err = coach(coach_home, *command)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "terminal" in err
    assert "coach show" in err
    assert not coach_home.exists()


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_each_stream_has_to_be_a_terminal(stream: str, coach_home: Path, tmp_path: Path) -> None:
    """One of them redirected is enough to be told so."""
    redirect = {"stdin": "</dev/null", "stdout": ">out", "stderr": "2>err"}[stream]
    shell = f"cd {tmp_path}; {sys.executable} -m coach {redirect}; echo code $?"
    with Terminal(coach_home, shell=shell) as terminal:
        terminal.sees("code 2")
        terminal.ends()
    said = (tmp_path / "err").read_text(encoding="utf-8") if stream == "stderr" else terminal.text
    assert "coach draws on a terminal, and this is none." in said


def test_a_dumb_terminal_is_told_too(coach_home: Path) -> None:
    """No alternate screen is sent to what can't show one."""
    with Terminal(coach_home, TERM="dumb") as terminal:
        assert terminal.ends() == 2
        assert b"\x1b" not in terminal.raw
        assert b"coach draws on a terminal" in terminal.raw
    assert environment(coach_home)["TERM"] != "dumb"
