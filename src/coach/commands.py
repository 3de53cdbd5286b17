"""The commands that print. None of them needs a terminal, and none imports Textual."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from coach import __version__
from coach.errors import BadFlow, CannotSave, CoachError, NoSuchFlow, NoSuchTalk
from coach.records import library
from coach.records.places import places

CALM = (
    "Calm: both numbers were low and stayed low. Breaks and days in between count; of several such talks, the middle."
)
"""What the times of a look back are."""


def list_talks(options: argparse.Namespace) -> int:
    """`coach list`: kept talks a line each, the open ones named after them."""
    here = places()
    kept, still_open = library.kept_talks(here), library.open_talks(here)
    for problem in {*kept.bad, *still_open.bad}:
        print(problem, file=sys.stderr)
    if options.json:
        table = [
            {
                "id": talk.id,
                "started": talk.started,
                "minutes": talk.minutes,
                "topic": talk.topic,
                "outcome": talk.outcome,
                "kept": talk.kept,
                "check_in": talk.check_in,
                "flow": talk.flow,
            }
            for talk in kept.talks
        ]
        print(json.dumps(table, default=_iso, ensure_ascii=False, indent=2))
        return 0
    for talk in kept.talks:
        when = f"{talk.started.astimezone():%Y-%m-%d %H:%M}" if talk.started else "?"
        what = talk.topic or ("an agreement" if talk.kept == "agreement" else "no topic")
        print(f"{talk.id}  {when}  {talk.minutes or '?':>3} min  {_short(what)}")
    if not kept.talks:
        print("No talk is kept yet.", file=sys.stderr)
    for waiting in still_open.talks:
        until = f"{waiting.expires.astimezone():%Y-%m-%d}"
        how = "a newer version began it" if waiting.newer else f"“coach resume {waiting.id}”"
        print(f"{waiting.id} is open until {until}; {how}.", file=sys.stderr)
    return 0


def show(options: argparse.Namespace) -> int:
    """`coach show`: one kept talk as plain text."""
    from coach.preparing import script_of
    from coach.records.record import read_record
    from coach.showing.frames import frames_of
    from coach.showing.text import show_text

    record = read_record(library.find(places(), options.talk))
    if record.kept is None:
        raise NoSuchTalk(f"The talk {record.id} is open, not kept. “coach resume {record.id}” goes on with it.")
    for notice in record.notices:
        print(notice, file=sys.stderr)
    script = script_of(record) if record.kept == "all" else None
    frames = frames_of(script, record.events) if script else ()
    print(show_text(record, frames, script.flow.title if script else ""))
    return 0


def look_back(options: argparse.Namespace) -> int:
    """`coach look-back`: a line for each month."""
    from coach.showing.look_back import look_back

    kept = library.kept_talks(places())
    for problem in kept.bad:
        print(problem, file=sys.stderr)
    lines = look_back(kept.talks)
    if lines:
        print(lines)
        if any(talk.calm_after is not None for talk in kept.talks):
            print(CALM, file=sys.stderr)
    else:
        print("No kept talk says when it was." if kept.talks else "No talk is kept yet.", file=sys.stderr)
    return 0


def delete(options: argparse.Namespace) -> int:
    """`coach delete`: a talk and everything beside it, after asking."""
    here = places()
    if bool(options.talks) == options.all:
        raise CoachError("Name the talks to delete, or give --all; “coach list” names them.")
    paths = [library.find(here, name) for name in options.talks]
    count = "every talk" if options.all else f"{len(paths)} talk{'s' if len(paths) > 1 else ''}"
    if not options.yes and not _sure(f"Delete {count} for good? y deletes: "):
        print("Nothing is deleted.", file=sys.stderr)
        return 0
    problems: Iterable[str] = ()
    if options.all:
        problems = library.delete_all(here)
    for path in paths:
        library.delete(path)
    if problems:
        raise CannotSave("\n".join(problems))
    print(f"Deleted: {count}. Backups and copies elsewhere are not touched.", file=sys.stderr)
    return 0


def _sure(question: str) -> bool:
    if not sys.stdin.isatty():
        raise CoachError("This asks first, and here is nobody to ask; --yes deletes without asking.")
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def flow_list(options: argparse.Namespace) -> int:
    """`coach flow list`: every flow that goes by a name."""
    from coach.flow.finding import list_flows

    flows = list_flows(places().flows)
    width = max((len(flow.id) for flow in flows), default=0)
    for flow in flows:
        print(f"{flow.id:<{width}}  {flow.title}{'  (your own)' if flow.own else ''}")
    return 0


def flow_show(options: argparse.Namespace) -> int:
    """`coach flow show`: the steps of a flow."""
    from coach.flow.finding import find_flow
    from coach.flow.outline import outline

    print(outline(find_flow(options.flow, places().flows)))
    return 0


def flow_check(options: argparse.Namespace) -> int:
    """`coach flow check`: every fault of every file; 2 if there is one."""
    from coach.flow.checking import check_flow, largest_difference
    from coach.flow.finding import find_flow

    bad = False
    for name in options.files:
        file = name if name.endswith(".toml") or "/" in name else f"flows/{name}.toml"
        try:
            flow = find_flow(name, places().flows)
            faults = [str(fault) for fault in check_flow(flow, file)]
            fine = f"{file}: no fault. {largest_difference(flow)}"
        except (BadFlow, NoSuchFlow) as error:
            faults = [str(error)]
        bad = bad or bool(faults)
        print("\n".join(faults) if faults else fine)
    return 2 if bad else 0


def flow_diagram(options: argparse.Namespace) -> int:
    """`coach flow diagram`: the states of the flow's machine as Mermaid."""
    from coach.conversation.diagram import mermaid
    from coach.conversation.script import Script
    from coach.flow.finding import find_flow

    script = Script(find_flow(options.flow, places().flows))
    print(mermaid(script.graph, script.machine, options.asides), end="")
    return 0


