"""A conversation: a value that answers what is asked, and what any event makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.ask import other_seat
from coach.conversation.asking import seats_asked
from coach.conversation.conversation import Conversation, NotAllowed, begin, fold
from coach.conversation.events import LONGEST_TEXT, NOTES, Answer, Event
from coach.driving import drive, parse
from coach.flow.model import SEATS, Seat
from core.walking import begun, moment, script

AT_THE_WHY = "enter\nleft 1\nright 1\nenter\nenter\n"
BOTH_HEARD = AT_THE_WHY + "enter\nenter\nleft yes\nleft no\nenter\nenter\nenter\nright yes\nright no\nenter\n"
HEARD = BOTH_HEARD + "left 1\nright 1\n"

BEST = "left:\nleft:\nleft worn out\nright yes\nenter\nenter\nright:\nright:\nright worn out\nleft yes\nenter\nenter\n"
WISHES = "enter\nenter\nleft:\nleft:\nright:\nright:\nenter\n"


def after_lines(text: str, name: str = "argument") -> Conversation:
    """The talk that these lines make."""
    return fold(script(name), drive(script(name), parse(text, "lines")))


def answered(talk: Conversation, *answers: Answer, spent: float = 0.0) -> Conversation:
    """The talk after these answers."""
    for answer in answers:
        talk = talk.after(talk.event(answer, moment(talk.t + spent), spent))
    return talk


# -- events ------------------------------------------------------------------------------------------------------


def test_an_answer_has_not_happened_until_its_event_has() -> None:
    """Making an event changes nothing; the talk after it is another value."""
    talk, same = begun("argument"), begun("argument")
    event = talk.event(Answer(), moment(90), 90.0)
    assert talk == same
    assert talk.after(event).place != talk.place
    assert talk == same


def test_an_event_tells_what_happened_and_when() -> None:
    """Number, seconds of talk, wall clock in whole seconds, place, seat, words and how long it took."""
    talk = after_lines(AT_THE_WHY)
    at = replace(moment(140.04), at=moment(140.04).at + timedelta(microseconds=77))
    event = talk.event(Answer(text="When it rained …", seat="left"), at, 47.26)
    assert event == Event(
        seq=talk.seq,
        t=140.0,
        at=moment(140).at,
        step="why.first.speak",
        kind="said",
        seat="left",
        answer="done",
        text="When it rained …",
        seconds=47.3,
    )


def test_said_aloud_and_passed_are_one_event() -> None:
    """An empty turn is “done”, without text, whatever the reason."""
    talk = after_lines(AT_THE_WHY)
    event = talk.event(Answer(seat="left"), moment())
    assert (event.kind, event.text) == ("done", None)


def test_a_text_that_is_too_long_is_refused_and_the_limit_is_not() -> None:
    """One character more than fits is refused in words for a person; none of it is in them."""
    talk = after_lines(AT_THE_WHY)
    assert talk.event(Answer(text="x" * LONGEST_TEXT), moment()).text == "x" * LONGEST_TEXT
    with pytest.raises(NotAllowed, match="2,000") as refusal:
        talk.event(Answer(text="x" * (LONGEST_TEXT + 1)), moment())
    assert "xx" not in str(refusal.value)


def test_what_a_terminal_would_obey_never_gets_into_an_event() -> None:
    """Escape sequences that were pasted are made harmless before they are recorded."""
    talk = after_lines(AT_THE_WHY)
    text = talk.event(Answer(text="red \x1b[31m and \u202eback"), moment()).text or ""
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_an_answer_that_the_place_has_not_is_refused() -> None:
    """The talk says so and stays as it was."""
    talk = begun("argument")
    for wrong in ("yes", "both", "anytime abracadabra", ""):
        with pytest.raises(NotAllowed, match="leads nowhere"):
            talk.event(Answer(wrong or "nothing"), moment())


def test_an_event_of_another_place_is_refused() -> None:
    """A record whose events do not follow on each other is not read as a talk."""
    talk = begun("argument")
    event = talk.event(Answer(), moment())
    with pytest.raises(NotAllowed, match=r"calm\.together\.heat"):
        talk.after(event).after(event)


@given(st.permutations(range(4)))
def test_events_make_a_talk_in_their_own_order_only(order: list[int]) -> None:
    """Any other order of the same events is refused."""
    events = drive(script("argument"), parse(AT_THE_WHY, "lines"))
    moving = [event for event in events if event.kind not in NOTES]
    mixed = [*events[:1], *(moving[number] for number in order)]
    if order == sorted(order):
        assert fold(script("argument"), mixed).place == "why.first.speak"
    else:
        with pytest.raises(NotAllowed):
            fold(script("argument"), mixed)


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_moves_nothing(kind: str) -> None:
    """Names, a phrase that mends, a breath: the talk stays where it is, and the next event has the next number."""
    talk = after_lines(AT_THE_WHY)
    noted = talk.after(talk.note(kind, moment(200)))
    assert replace(noted, seq=talk.seq, t=talk.t, at=talk.at) == talk
    assert noted.seq == talk.seq + 1


def test_names_can_be_mended_one_at_a_time() -> None:
    """A name that is not given stays what it was."""
    talk = begun("argument")
    talk = talk.after(talk.note("named", moment(), Answer(right=("Alexis",))))
    assert talk.names == ("Sam", "Alexis")


# -- what is asked -----------------------------------------------------------------------------------------------


def test_what_people_type_is_never_read_as_a_placeholder() -> None:
    """Braces in people's words stand on the screen as they were typed."""
    talk = after_lines("enter\nleft 1\nright 1\nenter\nleft: {second} and {topic}\nleft: the {left} shoe\n")
    assert [said.text for said in talk.ask.shown] == ["the {left} shoe"]
    assert dict(talk.ask.values)["topic"] == "{second} and {topic}"
    asked = after_lines(HEARD + "left:\nleft:\nleft my own words: Was it the {picked}?\n")
    assert asked.ask.step.words == "Was it the {picked}?"


