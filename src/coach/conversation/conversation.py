"""A talk at one moment: a value that answers what is asked now and what any event makes of it.

State is the fold of events and nothing else, so a live talk, a resumed one and a replayed one cannot differ. Clock,
coin and disk belong to the face; this module is told the time and never asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from coach.conversation import guards
from coach.conversation.ask import Ask, Idea, Said, other_seat, rated
from coach.conversation.asking import ask_of, seats_asked, speaker
from coach.conversation.events import LONGEST_TEXT, Answer, Event, Moment
from coach.conversation.script import Script
from coach.flow.graph import Edge, Place
from coach.flow.model import SEATS, Agree, Choose, End, Rate, Say, Seat, Step, Wait
from coach.text import plain


class NotAllowed(Exception):
    """The talk can't go that way now. The message says why, in words for a person."""


@dataclass(frozen=True)
class Conversation:
    """Everything that a talk's events so far have made of it. Replaced, never changed."""

    script: Script = field(repr=False, compare=False)
    place: str
    seq: int = 0
    """How many events there have been: the number of the next one."""
    t: float = 0.0
    """Seconds of talk at the last event."""
    at: datetime | None = None
    """Wall clock at the last event, UTC."""
    names: tuple[str, str] = ("Left", "Right")
    first: Seat = "left"
    visits: Mapping[str, int] = field(default_factory=dict)
    """Place → how often the talk has been there."""
    used: Mapping[str, int] = field(default_factory=dict)
    """Limited line → how often it was taken."""
    saved: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    """Name → what was answered under it."""
    said: Said | None = None
    """What was typed last; with empty text, the last turn was aloud."""
    ideas: tuple[Idea, ...] = ()
    passes: int = 0
    """How many turns that needed words went by without, since this stage began."""
    heard: Mapping[str, str] = field(default_factory=dict)
    """Seat → "heard" or "heard in part"."""
    room: str = ""
    warmest: str = ""
    """The bands of the room's heat: the latest, and the warmest so far; empty before it was rated."""
    reason: str = ""
    """Why the picked idea was picked."""
    taken_back: frozenset[int] = frozenset()
    """The numbers of the events whose words were taken back."""
    until: datetime | None = None
    """The time the last agreed rest ends, or the day last chosen."""
    spent: float = 0.0
    """Seconds already spent at this place before it was left for an aside."""
    back: str = ""
    """The place to come back to from an aside."""
    back_spent: float | None = None
    """Seconds spent there; None if the talk has not been there yet."""
    asked_last: tuple[Seat, ...] = SEATS
    """Who was asked before this place."""

    @property
    def here(self) -> Place:
        """The place it is at."""
        return self.script.graph.places[self.place]

    @property
    def ended(self) -> str:
        """The outcome, once the last screen is reached; else ""."""
        step = self.here.step
        return step.outcome if isinstance(step, End) else ""

    @property
    def ask(self) -> Ask:
        """What is wanted now, with every word filled in."""
        return ask_of(self)

    def event(self, answer: Answer, moment: Moment, spent: float = 0.0) -> Event:
        """The event that an answer is, if the talk can take it now. Pure: nothing has happened yet.

        Args:
            answer: what a face handed over.
            moment: when.
            spent: seconds of talk that this step took.

        Raises:
            NotAllowed: this answer leads nowhere from here, or its text is too long.
        """
        if len(answer.text) > LONGEST_TEXT:
            raise NotAllowed(f"That is more than {LONGEST_TEXT:,} characters. A little less says more.")
        until = None
        if answer.minutes or answer.days:
            until = _whole(moment.at) + timedelta(minutes=answer.minutes, days=answer.days)
        event = Event(
            seq=self.seq,
            t=round(moment.t, 1),
            at=_whole(moment.at),
            step=self.place,
            kind=_kind_of(answer, self.here.step),
            seat=answer.seat,
            answer=answer.on,
            text=plain(answer.text) or None,
            seconds=round(spent, 1),
            left=_clean(answer.left),
            right=_clean(answer.right),
            first=answer.first,
            idea=answer.idea,
            reason=answer.reason,
            lines=answer.lines,
            until=until,
        )
        moved, step = self.after(event), self.here.step
        if isinstance(step, Agree) and step.minutes:
            rest = timedelta(minutes=answer.minutes or self.ask.minutes)
            event = replace(event, until=event.at + rest if isinstance(moved.here.step, Wait) else None)
        return event

    def note(self, kind: str, moment: Moment, answer: Answer | None = None) -> Event:
        """The event of something that does not move the talk: names, a repair phrase, a minute's breath, a longer rest.

        Args:
            kind: one of `events.NOTES`.
            moment: when.
            answer: its fields `text`, `left`, `right`, `first` and `minutes` (added to the rest) are taken over.
        """
        answer = answer or Answer()
        return Event(
            seq=self.seq,
            t=round(moment.t, 1),
            at=_whole(moment.at),
            step=self.place,
            kind=kind,
            text=plain(answer.text) or None,
            left=_clean(answer.left),
            right=_clean(answer.right),
            first=answer.first,
            until=self.until + timedelta(minutes=answer.minutes) if self.until and answer.minutes else None,
        )

    def after(self, event: Event) -> Conversation:
        """The talk after an event; this one stays as it is.

        Raises:
            NotAllowed: the event does not follow on this talk.
        """
        if event.step != self.place:
            raise NotAllowed(f"Event {event.seq} happened at {event.step}, but the talk is at {self.place}.")
        talk = self._with(seq=event.seq + 1, t=event.t, at=event.at)
        if event.kind in ("begun", "named"):
            return talk._named(event)
        if event.kind in ("repair", "breath", "hold", "longer"):
            return talk._with(until=event.until or talk.until)
        if event.kind not in ("aside", "resumed"):
            talk = talk._take_in(event)
        answer = event.answer or "done"
        edge = self.script.machine.move(talk, self.place, answer)
        if edge is None:
            raise NotAllowed(talk._why_not(answer))
        return talk._along(edge, event.seconds or 0.0)

    def at_place(self, place: str) -> Conversation:
        """The same talk set down at another place: to read on after lost events, never for a live talk."""
        return self._with(place=place) if place in self.script.graph.places else self

    def _with(self, **changes: Any) -> Conversation:
        """The same talk but for some fields. `dataclasses.replace` goes through every field: six times as long."""
        talk = object.__new__(Conversation)
        talk.__dict__.update(self.__dict__, **changes)
        return talk

    # -- what was answered, before it is known where that leads --------------------------------------------------

    def _named(self, event: Event) -> Conversation:
        left = event.left[0] if event.left else self.names[0]
        right = event.right[0] if event.right else self.names[1]
        return self._with(names=(left, right), first=event.first or self.first)

    def _take_in(self, event: Event) -> Conversation:
        step = self.here.step
        talk = self._with(until=event.until or self.until, first=event.first or self.first)
        if event.lines:
            talk = talk._with(taken_back=self.taken_back | set(event.lines))
        if isinstance(step, Rate):
            return talk._take_rating(step, event)
        if step.secret and isinstance(step, Say):
            return talk._save_pages(event)
        text = event.text or ""
        if isinstance(step, Say):
            talk = talk._with(said=Said(event.seat, text), passes=talk.passes + (step.text == "needed" and not text))
            return talk._save(step.saves, Said(event.seat, text))
        words = text if isinstance(step, Choose) and step.says else event.answer or ""
        # An idea that came out of an answer to a request is both seats' doing: each still offers one of their own.
        return talk._save(step.saves, Said(None if step.saves == "idea" else event.seat, words))

    def _take_rating(self, step: Rate, event: Event) -> Conversation:
        ranks = self.script.room_ranks
        if step.saves == "room" and event.answer in ranks:
            return self._with(room=event.answer, warmest=max(event.answer, self.warmest or ranks[0], key=ranks.index))
        if not rated(step):
            return self
        talk = self._with(ideas=tuple(replace(idea, rated=True) for idea in self.ideas), reason=event.reason or "")
        if event.idea is None or not 0 <= event.idea < len(self.ideas):
            return talk
        name = "picked" if event.answer == "picked" else "nearest"
        return talk._save(name, Said(None, self.ideas[event.idea].text))

    def _save(self, name: str, said: Said) -> Conversation:
        if not name:
            return self
        if name == "idea":
            return self._with(ideas=(*self.ideas, Idea(said.seat, said.text))) if said.text else self
        before = self.saved.get(name, ()) if name == "plan" else ()
        return self._with(saved={**self.saved, name: (*before, said)})

    def _save_pages(self, event: Event) -> Conversation:
        names = [step.saves for step in self.here.steps if step.opens == "both"]
        opened: list[tuple[Seat, tuple[str, ...]]] = [("left", event.left or ()), ("right", event.right or ())]
        saved = dict(self.saved)
        for index, name in enumerate(names):
            saved[name] = tuple(Said(seat, pages[index]) for seat, pages in opened if index < len(pages))
        return self._with(saved=saved)

    # -- moving --------------------------------------------------------------------------------------------------

    def _along(self, edge: Edge, seconds: float) -> Conversation:
        """The talk moved along an edge."""
        here, target = self.here, self.script.graph.places[edge.target]
        fresh = not edge.returns or self.back_spent is None
        new_round = fresh and not target.stage.aside and (edge.loops or target.stage is not here.stage)
        back, back_spent = self.back, self.back_spent
        if edge.back:
            back, back_spent = edge.back, (self.spent + seconds if edge.back == here.id else None)
        elif edge.returns:
            back, back_spent = "", None
        return self._marked(edge.marks, here)._with(
            place=edge.target,
            visits={**self.visits, edge.target: self.visits.get(edge.target, 0) + fresh},
            used={**self.used, **{line: self.used.get(line, 0) + 1 for line, _ in edge.counters}},
            passes=0 if new_round else self.passes,
            spent=(self.back_spent or 0.0) if edge.returns else 0.0,
            back=back,
            back_spent=back_spent,
            asked_last=seats_asked(self, here),
        )

    def _marked(self, marks: str, place: Place) -> Conversation:
        if marks == "swap":
            return self._with(first=other_seat(self.first))
        if marks:
            return self._with(heard={**self.heard, speaker(self, place): marks})
        return self

    def _why_not(self, answer: str) -> str:
        edges = self.script.graph.edges_of.get((self.place, answer), ())
        wanted = [guards.reason(guard) for edge in edges for guard in edge.guards if not guards.holds(guard, self)]
        return f"Not from here: {wanted[0]}." if wanted else f"“{answer}” leads nowhere from here."


def begin(script: Script) -> Conversation:
    """A talk of which nothing has happened yet, at the flow's first step."""
    start = script.graph.start
    return Conversation(script, start, visits={start: 1})


def fold(script: Script, events: Iterable[Event]) -> Conversation:
    """The talk that events make.

    Raises:
        NotAllowed: an event does not follow on those before it.
    """
    talk = begin(script)
    for event in events:
        talk = talk.after(event)
    return talk


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _clean(pages: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return pages and tuple(plain(page)[:LONGEST_TEXT] for page in pages)


def _kind_of(answer: Answer, step: Step) -> str:
    if answer.on.startswith("anytime "):
        return "aside"
    if step.secret:
        return "opened"
    kinds = {"choose": "chose", "agree": "agreed", "wait": "waited", "end": "resumed"}
    return kinds.get(step.kind) or ("said" if answer.text else "done")
