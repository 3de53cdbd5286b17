"""What a talk on the screen needs before its first question: its flow, what is on the disk, who sits where.

For a new talk this is done in a thread while the first breath is on the screen. Nothing here draws.
"""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from pathlib import Path

from coach.clock import TalkClock
from coach.conversation.ask import spoken_day, spoken_time
from coach.conversation.conversation import NotAllowed, fold
from coach.conversation.script import Script
from coach.errors import CoachError, DamagedRecord
from coach.flow.finding import builtin_flows, find_flow
from coach.flow.reading import read_flow
from coach.records import library
from coach.records.disk import LOCK, beside
from coach.records.journal import Journal
from coach.records.lock import TalkLock, in_a_window
from coach.records.places import Places, places
from coach.records.record import Record
from coach.records.settings import LONGEST_NAME, Settings, load, seen_card
from coach.sitting import Sitting, TakenUp, start_journal
from coach.sitting_down import Opening, OpenTalkOffer
from coach.text import plain

DUE_DAYS = 7
"""How many days an agreement that is due is named under the first breath."""


def new_talk(options: Namespace, clock: TalkClock, offering: bool) -> Opening:
    """A talk that nothing has happened in yet.

    Args:
        options: of `coach` or `coach start`.
        clock: runs already.
        offering: whether an open talk, or an agreement that is due, is named under the first breath.

    Raises:
        CoachError: there is no such flow, or it has faults.
    """
    here = places()
    script, saves = Script(find_flow(options.flow, here.flows)), not options.no_save
    settings = load(here) if saves else Settings()
    newest = _newest(here, clock) if offering and saves else None
    return Opening(
        sitting=Sitting(script, clock, start_journal(here, script, clock, saves)),
        places=here,
        settings=settings,
        saves=saves,
        card=not (saves and seen_card(here)),
        names=_names(options, settings),
        offer=_offer(newest, clock) if newest else None,
        aside=_due(here, clock) if offering and saves else "",
        still=options.calm,
    )


def example() -> Record:
    """The talk that comes with the program, played from its transcript."""
    from coach.driving import drive, parse

    file = builtin_flows() / "talks" / "argument" / "example.talk"
    flow = find_flow("argument", None)
    script = Script(flow)
    events = drive(script, parse(file.read_text(encoding="utf-8"), "example.talk"))
    topic = fold(script, events).saved.get("topic", ())
    return Record(
        path=Path("example.toml"),
        id="example",
        flow=flow.id,
        kept="all",
        topic=topic[-1].text if topic else "",
        started=events[0].at,
        script=flow.text,
        events=tuple(events),
    )


def take_up(path: Path, clock: TalkClock, adopt: bool = False) -> TakenUp:
    """An open talk, ready to be gone on with.

    Raises:
        CoachError: it can't be; the sentence says why.
    """
    journal, record = Journal.resume(path, adopt)
    try:
        script = script_of(record)
        sitting = Sitting(script, clock, start_journal(places(), script, clock))
        return TakenUp(sitting, sitting.go_on(journal, record.unbroken), record.notices)
    except (NotAllowed, CoachError) as error:
        journal.close()
        raise DamagedRecord(f"The talk {record.id} can't be gone on with: {error}") from None


def script_of(record: Record) -> Script:
    """The flow that a record was talked through, as it was on that evening.

    Raises:
        DamagedRecord: the record holds none that can be read.
    """
    try:
        return Script(read_flow(record.script, record.flow, {}))
    except CoachError:
        raise DamagedRecord(f"The flow inside the record {record.id} can't be read by this version.") from None


def window_of(path: Path) -> str | None:
    """What the lock of a talk says of the window that has it; None if none has."""
    return TalkLock(beside(path, LOCK)).holder()


def _newest(here: Places, clock: TalkClock) -> library.OpenTalk | None:
    try:
        library.tidy(here, clock.wall())
        return library.newest_open(here)
    except CoachError:  # the folder can't be used: the first event will say so, and the talk goes on
        return None


def _offer(newest: library.OpenTalk, clock: TalkClock) -> OpenTalkOffer:
    path, now = newest.path, clock.wall()
    begun = (newest.started or newest.modified).astimezone()
    day = "" if begun.date() == now.astimezone().date() else f" {spoken_day(begun)},"
    line = f"A talk from{day} {begun:%H:%M} is open until {spoken_day(newest.expires)}."
    if newest.resting and newest.until and newest.until > now:
        far = newest.until - now > timedelta(days=1)  # a day was chosen, not a time
        until = spoken_day(newest.until) if far else spoken_time(newest.until, now)
        line = f"A talk from{day} {begun:%H:%M} rests until {until}."
    window = window_of(path)
    if window is not None:
        line = f"A talk is open {in_a_window(window)}."
    return OpenTalkOffer(
        path, line, lambda adopt: take_up(path, clock, adopt), lambda: library.delete(path), window is not None
    )


def _due(here: Places, clock: TalkClock) -> str:
    today = clock.wall().astimezone().date()
    try:
        kept = library.kept_talks(here).talks
    except CoachError:
        return ""
    for talk in kept:
        if talk.check_in and 0 <= (today - talk.check_in).days < DUE_DAYS:
            return f"You wanted to look at an agreement about now. “coach show {talk.id}” prints it."
    return ""


def _names(options: Namespace, settings: Settings) -> tuple[str, str] | None:
    if options.left or options.right:
        left, right = (plain(name)[:LONGEST_NAME] for name in (options.left or "Left", options.right or "Right"))
        return left, right
    return settings.names
