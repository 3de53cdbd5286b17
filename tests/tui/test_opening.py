"""Before the talk: the card of the first run, names, the open talk that is offered, what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.tui.at_keyboard import Keyboard, an_app, at, open_talk
from tests.tui.test_steps import SPEAK

from coach import cli, starting
from coach.records.journal import Journal
from coach.records.places import places
from coach.records.settings import load
from coach.sitting_down import Opening
from coach.tui.app import CoachApp
from coach.tui.first_breath import Beginning

CARD = "it is not your fault."


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Opening]:
    """What a command line would open, without a terminal."""
    found: list[Opening | Beginning] = []
    monkeypatch.setattr(starting, "_needs_terminal", lambda options: None)
    monkeypatch.setattr(starting, "_face", lambda opening: found.append(opening) or 0)

    def open_with(*words: str) -> Opening:
        assert cli.run(words) == 0
        opening = found.pop()
        if isinstance(opening, Beginning):
            opening = opening.prepare()
        opening.deaf = 0.0
        opening.still = True
        return opening

    return open_with


async def test_the_card_comes_once(opened: Callable[..., Opening]) -> None:
    """On the very first run, in front of the breath; then never again."""
    async with at(CoachApp(opened())) as keyboard:
        await keyboard.sees(CARD, "Press F1 any time for people to call.", "Esc Esc Esc blanks the screen")
        assert "Just breathe." not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("Just breathe.")
    async with at(CoachApp(opened())) as keyboard:
        await keyboard.sees("Just breathe.")
        assert CARD not in keyboard.text


async def test_help_is_there_from_the_card(opened: Callable[..., Opening]) -> None:
    """F1 works on the first screen of all."""
    async with at(CoachApp(opened())) as keyboard:
        await keyboard.sees("F1 help")
        await keyboard.press("f1")
        await keyboard.sees("Help and numbers")


async def test_without_saving_the_card_comes_every_time(opened: Callable[..., Opening], coach_home: Path) -> None:
    """--no-save leaves no mark that anybody was here."""
    for _ in range(2):
        async with at(CoachApp(opened("--no-save"))) as keyboard:
            await keyboard.sees(CARD)
            await keyboard.press("enter", "enter")
            await keyboard.sees("What are you called?")
            await keyboard.press("f6", "enter", "2", "enter", "2", "enter", "enter", "enter")
            await keyboard.write("a topic")
            await keyboard.press("enter")
            await keyboard.sees("One moment, not the whole history.")
    assert not coach_home.exists()


async def ask_names(keyboard: Keyboard) -> None:
    """To where names are asked."""
    await keyboard.press("enter")
    await keyboard.sees("What are you called?", "Nothing is remembered.", "◖ sits left", "sits right ◗")


async def test_names_are_asked_once_and_not_remembered_unless_asked() -> None:
    """After the first breath, lightly; they stand in the talk and in no setting."""
    app = an_app(names=None)
    async with at(app) as keyboard:
        await ask_names(keyboard)
        await keyboard.write("Sam")
        await keyboard.press("tab")
        await keyboard.write("Alex")
        await keyboard.press("enter")
        await keyboard.sees("◖ Sam press a number")
        assert app.sitting.talk.names == ("Sam", "Alex")
    assert load(places()).names is None


async def test_names_are_remembered_if_asked_and_forgotten_if_asked(opened: Callable[..., Opening]) -> None:
    """F6 remembers; from help the same key takes that back."""
    async with at(an_app(names=None)) as keyboard:
        await ask_names(keyboard)
        await keyboard.write("Sam")
        await keyboard.press("f6")
        await keyboard.sees("These names will be remembered here.")
        await keyboard.press("enter")
        await keyboard.sees("How heated are you?")
    assert load(places()).names == ("Sam", "Right")
    opening = opened("start")
    opening.card = False
    async with at(CoachApp(opening)) as keyboard:
        await keyboard.press("f1", "n")
        await keyboard.sees("These names will be remembered here.")
        await keyboard.press("f6", "enter")
        await keyboard.sees("Just breathe.")
    assert load(places()).names is None


async def test_names_can_be_swapped_or_left_out() -> None:
    """F5 changes sides; Esc leaves the two as Left and Right."""
    app = an_app(names=None)
    async with at(app) as keyboard:
        await ask_names(keyboard)
        await keyboard.write("Alex")
        await keyboard.press("f5", "enter")
        await keyboard.sees("How heated are you?")
        assert app.sitting.talk.names == ("Left", "Alex")
    app = an_app(names=None)
    async with at(app) as keyboard:
        await ask_names(keyboard)
        await keyboard.write("Alex")
        await keyboard.press("escape")
        await keyboard.sees("◖ Left press a number")
        assert app.sitting.talk.names == ("Left", "Right")


async def test_help_while_names_are_asked_leads_back_to_them() -> None:
    """N there means those that are being asked for, not the same screen once more."""
    app = an_app(names=None)
    async with at(app) as keyboard:
        await ask_names(keyboard)
        await keyboard.write("Sam")
        await keyboard.press("f1", "n")
        await keyboard.sees("What are you called?", "Sam")
        await keyboard.press("enter")
        await keyboard.sees("◖ Sam press a number")


async def test_names_from_the_command_line_are_not_asked_for(opened: Callable[..., Opening]) -> None:
    """And nothing that a terminal would obey comes in with them."""
    opening = opened("start", "--left", "Sam\x1b[31m", "--right", "Alex")
    opening.card = False
    async with at(CoachApp(opening)) as keyboard:
        await keyboard.sees("Sam\ufffd[31m", "Alex ◗")
        await keyboard.press("enter")
        await keyboard.sees("How heated are you?")


@pytest.fixture
def offering(opened: Callable[..., Opening]) -> Callable[[], CoachApp]:
    """The program as it opens with a talk of Sam and Alex on the disk that is half way."""
    path = open_talk(f"{SPEAK}left: CANARY words\n")
    journal, _ = Journal.resume(path)
    journal.close()

    def open_again() -> CoachApp:
        opening = opened()
        opening.card = False
        return CoachApp(opening)

    return open_again


async def test_an_open_talk_is_offered_with_its_time_and_never_its_words(offering: Callable[[], CoachApp]) -> None:
    """Under the first breath, in one line; Enter goes on where it was left."""
    app = offering()
    async with at(app) as keyboard:
        await keyboard.sees("Just breathe.", "A talk from", "is open until", "Enter go on", "N new", "D delete")
        assert "CANARY" not in keyboard.text
        assert "bedtime" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("Read it once. Then say it back.", "CANARY words")
        assert app.sitting.talk.names == ("Sam", "Alex")


async def test_a_new_talk_leaves_the_open_one_where_it_is(offering: Callable[[], CoachApp]) -> None:
    """N: the line goes, and Enter begins anew."""
    app = offering()
    async with at(app) as keyboard:
        await keyboard.press("n")
        await keyboard.misses("A talk from")
        await keyboard.press("enter")
        await keyboard.sees("What are you called?")
        await keyboard.press("escape")
        await keyboard.sees("How heated are you?")
    assert len(list(places().talks.glob("*.toml"))) == 2


async def test_deleting_the_open_talk_takes_two_presses(offering: Callable[[], CoachApp]) -> None:
    """D asks, D again deletes; N in between keeps it."""
    async with at(offering()) as keyboard:
        await keyboard.press("d")
        await keyboard.sees("D again deletes it for good. N keeps it.")
        await keyboard.press("n", "d", "d")
        assert len(list(places().talks.iterdir())) == 1
    async with at(offering()) as keyboard:
        await keyboard.press("d", "d")
        await keyboard.sees("Deleted.")
        assert not list(places().talks.iterdir())


async def test_an_agreement_that_is_due_is_named_and_not_told(opened: Callable[..., Opening]) -> None:
    """One quiet line under the breath."""
    path = open_talk("enter\n")
    journal, record = Journal.resume(path)
    today = datetime.now(UTC).astimezone().date()
    plan, began = {"plans": ["CANARY plan"]}, record.events[0].at
    journal.finalise("agreement", outcome="agreed", started=began, minutes=5, check_in=today, agreement=plan)
    opening = opened()
    opening.card = False
    async with at(CoachApp(opening)) as keyboard:
        await keyboard.sees("agreement about now")
        assert "CANARY" not in keyboard.text


async def test_what_rests_says_until_when(opened: Callable[..., Opening]) -> None:
    """A break that is not over is offered with its time."""
    now = datetime.now(UTC)
    path = open_talk(f"at: {now - timedelta(minutes=5):%Y-%m-%dT%H:%M}+00:00\nenter\nleft 9\nright 9\nenter\n")
    assert path.exists()
    opening = opened()
    opening.card = False
    async with at(CoachApp(opening)) as keyboard:
        await keyboard.sees("A talk from", "rests until")
        await keyboard.press("enter")
        await keyboard.sees("Resting until", "+ longer")


async def test_a_talk_that_another_window_has_is_said_to_be_there(offering: Callable[[], CoachApp]) -> None:
    """One sentence, and the breath goes on."""
    app = offering()
    (path,) = places().talks.glob("*.toml")
    elsewhere, _ = Journal.resume(path)
    try:
        async with at(app) as keyboard:
            await keyboard.press("enter")
            await keyboard.sees("This talk is open in another window", "Just breathe.")
    finally:
        elsewhere.close()


def test_a_clock_runs_as_fast_as_it_is_told(opened: Callable[..., Opening]) -> None:
    """--speed reaches the clock of the talk."""
    assert opened("--speed", "20").sitting.clock._speed == 20
