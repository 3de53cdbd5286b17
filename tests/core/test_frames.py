"""A talk as frames: what a replay shows is what stood on the screen, and what it must never show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evening
from coach.conversation.ask import Said
from coach.conversation.conversation import begin
from coach.conversation.events import Event
from coach.driving import drive, parse
from coach.showing.frames import Frame, frames_of
from coach.showing.outcomes import minutes_in_words
from coach.showing.to_scale import stretches

TALKS = sorted((Path(__file__).resolve().parents[2] / "flows" / "talks").glob("*/*.talk"))
AT = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)


def frames(events: Sequence[Event] | None = None) -> tuple[Frame, ...]:
    return frames_of(evening.script(), evening.events() if events is None else events)


def at(place: str, nth: int = 0) -> Frame:
    """One frame of the evening."""
    return [frame for frame in frames() if frame.place == place][nth]


def played(old: str, new: str) -> tuple[Frame, ...]:
    """The evening with one passage that went otherwise."""
    assert old in evening.TALK
    return frames(drive(evening.script(), parse(evening.TALK.replace(old, new), "otherwise")))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_transcript_is_shown_as_it_was(path: Path) -> None:
    """Each event is in one frame, with the words, the seat and the part that a live talk had at that moment."""
    script = evening.script(path.parent.name)
    events = drive(script, parse(path.read_text(encoding="utf-8"), path.name))
    shown = frames_of(script, events)
    assert [frame.index for frame in shown] == list(range(len(shown)))
    assert sum(frame.events for frame in shown) == len(events)
    assert not any(frame.notice for frame in shown)
    by_seq = {frame.seq: frame for frame in shown if frame.kind not in ("break", "begun", "named")}
    talk = begin(script)
    for event in events:
        ask, frame = talk.ask, by_seq.get(event.seq)
        talk = talk.after(event)
        if frame and not (ask.secret and not ask.sealed) and len(ask.steps) == 1:
            assert (frame.words, frame.small, frame.part) == (ask.step.words, ask.step.small, ask.part)
            assert frame.seat in (ask.seat, event.seat, None)


def test_the_end_is_a_frame_of_its_own() -> None:
    """The last screen stands there as it stood at the end, and stands for no event."""
    last = frames()[-1]
    assert (last.kind, last.events, last.outcome) == ("end", 0, "agreed")
    assert last.words == "One good step. Rest now."


def test_typed_words_are_shown_as_they_are() -> None:
    """Nothing in people's words is read: no markup, no placeholder."""
    assert at("why.first.mirror").said == (Said("right", f"For you it's not about fairness. {evening.HOSTILE}"),)


def test_aloud_and_passed_look_the_same() -> None:
    """A talking turn without words says only that: the same frame, whatever the reason was."""
    assert at("why.second.again").said == (Said("right", ""),)
    assert at("ideas.second.offer", 1).said == (Said("right", ""),)
    assert at("ideas.second.offer", 1).outcome == at("why.second.again").outcome == ""


def test_a_choice_is_its_label_and_its_seat() -> None:
    """The speaker's own answer stands with the speaker."""
    assert (at("why.first.confirm").outcome, at("why.first.confirm").by) == ("not yet", "left")
    assert (at("why.second.confirm").outcome, at("why.second.confirm").by) == ("mostly", "right")


def test_a_date_is_told_with_its_day() -> None:
    """A choice of a day says which day that was."""
    frame = at("date.together.look")
    until = next(event.until for event in evening.events() if event.step == frame.place)
    assert until is not None
    assert frame.outcome == f"in a week: {until.astimezone():%A} {until.astimezone().day} November"
    assert frame.by is None


