"""From a talk to what it asks now: whom, with which words, for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.conversation.ask import (
    Ask,
    Said,
    fill,
    filled,
    other_seat,
    rated,
    spoken_day,
    spoken_minutes,
    spoken_time,
)
from coach.conversation.fair_pick import REASONS
from coach.flow.graph import Place
from coach.flow.model import Agree, Choose, End, Seat, Step, choice_name, shown_name

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation

OPEN_DAYS = 7
"""How long an open talk is kept after its last event, or after the day it waits for."""


def ask_of(talk: Conversation) -> Ask:
    """What a talk wants now, every word filled in."""
    place, graph = talk.here, talk.script.graph
    seats = seats_asked(talk, place)
    values = _values(talk, place)
    round = max(talk.visits.get(place.id, 1), 1)
    return Ask(
        place=place.id,
        steps=tuple(filled(step, values) for step in place.steps),
        seats=seats,
        title=place.stage.title,
        parts=graph.parts,
        part=graph.part_of(place.stage),
        names=talk.names,
        seconds=sum(by_round(step.seconds, round) for step in place.steps),
        spent=talk.spent,
        shown=tuple(said for entry in place.step.shows for said in _shown(talk, *shown_name(entry)) if said.text),
        ideas=_to_rate(talk, place.step),
        minutes=_minutes(place.step, round),
        both_lead_on=_both_lead_on(talk, place),
        until=talk.until,
        expires=talk.at and max(talk.at, talk.until or talk.at) + timedelta(days=OPEN_DAYS),
        values=tuple(values.items()),
        round=round,
        turn_began=len(seats) == 1 and seats != talk.asked_last,
    )


def only_answer(talk: Conversation) -> str:
    """The answer to a question that a talk which is not saved leaves no choice in; "" for every other question."""
    step, graph = talk.here.step, talk.script.graph
    if not isinstance(step, Choose):
        return ""
    if step.saves == "keep":
        return choice_name(step.choices[-1])
    names = [choice_name(choice) for choice in step.choices]
    leads = {name: graph.places[graph.edges_of[talk.place, name][0].target].step for name in names}
    if not any(isinstance(there, End) and there.next for there in leads.values()):
        return ""
    return next((name for name, there in leads.items() if isinstance(there, End) and not there.next), "")


def seats_asked(talk: Conversation, place: Place) -> tuple[Seat, ...]:
    """Whom a place asks, in the order in which they answer."""
    who = place.step.who or ("both" if place.turn == "together" else "speaker")
    speaking = speaker(talk, place)
    return {
        "both": (talk.first, other_seat(talk.first)),
        "left": ("left",),
        "right": ("right",),
        "first": (talk.first,),
        "second": (other_seat(talk.first),),
        "speaker": (speaking,),
        "listener": (other_seat(speaking),),
    }[who]


def speaker(talk: Conversation, place: Place) -> Seat:
    """Whose turn a place belongs to; the one who started, where it is nobody's."""
    return other_seat(talk.first) if place.turn == "second" else talk.first


def by_round(values: tuple[float, ...], round: int) -> float:
    """The value for the first, second … visit; the last one stands for all later ones. 0 if there are none."""
    return values[min(round, len(values)) - 1] if values else 0.0


def _shown(talk: Conversation, name: str, label: str) -> tuple[Said, ...]:
    if name == "said":
        return (talk.said,) if talk.said else ()
    if name == "idea":  # without authors
        return tuple(Said(None, idea.text) for idea in talk.ideas)
    return tuple(replace(said, label=label) for said in talk.saved.get(name, ()))


def _to_rate(talk: Conversation, step: Step) -> tuple[tuple[int, str], ...]:
    if not rated(step):
        return ()
    every = [(number, idea.text) for number, idea in enumerate(talk.ideas)]
    return tuple([pair for pair in every if not talk.ideas[pair[0]].rated] or every)


def _both_lead_on(talk: Conversation, place: Place) -> bool:
    if not isinstance(place.step, Agree):
        return True
    edge = talk.script.machine.move(talk, place.id, "both")
    return edge is not None and edge.target != place.id


def _minutes(step: Step, round: int) -> int:
    return int(by_round(tuple(map(float, step.minutes)), round)) if isinstance(step, Agree) else 0


def _values(talk: Conversation, place: Place) -> dict[str, str]:
    """What every placeholder stands for now; empty for what is not known yet."""
    names = dict(zip(("left", "right"), talk.names, strict=True))
    speaking = speaker(talk, place)
    last = {name: said[-1].text for name, said in talk.saved.items() if said}
    return {
        **names,
        "first": names[talk.first],
        "second": names[other_seat(talk.first)],
        "speaker": names[speaking],
        "listener": names[other_seat(speaking)],
        **{name: last.get(name, "") for name in ("topic", "question", "request", "picked", "nearest")},
        "n": str(len(talk.ideas)),
        "reason": _reason(talk),
        "day": spoken_day(talk.until) if talk.until else "",
        "until": spoken_time(talk.until, talk.at) if talk.until and talk.at else "",
        "rest": spoken_minutes(_minutes(place.step, talk.visits.get(place.id, 1))),
        "expiry": spoken_day(talk.at + timedelta(days=OPEN_DAYS)) if talk.at else "",
        "room": talk.room,
        "room_was": talk.warmest,
    }


def _reason(talk: Conversation) -> str:
    sentences = dict(zip(REASONS, talk.script.reasons, strict=False))
    return fill(sentences.get(talk.reason, ""), {})  # type: ignore[call-overload]
