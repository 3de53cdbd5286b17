"""Behind the look-away: nothing of one seat's answers is on the other's screen, or in any file, at any moment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.tui.at_keyboard import Keyboard, app_at, at, kept_nowhere
from tests.tui.test_steps import CONFIRM, TOPIC

HEARD = f"{CONFIRM}left yes\nleft no\nenter\nenter\nenter\nright yes\nright no\nenter\n"
ALONE = f"{HEARD}left 1\nright 1\n"
"""As far as Sam's private pages."""
FLEX = f"{ALONE}enter\nenter\nleft worn out\nright yes\nenter\nenter\n"
FLEX += "enter\nenter\nright worn out\nleft yes\nenter\nenter\nenter\nenter\n"
"""As far as what can't be done without, which both answer in secret."""


async def test_the_screen_is_the_same_whatever_number_was_pressed() -> None:
    """Which one it was is nowhere to be seen, not even for who pressed it."""
    screens = set()
    for number in "07":
        async with at(app_at("enter\n")) as keyboard:
            await keyboard.sees("◖ Sam press a number", "Alex, look away ◗", "0 1 2 3 4 5 6 7 8 9")
            await keyboard.press(number)
            await keyboard.sees("◖ Sam pressed", "Enter hand over", "Backspace change")
            screens.add("\n".join(keyboard.lines))
    assert len(screens) == 1


async def test_the_higher_number_decides_and_neither_is_kept(coach_home: Path) -> None:
    """What the two open to is a band; the record has no number in it."""
    app = app_at("enter\n")
    async with at(app) as keyboard:
        await keyboard.press("2", "enter")
        await keyboard.sees("press a number Alex ◗", "◖ Sam, look away")
        assert "Backspace" not in keyboard.text
        await keyboard.press("5", "enter")
        await keyboard.sees("Still warm.")
        event = app.sitting.events[-1]
        assert (event.answer, event.seat, event.text, event.left, event.right) == ("warm", None, None, None, None)
    kept = next(coach_home.rglob("*.toml")).read_text(encoding="utf-8").rpartition("[[event]]")[2]
    assert {line.partition(" =")[0] for line in kept.splitlines() if "=" in line} <= {
        *("seq", "t", "at", "step", "kind", "answer", "seconds", "crc")
    }


async def test_a_slip_is_taken_back_before_the_keyboard_moves() -> None:
    """Backspace takes the number back and another may be pressed; after the hand-over it is too late."""
    app = app_at("enter\n")
    async with at(app) as keyboard:
        await keyboard.press("9", "backspace")
        await keyboard.sees("The higher number decides.")
        await keyboard.press("enter")
        await keyboard.sees("◖ Sam press a number")
        await keyboard.press("8", "1", "enter", "backspace")
        await keyboard.sees("press a number Alex ◗")
        await keyboard.press("1", "enter")
        await keyboard.sees("Who starts?")
        assert app.sitting.events[-1].answer == "cool"


async def test_a_number_beyond_the_scale_is_none() -> None:
    """Ideas are rated from 0 to 4."""
    talk = f"{FLEX}enter\nenter\nenter\nenter\nenter\nleft: one\nright: two\nleft: three\nenter\n"
    async with at(app_at(talk)) as keyboard:
        await keyboard.sees("◖ Sam press a number", "one", "0 can't live with it", "4 love it")
        await keyboard.press("5", "enter")
        assert "Backspace" not in keyboard.text


async def test_private_pages_are_seen_by_their_writer_alone(coach_home: Path) -> None:
    """A hand-over first; what is written goes with its page and is in no file at any moment."""
    secrets = ("CANARY-camera", "CANARY-meaning")
    app = app_at(ALONE)
    async with at(app) as keyboard:
        keyboard.after_each = lambda: kept_nowhere(coach_home, secrets)
        await keyboard.sees("Sam, these pages are yours alone.", "Alex, look away")
        assert "What would a camera" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("What would a camera have seen?", "only you see this")
        await write_secretly(keyboard, secrets[0])
        await keyboard.sees("What did you take it to mean?")
        assert secrets[0] not in keyboard.text
        await write_secretly(keyboard, secrets[1])
        await keyboard.sees("Pick one that could also be true.", "7 can't find one yet")
        assert not re.search("CANARY", keyboard.text)
        await keyboard.press("7", "backspace", "2", "enter")
        await keyboard.sees("Were you maybe scared of losing something?", "only you can say Alex ◗")
        assert "CANARY" not in repr(app.sitting.events)
    kept_nowhere(coach_home, secrets)


