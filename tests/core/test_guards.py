"""Every condition that a flow may use: when it holds, when it doesn't, and what it then says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.conversation import guards
from coach.conversation.ask import Idea, Said
from coach.conversation.conversation import Conversation, NotAllowed, begin
from coach.conversation.events import Answer, Moment
from coach.conversation.script import Script
from coach.flow.model import GUARDS, Guard
from coach.flow.reading import read_flow
from core.walking import begun, moment


def talk() -> Conversation:
    """A talk that has just begun."""
    return begun("argument")


def ideas(*seats: str) -> tuple[Idea, ...]:
    """One idea of each of these seats; "" for one of both."""
    return tuple(Idea("left" if s == "left" else "right" if s == "right" else None, "an idea") for s in seats)


HOLDS: list[tuple[Guard, Conversation]] = [
    (Guard("tries", 2), replace(talk(), visits={"pause.together.breathe": 2})),
    (Guard("ideas", 3), replace(talk(), ideas=ideas("left", "left", ""))),
    (Guard("ideas_at_most", 4), replace(talk(), ideas=ideas("left", "left", "left", "right"))),
    (Guard("ideas_each", 1), replace(talk(), ideas=ideas("right", "left"))),
    (Guard("passes", 2), replace(talk(), passes=2)),
    (Guard("picked", True), replace(talk(), saved={"picked": (Said(None, "an idea"),)})),
    (Guard("picked", False), talk()),
    (Guard("typed", True), replace(talk(), said=Said("left", "words"))),
    (Guard("typed", False), replace(talk(), said=Said("left", ""))),
    (Guard("typed", False), talk()),
    (Guard("room", "warm"), replace(talk(), room="warm", warmest="hot")),
    (Guard("room", "warm"), replace(talk(), room="cool", warmest="cool")),
    (Guard("cooled", True), replace(talk(), room="warm", warmest="hot")),
    (Guard("cooled", True), replace(talk(), room="cool", warmest="hot")),
    (Guard("cooled", False), talk()),
    (Guard("cooled", False), replace(talk(), room="warm", warmest="warm")),
]

FAILS: list[tuple[Guard, Conversation]] = [
    (Guard("tries", 2), talk()),
    (Guard("ideas", 3), replace(talk(), ideas=ideas("left", "right"))),
    (Guard("ideas_at_most", 4), replace(talk(), ideas=ideas("left", "left", "left", "right", ""))),
    (Guard("ideas_each", 1), replace(talk(), ideas=ideas("left", "left", ""))),
    (Guard("ideas_each", 2), replace(talk(), ideas=ideas("left", "left", "right"))),
    (Guard("passes", 2), replace(talk(), passes=1)),
    (Guard("picked", True), talk()),
    (Guard("picked", False), replace(talk(), saved={"picked": (Said(None, "an idea"),)})),
    (Guard("typed", True), replace(talk(), said=Said("left", ""))),
    (Guard("typed", True), talk()),
    (Guard("typed", False), replace(talk(), said=Said("right", "words"))),
    (Guard("room", "warm"), replace(talk(), room="hot", warmest="hot")),
    (Guard("room", "cool"), replace(talk(), room="warm", warmest="warm")),
    (Guard("room", "hot"), talk()),
    (Guard("cooled", True), replace(talk(), room="hot", warmest="hot")),
    (Guard("cooled", True), talk()),
    (Guard("cooled", False), replace(talk(), room="cool", warmest="warm")),
]


@pytest.mark.parametrize(("guard", "conversation"), HOLDS)
def test_it_holds(guard: Guard, conversation: Conversation) -> None:
    """The condition is met."""
    assert guards.holds(guard, conversation) is True


@pytest.mark.parametrize(("guard", "conversation"), FAILS)
def test_it_does_not_hold(guard: Guard, conversation: Conversation) -> None:
    """The condition is not met."""
    assert guards.holds(guard, conversation) is False


def test_every_guard_is_tried_both_ways() -> None:
    """No guard that a flow may name is missing here."""
    assert {guard.name for guard, _ in HOLDS} == {guard.name for guard, _ in FAILS} == set(GUARDS)


@pytest.mark.parametrize("guard", [guard for guard, _ in FAILS])
def test_it_says_what_it_wants(guard: Guard) -> None:
    """Each has a sentence for a person, with its number in it and nothing left to fill in."""
    sentence = guards.reason(guard)
    assert str(guard.value) in sentence
    assert "{" not in sentence


GUARDED = """
schema = 1
title = "Guarded"

[[stage]]
id = "ideas"
title = "Ideas"

[[stage.step]]
id = "offer"
kind = "show"
words = "Nothing but a show."
next = [{ ideas = 3, to = "end" }]

[[stage.step]]
id = "end"
kind = "end"
outcome = "agreed"
words = "Done."
"""


def test_a_guard_that_refuses_says_why() -> None:
    """When every line is shut, the talk stays where it is and the refusal says what is wanted."""
    conversation = begin(Script(read_flow(GUARDED, "guarded", {})))
    with pytest.raises(NotAllowed, match="there have to be 3 ideas"):
        conversation.event(Answer(), moment())
    enough = replace(conversation, ideas=ideas("left", "right", "left"))
    assert enough.after(enough.event(Answer(), moment())).ended == "agreed"


def test_a_limit_is_used_up_by_being_taken() -> None:
    """A line with `at_most` is open so many times and then shut; what was said for it is no matter."""
    conversation = talk().at_place("calm.together.heat")
    places = []
    for _ in range(4):
        moved = conversation.after(conversation.event(Answer("warm"), Moment(0.0, moment().at)))
        places.append(moved.place)
        conversation = moved.at_place("calm.together.heat")
    assert places == ["calm.together.warm", "calm.together.warm", "calm.together.still", "calm.together.still"]
