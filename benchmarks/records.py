"""How long records take: adding to one, opening one, stepping through one, listing ten thousand.

    python benchmarks/records.py [--folder DIR]

Prints one table; what is measured and its reference take turns (see `side_by_side.py`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from long_talks import EVENING, as_record, example, of_breaks, of_notes, of_turns
from side_by_side import Row, file_system, machine, seconds_of, side_by_side, table

from coach.conversation.conversation import Conversation, fold
from coach.conversation.events import to_table
from coach.records.disk import sync
from coach.records.frames import HEADER_LIMIT, seal
from coach.records.journal import Journal
from coach.records.library import kept_talks
from coach.records.places import Places, make_private, places
from coach.records.record import read_record
from coach.showing.frames import frames_of
from coach.showing.player import Player
from coach.preparing import script_of

TALKS = {"turns": of_turns, "notes": of_notes, "breaks": of_breaks}
ROUNDS = {10: 101, 1_000: 15, 10_000: 5}
"""How often a record of that many events is opened."""

APPENDS = 2_000
KEPT = 10_000

REFERENCES = """
The references: write and fdatasync of the same bytes to a file as long; tomllib on the same file, opened; the first
4 KiB of each file, read with three bare system calls or as Python reads a file. "Its flow" is the share of opening that
reads the flow inside the record.
"""


def main() -> None:
    """Measure everything and print the table."""
    options = argparse.ArgumentParser(description="How long records take, beside what they can't be faster than.")
    options.add_argument("--folder", type=Path, help="a folder on the disk to measure (default: for temporary files)")
    with _home(options.parse_args().folder) as home:
        print(f"{machine()}. The records lie on {file_system(home.talks)}.\n")
        rows = [*_appending(home), *_opening(home), *_replaying(), *_listing(home)]
    print(table(rows))
    print(REFERENCES)


@contextmanager
def _home(chosen: Path | None) -> Iterator[Places]:
    folder = Path(tempfile.mkdtemp(dir=chosen))
    try:
        home = places({"COACH_HOME": str(folder)})
        make_private(home.talks)
        yield home
    finally:
        shutil.rmtree(folder)


def _appending(home: Places) -> Iterator[Row]:
    for size in ROUNDS:
        script, events = of_turns(size + APPENDS + 1)
        path, bare = home.talks / "2026-11-22-2047-k3f9.toml", home.talks / "bare"
        for file in (path, bare):
            file.write_bytes(as_record(script, events[:size]))
        journal, _ = Journal.resume(path)
        handle = os.open(bare, os.O_WRONLY | os.O_APPEND)
        appended = map(journal.append, events[size:])
        written = map(_writer(handle), [seal("event", to_table(event)) for event in events[size:]])
        timed = side_by_side(lambda: next(appended), lambda: next(written), APPENDS)  # noqa: B023
        os.close(handle)
        bare.unlink()
        journal.discard()
        yield Row(f"add an event to {size:,}: the middle", *timed.at(0.5))
        yield Row(f"add an event to {size:,}: 99 of 100 within", *timed.at(0.99, stretches=10), "≤ 1.5, flat")


def _writer(handle: int) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        os.write(handle, data)
        sync(handle)

    return write


def _opening(home: Places) -> Iterator[Row]:
    for size, rounds in ROUNDS.items():
        for kind, make in TALKS.items():
            path = home.talks / f"{size}-{kind}.toml"
            path.write_bytes(as_record(*make(size)))
            yield _opened(path, f"open {size:,} events, mostly {kind}", rounds, "≤ 2" if size > 10 else "")
            if kind == "breaks":
                record = read_record(path)
                timed = side_by_side(lambda: script_of(record), lambda: _toml(path), rounds)  # noqa: B023
                yield Row("  its flow", *timed.at())
            path.unlink()


def _opened(path: Path, what: str, rounds: int, hold: str) -> Row:
    return Row(what, *side_by_side(lambda: _talk(path), lambda: _toml(path), rounds).at(), hold)


def _talk(path: Path) -> Conversation:
    record = read_record(path)
    return fold(script_of(record), record.events)


def _toml(path: Path) -> object:
    with path.open("rb") as file:
        return tomllib.load(file)


def _replaying() -> Iterator[Row]:
    for kind, make in TALKS.items():
        script, events = make(10_000)
        yield Row(f"make the frames of 10,000 events, mostly {kind}", seconds_of(lambda: frames_of(script, events)))  # noqa: B023
    player = Player(frames_of(script, events), lambda: 0.0)
    far = cycle((9_000, 10, 5_000))
    slowest = max(seconds_of(lambda: player.go(next(far))) for _ in range(1_000))
    yield Row("jump among them, the slowest of 1,000", slowest, hold="≤ 50 ms")


def _listing(home: Places) -> Iterator[Row]:
    script, events = example()
    kept = {"kept": "all", "outcome": "agreed", "topic": "Bedtime, when you come home late"}
    for number in range(KEPT):
        started = EVENING + number * timedelta(hours=5)
        ending = {**kept, "started": started, "minutes": 41, "check_in": date(2026, 11, 29)}
        name = f"{started:%Y-%m-%d-%H%M}-{number % 1000:03}a.toml"
        (home.talks / name).write_bytes(as_record(script, events[:4], **ending)[: 2 * HEADER_LIMIT])
    files = [str(path) for path in home.talks.iterdir()]
    timed = side_by_side(lambda: kept_talks(home), partial(_first_bytes, files), 9)
    yield Row(f"list {KEPT:,} kept talks, beside bare system calls", *timed.at(), "")
    timed = side_by_side(lambda: kept_talks(home), partial(_first_bytes_by_open, files), 9)
    yield Row(f"list {KEPT:,} kept talks, beside open() and read()", *timed.at(), "≤ 1.5")


def _first_bytes(files: list[str]) -> None:
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        os.read(handle, HEADER_LIMIT)
        os.close(handle)


def _first_bytes_by_open(files: list[str]) -> None:
    for file in files:
        with open(file, "rb") as first:
            first.read(HEADER_LIMIT)


if __name__ == "__main__":
    main()
