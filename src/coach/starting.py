"""The commands that draw: they prepare a talk, look at the terminal, and only then import Textual."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.clock import LULL, TalkClock
from coach.conversation.ask import spoken_day, spoken_time
from coach.conversation.conversation import NotAllowed, fold
from coach.conversation.script import Script
from coach.errors import CoachError, DamagedRecord, NoSuchTalk
from coach.flow.finding import builtin_flows, find_flow
from coach.flow.reading import read_flow
from coach.records import library
from coach.records.disk import LOCK, beside
from coach.records.journal import Journal
from coach.records.lock import TalkLock, in_a_window
from coach.records.places import Places, places
from coach.records.record import Record, read_record
from coach.records.settings import LONGEST_NAME, Settings, load, seen_card
from coach.sitting import Sitting, TakenUp, not_saved, start_journal
from coach.text import plain

if TYPE_CHECKING:
    from coach.tui.opening import OpenTalkOffer
    from coach.tui.sitting_down import Opening

NO_TERMINAL = "coach draws on a terminal, and this is none. “coach show” prints a kept talk."

DUE_DAYS = 7
"""How many days an agreement that is due is named under the first breath."""

LEFT_OPEN = "The talk stays open. “coach resume” goes on with it."


def breathe(options: argparse.Namespace) -> int:
    """`coach`: the first breath, and under it the open talk, if there is one."""
    options.flow = "argument"
    return _talk(options, offering=True)


def start(options: argparse.Namespace) -> int:
    """`coach start`: a new talk."""
    return _talk(options, offering=False)


def _talk(options: argparse.Namespace, offering: bool) -> int:
    flow = find_flow(options.flow, places().flows)
    _needs_terminal(options)
    here, clock, script = places(), TalkClock(options.speed, lull=LULL), Script(flow)
    saves = not options.no_save
    settings = load(here) if saves else Settings()
    newest = _newest(here, clock) if offering and saves else None
    offer = _offer(newest, clock) if newest else None
    due = _due(here, clock) if offering and saves else ""
    from coach.tui.sitting_down import Opening

    opening = Opening(
        sitting=Sitting(script, clock, start_journal(here, script, clock, saves)),
        places=here,
        settings=settings,
        saves=saves,
        card=not (saves and seen_card(here)),
        names=_names(options, settings),
        offer=offer,
        aside=due,
        still=options.calm,
    )
    code = _face(opening)
    return _watch(newest.path) if newest and opening.watches else code


def resume(options: argparse.Namespace) -> int:
    """`coach resume`: straight to where the talk was left."""
    here, clock = places(), TalkClock(options.speed, lull=LULL)
    library.tidy(here, clock.wall())
    newest = library.newest_open(here)
    if options.talk:
        path = library.find(here, options.talk)
    elif newest:
        path = newest.path
    else:
        raise NoSuchTalk("No talk is open. “coach” begins one.")
    _needs_terminal(options)
    sitting, draft, notices = take_up(path, clock, options.adopt)
    from coach.tui.sitting_down import Opening

    names = sitting.talk.names
    return _face(Opening(sitting, here, load(here), names=names, draft=draft, notices=notices, still=options.calm))


def watch(options: argparse.Namespace) -> int:
    """`coach watch`: look at a talk that another window has."""
    here = places()
    if options.talk:
        path = library.find(here, options.talk)
    else:
        held = [talk.path for talk in library.open_talks(here).talks if _window(talk.path) is not None]
        if not held:
            raise NoSuchTalk("No talk is open in another window.")
        path = held[-1]
    if _window(path) is None:
        raise NoSuchTalk(f"The talk {path.stem} is not open in another window; there is nothing to look on at.")
    _needs_terminal(options)
    return _watch(path)


def _window(path: Path) -> str | None:
    return TalkLock(beside(path, LOCK)).holder()


def _watch(path: Path) -> int:
    from coach.showing.following import Following
    from coach.tui.watch import WatchApp

    following = Following(path, script_of(read_record(path)))
    app = WatchApp(following, in_a_window(_window(path) or ""), theme=load(places()).theme)
    app.run()
    return app.return_code or 0


def replay(options: argparse.Namespace) -> int:
    """`coach replay`: a kept talk, as it was on the screen."""
    record = _example() if options.example else read_record(library.find(places(), options.talk))
    if record.kept is None:
        raise NoSuchTalk(f"The talk {record.id} is open, not kept. “coach resume {record.id}” goes on with it.")
    if record.kept == "agreement":
        raise NoSuchTalk(f"Of the talk {record.id} only the agreement is kept. “coach show {record.id}” prints it.")
    script = script_of(record)
    _needs_terminal(options)
    from coach.showing.frames import frames_of
    from coach.showing.text import heading
    from coach.tui.replay import ReplayApp

    frames = frames_of(script, record.events)
    app = ReplayApp(frames, heading(record), speed=options.speed, kind=options.kind, theme=load(places()).theme)
    app.run()
    for notice in record.notices:
        print(plain(notice), file=sys.stderr)
    return app.return_code or 0


def _example() -> Record:
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


# -- what stands under the first breath -----------------------------------------------------------------------------


def _newest(here: Places, clock: TalkClock) -> library.OpenTalk | None:
    try:
        library.tidy(here, clock.wall())
        return library.newest_open(here)
    except CoachError:  # the folder can't be used: the first event will say so, and the talk goes on
        return None


def _offer(newest: library.OpenTalk, clock: TalkClock) -> OpenTalkOffer:
    from coach.tui.opening import OpenTalkOffer

    path, now = newest.path, clock.wall()
    begun = (newest.started or newest.modified).astimezone()
    day = "" if begun.date() == now.astimezone().date() else f" {spoken_day(begun)},"
    line = f"A talk from{day} {begun:%H:%M} is open until {spoken_day(newest.expires)}."
    if newest.resting and newest.until and newest.until > now:
        far = newest.until - now > timedelta(days=1)  # a day was chosen, not a time
        until = spoken_day(newest.until) if far else spoken_time(newest.until, now)
        line = f"A talk from{day} {begun:%H:%M} rests until {until}."
    window = _window(path)
    if window is not None:
        line = f"A talk is open {in_a_window(window)}."
    return OpenTalkOffer(
        line, lambda adopt: take_up(path, clock, adopt), lambda: library.delete(path), window is not None
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


def _names(options: argparse.Namespace, settings: Settings) -> tuple[str, str] | None:
    if options.left or options.right:
        left, right = (plain(name)[:LONGEST_NAME] for name in (options.left or "Left", options.right or "Right"))
        return left, right
    return settings.names


# -- the terminal ---------------------------------------------------------------------------------------------------


def _needs_terminal(options: argparse.Namespace) -> None:
    """Refuse what can't be drawn on, and set what Textual reads when it is imported.

    Raises:
        CoachError: stdin, stdout or stderr is no terminal, or it is a dumb one.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) or os.environ.get("TERM") == "dumb":
        raise CoachError(NO_TERMINAL)
    if not os.environ.get("COACH_DEV"):
        for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
            if name not in ("TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_ANIMATIONS"):
                del os.environ[name]  # TEXTUAL_LOG=file, for one, writes down every key
    os.environ.setdefault("ESCDELAY", "25")
    if options.no_color:
        os.environ["NO_COLOR"] = "1"


def _face(opening: Opening) -> int:
    from coach.tui.app import CoachApp

    app = CoachApp(opening)
    app.run()
    sitting = app.sitting
    sitting.close()
    told = [] if app.left_quietly else [*opening.settings.notices, *opening.notices]
    if sitting.trouble:
        told.append(not_saved(sitting))
    elif sitting.events and opening.saves and not app.left_quietly:
        told += _where_it_is(sitting, opening.places)
    with suppress(OSError):  # the terminal may be gone
        for sentence in told:
            print(sentence, file=sys.stderr)
    return app.return_code or (5 if sitting.trouble else 0)


def _where_it_is(sitting: Sitting, here: Places) -> list[str]:
    """How to come back to a talk: told of one that stays open, and of one that was moved to another folder."""
    path, over = sitting.saving.path, sitting.saving.over
    if path is None or path.parent == here.talks:
        return [] if over else [LEFT_OPEN]
    named = plain(shlex.quote(str(path)))
    if not over:
        return [f"The talk stays open. “coach resume {named}” goes on with it."]
    return [] if sitting.removes else [f"The talk is kept. “coach show {named}” prints it."]
