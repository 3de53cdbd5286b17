"""The first words in a real terminal: there before Textual, still there with it, and the terminal given back."""

from __future__ import annotations

import re
import signal
import termios
from pathlib import Path

import pytest
from tests.terminal.keyboard import LEFT, Terminal

from coach.records.places import places
from coach.records.settings import mark_card_seen

pytestmark = pytest.mark.terminal

WORDS = "Just breathe."
ENTERED = b"\x1b[?1049h"
CLEARED = re.compile(rb"\x1b\[[023]?J")


@pytest.fixture
def home(coach_home: Path) -> Path:
    """A machine on which the first card was seen."""
    mark_card_seen(places())
    return coach_home


@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=str)
async def test_nothing_flickers_between_the_first_words_and_the_first_screen(home: Path, size: tuple[int, int]) -> None:
    """One alternate screen, cleared once, before the words; and from then on they stand in the same cells."""
    seen: list[tuple[int, int]] = []
    with Terminal(home, "--calm", size=size) as terminal:
        terminal.on_change = lambda: seen.append(
            next(((row, line.find(WORDS)) for row, line in enumerate(terminal._drawn) if WORDS in line), (-1, -1))
        )
        terminal.sees(WORDS, "Enter go on")
        terminal.on_change = lambda: None
        stood = seen[next(at for at, place in enumerate(seen) if place != (-1, -1)) :]
        assert set(stood) == {stood[0]}
        assert terminal.raw.count(ENTERED) == 1
        assert len(CLEARED.findall(bytes(terminal.raw))) == 1
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0


async def test_what_is_typed_before_the_screen_is_there_counts(home: Path) -> None:
    """Enter at the very first moment is Enter: neither echoed, nor turned into another key, nor lost."""
    with Terminal(home, "--calm", "--left", "Sam", "--right", "Alex") as terminal:
        terminal.strike("enter")
        terminal.sees("How heated are you?")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0


async def test_what_is_typed_under_the_first_words_counts(home: Path) -> None:
    """The same once they stand."""
    with Terminal(home, "--calm") as terminal:
        terminal.sees(WORDS)
        terminal.strike("enter")
        terminal.sees("What are you called?")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_under_the_first_words_gives_the_terminal_back(home: Path, number: signal.Signals) -> None:
    """As it was found: no alternate screen, echo on."""
    with Terminal(home) as terminal:
        before = termios.tcgetattr(terminal._master)
        terminal.sees(WORDS)
        terminal.process.send_signal(number)
        assert terminal.ends() == 128 + number
        assert terminal.raw.count(ENTERED) == terminal.raw.count(LEFT) == 1
        assert termios.tcgetattr(terminal._master)[3] == before[3]


async def test_the_terminal_is_as_it_was_after_a_talk(home: Path) -> None:
    """Textual gives back what was there before the first words, not what they made of it."""
    with Terminal(home, "--calm") as terminal:
        before = termios.tcgetattr(terminal._master)
        terminal.sees(WORDS, "Enter go on")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert termios.tcgetattr(terminal._master) == before
