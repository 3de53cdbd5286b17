"""A talk as a row of frames to step through: one for each event, a break and all that belongs to it in one.

The frames come from the same fold as a live talk, so a replay shows what stood on the screen. All of them are made in
one pass (about a second for 10,000 events, a hundredth of that for an evening); after that a jump anywhere is an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from coach.conversation.ask import Said
from coach.conversation.events import NOTES, YEARS, Event
from coach.flow.model import Seat, Show
from coach.showing.outcomes import BETWEEN, Outcome, Turn, minutes_in_words, outcome_of

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation
    from coach.conversation.script import Script

NAMELESS = (*NOTES, "aside", "resumed")
"""Kinds of events that are nobody's turn."""

LONGEST_TALK = 1_000_000.0
"""Seconds; what is more is damage."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Frame:
    """One moment of a talk, ready to be shown."""

    index: int
    seq: int
    """The number of its (first) event."""
    events: int = 1
    """How many events it stands for: several for a break, none for the closing words."""
    kind: str
    """The event's kind, or "break", or "end" for the closing words."""
    place: str
    begins: float
    """Seconds of talk at its beginning."""
    t: float
    """Seconds of talk at its end."""
    seconds: float
    """How long the step took, in seconds of talk."""
    at: datetime | None
    """Wall clock at its end; for a break, at its beginning."""
    part: int
    """Which part of the rail, from 0; -1 for an aside of its own name."""
    title: str
    """The stage's title."""
    aside: bool = False
    """Beside the way: a break, the heat check in front, shelving, stopping."""
    words: str
    """What stood on the screen; several lines where several pages were opened together."""
    small: str
    seat: Seat | None
    """Whose turn it was; None for both, and for what nobody is named for: a repair phrase, a break, stopping."""
    names: tuple[str, str]
    said: tuple[Said, ...] = ()
    """Their own words; one without text was said aloud (or passed: that looks the same)."""
    outcome: str = ""
    """What it came to, in one line."""
    by: Seat | None = None
    """Whose choice the outcome is."""
    notice: str = ""
    """What is missing here, if the record lost something."""
    saves: str = ""
    """What the words or the choice are to the talk: "plan", "date", "picked" …"""
    minutes: int = 0
    """How long a break was, by the clock on the wall."""
    echo: bool = False
    """It only showed again what had been said."""

    @property
    def span(self) -> float:
        """Its seconds on the timeline, from beginning to end."""
        return self.t - self.begins

    def name(self, seat: Seat) -> str:
        """What a seat is called."""
        return self.names[seat == "right"]

    def __repr__(self) -> str:
        """Never the words."""
        return f"Frame({self.index}, {self.kind!r} at {self.place!r}, {len(self.said)} said)"


def frames_of(script: Script, events: Iterable[Event]) -> tuple[Frame, ...]:
    """Every frame of a talk.

    Args:
        script: the flow as the record has it.
        events: in the order of `seq`. Some may be missing, or may not follow on those before them: the frames go on at
            the place of the next event, with a notice.
    """
    from coach.conversation.conversation import begin  # here, so that only what folds a talk loads the machine

    reading = _Reading(begin(script))
    frames: list[Frame] = []
    for group in _groups(script, list(events)):
        row = [reading.frame(event, len(frames)) for event in group]
        frames.append(row[0] if len(row) == 1 and row[0].kind != "waited" else _one_break(row))
    if frames and reading.talk.ended and not reading.lost:
        frames.append(_closing(reading.talk, frames[-1]))
    return tuple(frames)


