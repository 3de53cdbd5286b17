"""Each kind of step at the keyboard: what it shows, which keys it takes, what comes of them."""

from __future__ import annotations

import pytest
from tests.tui.at_keyboard import an_app, app_at, at, own_flow

TOPIC = "enter\nleft 2\nright 2\nenter\n"
"""As far as the topic, which Sam is asked for."""
SPEAK = f"{TOPIC}left: bedtime\n"
CONFIRM = f"{SPEAK}enter\nenter\n"
HOT = "enter\nleft 9\nright 3\n"

HINTS = """
schema = 1
id = "hints"
title = "Hints"

[[stage]]
id = "all"
title = "All of it"

[[stage.step]]
id = "one"
kind = "say"
who = "left"
words = "One thing."
hints = ["half each", "take turns"]

[[stage.step]]
id = "end"
kind = "end"
outcome = "agreed"
words = "Rest now."
"""


async def test_the_first_breath_says_who_sits_where() -> None:
    """A name for each side, and Enter goes on at any time."""
    async with at(an_app()) as keyboard:
        await keyboard.sees("Just breathe.", "◖ Sam Alex ◗")
        await keyboard.press("enter")
        await keyboard.sees("How heated are you?")


async def test_the_first_breath_without_names_shows_the_seats() -> None:
    """Nobody has to have a name."""
    async with at(an_app(names=None)) as keyboard:
        await keyboard.sees("◖ sits left sits right ◗")


async def test_what_was_typed_is_read_on_its_writers_side_and_hidden_again() -> None:
    """The other seat reads it once; the mirror does not show it."""
    async with at(app_at(f"{SPEAK}left: WORDS of mine\n")) as keyboard:
        await keyboard.sees("Read it once. Then say it back.")
        assert keyboard.row_of("WORDS of mine").index("WORDS") == 10
        assert len(keyboard.row_of("Read it once.")) == 70
        await keyboard.press("enter")
        await keyboard.sees("Say back what you heard.")
        assert "WORDS" not in keyboard.text


async def test_one_breath_goes_on_by_itself_and_not_before() -> None:
    """A breath is as long as it is."""
    async with at(app_at(f"{CONFIRM}left yes\nleft no\n")) as keyboard:
        await keyboard.sees("One breath.")
        await keyboard.press("enter")
        await keyboard.let_pass(4)
        assert "One breath." in keyboard.text
        await keyboard.let_pass(2)
        await keyboard.sees("Take the keyboard.")


@pytest.mark.parametrize(("words", "kind"), [("It was loud.", "said"), ("", "done")])
async def test_a_turn_is_typed_or_said_aloud_with_the_same_key(words: str, kind: str) -> None:
    """Words make it said; an empty line means aloud, and its seconds are kept."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.let_pass(12)
        await keyboard.write(words)
        await keyboard.press("enter")
        await keyboard.misses("One moment, not the whole history.")
        event = app.sitting.events[-1]
        assert (event.kind, event.text, event.seconds) == (kind, words or None, 12.0)


async def test_the_other_one_looks_away_once_somebody_writes() -> None:
    """Beside an empty box stands what listening is; from the first letter on a draft is its writer's alone."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.sees("Alex: Nothing to fix.")
        await keyboard.press("w")
        await keyboard.sees("Alex, look away while Sam writes ◗")


async def test_a_turn_begins_when_the_keyboard_has_moved() -> None:
    """Whose turn it is stands alone on a screen first; its clock has not begun."""
    app = app_at(f"{SPEAK}enter\n")
    async with at(app) as keyboard:
        await keyboard.sees("Alex ◗", "Your turn. Take the keyboard.")
        await keyboard.let_pass(60)
        await keyboard.press("enter")
        await keyboard.sees("has the floor Alex ◗", "0:45")


async def test_where_words_stand_says_whose_turn_it_is() -> None:
    """Left is flush left, right is flush right."""
    async with at(app_at(SPEAK)) as keyboard:
        assert keyboard.row_of("One moment, not").index("One") == 10
        assert keyboard.row_of("◖ Sam").index("◖") == 10
        await keyboard.press("enter", "enter")
        await keyboard.sees("has the floor Alex ◗")
        assert len(keyboard.row_of("Say back what you heard.")) == 70
        assert len(keyboard.row_of("has the floor")) == 70


async def test_passing_is_named_and_looks_like_having_said_it() -> None:
    """Where a turn may be passed the bottom row says so; the event does not tell."""
    app = app_at(TOPIC)
    async with at(app) as keyboard:
        await keyboard.press("enter")
        await keyboard.sees("Enter done or pass")
        await keyboard.press("enter")
        await keyboard.misses("Which one thing?")
        assert (app.sitting.events[-1].kind, app.sitting.events[-1].text) == ("done", None)


async def test_beginnings_come_with_the_clock_or_with_tab() -> None:
    """A sentence beginning waits under the prompt; Tab brings the next one."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.sees("When…")
        await keyboard.press("tab")
        await keyboard.sees("I felt…")
        await keyboard.let_pass(61)
        await keyboard.sees("It matters to me because…")


async def test_a_hint_comes_after_a_while_of_quiet() -> None:
    """Not while somebody thinks with their fingers; then one at a time."""
    async with at(an_app(own_flow("hints", HINTS))) as keyboard:
        await keyboard.press("enter")
        await keyboard.let_pass(19)
        assert "Perhaps" not in keyboard.text
        await keyboard.let_pass(2)
        await keyboard.sees("Perhaps: half each")
        await keyboard.let_pass(20)
        await keyboard.sees("Perhaps: take turns")


async def test_the_end_of_the_box_is_told_of_before_it_comes() -> None:
    """2,000 characters fit; from 100 before that the writer is told."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("w" * 1950)
        await keyboard.sees("50 characters are left.")
        await keyboard.write("w" * 8050)
        await keyboard.press("enter")
        await keyboard.happens(lambda: len(app.sitting.events[-1].text or "") == 2000, "2,000 characters")


