"""The page of a replay: whose words stand where, and that they are only words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.conversation.ask import Said
from coach.tui.replay import ReplayApp
from replays import CONFIRM, FRAMES, MIRROR, Hands, at, replay, shown


async def test_each_stands_on_their_side() -> None:
    """Sam's words flush left, Alex's flush right, the coin in the middle; the turn's own seconds beside the name."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        lines = (await at(pilot, MIRROR)).split("\n")
        name = next(line for line in lines if "Alex ◗" in line)
        words = next(line for line in lines if "For you it's" in line)
        memory = next(line for line in lines if "When you come home" in line)
        coin = next(f.index for f in FRAMES if f.place == "pause.together.coin")
        middle = next(line for line in (await at(pilot, coin)).split("\n") if "the coin said Sam" in line)
    assert "38 s  Alex ◗" in name
    assert len(name) >= 69
    assert len(words) <= 70
    assert memory.index("◖") == 10
    assert abs(middle.index("the coin") + len("the coin said Sam") / 2 - 40) <= 1


async def test_what_came_before_stands_above_and_in_the_same_stage() -> None:
    """The last words of this stage; nothing of the stage before it, but this one's title."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "When you come home" in await at(pilot, MIRROR)
        speak = await at(pilot, MIRROR - 2)
    assert "Share the why" in speak
    assert "who puts the kids to bed" not in speak.split("\n", 3)[3]


HOSTILE = ("[/b]", "[@click=app.quit]x[/]", "[red]no", "[/]", "[bold", "\\[x]", "{topic} %s $text", "我们 👨‍👩‍👧 שלום")


@pytest.mark.parametrize("words", HOSTILE)
async def test_words_are_only_words(words: str) -> None:
    """Nothing a person said, is called, or chose is read as markup, now or in the lines above."""
    said = replace(FRAMES[MIRROR], said=(Said("right", words),), outcome=words, notice=words, names=(words, words))
    app = ReplayApp((said, replace(said, index=1), FRAMES[2]), (words, words), clock=Hands())
    async with app.run_test(size=(80, 24)) as pilot:
        for index in (0, 1):
            assert (await at(pilot, index)).count(words) >= 5
        await pilot.click("Page")
        await pilot.pause()
        assert app.is_running


async def test_a_long_turn_can_be_read_to_its_end() -> None:
    """Down and Up move within it; the next moment begins at its top."""
    long = replace(FRAMES[MIRROR], said=(Said("right", "word " * 399 + "last"),))
    app = replay((long, replace(FRAMES[CONFIRM], index=1)))
    async with app.run_test(size=(40, 15)) as pilot:
        await pilot.pause()
        assert "Alex" in shown(app)
        assert "last" not in shown(app)
        for _ in range(20):
            await pilot.press("pagedown")
        await pilot.pause()
        assert "last" in shown(app)
        await pilot.press("right", "left")
        await pilot.pause()
        assert "last" not in shown(app)
