"""What can be done at any moment, beside the talk: the menu, a breath, a break, help, repair phrases, feelings."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.at_keyboard import an_app, app_at, at
from tests.tui.test_secret import FLEX
from tests.tui.test_steps import CONFIRM, HOT, SPEAK, TOPIC

from coach.records.library import open_talks
from coach.records.places import places

PLACES = {
    "breathe": "",
    "secret rating": "enter\n",
    "both agree": "enter\nleft 1\nright 1\n",
    "hand-over": TOPIC,
    "turn": SPEAK,
    "reading": f"{SPEAK}left: words\n",
    "own keys": CONFIRM,
    "one breath": f"{CONFIRM}left yes\nleft no\n",
    "secret pages": FLEX,
    "break": HOT,
    "rest": f"{HOT}enter\n",
    "shelf": "enter\nmenu shelf\n",
}
"""A screen of every kind, and the lines that lead there."""
MENU = "The clock is stopped."


@pytest.mark.parametrize("talk", PLACES.values(), ids=PLACES)
async def test_the_menu_and_help_are_one_key_away_from_everywhere(talk: str) -> None:
    """Both are named at the bottom; Esc opens the menu, again goes back; F1 helps; the talk's clock stands still."""
    app = app_at(talk) if talk else an_app()
    async with at(app) as keyboard:
        await keyboard.sees("F1 help", "Esc menu")
        there, before = app.screen, app.sitting.clock.t()
        for key, words in (("escape", MENU), ("f1", "People to call")):
            await keyboard.press(key)
            await keyboard.sees(words if key == "escape" else "Help and numbers")
            await keyboard.let_pass(300)
            await keyboard.press("escape")
            await keyboard.happens(lambda: app.screen is there, "back again")
        assert app.sitting.clock.t() == before


async def test_the_menu_says_all_that_can_be_done() -> None:
    """Six lines, of which the last is help."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("escape")
        await keyboard.sees("1 Breathe a minute", "2 A break with a time", "3 Hold on, someone needs us")
        await keyboard.sees("4 Shelve it until a day", "5 Stop here", "6 Help and numbers", "Esc back")
        await keyboard.press("9", "6")
        await keyboard.sees("F and J both agree, within 10 seconds")


@pytest.mark.parametrize("waiting", [True, False])
async def test_a_minutes_breath_ends_by_itself_or_with_enter(waiting: bool) -> None:
    """What was typed is still there, and no second of the turn is gone."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.let_pass(10)
        await keyboard.write("half a sen")
        await keyboard.press("escape", "1")
        await keyboard.sees("One minute. Nobody has to talk.")
        if waiting:
            await keyboard.let_pass(61)
        else:
            await keyboard.press("enter")
        await keyboard.sees("half a sen", "1:20")
        assert app.sitting.events[-1].kind == "breath"


async def test_somebody_needs_us_and_nothing_is_lost() -> None:
    """The screen is blank but for one line; what was typed is on the disk all the while."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("half a sen")
        await keyboard.press("escape", "3")
        await keyboard.sees("Taking a moment.", "Enter go on")
        assert "half a sen" not in keyboard.text
        draft = app.sitting.saving.path.with_suffix(".draft")  # type: ignore[union-attr]
        await keyboard.happens(lambda: draft.exists() and b"half a sen" in draft.read_bytes(), "a draft")
        await keyboard.let_pass(3600)
        await keyboard.press("enter")
        await keyboard.sees("half a sen", "1:30")


async def test_a_break_comes_back_to_the_same_turn() -> None:
    """Its seconds go on where they stood."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.let_pass(30)
        await keyboard.press("escape", "2")
        await keyboard.sees("A break, then back.", "20 minutes, until")
        await keyboard.press("enter")
        await keyboard.sees("Resting until")
        await keyboard.let_pass(1201)
        await keyboard.press("enter")
        await keyboard.sees("Welcome back.")
        await keyboard.press("enter", "1", "enter", "1", "enter")
        await keyboard.sees("One moment, not the whole history.", "1:00")


async def test_a_break_before_the_keyboard_has_moved_costs_no_seconds() -> None:
    """Nobody's turn had begun; it begins with the hand-over again."""
    app = app_at(f"{SPEAK}enter\n")
    async with at(app) as keyboard:
        await keyboard.sees("Take the keyboard.")
        await keyboard.let_pass(30)
        await keyboard.press("escape", "2", "enter", "f", "j")
        await keyboard.sees("Welcome back.")
        await keyboard.press("enter", "1", "enter", "1", "enter")
        await keyboard.sees("Take the keyboard.", "Say back what you heard.")
        await keyboard.press("enter")
        await keyboard.sees("0:45")