def test_sealed_answers_are_told_as_what_they_open_to() -> None:
    """Both answered; then the band, the pick with its reason, or what is kept – and no number."""
    assert at("calm.together.heat").outcome == "both answered · room: hot"
    assert at("close.together.keep").outcome == "both answered · keep: all we shared"
    pick = at("rating.together.rate")
    assert pick.said == (Said(None, "Phones in the hall until the kids are down"),)
    assert pick.outcome.startswith("both answered · Level on the lower rating")
    assert pick.saves == "picked"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("left 8\nright 3", "left 2\nright 9"),
        ("left 4 2 1\nright 2 3 0", "left 2 3 0\nright 4 2 1"),
        ("left 8\nright 5", "left 6\nright 9"),
    ],
)
def test_no_frame_tells_whose_number_it_was(old: str, new: str) -> None:
    """Two evenings that differ only in sealed numbers, but open alike, are the same to watch."""
    assert played(old, new) == frames()


def test_a_pair_of_pages_opens_together() -> None:
    """What both wrote in secret and opened stands there page by page; a page left empty is nobody's business."""
    frame = at("flex.together.must")
    assert frame.said == (
        Said("left", "being there at lights out"),
        Said("right", "ten minutes to arrive"),
        Said("left", "which days"),
    )
    assert frame.words.split("\n") == [
        "What can't you do without? One thing.",
        "What could bend: when, where, how, how much?",
    ]


def test_a_private_block_shows_only_its_question() -> None:
    """What was thought alone stays alone: no page, no prompt, no choice; only what its writer then asked."""
    frame = at("best.first.camera")
    assert (frame.outcome, frame.words) == ("Sam thought alone", "")
    assert frame.said == (Said("left", "Were you maybe worn out?"),)
    assert "the phone was on the table" not in "".join(said.text for each in frames() for said in each.said)


def test_a_break_is_one_mark() -> None:
    """The offer, the rest, the welcome and the re-check are one frame with its length; the check before it is not."""
    (mark,) = [frame for frame in frames() if frame.kind == "break"]
    assert mark.outcome == "a break of 20 minutes · room: cool"
    assert (mark.minutes, mark.events, mark.seat) == (20, 4, None)
    assert frames()[mark.index - 1].outcome == "both answered · room: hot"
    assert frames()[mark.index + 1].place == "pause.together.coin"


def test_a_second_break_is_a_second_mark() -> None:
    """Still hot after the rest: another, longer break, each with its own length."""
    rests = "left 8\nright 3\nenter\nwait\nenter\n"
    shown = played(rests, f"{rests}left 9\nright 1\nenter\nwait\nenter\n")
    marks = [frame.outcome for frame in shown if frame.kind == "break"]
    assert marks == ["a break of 20 minutes · room: hot", "a break of 1 hour · room: cool"]


def test_a_break_from_the_menu_keeps_the_turn_it_interrupted() -> None:
    """Asking for a break names nobody, and the turn it interrupted is shown when it is done."""
    shown = played("after 38\n", "menu break\nenter\nlonger 10\nearly\nenter\nleft 1\nright 1\nafter 38\n")
    asked = next(frame for frame in shown if frame.kind == "aside")
    assert (asked.seat, asked.by, asked.outcome) == (None, None, "A break with a time")
    assert shown[asked.index + 1].kind == "break"
    assert shown[asked.index + 2].place == asked.place == "why.first.mirror"


def test_a_repair_phrase_has_no_name() -> None:
    """It stands between them; nobody is told to have needed it."""
    frame = next(frame for frame in frames() if frame.kind == "repair")
    assert (frame.seat, frame.by, frame.said, frame.outcome) == (None, None, (), "“I'm on your side.”")


def test_the_coin_says_who_begins() -> None:
    """And, if they swapped, that they did."""
    assert at("pause.together.coin").outcome == "the coin said Sam"
    script = evening.script()
    swapped = frames_of(
        script, drive(script, parse("names: Sam, Alex\ncoin: left\nenter\nleft 1\nright 1\ntogether\n", "x"))
    )
    assert swapped[-1].outcome == "the coin said Sam, and they swapped"


def test_nothing_is_counted() -> None:
    """A frame holds no sum over a seat's turns: its seconds are those of its own event."""
    own = {event.seq: event.seconds for event in evening.events()}
    assert all(frame.seconds == (own.get(frame.seq) or 0.0) for frame in frames() if frame.kind not in ("break", "end"))