async def test_a_talking_turn_has_time_to_finish_its_sentence() -> None:
    """At zero it says so; after a grace the keyboard moves on, with what is typed."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("When you")
        await keyboard.let_pass(95)
        await keyboard.sees("Finish your sentence.")
        await keyboard.let_pass(14)
        await keyboard.press("x")
        await keyboard.let_pass(2)
        await keyboard.sees("Finish your sentence.", "When youx")
        await keyboard.let_pass(2)
        await keyboard.sees("Read it once.")
        assert app.sitting.events[-1].text == "When youx"


async def test_where_nothing_ends_by_itself_the_clock_waits() -> None:
    """A clock alone passes nothing."""
    async with at(app_at(TOPIC)) as keyboard:
        await keyboard.press("enter")
        await keyboard.let_pass(3000)
        await keyboard.sees("whenever you're ready", "Which one thing?")


@pytest.mark.parametrize(("key", "day"), [("1", "Monday 23"), ("2", "Wednesday 25"), ("3", "Sunday 29")])
async def test_an_answer_is_chosen_by_its_number(key: str, day: str) -> None:
    """One key, and no other one does anything."""
    async with at(app_at("enter\nmenu shelf\n")) as keyboard:
        await keyboard.press("9", "f", "enter")
        await keyboard.sees("1 tomorrow", "2 in 3 days", "3 in a week")
        await keyboard.press(key)
        await keyboard.sees(f"Let's leave it until {day} November.")


OWN = [("left", "f", "yes"), ("left", "d", "mostly"), ("left", "s", "not yet")]
OWN += [("right", "j", "yes"), ("right", "k", "mostly"), ("right", "l", "not yet")]


@pytest.mark.parametrize(("seat", "key", "answer"), OWN)
async def test_each_seat_answers_with_its_own_keys(seat: str, key: str, answer: str) -> None:
    """Index finger yes, ring finger no, on each hand; the other hand's keys do nothing."""
    second = "left yes\nleft no\nenter\nenter\nenter\n" if seat == "right" else ""
    app = app_at(f"{CONFIRM}{second}")
    async with at(app) as keyboard:
        await keyboard.sees("Did that land?", "only you can say")
        before = len(app.sitting.events)
        await keyboard.press(*("jkl1" if seat == "left" else "fds1"), "enter")
        assert len(app.sitting.events) == before
        await keyboard.press(key, "enter")
        await keyboard.misses("Did that land?")
        assert (app.sitting.events[-1].answer, app.sitting.events[-1].seat) == (answer, seat)


@pytest.mark.parametrize(("key", "answer"), [("f", "yes"), ("s", "no")])
async def test_two_answers_are_under_the_first_and_the_last_finger(key: str, answer: str) -> None:
    """The middle finger says nothing where there is nothing in between."""
    app = app_at(f"{CONFIRM}left yes\n")
    async with at(app) as keyboard:
        await keyboard.sees("Is there more?")
        await keyboard.press("d", "enter")
        assert app.sitting.ask.step.id == "more"
        await keyboard.press(key, "enter")
        await keyboard.misses("Is there more?")
        assert app.sitting.events[-1].answer == answer


async def test_a_slip_is_corrected_before_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """For two seconds another own key takes the place of the first; then it stands by itself."""
    app = app_at(CONFIRM)
    async with at(app) as keyboard:
        await keyboard.press("s")
        monkeypatch.setattr("coach.tui.steps.choose.CORRECT", 0.1)
        await keyboard.press("f")
        await keyboard.sees("Is there more?")
        assert app.sitting.events[-1].answer == "yes"


async def test_a_choice_with_dots_takes_a_line_of_ones_own() -> None:
    """An empty line takes the choice back; words make it one answer."""
    talk = f"{CONFIRM}left yes\nleft no\nenter\n" + "enter\nenter\nright yes\nright no\nenter\nleft 1\nright 1\n"
    app = app_at(f"{talk}enter\nenter\nleft this keeps happening\nleft: Please knock.\n")
    async with at(app) as keyboard:
        await keyboard.sees("Sam asks. Your answer?", "Please knock.")
        await keyboard.press("2", "enter")
        assert app.sitting.ask.step.id == "reply"
        await keyboard.press("2")
        await keyboard.write("a lock too")
        await keyboard.press("enter")
        await keyboard.misses("Your answer?")
        assert app.sitting.events[-1].text == "Please knock. And: a lock too"


async def test_own_keys_are_named_below_words_that_fill_the_screen() -> None:
    """Under two thousand characters they are out of sight; the bottom row names them then, and only then."""
    for words, there in (("words " * 333, True), ("words", False)):
        async with at(app_at(f"{SPEAK}left: x\nenter\nright: {words.strip()}\n")) as keyboard:
            await keyboard.sees("only you can say", "F1 help")
            bottom = " ".join("".join(keyboard.lines[-3:]).split())
            assert ("F D S answer" in bottom) == there, bottom