async def test_shelving_names_a_day_and_keeps_the_talk_open() -> None:
    """A day, a line, a last look at the heat; then it waits."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("escape", "4", "2")
        await keyboard.sees("What keeps it kind until then?")
        await keyboard.press("enter", "1", "enter", "1", "enter")
        await keyboard.sees("It waits until", "It stays open.")
        await keyboard.press("enter")
    (talk,) = open_talks(places()).talks
    assert talk.until is not None
    assert talk.expires > talk.until


@pytest.mark.parametrize(("key", "words", "left"), [("1", "It stays open until", 1), ("2", "Deleted.", 0)])
async def test_stopping_is_allowed(key: str, words: str, left: int) -> None:
    """It stays open, or it is deleted then and there."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("escape", "5")
        await keyboard.sees("Stopping is allowed.", "1 keep it open until", "2 delete it")
        await keyboard.press(key)
        await keyboard.sees(words)
    assert len(list(places().talks.iterdir())) == left


@pytest.mark.parametrize(("key", "words"), [("alt+1", "One minute."), ("alt+3", "Taking a moment."), ("alt+5", "Stop")])
async def test_a_digit_right_after_esc_opens_the_menu_and_answers_it(key: str, words: str) -> None:
    """A terminal sends the two as one key."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press(key)
        await keyboard.sees(words)


async def test_a_digit_after_esc_in_a_menu_is_its_line() -> None:
    """The menu takes it too."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("escape", "alt+3")
        await keyboard.sees("Taking a moment.")


async def test_a_repair_phrase_stands_there_for_both_and_has_no_name_in_the_record() -> None:
    """F2 in a talking turn; the turn goes on as it was."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("You alw")
        await keyboard.press("f2")
        await keyboard.sees("Say one of these.", "Both of you see it.", "7 I'm on your side.")
        await keyboard.press("6")
        await keyboard.sees("Slow down, please.")
        assert "You alw" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("You alw", "One moment, not the whole history.")
        event = app.sitting.events[-1]
        assert (event.kind, event.text, event.seat) == ("repair", "Slow down, please.", None)


async def test_a_feeling_word_goes_into_the_text() -> None:
    """F4 shows them, arrows move, Enter takes; Esc takes none."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write("I felt ")
        await keyboard.press("f4")
        await keyboard.sees("Which is nearest?", "overwhelmed", "worried")
        await keyboard.press("right", "down", "left", "down", "enter")
        await keyboard.sees("I felt frustrated")
        await keyboard.press("f4")
        await keyboard.sees("Which is nearest?")
        await keyboard.press("escape")
        await keyboard.misses("Which is nearest?")
        await keyboard.sees("I felt frustrated")


async def test_an_impatient_second_key_answers_nothing() -> None:
    """For 0.3 seconds after each change of screen keys do nothing, except those that lead out."""
    app = app_at(f"{SPEAK}left: words\n", deaf=0.3)
    async with at(app) as keyboard:
        await keyboard.let_pass(1)
        await keyboard.press("enter", "enter")
        await keyboard.sees("Say back what you heard.")
        await keyboard.let_pass(0.2)
        await keyboard.press("enter")
        assert app.sitting.ask.step.id == "mirror"
        await keyboard.press("escape")
        await keyboard.sees(MENU)
        await keyboard.press("escape")
        await keyboard.let_pass(0.4)
        await keyboard.press("enter")
        await keyboard.misses("Say back what you heard.")


async def test_after_a_held_moment_a_second_enter_answers_nothing() -> None:
    """Coming back is a change of screen too."""
    app = app_at(SPEAK, deaf=0.3)
    async with at(app) as keyboard:
        await keyboard.let_pass(1)
        await keyboard.press("escape", "3")
        await keyboard.let_pass(1)
        await keyboard.press("enter", "enter")
        await keyboard.sees("One moment, not the whole history.")
        assert app.sitting.ask.step.id == "speak"


async def test_where_no_text_is_typed_a_question_mark_helps() -> None:
    """In a text it is a question mark."""
    async with at(app_at(CONFIRM)) as keyboard:
        await keyboard.press("question_mark")
        await keyboard.sees("Help and numbers", "the left seat's yes")
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("question_mark")
        await keyboard.sees("█ ?")


async def test_names_are_mended_from_help(coach_home: Path) -> None:
    """N in help; what is typed stays, and the new names stand at once."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("half a sen")
        await keyboard.press("f1", "n")
        await keyboard.sees("What are you called?")
        await keyboard.press("tab", "end", *["backspace"] * 4)
        await keyboard.write("Alix")
        await keyboard.press("enter")
        await keyboard.sees("half a sen", "Alix")
        assert app.sitting.talk.names == ("Sam", "Alix")
    assert not list(coach_home.rglob("settings.toml"))


async def test_a_break_keeps_the_turn_that_was_being_typed() -> None:
    """Its words are back after the break, in its writer's hands, with the seconds that were left."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write("and then I")
        await keyboard.press("escape", "2")
        await keyboard.sees("A break, then back.")
        await keyboard.press("f", "j")
        await keyboard.sees("Your turn. Take the keyboard.")
        assert "and then I" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("and then I")
