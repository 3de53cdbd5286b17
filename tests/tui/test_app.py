"""Whole talks at the keyboard: what happens there is what the same lines do without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.player import Player, gist
from tests.tui.at_keyboard import Hours, Keyboard, an_app, coin_of, script

from coach.records.library import kept_talks, open_talks
from coach.records.places import places
from coach.records.record import read_record

TALKS = Path(__file__).parents[2] / "flows" / "talks"


@pytest.mark.parametrize("name", sorted(str(f.relative_to(TALKS)) for f in TALKS.rglob("*.talk")))
async def test_a_talk(name: str) -> None:
    """x"""
    text = (TALKS / name).read_text()
    lines = text.split("\nresume")[0]
    hours = Hours()
    throws = [int(l.split()[1]) for l in lines.splitlines() if l.startswith("coin: ") and l.split()[1].isdigit()]
    head = [l for l in lines.splitlines() if l.startswith("coin: ") and not l.split()[1].isdigit()]
    names = next((tuple(x.strip() for x in l[6:].split(",")) for l in lines.splitlines() if l.startswith("names:")), ("Left", "Right"))
    app = an_app(name.split("/")[0], hours, coin_of(int(head == ["coin: right"]), *throws), names=names)
    async with app.run_test(size=(80, 24)) as pilot:
        keyboard = Keyboard(pilot, hours)
        player = Player(keyboard, script(name.split("/")[0]), lines)
        await player.play()
        assert gist(app.sitting.events) == gist(player.model.events)
    app.sitting.close()