def test_a_retry_is_shorter_than_the_first_try() -> None:
    """The first mirror has 45 seconds, every later one 30; the other seat's first again 45."""
    talk = after_lines(AT_THE_WHY + "enter\n")
    assert talk.ask.seconds == 45
    again = answered(talk, Answer(seat="right"), Answer("not yet", seat="left"), Answer(seat="left"))
    assert (again.ask.place, again.ask.seconds, again.ask.round) == ("why.first.mirror", 30, 2)
    other = answered(again, Answer(seat="right"), Answer("yes"), Answer("no"), Answer(), Answer())
    assert (other.ask.place, other.ask.seconds, other.ask.round) == ("why.second.mirror", 45, 1)


def test_the_keyboard_is_handed_over_when_another_seat_is_asked() -> None:
    """A turn begins when the one who is asked is not the one who was asked before."""
    talk = after_lines(AT_THE_WHY)
    began = [talk.ask.turn_began]
    for answer in (Answer(), Answer(), Answer("yes"), Answer("no")):
        talk = answered(talk, answer)
        began.append(talk.ask.turn_began)
    assert began == [False, True, True, False, False]


def test_seconds_of_a_turn_are_not_lost_in_a_break() -> None:
    """What was spent before the menu was opened is spent when the talk comes back, also after a second time away."""
    talk = after_lines(AT_THE_WHY)
    for spent in (30.0, 50.0):
        away = answered(talk, Answer("anytime break"), spent=spent - talk.spent)
        talk = answered(away, Answer("both"))
        assert (talk.place, talk.spent, talk.ask.spent) == ("why.first.speak", spent, spent)
    assert talk.ask.round == 1


def test_a_break_within_a_break_still_knows_the_way_back() -> None:
    """Asides are one deep: the place to come back to is the one in the talk."""
    talk = answered(after_lines(AT_THE_WHY), Answer("anytime break"), Answer("anytime stop"), Answer("anytime shelf"))
    assert (talk.place, talk.back) == ("shelf.together.day", "why.first.speak")


def test_after_a_hot_recheck_the_talk_goes_on_with_the_best() -> None:
    """The way back is the one that the flow names, and its clock is fresh."""
    talk = after_lines(BOTH_HEARD + "after 20\nleft 9\nright 9\nenter\nwait\nenter\nleft 1\nright 1\n")
    assert (talk.place, talk.spent, talk.back, talk.visits[talk.place]) == ("best.first.camera", 0.0, "", 1)


def test_a_rest_ends_when_it_was_agreed_to() -> None:
    """Twenty minutes, in whole seconds, from the moment of the answer; more are added to that."""
    talk = answered(after_lines(AT_THE_WHY), Answer("anytime break"))
    talk = talk.after(talk.event(Answer("one", minutes=20), moment(100.9)))
    assert talk.until == moment(100).at + timedelta(minutes=20)
    talk = talk.after(talk.note("longer", moment(160), Answer(minutes=10)))
    assert talk.until == moment(100).at + timedelta(minutes=30)
    assert talk.place == "calm.together.rest"


def test_a_rest_is_agreed_only_by_an_answer_that_leads_to_one() -> None:
    """Going on anyway sets no time; any answer that leads to a rest sets the one that was offered."""
    offered = answered(after_lines(AT_THE_WHY), Answer("anytime break"))
    assert offered.event(Answer("both", minutes=20), moment()).until is None
    assert answered(offered, Answer("both")).place == "why.first.speak"
    event = offered.at_place("calm.together.hot").event(Answer("both"), moment())
    assert event.until == moment().at + timedelta(minutes=20)