@pytest.mark.parametrize(
    ("first", "count", "notice"), [(9, 3, "3 events are missing here"), (20, 1, "1 event is missing here")]
)
def test_lost_events_are_told_of_where_they_are_lost(first: int, count: int, notice: str) -> None:
    """The frame behind the hole says how much is missing; all others are as they were."""
    events = [event for event in evening.events() if not first <= event.seq < first + count]
    shown = frames(events)
    assert [(frame.seq, frame.notice) for frame in shown if frame.notice] == [(first + count, notice)]
    assert [frame.said for frame in shown] == [
        frame.said for frame in frames() if not first <= frame.seq < first + count
    ]


def test_an_event_that_does_not_follow_is_shown_with_a_notice() -> None:
    """A changed answer leads elsewhere; the frames go on at the place of the next event, and say so once."""
    events = [replace(e, answer="yes") if e.answer == "not yet" else e for e in evening.events() if e.kind != "repair"]
    events = [replace(event, seq=seq) for seq, event in enumerate(events)]
    shown = frames(events)
    assert [frame.place for frame in shown if frame.notice] == ["why.first.again"]
    assert shown[-1].kind == "end"


def test_a_place_this_flow_does_not_have_keeps_its_words() -> None:
    """What was said there is shown; words that did not stand there are not."""
    stray = Event(seq=1, t=3.0, at=AT, step="no.such.place", kind="said", seat="right", text="still here")
    frame = frames([evening.events()[0], stray])[1]
    assert (frame.words, frame.said, frame.seat) == ("", (Said("right", "still here"),), "right")
    assert frame.notice


@given(
    holes=st.sets(st.integers(0, 58), max_size=50),
    changes=st.lists(
        st.tuples(
            st.integers(0, 58),
            st.sampled_from(
                [
                    {"step": "calm.together.rest", "kind": "waited"},
                    {"step": "nowhere", "kind": "opened", "idea": 99},
                    {"kind": "chose", "answer": "{topic}", "text": ""},
                    {"kind": "opened", "answer": "picked", "idea": -1, "left": (), "right": ("a", "b", "c")},
                    {"kind": "begun", "left": (), "right": ("",), "first": "right"},
                    {"kind": "agreed", "answer": None, "until": datetime(9999, 12, 31, tzinfo=UTC)},
                    {"t": -1e300, "at": datetime(1, 1, 1, tzinfo=UTC), "seconds": -5.0},
                    {"t": 1e300, "at": datetime(9999, 12, 31, tzinfo=UTC), "seconds": 1e300},
                    {"kind": "aside", "answer": "anytime break"},
                    {"kind": "resumed", "answer": "resumed", "text": None},
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_no_damage_stops_a_replay(holes: set[int], changes: list[tuple[int, dict[str, object]]]) -> None:
    """Whatever is missing or changed, every event that is left is shown and time never goes back."""
    events = list(evening.events())
    for index, change in changes:
        events[index] = replace(events[index], **change)  # type: ignore[arg-type]
    left = [event for event in events if event.seq not in holes]
    shown = frames(left)
    assert sum(frame.events for frame in shown) == len(left)
    assert all(one.t <= other.begins for one, other in pairwise(shown))
    assert sum(each.seconds for each in stretches(shown)) == pytest.approx(shown[-1].t if shown else 0.0)


def test_a_frame_does_not_tell_its_words_to_a_log() -> None:
    """Neither the words nor a name is in its repr."""
    assert not any(word in repr(frames()) for word in ("bedtime", "Sam", "Phones"))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (20, "20 minutes"),
        (60, "1 hour"),
        (61, "61 minutes"),
        (1440, "1 day"),
        (2880, "2 days"),
    ],
)
def test_a_length_in_words(minutes: int, words: str) -> None:
    """As one says it in the middle of a sentence."""
    assert minutes_in_words(minutes) == words
