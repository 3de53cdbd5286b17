"""A talk from its plain-text lines: what each line does, and what an author is told whose line doesn't fit."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.conversation import Conversation, fold
from coach.conversation.events import Event, to_table
from coach.driving import Driver, drive, parse
from coach.errors import BadScript, CoachError
from core.walking import script

TO_WHY = "enter\nleft 1\nright 1\nenter\nenter\n"


def events_of(text: str, name: str = "argument") -> list[Event]:
    """The events of a talk that goes as these lines say."""
    return drive(script(name), parse(text, "a.talk"))


def talk_of(text: str, name: str = "argument") -> Conversation:
    """The talk that these lines make."""
    return fold(script(name), events_of(text, name))


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer in another zone than the one that runs the tests."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
    time.tzset()


# -- what lines do -----------------------------------------------------------------------------------------------


def test_a_talk_begins_with_its_names_and_the_coin() -> None:
    """Event 0 says who sits where and who starts; where the head says nothing, they have no names and left starts."""
    begun = events_of("names: Maya, Tom\ncoin: right\nat: 2026-11-22T20:00:00+00:00\n")[0]
    assert to_table(begun) == {
        "seq": 0,
        "t": 0.0,
        "at": datetime(2026, 11, 22, 20, tzinfo=UTC),
        "step": "pause.together.breathe",
        "kind": "begun",
        "left": ["Maya"],
        "right": ["Tom"],
        "first": "right",
    }
    plain = events_of("")[0]
    assert (plain.left, plain.right, plain.first) == (("Left",), ("Right",), "left")
    assert plain.at == datetime.fromisoformat("2026-11-22 21:31").astimezone(UTC)


@pytest.mark.usefixtures("far_away")
def test_the_time_is_that_of_the_place_where_it_runs() -> None:
    """Half past nine is half past nine wherever somebody runs it; the record holds it in UTC."""
    assert events_of("at: 2026-11-22 21:31\n")[0].at == datetime(2026, 11, 22, 16, 1, tzinfo=UTC)
    events_of("at: 2026-11-22 21:31\nenter\nleft 9\nright 9\nenter\n> Resting until 21:52.\n")


def test_each_step_takes_its_allotted_seconds() -> None:
    """Ninety for the breath, ten for each sealed number; `after` sets the next answer's, and only that one's."""
    events = events_of("enter\nleft 1\nright 1\nafter 95\nenter\nenter\n")
    assert [event.seconds for event in events] == [None, 90.0, 20.0, 95.0, 30.0]
    assert [event.t for event in events] == [0.0, 90.0, 110.0, 205.0, 235.0]
    assert [event.at - events[0].at for event in events] == [timedelta(seconds=event.t) for event in events]


def test_a_turn_that_was_interrupted_takes_what_is_left_of_it() -> None:
    """Thirty of ninety seconds were spent before the break, so sixty are left."""
    events = events_of(TO_WHY + "after 30\nmenu break\ntogether\nenter\n")
    assert [event.seconds for event in events[-3:]] == [30.0, 0.0, 60.0]


def test_a_rest_is_no_talk() -> None:
    """Its time passes on the wall and not in the talk; whoever is back early has waited half of it."""
    hot = "enter\nleft 9\nright 9\nenter\n"
    rested, early, longer = (events_of(hot + end) for end in ("wait\n", "early\n", "longer 10\nwait\n"))
    assert [events[-1].at - events[3].at for events in (rested, early, longer)] == [
        timedelta(minutes=20),
        timedelta(minutes=10),
        timedelta(minutes=30),
    ]
    assert [events[-1].t - events[3].t for events in (rested, early, longer)] == [0, 0, 0]
    assert events_of("enter\nleft 9\nright 9\nlonger 5\nenter\n")[-1].until == rested[3].until + timedelta(minutes=5)  # type: ignore[operator]


def test_the_menu_can_stay_in_place() -> None:
    """A minute's breath is a note: it takes its minute on the wall and none in the talk."""
    events = events_of(TO_WHY + "menu breath\nmenu hold\nrepair 2\n")
    assert [event.kind for event in events[-3:]] == ["breath", "hold", "repair"]
    assert events[-1].text == "Can I start that again?"
    assert events[-3].at - events[-4].at == timedelta(minutes=1)
    assert {event.step for event in events[-3:]} == {"why.first.speak"}


