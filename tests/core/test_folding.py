"""A talk is a value: what an event makes of it is another one, and all that is in it comes from its events."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.conversation import Conversation, begin, fold
from coach.conversation.events import NOTES, Answer, Event
from coach.flow.graph import anytime_answer
from core.walking import FLOWS, any_answer, begun, moment, script

FIELDS = [each.name for each in fields(Conversation)]


def walk(name: str, data: st.DataObject) -> list[Event]:
    """The events of a talk that wanders, its notes and its menu included."""
    talk, events = begin(script(name)), [begin(script(name)).note("begun", moment(), Answer(first="right"))]
    menu = [anytime_answer(item) for item in script(name).flow.anytime if item.to]
    for _ in range(data.draw(st.integers(0, 40))):
        talk = talk.after(events[-1])
        if talk.ended and not talk.here.step.next:
            break
        now = moment(talk.t + 7)
        kind = data.draw(st.sampled_from(["answer"] * 6 + ["menu", "note"]))
        if kind == "note":
            events.append(talk.note(data.draw(st.sampled_from(NOTES)), now, Answer(left=("Sam",), minutes=10)))
        elif kind == "menu" and menu and not talk.ended:
            events.append(talk.event(Answer(data.draw(st.sampled_from(menu))), now, 7.0))
        else:
            answer = any_answer(talk, lambda sides: data.draw(st.integers(0, sides - 1)), [])
            events.append(talk.event(answer, now, 7.0))
    return events


def all_of(talk: Conversation) -> dict[str, Any]:
    """Everything that a talk holds, copied, so that a later change would show."""
    return {name: deepcopy(getattr(talk, name)) for name in FIELDS if name != "script"}


@pytest.mark.parametrize("name", FLOWS)
@given(data=st.data())
def test_folding_is_one_event_after_the_other(name: str, data: st.DataObject) -> None:
    """The talk of many events is what the last of them makes of the talk before it, wherever one begins to count."""
    events = walk(name, data)
    talk = begin(script(name))
    for count, event in enumerate(events):
        assert fold(script(name), events[:count]) == talk
        talk = talk.after(event)
    assert fold(script(name), iter(events)) == talk


@pytest.mark.parametrize("name", FLOWS)
@given(data=st.data())
def test_an_event_leaves_every_talk_before_it_alone(name: str, data: st.DataObject) -> None:
    """No talk that was ever handed out changes, however far the talk goes on from it."""
    events = walk(name, data)
    row = [begin(script(name))]
    told = [all_of(row[0])]
    for event in events:
        row.append(row[-1].after(event))
        told.append(all_of(row[-1]))
    assert [all_of(talk) for talk in row] == told


@pytest.mark.parametrize("name", FLOWS)
@given(data=st.data())
def test_a_talk_holds_its_fields_and_nothing_else(name: str, data: st.DataObject) -> None:
    """A talk after any event has every field that a talk has, and none that it has not."""
    talk = begin(script(name))
    for event in walk(name, data):
        talk = talk.after(event)
        assert sorted(vars(talk)) == sorted(FIELDS)


def test_a_talk_cannot_be_changed_from_outside() -> None:
    """Neither a field that it has nor a new one can be set."""
    talk = begun("argument")
    for name in ("place", "anything"):
        with pytest.raises(AttributeError):
            setattr(talk, name, "why.first.speak")
