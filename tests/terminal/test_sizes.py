"""A window that is dragged about, in a real terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.terminal.keyboard import Terminal
from tests.tui.at_keyboard import open_talk
from tests.tui.test_steps import SPEAK

pytestmark = pytest.mark.terminal


async def test_a_window_may_become_any_size_and_back(coach_home: Path) -> None:
    """Large, small, too small, and back: nothing breaks, nothing typed is lost, and keys still arrive."""
    open_talk(SPEAK)
    with Terminal(coach_home, "resume", "--calm", calm=0.4) as terminal:
        terminal.sees("One moment, not the whole history.")
        await terminal.write("half a sen")
        terminal.sees("half a sen")
        for size in ((100, 30), (40, 15)):
            terminal.resize(*size)
            terminal.sees("half a sen", "Esc")
        terminal.resize(30, 10)
        terminal.sees("Please make the window larger")
        terminal.resize(80, 24)
        terminal.sees("half a sen", "F1 help")
        await terminal.write("tence")
        terminal.sees("half a sentence")
        await terminal.press("escape")
        terminal.sees("The clock is stopped.")
        terminal.resize(40, 15)
        terminal.sees("Esc back")
        await terminal.press("escape")
        terminal.sees("half a sentence")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0


async def test_it_starts_in_a_small_window(coach_home: Path) -> None:
    """40 by 15 from the first screen on."""
    with Terminal(coach_home, "--calm", size=(40, 15), calm=0.4) as terminal:
        terminal.sees("Press F1 any time", "Enter go on")
        await terminal.press("enter")
        terminal.sees("Just breathe.")
        await terminal.press("ctrl+q")
        assert terminal.ends() == 0