def run_script(options: argparse.Namespace) -> int:
    """`coach run`: a talk from a file of answers; the record goes to stdout."""
    from coach.conversation.script import Script
    from coach.driving import drive, parse
    from coach.flow.finding import find_flow
    from coach.records.writing import whole

    flow = find_flow(options.flow, places().flows)
    events = drive(Script(flow), parse(_text_of(options.script), options.script))
    header: dict[str, Any] = {"schema": 1, "id": f"run-{flow.id}", "app": __version__, "flow": flow.id}
    sys.stdout.write(whole(header, flow.text, events).decode())
    return 0


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoSuchTalk(f"There is no file {file}.") from None
    except (OSError, ValueError) as error:
        raise CoachError(f"{file} can't be read as text ({type(error).__name__}).") from None


def numbers(options: argparse.Namespace) -> int:
    """`coach numbers`: people to call."""
    from coach.numbers import as_text, countries

    every = countries(options.country)
    if options.country:
        known = [country for country in every if country.code == options.country.upper()]
        if not known:
            codes = " ".join(country.code for country in every)
            raise CoachError(f"No numbers are known for {options.country!r}; there are some for {codes}.")
        every = tuple(known)
    print(as_text(every))
    return 0


def where(options: argparse.Namespace) -> int:
    """`coach where`: every folder and file that is used."""
    from coach.flow.finding import builtin_flows
    from coach.records.places import worries

    here = places()
    for what, folder in (
        ("talks", here.talks),
        ("your flows", here.flows),
        ("settings", here.config / "settings.toml"),
        ("state", here.state),
        ("flows", builtin_flows()),
    ):
        print(f"{what:<11} {folder}")
    for worry in worries(here.talks):
        print(worry, file=sys.stderr)
    return 0


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


def _iso(value: object) -> str:
    assert isinstance(value, (date, datetime))
    return value.isoformat()