def test_a_secret_half_answered_is_asked_again_after_the_menu() -> None:
    """What was given before the interruption is forgotten, as at the keyboard."""
    talk = talk_of("enter\nleft 9\nmenu break\nenter\nwait\nenter\nleft 1\nright 1\n")
    assert (talk.room, talk.warmest) == ("cool", "cool")


def test_a_longer_text_goes_on_in_indented_lines() -> None:
    """They are one turn, joined by spaces; comments and empty lines between turns are nobody's."""
    talk = talk_of(TO_WHY + "# Sam\nleft: When it rained,\n  and you were late,\n\n\tI felt alone.\n")
    assert talk.ask.shown[0].text == "When it rained, and you were late, I felt alone."


def test_choices_are_known_by_how_they_begin() -> None:
    """In any case, as long as only one begins so; a whole name wins over longer ones."""
    sam = "enter\nenter\nleft YES\nleft no\nenter\n"
    alex = "enter\nenter\nright m\nenter\nenter\nright mos\nright no\nenter\n"
    heard = TO_WHY + sam + alex + "left 1\nright 1\n"
    assert talk_of(heard).heard == {"left": "heard", "right": "heard"}
    asked = heard + "left:\nleft:\nleft this keeps\nleft: A call.\n"
    assert talk_of(asked + "right yes\n").ideas[0].text == "A call."
    assert talk_of(asked + "right yes, and: soon\n").ideas[0].text == "A call. And: soon"


def test_a_face_can_be_driven_line_by_line() -> None:
    """Demos take the lines one at a time and see what is asked in between."""
    driver = Driver(script("five-minutes"), parse("names: A, B\nenter\nleft 3\n", "demo"))
    asked = [driver.ask.place]
    for line in driver.ahead:
        driver.take(line)
        asked.append(driver.ask.place)
    assert asked == ["pause.together.breathe", "pause.together.heat", "pause.together.heat"]
    assert driver.page is not None
    assert driver.page.seat == "right"


# -- what doesn't fit --------------------------------------------------------------------------------------------