class _Reading:
    """The fold, going on where a record cannot."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self.lost = False
        """Something was missing and nothing has followed cleanly since."""
        self._drawn = 0.0

    def frame(self, event: Event, index: int) -> Frame:
        """What an event looked like; the fold goes on behind it."""
        from coach.conversation.conversation import NotAllowed

        event = self._within_reason(event)
        missing = event.seq - self.talk.seq
        notice = _missing(missing) if missing > 0 else ""
        strayed = event.step != self.talk.place
        before = self.talk.at_place(event.step) if strayed else self.talk
        try:
            after = before.after(event)
        except NotAllowed:
            strayed = True
            after = replace(before, seq=event.seq + 1, t=event.t, at=event.at)
        if strayed and not missing > 0 and not self.lost:
            notice = "This does not follow on what came before it."
        self.lost = strayed
        self.talk = after
        # A note lies within a step: that step's own seconds are drawn in one piece, so a note takes none.
        begins = self._drawn
        self._drawn = begins if event.kind in NOTES else event.t
        return _frame(Turn(before, event, after), index, (begins, self._drawn), notice)

    def _within_reason(self, event: Event) -> Event:
        """The event with times that can be reckoned with: never back, never beyond the calendar."""
        t = min(max(event.t, self.talk.t), LONGEST_TALK)
        at = event.at if _in_calendar(event.at) else self.talk.at or datetime.fromtimestamp(0, event.at.tzinfo)
        until = event.until if event.until and _in_calendar(event.until) else None
        if (t, at, until) == (event.t, event.at, event.until):
            return event
        return replace(event, t=t, at=at, until=until)


def _in_calendar(moment: datetime) -> bool:
    return moment.year in YEARS


def _missing(count: int) -> str:
    return "1 event is missing here" if count == 1 else f"{count} events are missing here"


def _frame(turn: Turn, index: int, span: tuple[float, float], notice: str) -> Frame:
    before, event = turn.before, turn.event
    place, step = before.here, turn.step
    known = event.step == before.place
    told = outcome_of(turn) if known else Outcome(said=_words_alone(event))
    nobody = event.kind in NAMELESS
    return Frame(
        index=index,
        seq=event.seq,
        kind=event.kind,
        place=event.step,
        begins=span[0],
        t=span[1],
        seconds=min(max(event.seconds or 0.0, 0.0), LONGEST_TALK),
        at=event.at,
        part=before.script.graph.part_of(place.stage),
        title=place.stage.title,
        aside=place.stage.aside,
        words=_words(turn) if known else "",
        small=turn.filled(step.small) if known else "",
        seat=None if nobody else turn.seat if known else event.seat,
        names=turn.after.names,
        said=told.said,
        outcome=told.line,
        by=told.by,
        notice=notice,
        saves=step.saves if known and not nobody and event.answer != "none" else "",
        minutes=turn.minutes if known else 0,
        echo=isinstance(step, Show) and bool(step.shows) and not (told.said or told.line or notice),
    )


def _words_alone(event: Event) -> tuple[Said, ...]:
    """What was said at a place that this flow does not have."""
    return (Said(event.seat, event.text),) if event.text else ()


def _words(turn: Turn) -> str:
    """What stood on the screen; nothing of pages that only their writer saw."""
    if turn.step.secret and turn.lone:
        return ""
    opened = [step.words for step in turn.before.here.steps if step.opens]
    return turn.filled("\n".join(opened or [turn.step.words]))


def _closing(talk: Conversation, last: Frame) -> Frame:
    """The words of the last screen: nothing happens there any more, so it has no event."""
    ask = talk.ask
    return Frame(
        index=last.index + 1,
        seq=talk.seq,
        events=0,
        kind="end",
        place=talk.place,
        begins=last.t,
        t=last.t,
        seconds=0.0,
        at=last.at,
        part=ask.part,
        title=ask.title,
        aside=talk.here.stage.aside,
        words=ask.step.words,
        small=ask.step.small,
        seat=None,
        names=talk.names,
        outcome=talk.ended,
    )


def _groups(script: Script, events: list[Event]) -> Iterator[list[Event]]:
    """The events one by one, and those of a break together: the offer taken, the rest, the welcome, the re-check."""
    places = script.graph.places
    stages = [places[event.step].stage.id if event.step in places else "" for event in events]
    done = 0
    for rest in (index for index, event in enumerate(events) if event.kind == "waited"):
        start, end = rest, rest + 1
        while start > done and stages[start - 1] == stages[rest] and events[start - 1].kind in ("agreed", *NOTES):
            start -= 1
        while end < len(events) and stages[end] == stages[rest] and events[end].kind in ("done", "opened", *NOTES):
            end += 1
            if events[end - 1].kind == "opened":
                break
        yield from ([event] for event in events[done:start])
        yield events[start:end]
        done = end
    yield from ([event] for event in events[done:])


def _one_break(frames: list[Frame]) -> Frame:
    """One frame of all that belongs to a break."""
    first, last = frames[0], frames[-1]
    rest = next(index for index, frame in enumerate(frames) if frame.kind == "waited")
    waited = frames[rest]
    offered = max(frame.minutes for frame in frames)
    began = frames[rest - 1].at if rest else None
    minutes = round((waited.at - began).total_seconds() / 60) if waited.at and began else 0
    minutes = minutes if minutes > 0 else offered
    length = f"a break of {minutes_in_words(minutes)}" if minutes else "a break"
    found = last.outcome.removeprefix("both answered").removeprefix(BETWEEN) if last.kind == "opened" else ""
    return replace(
        waited,
        kind="break",
        seq=first.seq,
        events=sum(frame.events for frame in frames),
        begins=first.begins,
        t=last.t,
        seconds=sum(frame.seconds for frame in frames),
        at=began or waited.at,
        small="",
        seat=None,
        outcome=BETWEEN.join(filter(None, (length, found))),
        notice=" ".join(frame.notice for frame in frames if frame.notice),
        minutes=minutes,
    )
