"""The power goes in the middle of a sentence: the next start opens the same step, seat, words and seconds."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from tests.player import gist
from tests.terminal.keyboard import LEFT, Terminal
from tests.tui.at_keyboard import open_talk
from tests.tui.test_steps import SPEAK

from coach.records.draft import DraftFile
from coach.records.library import open_talks
from coach.records.places import places
from coach.records.record import read_record
from coach.records.settings import mark_card_seen

pytestmark = pytest.mark.terminal

PATIENT = 0.4
"""Seconds of a still screen before each key: at the real pace keys are deaf for 0.3 after a change of screen."""
HALF = "When you came home 🙂 I"


async def begin_a_turn(terminal: Terminal) -> None:
    """Sam's turn, half typed and on the disk."""
    terminal.sees("One moment, not the whole history.", "◖ Sam has the floor")
    await terminal.write(HALF)
    terminal.sees(HALF)
    await on_disk(terminal)


async def on_disk(terminal: Terminal) -> None:
    """Wait until what is typed is in the draft."""
    (talk,) = open_talks(places()).talks
    draft = DraftFile(talk.path.with_suffix(".draft"))
    await terminal.until(lambda _: (found := draft.read()) is not None and found.text == HALF, "the draft")


def seconds_left(terminal: Terminal) -> int:
    """What the clock says."""
    found = re.search(r"(\d+):(\d\d)\b", "\n".join(terminal.lines[-6:]))
    assert found
    return int(found[1]) * 60 + int(found[2])


async def test_a_killed_program_comes_back_to_the_same_sentence(coach_home: Path) -> None:
    """kill -9; then `coach` offers the talk, and Enter is enough."""
    mark_card_seen(places())
    path = open_talk(SPEAK)
    before = gist(read_record(path).events)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        await begin_a_turn(terminal)
        terminal.process.kill()
        assert terminal.ends() == -signal.SIGKILL
    draft = DraftFile(path.with_suffix(".draft")).read()
    assert draft
    with Terminal(coach_home, "--calm", calm=PATIENT) as terminal:
        terminal.sees("Just breathe.", "A talk from", "is open until")
        assert "came home" not in terminal.text
        await terminal.press("enter")
        # The keys are the lowest row: when they stand there, the clock above them is the turn's and not the breath's.
        terminal.sees("◖ Sam has the floor", "One moment, not the whole history.", "When you came home", "F2 repair")
        assert seconds_left(terminal) <= 90 - int(draft.spent)
        assert seconds_left(terminal) < 90 or draft.spent < 1
        await terminal.write(" sat down.")
        await terminal.press("enter")
        terminal.sees("Read it once.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
    record = read_record(path)
    assert gist(record.events)[:-1] == before
    assert record.events[-1].text == f"{HALF} sat down."
    assert not record.notices


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_saves_restores_the_terminal_and_is_in_the_exit_code(
    number: signal.Signals, coach_home: Path
) -> None:
    """128 and the signal's number; the last letters are on the disk."""
    path = open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=PATIENT) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write(HALF)
        terminal.sees(HALF)
        terminal.process.send_signal(number)
        assert terminal.ends() == 128 + number
        assert LEFT in terminal.raw
        assert "came home" not in terminal.after
    draft = DraftFile(path.with_suffix(".draft")).read()
    assert draft
    assert draft.text == HALF