WRONG = [
    ("Hello there", 1, "begins with one of these"),
    ("enter\nentre\n", 2, "begins with one of these"),
    ("names: Sam\n", 1, "two names"),
    ("names: Sam, Alex, Kim\n", 1, "two names"),
    ("at: tomorrow\n", 1, "a day and a time"),
    ("coin: heads\n", 1, "a whole number"),
    ("names Sam, Alex\n", 1, "with its colon"),
    ("enter:\n", 1, "without a colon"),
    ("enter twice\n", 1, "alone on its line"),
    ("enter\n\n# two\nafter soon\n", 4, "a whole number"),
    ("enter\nleft\n", 2, "something was expected"),
    ("together\n", 1, "“enter” was expected"),
    ("left yes\n", 1, "“enter” was expected"),
    ("enter\nenter\n", 2, "“left” and a number from 0 to 9 was expected"),
    ("enter\nright 3\n", 2, "“left” and a number from 0 to 9"),
    ("enter\nleft 10\n", 2, "a number from 0 to 9"),
    ("enter\nleft ³\n", 2, "a number from 0 to 9"),
    ("enter\nleft: 3\n", 2, "a number from 0 to 9"),
    ("enter\nleft 3 4\n", 2, "“right” and a number"),
    ("enter\nleft 3\nright 3 3\n", 3, "“together” or “enter” was expected"),
    (TO_WHY + "right: me first\n", 6, "“left: words” or “enter”"),
    (TO_WHY + "left yes\n", 6, "“left: words” or “enter”"),
    (TO_WHY + "both: yes\n", 6, "“left: words” or “enter”"),
    (TO_WHY + "enter\nenter\nleft maybe\n", 8, "“left” and one of yes / mostly / not yet was expected"),
    (TO_WHY + "enter\nenter\nleft yes: very\n", 8, "one of yes / mostly / not yet"),
    (TO_WHY + "menu shelf\nboth in\n", 7, "one of tomorrow / in 3 days / in a week"),
    (TO_WHY + "wait\n", 6, "“left: words”"),
    (TO_WHY + "resume\n", 6, "“left: words”"),
    (TO_WHY + "longer 5\n", 6, "“left: words”"),
    (TO_WHY + "menu dance\n", 6, "breath, break, hold, shelf, stop"),
    (TO_WHY + "repair 8\n", 6, "from 1 to 7"),
    (TO_WHY + "repair 0\n", 6, "from 1 to 7"),
    ("repair 1\n", 1, "in a talking turn"),
    (TO_WHY + "at: 2026-11-22 22:00\n", 6, "at the head"),
    (TO_WHY + "coin: left\n", 6, "at the head"),
    (TO_WHY + "coin: 0\n", 6, "a tie was expected"),
    (
        TO_WHY + "@ why.second.speak\n",
        6,
        "expected at why.second.speak – the talk is at why.first.speak and wants “left: words”",
    ),
    (
        TO_WHY + "> The whole history.\n",
        6,
        "“The whole history.” was expected on the screen – the talk is at why.first.speak",
    ),
    (TO_WHY + "end: agreed\n", 6, "expected to have ended: agreed – the talk is at why.first.speak"),
    (TO_WHY + "menu stop\nboth delete it\nend: agreed\n", 8, "it ended: deleted"),
    (TO_WHY + "menu stop\nboth delete it\nenter\n", 8, "nothing more was expected"),
    (TO_WHY + "menu stop\nboth delete it\nmenu stop\n", 8, "nothing more"),
    (TO_WHY + "menu stop\nboth delete it\nresume\n", 8, "nothing more was expected"),
    (TO_WHY + "menu stop\nboth keep it open\nenter\n", 8, "“resume” or nothing more was expected"),
    (TO_WHY + "left: " + "x" * 2001 + "\n", 6, "more than 2,000 characters"),
]


@pytest.mark.parametrize(("text", "number", "sentence"), WRONG)
def test_a_line_that_does_not_fit_is_told_in_one_sentence(text: str, number: int, sentence: str) -> None:
    """File and line, what was expected, and where the talk is; one line of text and exit code 2."""
    with pytest.raises(BadScript) as fault:
        events_of(text)
    message = str(fault.value)
    assert message.startswith(f"a.talk:{number}: ")
    assert sentence in message
    assert "\n" not in message
    assert fault.value.exit_code == 2
    assert isinstance(fault.value, CoachError)


def test_a_throw_that_no_coin_has_is_refused() -> None:
    """The message points at the line with the throw, not at the one that needed it."""
    text = (
        "enter\nleft 1\nright 1\nenter\nenter\nleft yes\nenter\nenter\nright yes\nleft worn out\nright yes\n"
        "right worn out\nleft yes\nleft: A.\nright: B.\ncoin: 2\nleft 3 3\nright 3 3\n"
    )
    with pytest.raises(BadScript, match=r"a\.talk:16: a throw from 0 to 1 was expected"):
        events_of(text.replace("enter\nleft 1\nright 1\nenter", "enter\nleft 1\nright 1\nenter", 1), "five-minutes")


def test_what_a_terminal_would_obey_is_not_in_an_error() -> None:
    """A script from somewhere else can't write to the screen by being wrong."""
    with pytest.raises(BadScript) as fault:
        events_of("> \x1b[2J\n")
    assert "\x1b" not in str(fault.value)


@given(st.lists(st.sampled_from([*(text.splitlines()[-1] for text, _, _ in WRONG), *TO_WHY.splitlines()]) | st.text()))
def test_any_text_is_a_talk_or_a_bad_script(lines: list[str]) -> None:
    """Nothing that can stand in a file brings another error, and what it brings points at one of its lines."""
    text = "\n".join(lines)
    lines_or_events = len(text.splitlines()) + 1
    try:
        seen = fold(script("argument"), events_of(text)).seq
    except BadScript as fault:
        seen = int(str(fault).split(":")[1])
    assert 1 <= seen <= lines_or_events
