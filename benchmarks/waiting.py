"""What it costs when nobody does anything: the first breath, a break, and a bare app that waits for a key.

All three run at the same time, each in a terminal of its own, and the kernel's counts are read window by window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.plan import Plan, say
from benchmarks.processes import Spent, counts, held, spent
from benchmarks.programs import BARE_APP, BARE_APP_IS_THERE, COACH_IS_THERE, a_home, coach
from benchmarks.rows import Row, measured
from benchmarks.terminal import Terminal, pass_together

IN_A_BREAK = "enter\nleft 8\nright 3\nenter\n"
WINDOW, WINDOWS = 10.0, 5
"""Seconds, and how many of them: one breath takes ten."""

SETTLES = 3.0
"""Seconds until everything is read that is read beside the first breath."""

Figures = dict[str, list[float]]


def rows(plan: Plan) -> Iterator[Row]:
    """Watch the three do nothing."""
    if not counts():
        say("  This system does not tell what a process costs: nothing is measured here.")
        return
    with a_home(plan.folder) as fresh, a_home(plan.folder) as resting:
        resting.has_talk(IN_A_BREAK)
        with fresh.runs(coach()) as breath, resting.runs(coach("resume")) as rest, fresh.runs(BARE_APP) as bare:
            for each, there in ((breath, COACH_IS_THERE), (rest, COACH_IS_THERE), (bare, BARE_APP_IS_THERE)):
                each.sees(there)
            terminals = {"breath": breath, "rest": rest, "bare": bare}
            pass_together(list(terminals.values()), SETTLES)
            seen: dict[str, Figures] = {name: defaultdict(list) for name in terminals}
            for _ in range(plan.rounds(WINDOWS)):
                _watch(terminals, seen)
    yield from _told(seen["breath"], seen["rest"], seen["bare"])


def _watch(terminals: dict[str, Terminal], seen: dict[str, Figures]) -> None:
    before = {name: (spent(each.process), len(each.pieces)) for name, each in terminals.items()}
    pass_together(list(terminals.values()), WINDOW)
    for name, terminal in terminals.items():
        (old, pieces), now, memory = before[name], spent(terminal.process), held(terminal.process)
        used = Spent(now.processor - old.processor, now.wakeups - old.wakeups)
        seen[name]["processor"].append(used.processor / WINDOW)
        seen[name]["wakeups"].append(used.wakeups / WINDOW)
        seen[name]["bytes"].append(sum(len(piece.data) for piece in terminal.pieces[pieces:]) / WINDOW)
        seen[name]["resident"].append(memory.resident)
        seen[name]["proportional"].append(memory.proportional)


def _told(breath: Figures, rest: Figures, bare: Figures) -> Iterator[Row]:
    for what, ours, limit in (("while breathing", breath, 0.05), ("in a break", rest, 0.01)):
        cost = (ours["processor"], bare["processor"])
        yield measured(f"processor {what}, share of one core", *cost, unit="share", limit=limit, alone=True)
        yield measured(f"wake-ups {what}", ours["wakeups"], bare["wakeups"], unit="/s", alone=True)
        yield measured(f"bytes drawn {what}", ours["bytes"], unit="B/s")
    resident, proportional = ((breath[kind], bare[kind]) for kind in ("resident", "proportional"))
    yield measured("resident memory while breathing", *resident, unit="B", limit=1.25)
    yield measured("proportional memory while breathing", *proportional, unit="B")
    yield measured("resident memory in a break", rest["resident"], bare["resident"], unit="B")
