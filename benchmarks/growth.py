"""How what takes time grows with what there is: from 10 to 10,000, and to 100,000 where that takes under a minute.

The exponent is that of the last two hundredfold steps: 1 means twice as much takes twice as long, 0 that it does not
matter how much there is. An event that is added may not cost more in a long talk than in a short one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle
from math import log
from statistics import median

from benchmarks.long_flows import flow_of
from benchmarks.long_talks import WORDS, as_record, of_breaks, of_turns
from benchmarks.plan import Plan, say
from benchmarks.programs import a_home
from benchmarks.records import keep, opened
from benchmarks.rows import Row, quartiles
from benchmarks.side_by_side import Work, several
from coach.clock import TalkClock
from coach.conversation.conversation import fold
from coach.flow.checking import check_flow
from coach.flow.reading import read_flow
from coach.preparing import _due as due
from coach.preparing import script_of
from coach.records.journal import Journal
from coach.records.library import find, kept_talks
from coach.records.places import Places, make_private, places
from coach.records.record import read_record
from coach.showing.frames import frames_of
from coach.showing.look_back import look_back
from coach.showing.player import Player
from coach.showing.text import show_text
from coach.wording import load, review
from coach.wording.language import Language

LINEAR, CONSTANT = 1.15, 0.15
"""Exponents that are still taken for these."""

DECADES = (10, 100, 1_000, 10_000, 100_000)
RECORDS = DECADES[:-1]
"""Sizes of a record: one of more than 16 MiB, some 40,000 typed turns, is refused."""
STEPS = (10, 100, 1_000)
"""Sizes of a flow: a larger one than 256 KiB is refused."""

LONGEST = 60.0
"""Seconds that one size may take, getting ready included."""

Prepare = Callable[[Places, int, ExitStack], Work]


@dataclass(frozen=True)
class Growing:
    """Something that is done to more and more."""

    what: str
    of: str
    """What there is more and more of."""
    prepare: Prepare
    """Gets ready, in a folder of its own, and returns what is to be timed; the stack cleans up."""
    limit: float = LINEAR
    sizes: tuple[int, ...] = DECADES


def rows(plan: Plan) -> Iterator[Row]:
    """Everything that grows, size by size, and the exponent of each."""
    for each in EVERYTHING:
        say(f"  {each.what}")
        yield from _grown(each, plan)


def _grown(each: Growing, plan: Plan) -> Iterator[Row]:
    times: dict[int, float] = {}
    for size in each.sizes:
        if plan.quick and size > 10_000:
            break
        began = time.perf_counter()
        with a_home(plan.folder) as home, ExitStack() as stack:
            here = places({"COACH_HOME": str(home.coach)})
            make_private(here.talks)
            figures = several(each.prepare(here, size, stack))
        times[size] = median(figures)
        yield Row(f"{each.what}: {size:,} {each.of}", times[size], spread=quartiles(figures))
        if (time.perf_counter() - began) * 10 > LONGEST:
            break
    yield Row(f"{each.what}: exponent", exponent(times), unit="", limit=each.limit)


def exponent(times: dict[int, float]) -> float:
    """By which power of the size the seconds grow over the last two decades (or as many as there are)."""
    sizes = sorted(times)
    last, first = sizes[-1], sizes[max(0, len(sizes) - 3)]
    return log(times[last] / times[first]) / log(last / first) if last > first else 0.0


# -- what grows -----------------------------------------------------------------------------------------------------


def _append(here: Places, size: int, stack: ExitStack) -> Work:
    script, events = of_turns(size + 1_000)
    path = here.talks / "2026-11-22-2047-k3f9.toml"
    path.write_bytes(as_record(script, events[:size]))
    journal, _ = Journal.resume(path)
    stack.callback(journal.close)
    rest = map(journal.append, events[size:])
    return partial(next, rest)


def _open(here: Places, size: int, stack: ExitStack) -> Work:
    path = here.talks / "2026-11-22-2047-k3f9.toml"
    path.write_bytes(as_record(*of_turns(size)))
    return partial(opened, path)


def _fold(here: Places, size: int, stack: ExitStack) -> Work:
    return partial(fold, *of_breaks(size))


def _after(here: Places, size: int, stack: ExitStack) -> Work:
    script, events = of_turns(size + 1)
    talk = fold(script, events[:-1])
    return partial(talk.after, events[-1])


def _frames(here: Places, size: int, stack: ExitStack) -> Work:
    return partial(frames_of, *of_breaks(size))


def _jump(here: Places, size: int, stack: ExitStack) -> Work:
    player = Player(frames_of(*of_turns(size)), lambda: 0.0)
    far = cycle((size - 1, 0, size // 2))

    def jump() -> object:
        player.go(next(far))
        return player.frame, player.position

    return jump


def _show(here: Places, size: int, stack: ExitStack) -> Work:
    path = here.talks / "2026-11-22-2047-k3f9.toml"
    path.write_bytes(as_record(*of_turns(size), kept="all"))
    record = read_record(path)
    script = script_of(record)
    frames = frames_of(script, record.events)
    return partial(show_text, record, frames, script.flow.title)


def _list(here: Places, size: int, stack: ExitStack) -> Work:
    keep(here, size)
    return partial(kept_talks, here)


def _look_back(here: Places, size: int, stack: ExitStack) -> Work:
    keep(here, size)
    return lambda: look_back(kept_talks(here).talks)


def _under_the_breath(here: Places, size: int, stack: ExitStack) -> Work:
    keep(here, size)
    return partial(due, here, TalkClock(1.0))


def _find(here: Places, size: int, stack: ExitStack) -> Work:
    keep(here, size)
    name = next(iter(sorted(here.talks.iterdir()))).stem
    return partial(find, here, name)


def _reword(here: Places, size: int, stack: ExitStack) -> Work:
    text = (f"{WORDS} " * (size // len(WORDS) + 1))[:size]
    return partial(review, text, _language())


def _read(here: Places, size: int, stack: ExitStack) -> Work:
    return partial(read_flow, flow_of(size), "long", {})


def _check(here: Places, size: int, stack: ExitStack) -> Work:
    flow = read_flow(flow_of(size), "long", {})
    return partial(check_flow, flow, "long.toml", {})


@cache
def _language() -> Language:
    return load("en")


EVERYTHING = (
    Growing("add an event", "events before it", _append, CONSTANT, RECORDS),
    Growing("the talk after an event", "events before it", _after, CONSTANT),
    Growing("open a record", "events", _open, sizes=RECORDS),
    Growing("fold a talk", "events, mostly breaks", _fold),
    Growing("make the frames of a replay", "events, mostly breaks", _frames),
    Growing("jump in a replay", "events", _jump, CONSTANT),
    Growing("show as text", "events", _show, sizes=RECORDS),
    Growing("list", "kept talks", _list),
    Growing("look back", "kept talks", _look_back),
    Growing("the line under the first breath", "kept talks", _under_the_breath),
    Growing("find a talk by its id", "kept talks", _find),
    Growing("review words", "characters", _reword),
    Growing("read a flow", "steps", _read, sizes=STEPS),
    Growing("check a flow", "steps", _check, sizes=STEPS),
)
