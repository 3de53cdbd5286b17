"""Answers that take both seats, a rest, and what is taken back: agree, wait and review steps at the keyboard."""

from __future__ import annotations

import pytest
from tests.tui.at_keyboard import an_app, app_at, at, own_flow
from tests.tui.test_steps import HOT

from coach.records.library import kept_talks
from coach.records.places import places
from coach.records.record import read_record

REVIEW = """
schema = 1
id = "looking-back"
title = "Looking back"

[[stage]]
id = "all"
title = "All of it"

[[stage.step]]
id = "one"
kind = "say"
who = "left"
words = "One thing."

[[stage.step]]
id = "two"
kind = "say"
who = "right"
words = "Another thing."

[[stage.step]]
id = "look"
kind = "review"
words = "Anything to take back?"

[[stage.step]]
id = "keep"
kind = "choose"
secret = true
opens = "highest"
saves = "keep"
words = "What shall we keep?"
choices = ["all we shared", "just the agreement", "nothing"]

[[stage.step]]
id = "end"
kind = "end"
outcome = "agreed"
words = "Rest now."
"""


async def test_both_agree_with_a_key_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """F and J within ten seconds; one alone, twice, or too late is nobody's yes."""
    app = app_at("enter\nleft 1\nright 1\n")
    async with at(app) as keyboard:
        await keyboard.sees("Who starts? The coin says Sam.")
        await keyboard.press("f", "f")
        await keyboard.sees("Alex, your key too.")
        with monkeypatch.context() as patch:
            patch.setattr("coach.tui.steps.together.WITHIN", -1.0)
            await keyboard.press("j")
        await keyboard.sees("Sam, your key too.")
        await keyboard.press("f")
        await keyboard.sees("Alex ◗", "Take the keyboard.", "Which one thing?")
        assert app.sitting.talk.first == "right"


async def test_a_rest_is_agreed_and_either_may_make_it_longer() -> None:
    """Enter takes it, + adds ten minutes, the two together cannot wave it away while it is hot."""
    app = app_at(HOT)
    async with at(app) as keyboard:
        await keyboard.sees("Too heated to hear each other.", "20 minutes, until 21:51.")
        await keyboard.press("f", "j")
        assert app.sitting.ask.step.id == "hot"
        await keyboard.press("plus", "enter")
        await keyboard.sees("Resting until 22:01.", "+ longer")
        await keyboard.press("enter", "plus")
        await keyboard.sees("Resting until 22:11.")


@pytest.mark.parametrize("over", [True, False])
async def test_coming_back_early_takes_both_and_late_takes_one(over: bool) -> None:
    """Before its end Enter does nothing and F and J end the rest; afterwards Enter is enough. It is not talk."""
    app = app_at(f"{HOT}enter\n")
    async with at(app) as keyboard:
        before = app.sitting.clock.t()
        await keyboard.let_pass(60)
        await keyboard.press("enter", "f")
        await keyboard.sees("Alex, your key too.")
        if over:
            await keyboard.let_pass(1500)
        await keyboard.press(*(("enter",) if over else ("j",)))
        await keyboard.sees("Welcome back.", "Thank you for coming back.")
        assert app.sitting.events[-1].answer == ("ready" if over else "early")
        assert app.sitting.events[-1].t == pytest.approx(before, abs=0.2)


async def test_a_line_can_be_taken_back_before_anything_is_kept() -> None:
    """A digit takes it back, again puts it there; what was taken back is not in the record."""
    app = an_app(own_flow("looking-back", REVIEW))
    async with at(app) as keyboard:
        for words in ("STAYS here", "GOES away"):
            await keyboard.sees("Take the keyboard.")
            await keyboard.press("enter")
            await keyboard.write(words)
            await keyboard.press("enter")
        await keyboard.sees("Anything to take back?", "1 Sam: STAYS here", "2 Alex: GOES away")
        await keyboard.press("1", "2", "1")
        await keyboard.sees("1 Sam: STAYS here", "2 Alex: (taken back)")
        await keyboard.press("enter", *["enter", "1", "enter"] * 2)
        await keyboard.sees("Rest now.", "Kept: all that was shared.")
    record = read_record(kept_talks(places()).talks[0].path)
    assert "GOES away" not in record.path.read_text(encoding="utf-8")
    assert [event.text for event in record.events if event.text] == ["STAYS here"]
