"""Talks far longer than any evening, made as a face would make them: answer by answer, note by note."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import cycle

from coach import __version__
from coach.conversation.conversation import Conversation, begin, fold
from coach.conversation.events import Answer, Event, Moment
from coach.conversation.script import Script
from coach.driving import drive, parse
from coach.flow.finding import builtin_flows, find_flow
from coach.flow.reading import read_flow
from coach.records.record import SCHEMA
from coach.records.writing import whole

EVENING = datetime(2026, 11, 22, 20, 47, tzinfo=UTC)

WORDS = (
    "When you come home I have done bedtime alone again, and it is the only hour I get with them. "
    "It matters to me because I would like us to have that hour together, at least on some days of the week."
)
"""A turn of about 200 characters."""

TURNS = """
schema = 1
id = "turns"
title = "Turns"
about = "One turn after the other."
language = "en"
[[stage]]
id = "talk"
title = "Talk"
[[stage.step]]
id = "one"
kind = "say"
who = "first"
words = "Say it."
[[stage.step]]
id = "other"
kind = "say"
who = "second"
words = "Say it."
next = [{ typed = true, to = "one" }, { to = "onward" }]
[[stage]]
id = "over"
title = "Over"
[[stage.step]]
id = "end"
kind = "end"
words = "That was it."
outcome = "agreed"
"""

THROUGH_A_BREAK = {"agree": "one", "wait": "ready", "rate": "cool", "show": "done"}
"""What is answered, by the kind of step, until the talk is back where it was."""

NextEvent = Callable[[Conversation], Event]


def example() -> tuple[Script, list[Event]]:
    """The talk that comes with the program."""
    script = Script(find_flow("argument", None))
    file = builtin_flows() / "talks" / "argument" / "example.talk"
    return script, drive(script, parse(file.read_text(encoding="utf-8"), file.name))


def of_notes(count: int) -> tuple[Script, list[Event]]:
    """Half of that talk, then nothing but phrases that mend, breaths and longer rests."""
    kinds = cycle(("repair", "hold", "breath", "longer"))
    return _half_and(lambda talk: talk.note(next(kinds), _soon(talk)), count)


def of_breaks(count: int) -> tuple[Script, list[Event]]:
    """Half of that talk, then one break after the other, each with its rest and its heat check."""

    def go_on(talk: Conversation) -> Event:
        here = talk.here
        return talk.event(Answer(THROUGH_A_BREAK[here.step.kind] if here.stage.aside else "anytime break"), _soon(talk))

    return _half_and(go_on, count)


def of_turns(count: int) -> tuple[Script, list[Event]]:
    """A talk in which they type in turn, and nothing else."""
    script = Script(read_flow(TURNS, "turns", {}))

    def go_on(talk: Conversation) -> Event:
        return talk.event(Answer(text=WORDS[talk.seq % 7 :], seat=talk.ask.seat), _soon(talk), 31.2)

    return script, _grown(begin(script), [], go_on, count)


def _half_and(go_on: NextEvent, count: int) -> tuple[Script, list[Event]]:
    script, events = example()
    half = events[: len(events) // 2]
    return script, _grown(fold(script, half), half, go_on, count)


def _grown(talk: Conversation, events: list[Event], go_on: NextEvent, count: int) -> list[Event]:
    while len(events) < count:
        events.append(go_on(talk))
        talk = talk.after(events[-1])
    return events[:count]


def _soon(talk: Conversation) -> Moment:
    return Moment(talk.t + 31.2, (talk.at or EVENING) + timedelta(seconds=31))


def as_record(script: Script, events: Iterable[Event], **kept: object) -> bytes:
    """The bytes of a talk's record.

    Args:
        kept: what the header of a kept talk has on top.
    """
    digest = hashlib.sha256(script.flow.text.encode()).hexdigest()
    header = {"schema": SCHEMA, "id": "2026-11-22-2047-k3f9", "app": __version__, "flow": script.flow.id}
    return whole({**header, "flow_sha256": digest, **kept}, script.flow.text, events)
