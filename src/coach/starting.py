"""The commands that draw: they look at the terminal, start Textual, and leave with an exit code.

What a command does not need before its first screen is imported inside it: in a row nobody waits for a program.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach import first_words
from coach.clock import LULL, TalkClock
from coach.errors import CoachError, NoSuchTalk

if TYPE_CHECKING:
    from pathlib import Path

    from coach.records.places import Places
    from coach.sitting import Sitting
    from coach.sitting_down import Opening
    from coach.tui.first_breath import Beginning

NO_TERMINAL = "coach draws on a terminal, and this is none. “coach show” prints a kept talk."

LEFT_OPEN = "The talk stays open. “coach resume” goes on with it."


def breathe(options: argparse.Namespace) -> int:
    """`coach`: the first breath, and under it the open talk, if there is one."""
    options.flow = first_words.FLOW
    return _talk(options, offering=True)


def start(options: argparse.Namespace) -> int:
    """`coach start`: a new talk."""
    return _talk(options, offering=False)


def _talk(options: argparse.Namespace, offering: bool) -> int:
    clock = TalkClock(options.speed, lull=LULL)

    def prepare() -> Opening:
        from coach.preparing import new_talk

        return new_talk(options, clock, offering)

    if options.flow != first_words.FLOW or options.no_save or not first_words.are_known():
        opening = prepare()  # what stands on the first screen has to be read first
        _needs_terminal(options)
        return _face(opening)
    _needs_terminal(options)
    from coach.tui.first_breath import Beginning

    return _face(Beginning(prepare, clock, *_look(options), options.calm))


def _look(options: argparse.Namespace) -> tuple[str, tuple[str, str] | None]:
    """The theme, and what the seats are called: what of the settings is seen at once."""
    from coach.records.places import places

    names = (options.left or "Left", options.right or "Right") if options.left or options.right else None
    here = places()
    if not (here.config / "settings.toml").exists():
        return "dusk", names
    from coach.records.settings import load

    settings = load(here)
    return settings.theme, names or settings.names


def resume(options: argparse.Namespace) -> int:
    """`coach resume`: straight to where the talk was left."""
    from coach.preparing import take_up
    from coach.records import library
    from coach.records.places import places
    from coach.records.settings import load
    from coach.sitting_down import Opening

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
    names = sitting.talk.names
    return _face(Opening(sitting, here, load(here), names=names, draft=draft, notices=notices, still=options.calm))


def watch(options: argparse.Namespace) -> int:
    """`coach watch`: look at a talk that another window has."""
    from coach.preparing import window_of
    from coach.records import library
    from coach.records.places import places

    here = places()
    if options.talk:
        path = library.find(here, options.talk)
    else:
        held = [talk.path for talk in library.open_talks(here).talks if window_of(talk.path) is not None]
        if not held:
            raise NoSuchTalk("No talk is open in another window.")
        path = held[-1]
    if window_of(path) is None:
        raise NoSuchTalk(f"The talk {path.stem} is not open in another window; there is nothing to look on at.")
    _needs_terminal(options)
    return _watch(path)


def _watch(path: Path) -> int:
    from coach.preparing import script_of, window_of
    from coach.records.lock import in_a_window
    from coach.records.places import places
    from coach.records.record import read_record
    from coach.records.settings import load
    from coach.showing.following import Following
    from coach.tui.watch import WatchApp

    following = Following(path, script_of(read_record(path)))
    app = WatchApp(following, in_a_window(window_of(path) or ""), theme=load(places()).theme)
    app.run()
    return app.return_code or 0


def replay(options: argparse.Namespace) -> int:
    """`coach replay`: a kept talk, as it was on the screen."""
    from coach.preparing import example, script_of
    from coach.records import library
    from coach.records.places import places
    from coach.records.record import read_record
    from coach.records.settings import load
    from coach.text import plain

    record = example() if options.example else read_record(library.find(places(), options.talk))
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
            if name not in ("TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_ANIMATIONS", "TEXTUAL_FPS"):
                del os.environ[name]  # TEXTUAL_LOG=file, for one, writes down every key
    os.environ.setdefault("TEXTUAL_FPS", "240")  # at 60, a key just after the clock was drawn waits for up to 33 ms
    os.environ.setdefault("ESCDELAY", "25")
    if options.no_color:
        os.environ["NO_COLOR"] = "1"


def _face(opening: Opening | Beginning) -> int:
    """Show a talk until it is left, and tell the shell what became of it.

    Raises:
        CoachError: it could not be got ready.
    """
    from coach.tui.app import CoachApp

    app = CoachApp(opening)
    app.run()
    if app.refused:
        raise app.refused
    if not app.seated:  # left during the first breath
        return app.return_code or 0
    app.sitting.close()
    told = _told(app.opening, app.sitting, quietly=app.left_quietly)
    with suppress(OSError):  # the terminal may be gone
        for sentence in told:
            print(sentence, file=sys.stderr)
    if app.opening.watches:
        return _watch(app.opening.watches)
    return app.return_code or (5 if app.sitting.trouble else 0)


def _told(opening: Opening, sitting: Sitting, quietly: bool) -> list[str]:
    from coach.sitting import not_saved

    told = [] if quietly else [*opening.settings.notices, *opening.notices]
    if sitting.trouble:
        return [*told, not_saved(sitting)]
    if not sitting.events or not opening.saves or quietly:
        return told
    return [*told, *_where_it_is(sitting, opening.places)]


def _where_it_is(sitting: Sitting, here: Places) -> list[str]:
    """How to come back to a talk: told of one that stays open, and of one that was moved to another folder."""
    path, over = sitting.saving.path, sitting.saving.over
    if path is None or path.parent == here.talks:
        return [] if over else [LEFT_OPEN]
    import shlex

    from coach.text import plain

    named = plain(shlex.quote(str(path)))
    if not over:
        return [f"The talk stays open. “coach resume {named}” goes on with it."]
    return [] if sitting.removes else [f"The talk is kept. “coach show {named}” prints it."]
