"""How long records take: adding to one, opening one, stepping through one, listing ten thousand.

The references: write and fdatasync of the same bytes to a file as long; tomllib on the same file, opened; the first
4 KiB of each file, read with three bare system calls or as Python reads a file. "Its flow" is the share of opening that
reads the flow inside the record.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from benchmarks.long_talks import EVENING, as_record, example, of_breaks, of_notes, of_turns
from benchmarks.plan import Plan
from benchmarks.programs import a_home
from benchmarks.rows import Row, measured
from benchmarks.side_by_side import seconds_of, side_by_side
from coach.conversation.conversation import Conversation, fold
from coach.conversation.events import to_table
from coach.preparing import script_of
from coach.records.disk import sync
from coach.records.frames import HEADER_LIMIT, seal
from coach.records.journal import Journal
from coach.records.library import kept_talks
from coach.records.places import Places, make_private, places
from coach.records.record import read_record
from coach.showing.frames import frames_of
from coach.showing.player import Player

TALKS = {"turns": of_turns, "notes": of_notes, "breaks": of_breaks}
ROUNDS = {10: 101, 1_000: 15, 10_000: 5}
"""How often a record of that many events is opened."""

APPENDS = 2_000
STRETCHES = 10
KEPT = 10_000


def rows(plan: Plan) -> Iterator[Row]:
    """Measure everything, on the disk that is asked for."""
    with a_home(plan.folder) as home:
        here = places({"COACH_HOME": str(home.coach)})
        make_private(here.talks)
        yield from _appending(here, plan)
        yield from _opening(here, plan)
        yield from _replaying()
        yield from _listing(here, plan)


def _appending(here: Places, plan: Plan) -> Iterator[Row]:
    appends = plan.rounds(APPENDS)
    for size in ROUNDS:
        script, events = of_turns(size + appends + 1)
        path, bare = here.talks / "2026-11-22-2047-k3f9.toml", here.talks / "bare"
        for file in (path, bare):
            file.write_bytes(as_record(script, events[:size]))
        journal, _ = Journal.resume(path)
        handle = os.open(bare, os.O_WRONLY | os.O_APPEND)
        appended = map(journal.append, events[size:])
        written = map(_writer(handle), [seal("event", to_table(event)) for event in events[size:]])
        timed = side_by_side(partial(next, appended), partial(next, written), appends)
        os.close(handle)
        bare.unlink()
        journal.discard()
        yield measured(f"add an event to {size:,}: the middle", *timed)
        what = f"add an event to {size:,}: 99 of 100 within"
        yield measured(what, *timed, limit=1.5, share=0.99, stretches=STRETCHES)


def _writer(handle: int) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        os.write(handle, data)
        sync(handle)

    return write


def _opening(here: Places, plan: Plan) -> Iterator[Row]:
    for size, many in ROUNDS.items():
        for kind, make in TALKS.items():
            path, rounds = here.talks / f"{size}-{kind}.toml", plan.rounds(many)
            path.write_bytes(as_record(*make(size)))
            timed = side_by_side(partial(opened, path), partial(read_toml, path), rounds)
            yield measured(f"open {size:,} events, mostly {kind}", *timed, limit=2.0 if size > 10 else None)
            if kind == "breaks":
                record = read_record(path)
                timed = side_by_side(partial(script_of, record), partial(read_toml, path), rounds)
                yield measured(f"  its flow, of {size:,}", *timed)
            path.unlink()


def opened(path: Path) -> Conversation:
    """A record, read, checked and folded."""
    record = read_record(path)
    return fold(script_of(record), record.events)


def read_toml(path: Path) -> object:
    """The same file, as anybody would read it."""
    with path.open("rb") as file:
        return tomllib.load(file)


def _replaying() -> Iterator[Row]:
    for kind, make in TALKS.items():
        script, events = make(10_000)
        made = [seconds_of(partial(frames_of, script, events)) for _ in range(3)]
        yield measured(f"make the frames of 10,000 events, mostly {kind}", made)
    player = Player(frames_of(script, events), lambda: 0.0)
    far = cycle((9_000, 10, 5_000))
    slowest = max(seconds_of(lambda: player.go(next(far))) for _ in range(1_000))
    yield Row("jump among them, the slowest of 1,000", slowest, limit=0.05)


def _listing(here: Places, plan: Plan) -> Iterator[Row]:
    files = keep(here, KEPT)
    timed = side_by_side(partial(kept_talks, here), partial(_first_bytes, files), plan.rounds(9))
    yield measured(f"list {KEPT:,} kept talks, beside bare system calls", *timed)
    timed = side_by_side(partial(kept_talks, here), partial(_first_bytes_by_open, files), plan.rounds(9))
    yield measured(f"list {KEPT:,} kept talks, beside open() and read()", *timed, limit=1.5)


def keep(here: Places, many: int) -> list[str]:
    """Put so many kept talks on the disk, no two begun at the same time; their files."""
    script, events = example()
    kept = {"kept": "all", "outcome": "agreed", "topic": "Bedtime, when you come home late"}
    for number in range(many):
        started = EVENING + number * timedelta(hours=5)
        ending = {**kept, "started": started, "minutes": 41, "calm_after": 12, "check_in": date(2026, 11, 29)}
        name = f"{started:%Y-%m-%d-%H%M}-{number % 1000:03}a.toml"
        (here.talks / name).write_bytes(as_record(script, events[:4], **ending)[: 2 * HEADER_LIMIT])
    return [str(path) for path in here.talks.iterdir()]


def _first_bytes(files: list[str]) -> None:
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        os.read(handle, HEADER_LIMIT)
        os.close(handle)


def _first_bytes_by_open(files: list[str]) -> None:
    for file in files:
        with open(file, "rb") as first:
            first.read(HEADER_LIMIT)
