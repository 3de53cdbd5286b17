"""What a talk of thousands of screens leaves in memory: 10,000 events in the real app, without a terminal.

That is far more than two hours of talk. The events themselves stay, as they should, and are the reference: what the
second half of the talk adds for each event stands beside what an event weighs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from statistics import linear_regression
from typing import NamedTuple

from benchmarks.long_talks import of_turns
from benchmarks.machine import ROOT, SOURCE
from benchmarks.plan import Plan, say
from benchmarks.processes import counts
from benchmarks.programs import Home, a_home
from benchmarks.rows import Row

EVENTS = 10_000
TOLD = 1_000
"""Events from one row to the next."""

WEIGHED = 4_000


class Look(NamedTuple):
    """What there was at one moment, once the garbage was collected."""

    events: int
    resident: int
    """Bytes."""
    objects: int
    """As the garbage collector counts them."""
    screens: int
    """Alive."""
    writings: int
    """Alive: boxes to type in, with what was typed in them."""
    shown: int
    """Screens that were shown so far."""


def rows(plan: Plan) -> Iterator[Row]:
    """Play, look, and draw the curve."""
    if not counts():
        say("  This system does not tell what a process holds: nothing is measured here.")
        return
    with a_home(plan.folder) as home:
        looks = list(_played(home, EVENTS // 5 if plan.quick else EVENTS))
    if len(looks) < 4:
        say("  Too few looks to tell of.")
        return
    told = 0
    for look in looks:
        if look.events - told >= TOLD or look is looks[0]:
            told = look.events - look.events % TOLD
            yield Row(f"resident after {look.events:,} events, {look.shown:,} screens", look.resident, unit="B")
    half = [look for look in looks if look.events * 2 >= looks[-1].events]
    yield Row("added by an event, in the second half", _slope(half, "resident"), _weight(), unit="B")
    yield Row("objects added by an event, in the second half", _slope(half, "objects"), unit="")
    yield Row("screens alive at the end", looks[-1].screens, unit="", limit=6)
    yield Row("boxes to type in alive at the end", looks[-1].writings, unit="", limit=2)


def _played(home: Home, events: int) -> Iterator[Look]:
    path = os.pathsep.join([str(SOURCE), str(ROOT)])
    command = [sys.executable, "-m", "benchmarks.many_screens", str(events)]
    with subprocess.Popen(
        command,
        env={**home.environment(), "PYTHONPATH": path, "TEXTUAL_ANIMATIONS": "none"},
        cwd=home.folder,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                look = Look(**json.loads(line))
                say(f"  {look.events:,} events, {look.shown:,} screens, {look.resident / 1e6:.1f} MB")
                yield look
            if process.wait():
                say("  It broke off there; see above.")
        finally:
            process.kill()


def _slope(looks: Sequence[Look], name: str) -> float:
    figures = [float(getattr(look, name)) for look in looks]
    return linear_regression([look.events for look in looks], figures).slope


def _weight() -> float:
    """The bytes of an event of about a hundred characters, as the app keeps it."""
    of_turns(1)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = of_turns(WEIGHED)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / len(kept[1])
