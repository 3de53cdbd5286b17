"""Whole talks at the keyboard: what happens there is what the same lines do without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.player import Player, gist
from tests.tui.at_keyboard import Keyboard, an_app, at, coin_of, script

from coach.conversation.calm import minutes_until_calm
from coach.records.library import kept_talks, open_talks
from coach.records.places import places
from coach.records.record import read_record
from coach.tui.steps.end import EndScreen
from coach.tui.widgets.rail import Rail

TALKS = Path(__file__).parents[2] / "flows" / "talks"

WHOLE = {
    "argument/straight-typed": "all",
    "argument/hot-four-times": "open",
    "five-minutes/straight": "agreement",
    "five-minutes/warm": "nothing",
}
"""Talks from the first breath to the last screen, and what becomes of their record."""


def head(lines: str, name: str) -> list[str]:
    """What stands after a setting, for each line that has it."""
    return [line.partition(":")[2].strip() for line in lines.splitlines() if line.startswith(f"{name}:")]


def says_where_and_how(keyboard: Keyboard) -> None:
    """The rail on top, and at the bottom the keys that lead to help and out."""
    first, *_, above, below = [" ".join(line.split()) for line in keyboard.lines if line.strip()]
    keys = f"{above} {below}"
    assert "◖◗ " in first or isinstance(keyboard.app.screen, EndScreen) or keyboard.app.sitting.ask.part < 0
    assert keyboard.app.screen.query_one(Rail).display
    assert "F1 help" in keys
    assert "Esc menu" in keys or "Enter leave" in keys


@pytest.mark.parametrize("name", WHOLE)
async def test_a_whole_talk_goes_at_the_keyboard_as_it_goes_without_one(name: str) -> None:
    """The same lines make the same events, and its end leaves on the disk what the two chose and nothing else."""
    flow, here = name.split("/")[0], places()
    lines = (TALKS / f"{name}.talk").read_text(encoding="utf-8").split("\nresume")[0]
    throws = [int(fall) for fall in head(lines, "coin") if fall.isdigit()]
    coin = coin_of(int("right" in head(lines, "coin")), *throws)
    app = an_app(flow, coin=coin, names=tuple(part.strip() for part in head(lines, "names")[0].split(",")))
    async with at(app) as keyboard:
        player = Player(keyboard, script(flow), lines)
        player.arrived = lambda: says_where_and_how(keyboard)
        await player.play()
        assert gist(app.sitting.events) == gist(player.model.events)
        await keyboard.press("enter")
    assert app.return_code == 0
    left = sorted(path.suffix for path in here.talks.iterdir())
    assert left == ([] if WHOLE[name] == "nothing" else [".toml"])
    if WHOLE[name] == "open":
        assert gist(read_record(open_talks(here).talks[0].path).events) == gist(player.model.events)
    elif WHOLE[name] != "nothing":
        record = read_record(kept_talks(here).talks[0].path)
        assert record.kept == WHOLE[name]
        assert record.notices == ()
        calm_after = minutes_until_calm(script(flow), app.sitting.events)
        assert record.calm_after == (calm_after if record.kept == "all" else None)
        assert gist(record.events) == (gist(player.model.events) if record.kept == "all" else [])
