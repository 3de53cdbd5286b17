"""Talks that wander: answers that a face could hand over, drawn at random, and what of them nobody may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from coach.conversation.ask import Ask
from coach.conversation.conversation import Conversation, begin
from coach.conversation.events import Answer, Moment
from coach.conversation.script import Script
from coach.conversation.sealed import Given, Page, chosen, seal
from coach.flow.finding import find_flow
from coach.flow.graph import Graph
from coach.flow.model import Agree, Choose, End, Rate, Say, Seat, Wait

FLOWS = ("argument", "five-minutes")

EVENING = datetime(2026, 11, 22, 20, 31, tzinfo=UTC)

Draw = Callable[[int], int]
"""Given n, one of 0 … n - 1."""


@cache
def script(name: str) -> Script:
    """A flow that came with the program, ready to be talked through."""
    return Script(find_flow(name, None))


def moment(seconds: float = 0.0) -> Moment:
    """So many seconds into a talk that began on a certain evening."""
    return Moment(seconds, EVENING + timedelta(seconds=seconds))


def begun(name: str, first: Seat = "left") -> Conversation:
    """A talk of which only the first event has happened."""
    talk = begin(script(name))
    return talk.after(talk.note("begun", moment(), Answer(left=("Sam",), right=("Alex",), first=first)))


def ask_at(name: str, place: str, first: Seat = "left") -> Ask:
    """What a place asks in a talk that was set down there."""
    return begun(name, first).at_place(place).ask


def main_places(graph: Graph) -> set[str]:
    """The places that are not beside the way."""
    return {place.id for place in graph.places.values() if not place.stage.aside}


def after_the_why(graph: Graph) -> set[str]:
    """Every place of the main way that comes after both have shared their why."""
    stages = [stage.id for stage in graph.flow.stages]
    later = set(stages[stages.index("why") + 1 :])
    return {id for id in main_places(graph) if graph.places[id].stage.id in later}


def any_answer(talk: Conversation, draw: Draw, unseen: list[str]) -> Answer:
    """One of the answers that a face could hand over now.

    Args:
        draw: decides.
        unseen: takes up the words that are typed now on pages which nobody else may ever see.
    """
    ask, step = talk.ask, talk.ask.step
    if ask.secret:
        sealed = seal(ask)
        while page := sealed.page:
            sealed = sealed.with_answer(_given(page, draw, unseen, f"{talk.seq}-{len(sealed.given)}"))
        return sealed.open(draw)
    if isinstance(step, Choose):
        return replace(chosen(ask, step, draw(len(step.choices)), f"a line of {talk.seq}"), seat=ask.seat)
    if isinstance(step, Say):
        return Answer(text=("", f"words of {talk.seq}")[draw(2)], seat=ask.seat)
    if isinstance(step, Agree):
        return Answer(("both", "one")[draw(2)], minutes=ask.minutes)
    if isinstance(step, Wait):
        return Answer(("ready", "early")[draw(2)])
    return Answer("resumed") if isinstance(step, End) else Answer()


def _given(page: Page, draw: Draw, unseen: list[str], number: str) -> Given:
    step = page.step
    if isinstance(step, Rate):
        return draw(step.top + 1)
    if isinstance(step, Choose):
        return draw(len(step.choices)), f"a question of {number}"
    words = f"page {number}."
    if not step.opens:
        unseen.append(words)
    return words