def test_an_open_talk_expires_a_week_after_its_last_event_or_its_day() -> None:
    """Whichever is later; before anything happened there is nothing to expire."""
    assert begin(script("argument")).ask.expires is None
    talk = after_lines(AT_THE_WHY)
    assert talk.at is not None
    assert talk.ask.expires == talk.at + timedelta(days=7)
    shelved = answered(talk, Answer("anytime shelf"), Answer("in 3 days", days=3))
    assert shelved.at is not None
    assert shelved.until == shelved.at + timedelta(days=3)
    assert shelved.ask.expires == shelved.until + timedelta(days=7)


# -- whose turn, which idea --------------------------------------------------------------------------------------


def test_the_swap_exchanges_who_starts_and_nothing_else() -> None:
    """After it the other seat is asked first, everywhere."""
    kept, swapped = (after_lines(f"enter\nleft 1\nright 1\n{line}\n") for line in ("enter", "together"))
    assert (kept.first, swapped.first) == ("left", "right")
    assert kept.ask.seats == ("left",)
    assert swapped.ask.seats == ("right",)


def test_only_a_turn_that_needs_words_can_be_passed() -> None:
    """What is said aloud is no pass; an idea that isn't typed is one, until the next round begins."""
    talk = after_lines(HEARD + BEST + WISHES)
    assert talk.passes == 0
    talk = answered(talk, Answer(seat="left"))
    assert (talk.place, talk.passes) == ("ideas.second.offer", 1)
    assert answered(talk, Answer(seat="right")).passes == 0


def test_both_may_have_a_plan() -> None:
    """The second one stands beside the first; of everything else the last word counts."""
    talk = begun("argument")
    for place, seat in (("plan.first.then", "left"), ("plan.second.then", "right")):
        talk = answered(talk.at_place(place), Answer(text=f"If {seat}, then I will.", seat=talk.ask.seats[0]))
    assert [said.text for said in talk.saved["plan"]] == ["If left, then I will.", "If right, then I will."]
    for topic in ("Keys", "Doors"):
        talk = answered(talk.at_place("pause.together.topic"), Answer(text=topic))
    assert [said.text for said in talk.saved["topic"]] == ["Doors"]


@pytest.mark.parametrize("first", SEATS)
def test_each_way_of_naming_a_seat_means_one(first: Seat) -> None:
    """By side, by who started, or by whose turn it is: in the second turn, speaker and listener change places."""
    other = other_seat(first)
    talk = begun("argument", first)
    asked: dict[str, list[tuple[Seat, ...]]] = {}
    for who in ("both", "left", "right", "first", "second", "speaker", "listener", ""):
        for id in ("pause.together.topic", "why.first.speak", "why.second.speak"):
            place = talk.script.graph.places[id]
            place = replace(place, steps=(replace(place.step, who=who),))
            asked.setdefault(who, []).append(seats_asked(talk, place))
    assert asked == {
        "both": [(first, other)] * 3,
        "left": [("left",)] * 3,
        "right": [("right",)] * 3,
        "first": [(first,)] * 3,
        "second": [(other,)] * 3,
        "speaker": [(first,), (first,), (other,)],
        "listener": [(other,), (other,), (first,)],
        "": [(first, other), (first,), (other,)],
    }


def test_only_new_ideas_are_rated_after_a_widening() -> None:
    """What nobody liked is not asked for again, but its number stays its own."""
    talk = after_lines(HEARD + BEST + WISHES + "left: A\nright: B\nleft: C\nenter\nleft 0 0 1\nright 1 1 1\n")
    assert (talk.place, dict(talk.ask.values)["nearest"]) == ("widen.first.idea", "C")
    talk = answered(talk, Answer(text="D", seat="left"), Answer(seat="right"))
    assert talk.ask.ideas == ((3, "D"),)


def test_an_idea_out_of_a_request_is_nobodys_own() -> None:
    """Each still offers one, so neither seat can be the only one that was asked to move."""
    request = (
        "left:\nleft:\nleft this keeps happening\nleft: I'm asking for a call.\nright yes, and I'd need: a minute\n"
    )
    talk = after_lines(HEARD + request)
    assert [(idea.seat, idea.text) for idea in talk.ideas] == [(None, "I'm asking for a call. And: a minute")]


def test_a_refused_request_is_no_idea() -> None:
    """“Not tonight” leaves nothing behind that could be picked."""
    request = "left:\nleft:\nleft this keeps happening\nleft: I'm asking for a call.\nright not tonight\n"
    assert after_lines(HEARD + request).ideas == ()
