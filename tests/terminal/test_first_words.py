"""The first words in a real terminal: there before Textual, still there with it, and the terminal given back."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from tests.terminal.keyboard import LEFT, Terminal
from tests.tui.at_keyboard import open_talk
from tests.tui.test_steps import SPEAK

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


@pytest.mark.parametrize("size", [(80, 24), (100, 30)], ids=str)
async def test_nothing_flickers_between_the_first_words_and_the_first_screen(home: Path, size: tuple[int, int]) -> None:
    """One alternate screen, cleared once, before the words. From then on they stand in the same cells; so does the disc
    once it is there, also when the screen of the talk takes the place of the first one."""
    open_talk(SPEAK)
    words: list[set[tuple[int, int]]] = []
    discs: list[bool] = []

    def look(lines: list[str]) -> None:
        words.append({(row, line.find(WORDS)) for row, line in enumerate(lines) if WORDS in line})
        discs.append(any("█" in line for line in lines))

    with Terminal(home, "--calm", size=size) as terminal:
        terminal.on_change = lambda: look(terminal._drawn)
        terminal.sees(WORDS, "Enter go on", "is open until")  # an offer: the screen of the talk stands
        terminal.on_change = lambda: None
        first, *rest = words[next(at for at, places in enumerate(words) if places) :]
        assert len(first) == 1
        assert rest == [first] * len(rest)
        assert False not in discs[discs.index(True) :]
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
        terminal.sees(WORDS)
        terminal.process.send_signal(number)
        assert terminal.ends() == 128 + number
        assert terminal.raw.count(ENTERED) == terminal.raw.count(LEFT) == 1
        assert terminal.set_now[3] == terminal.found[3]


async def test_the_terminal_is_as_it_was_after_a_talk(home: Path) -> None:
    """Textual gives back what was there before the first words, not what they made of it."""
    with Terminal(home, "--calm") as terminal:
        terminal.sees(WORDS, "Enter go on")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert terminal.set_now == terminal.found