async def test_ones_own_words_are_shown_only_as_the_question_they_make() -> None:
    """A choice with dots opens a line; the line is what is asked."""
    async with at(app_at(ALONE)) as keyboard:
        await keyboard.press("enter", "enter", "enter")
        await keyboard.sees("6 my own words")
        await keyboard.press("6", "enter")
        await keyboard.sees("6 my own words")
        await keyboard.press("6")
        await keyboard.write("Were you maybe cold?")
        await keyboard.press("enter")
        await keyboard.sees("Were you maybe cold?", "F yes" if keyboard.app.sitting.ask.seat == "left" else "J yes")


async def test_two_secrets_open_together_or_not_at_all(coach_home: Path) -> None:
    """The other seat answers without having seen a word; both are shown when both are done."""
    hers = ("CANARY-must", "CANARY-bend")
    async with at(app_at(FLEX)) as keyboard:
        keyboard.after_each = lambda: kept_nowhere(coach_home, hers)
        await keyboard.sees("Sam, these pages are yours alone.")
        await keyboard.press("enter")
        for words in hers:
            await write_secretly(keyboard, words)
        await keyboard.sees("Alex, these pages are yours alone.", "take the keyboard Alex ◗")
        assert "CANARY" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("What can't you do without?")
        assert "CANARY" not in keyboard.text
        await write_secretly(keyboard, "ten minutes")
        assert "CANARY" not in keyboard.text
        keyboard.after_each = lambda: None
        await write_secretly(keyboard, "which days")
        await keyboard.sees("What matters, and what could bend.", *hers, "ten minutes", "which days")
        assert not keyboard.row_of(hers[0])[10:11].isspace()
        assert len(keyboard.row_of("ten minutes")) == 70


async def test_the_numbers_behind_a_pick_open_for_both_from_memory_only(coach_home: Path) -> None:
    """F and J show how each rated it, on that one screen; the record holds the reason and no rating."""
    talk = f"{FLEX}enter\nenter\nenter\nenter\nenter\nleft: one\nright: two\nleft: three\nenter\n"
    app = app_at(talk)
    async with at(app) as keyboard:
        await keyboard.press(*["4", "enter", "2", "enter", "1", "enter"], *["3", "enter", "0", "enter", "0", "enter"])
        await keyboard.sees("one", "Of 3 ideas, the one where nobody is left short.", "F J your ratings")
        await keyboard.press("f")
        assert "Sam 4" not in keyboard.text
        await keyboard.press("j")
        await keyboard.sees("Sam 4 Alex 3")
        await keyboard.press("enter")
        await keyboard.misses("Sam 4 Alex 3")
    events = next(coach_home.rglob("*.toml")).read_text(encoding="utf-8").split("[[event]]")
    (pick,) = [event for event in events if 'kind = "opened"' in event and "rating.together.rate" in event]
    fields = {line.partition(" =")[0] for line in pick.splitlines() if "=" in line}
    assert fields == {"seq", "t", "at", "step", "kind", "answer", "seconds", "idea", "reason", "crc"}


async def test_a_half_answered_pair_is_asked_again_after_a_crash() -> None:
    """What one seat had answered is gone with the memory it was in."""
    app = app_at("enter\n")
    async with at(app) as keyboard:
        await keyboard.press("9", "enter")
        await keyboard.sees("press a number Alex ◗")
    async with at(app_at("enter\n")) as keyboard:
        await keyboard.sees("◖ Sam press a number")


async def test_an_impatient_second_enter_passes_no_page() -> None:
    """Keys are deaf for a moment after a page is turned, as after any change of screen."""
    app = app_at(ALONE, deaf=0.3)
    async with at(app) as keyboard:
        await keyboard.let_pass(1)
        await keyboard.press("enter", "enter")
        await keyboard.sees("What would a camera have seen?")
        await keyboard.let_pass(1)
        await keyboard.press("enter", "enter")
        await keyboard.sees("What did you take it to mean?")


@pytest.mark.parametrize("key", ["f1", "escape"])
async def test_help_and_the_menu_are_there_and_the_page_is_left_as_it_is(key: str) -> None:
    """A number that was pressed still is, and is still hidden."""
    async with at(app_at("enter\n")) as keyboard:
        await keyboard.press("7")
        await keyboard.sees("F1 help", "Esc menu")
        await keyboard.press(key)
        await keyboard.misses("How heated are you?")
        await keyboard.press("escape")
        await keyboard.sees("◖ Sam pressed", "Backspace change")


async def test_a_topic_is_not_a_secret(coach_home: Path) -> None:
    """The search for secrets finds what is there to be found."""
    async with at(app_at(f"{TOPIC}left: CANARY-topic\n")):
        with pytest.raises(AssertionError, match="holds a secret"):
            kept_nowhere(coach_home, ("CANARY-topic",))


async def write_secretly(keyboard: Keyboard, words: str) -> None:
    """One page, from the first letter to Enter."""
    await keyboard.write(words)
    await keyboard.sees(words)
    await keyboard.press("enter")
