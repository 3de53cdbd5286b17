"""Small windows: everything that matters still fits into 40 by 15; below that stands one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.player import Player
from tests.tui.at_keyboard import SMALL, WIDE, Keyboard, an_app, app_at, at, script
from tests.tui.test_menu import PLACES
from tests.tui.test_steps import SPEAK

TALKS = Path(__file__).parents[2] / "flows" / "talks"
LARGER = "Please make the window larger: 40 by 15 will do."


def reads_whole(keyboard: Keyboard) -> None:
    """The prompt is there (the player has seen it), and so are help, the way out and the rail; nothing is cut off."""
    lines = [" ".join(line.split()) for line in keyboard.lines if line.strip()]
    assert all(len(line) <= 40 for line in keyboard.lines)
    assert "Esc" in " ".join(lines[-2:]) or "Enter leave" in " ".join(lines[-2:])
    assert "F1" in " ".join(lines[-2:])
    assert lines[0].startswith("◖◗ ") or not keyboard.app.sitting.ask.parts


@pytest.mark.parametrize("name", ["five-minutes/straight", "five-minutes/hot"])
async def test_a_talk_fits_into_40_by_15(name: str) -> None:
    """Every prompt can be read, every answer given, help and the menu are named on each screen."""
    lines = (TALKS / f"{name}.talk").read_text(encoding="utf-8")
    app = an_app("five-minutes", coin=lambda sides: 0 if sides == 2 and not app.sitting.events else 1)
    async with at(app, SMALL) as keyboard:
        player = Player(keyboard, script("five-minutes"), lines)
        player.arrived = lambda: reads_whole(keyboard)
        await player.play()


@pytest.mark.parametrize("talk", PLACES.values(), ids=PLACES)
async def test_below_that_there_is_one_sentence(talk: str) -> None:
    """No half of a screen; and all is as it was once there is room again."""
    app = app_at(talk) if talk else an_app()
    async with at(app) as keyboard:
        await keyboard.sees("F1 help")
        before = app.screen
        for size in ((39, 24), (80, 14), (39, 14)):
            await keyboard.pilot.resize_terminal(*size)
            await keyboard.sees(LARGER)
            assert keyboard.text == LARGER
        await keyboard.pilot.resize_terminal(*WIDE)
        await keyboard.sees("F1 help")
        assert LARGER not in keyboard.text
        assert app.screen is before


@pytest.mark.parametrize("keys", [("escape",), ("f1",), ("f1", "n"), ("f2",), ("f4",)], ids=" ".join)
async def test_what_stands_beside_the_talk_fits_too(keys: tuple[str, ...]) -> None:
    """Menu, help, names, repair phrases and feelings name their way back in a small window."""
    async with at(app_at(SPEAK), SMALL) as keyboard:
        await keyboard.press(*keys)
        await keyboard.sees("Esc")
        last = [" ".join(line.split()) for line in keyboard.lines if line.strip()][-1]
        assert last.endswith(("Esc back", "Esc skip"))
        await keyboard.pilot.resize_terminal(39, 14)
        await keyboard.sees(LARGER)


async def test_a_name_that_is_being_typed_outlives_them_too() -> None:
    """The cursor comes back with the room."""
    async with at(an_app(names=None)) as keyboard:
        await keyboard.press("enter")
        await keyboard.write("Sa")
        await keyboard.pilot.resize_terminal(30, 10)
        await keyboard.sees(LARGER)
        await keyboard.pilot.resize_terminal(*WIDE)
        await keyboard.sees("What are you called?")
        await keyboard.write("m")
        await keyboard.sees("Sam")


async def test_what_is_typed_outlives_every_size() -> None:
    """A window that is dragged smaller and larger loses nothing."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write("half a sen")
        for size in ((100, 30), SMALL, (30, 10), (200, 60), WIDE):
            await keyboard.pilot.resize_terminal(*size)
        await keyboard.write("tence")
        await keyboard.sees("half a sentence")
