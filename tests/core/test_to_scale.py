"""A talk as stretches of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import evening
from coach.conversation.conversation import Moment, begin
from coach.conversation.events import Answer
from coach.showing.frames import frames_of
from coach.showing.to_scale import BREAK_PART, MOST, stretches

AT = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)
FRAMES = frames_of(evening.script(), evening.events())


def test_the_timeline_is_the_talk_to_scale() -> None:
    """Its stretches last as long as the talk; a break is one of its own between two others."""
    pieces = stretches(FRAMES)
    assert sum(piece.seconds for piece in pieces) == pytest.approx(FRAMES[-1].t)
    assert [piece.part for piece in pieces if piece.part == BREAK_PART] == [BREAK_PART]
    parts = [piece.part for piece in pieces if piece.part != BREAK_PART]
    assert parts == sorted(parts)


def test_a_note_does_not_cut_a_turn_in_two() -> None:
    """Sam spoke for thirty seconds, with a repair phrase in between: one stretch, and the phrase takes no time."""
    repair = next(frame for frame in FRAMES if frame.kind == "repair")
    spoken = FRAMES[repair.index + 1]
    assert (repair.span, spoken.span, spoken.place) == (0.0, 30.0, "why.first.again")


def test_a_talk_of_ten_thousand_events_stays_quick_to_draw() -> None:
    """However long the talk, a timeline has no more stretches than it could show, and a jump is an index."""
    talk = begin(evening.script())
    events = []
    for number in range(10_000):
        moment = Moment(7.0 * number, AT + timedelta(seconds=7 * number))
        onward = {"offer": "both"}.get(talk.here.step.id, "anytime break")
        event = (
            talk.event(Answer(onward), moment, 7.0)
            if number % 2
            else talk.note("repair", moment, Answer(text="Slow down."))
        )
        talk = talk.after(event)
        events.append(event)
    shown = frames_of(evening.script(), events)
    assert len(shown) == len(events)
    assert len(stretches(shown)) <= MOST + 1
