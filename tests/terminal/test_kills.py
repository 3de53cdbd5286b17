"""The program is killed again and again while somebody types: what the screen took is there, and nothing else is.

`python tests/torture.py` plays as many such rounds as one likes, and measures what is lost of a turn being typed.
"""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest
from tests.records import disks
from tests.records.disks import small_disk as small_disk
from tests.terminal.keyboard import Terminal
from tests.terminal.on_trial import BRISK, Plan, Talk, said_in
from tests.terminal.sudden_ends import DEAF, Round, rounds

from coach.records.journal import Journal
from coach.records.record import read_record

pytestmark = pytest.mark.terminal

PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around words that are pasted: all of them come at once."""

CALM = Plan("SIGKILL", BRISK, offered=False, after=0.5, hurry=None, taken=None, early=None, erases=False)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_program_has_lost_nothing_that_the_screen_took(seed: int, tmp_path: Path) -> None:
    """By SIGKILL, SIGTERM, SIGHUP or with its window: every turn that was taken is in the record to the letter, the
    draft is what stood in the box at some moment, and what was typed and taken back is in no file."""
    outcomes = list(rounds(tmp_path, random.Random(seed), 7, longest=0.6))
    assert [each.lost for each in outcomes if each.lost] == []
    assert [(each.plan, each.faults) for each in outcomes if each.faults] == []


def test_a_word_that_was_taken_back_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    """Typed, waited for in the draft, erased, written on, killed: the draft has let go of it, and no file has it."""
    home = tmp_path / "coach-home"
    home.mkdir()
    plan = Plan("SIGKILL", BRISK, offered=False, after=0.0, hurry=None, taken=None, early=None, erases=True)
    outcome = Round(Talk.of_many_lines(home), plan, random.Random(4)).play()
    assert (outcome.lost, outcome.faults, outcome.taken_back) == ([], [], 1)


def test_a_loss_would_be_noticed(tmp_path: Path) -> None:
    """These rounds can fail: a turn that the record never had is missed, and so is a draft that is not in the box."""
    home = tmp_path / "coach-home"
    home.mkdir()
    talk = Talk.of_many_lines(home)
    assert not Round(talk, CALM, random.Random(5)).play().faults
    said, talk.said = talk.said, [*talk.said, "never said"]
    outcome = Round(talk, CALM, random.Random(6)).play()
    assert outcome.lost
    assert outcome.faults
    assert said == talk.said[: len(said)]


def test_a_disk_that_is_full_for_a_while_costs_nothing(small_disk: Path) -> None:
    """NOT SAVED stands there as long as the disk is full; soon after there is room everything is saved, in order."""
    home = small_disk / "coach-home"
    home.mkdir()
    talk = Talk.of_many_lines(home)
    words = ["start", str(home / "many.toml"), "--left", "Sam", "--right", "Alex", "--calm", "--speed", str(BRISK)]
    with Terminal(home, *words, calm=DEAF / BRISK + 0.1) as terminal:
        terminal.sees("Ready when you are.")
        terminal.send("\r")
        terminal.sees("Line 1 of many.")
        filler = disks.fill(small_disk)
        number = 0
        while number == 0 or "NOT SAVED." not in terminal.text:
            number += 1
            terminal.send(f"{PASTED[0]}turn {number} {'and so on ' * 190}{PASTED[1]}")
            terminal.sees("and so on")
            terminal.send("\r")
            terminal.sees(f"Line {number + 1} of many.")
            terminal.send("x")  # the banner is drawn a moment later than its screen
        terminal.sees("the disk is full")
        filler.unlink()
        terminal.misses("NOT SAVED.")
        terminal.process.kill()
        terminal.ends()
    assert talk.path
    record = read_record(talk.path)
    assert not record.notices
    assert [each.split(" and")[0].lstrip("x") for each in said_in(record)] == [f"turn {n + 1}" for n in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["SIGTERM", "closed window"])
async def test_a_terminal_that_takes_nothing_more_does_not_keep_the_program(way: str, tmp_path: Path) -> None:
    """A connection that hangs: asked to end, the program ends, the lock is free, and what was typed is there."""
    home = tmp_path / "coach-home"
    home.mkdir()
    talk = Talk.of_an_argument(home)
    with Terminal(home, "resume", calm=DEAF + 0.1) as terminal:
        terminal.sees("One moment, not the whole history.")
        terminal.send("half a sentence")
        await terminal.until(lambda _: (talk.draft or {"text": ""})["text"] == "half a sentence", "the draft")
        terminal.take_nothing()
        for number in range(120):
            terminal.resize(280 + number % 2, 90)
            terminal.strike("x")
            time.sleep(0.02)
        if way == "SIGTERM":
            terminal.process.send_signal(signal.SIGTERM)
        else:
            terminal.hang_up()
        assert terminal.ends() == 128 + (signal.SIGTERM if way == "SIGTERM" else signal.SIGHUP)
    assert talk.path
    assert talk.draft
    assert talk.draft["text"].startswith("half a sentence")
    journal, record = Journal.resume(talk.path)
    journal.close()
    assert record.notices == ()
