"""From Enter in the shell to the first words, the first screen, and the talk behind the first breath."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from benchmarks import others
from benchmarks.plan import Plan, say
from benchmarks.processes import counts, spent
from benchmarks.programs import BARE_APP, BARE_APP_IS_THERE, COACH_IS_THERE, PLAIN, Home, a_home, coach
from benchmarks.rows import Row, measured
from benchmarks.terminal import Missing, Terminal

ROUNDS = 21
FIRST_WORDS = "Just breathe."
MENU, PALETTE = "The clock is stopped.", "Search for"
BEHIND = "How heated"
"""What is asked once the first breath is over, when both are called by name."""
AGAIN = 0.02
"""Seconds between two presses of somebody who hits Enter until something happens."""

Rounds = dict[str, list[float]]


def rows(plan: Plan) -> Iterator[Row]:
    """Start everything in turn, many times."""
    with a_home(plan.folder) as home:
        strangers = _strangers(home) if plan.others else {}
        _one_round(home, defaultdict(list), strangers)  # reads everything once, and compiles it
        seen: Rounds = defaultdict(list)
        for _ in range(plan.rounds(ROUNDS)):
            _one_round(home, seen, strangers)
    yield from _told(seen, strangers)


def _strangers(home: Home) -> dict[str, others.Program]:
    """The other programs, as far as they start here."""
    found = {}
    for name, program in others.programs().items():
        try:
            with home.runs(program.command) as terminal:
                terminal.sees(program.is_there)
            found[name] = program
        except Missing:
            say(f"{name} does not start here; going on without it.")
    return found


def _one_round(home: Home, seen: Rounds, strangers: dict[str, others.Program]) -> None:
    with home.runs(PLAIN) as terminal:
        seen["plain: words"].append(terminal.first_bytes())
        seen["plain: end"].append(terminal.ends())
        seen["plain: processor"].append(terminal.processor)
    with home.runs(coach()) as terminal:
        seen["coach: words"].append(terminal.sees(FIRST_WORDS))
        _there(terminal, "coach", COACH_IS_THERE, "\x1b", MENU, seen)
    with home.runs(BARE_APP) as terminal:
        _there(terminal, "bare", BARE_APP_IS_THERE, "\x10", PALETTE, seen)
    for command in ("--version", "list"):
        with home.runs(coach(command)) as terminal:
            seen[f"{command}: end"].append(terminal.ends())
            seen[f"{command}: processor"].append(terminal.processor)
    with home.runs(coach("--left", "Sam", "--right", "Alex")) as terminal:
        seen["coach: behind"].append(_hurried(terminal))
    for name, program in strangers.items():
        with home.runs(program.command) as terminal:
            seen[f"{name}: screen"].append(terminal.sees(program.is_there))


def _there(terminal: Terminal, name: str, there: str, key: str, answer: str, seen: Rounds) -> None:
    """Until the whole first screen is drawn, and until a key pressed then has led to another one."""
    seen[f"{name}: screen"].append(terminal.sees(there))
    if counts():
        seen[f"{name}: processor"].append(spent(terminal.process).processor)
    terminal.press(key)
    seen[f"{name}: answer"].append(terminal.sees(answer))


def _hurried(terminal: Terminal) -> float:
    """Until the talk has begun, for somebody who hits Enter from the first whole screen on."""
    terminal.sees(COACH_IS_THERE)
    wanted = BEHIND.replace(" ", "").encode()
    for _ in range(500):
        terminal.press("\r")
        terminal.pass_time(AGAIN)
        if wanted in terminal.drawn():
            return terminal.pieces[-1].at - terminal.began
    raise Missing(BEHIND)


def _told(seen: Rounds, strangers: dict[str, others.Program]) -> Iterator[Row]:
    plain, end = seen["plain: words"], seen["plain: end"]
    yield measured("first words, beside a bare interpreter", seen["coach: words"], plain, limit=1.5)
    yield measured("first whole screen, beside a bare app", seen["coach: screen"], seen["bare: screen"], limit=1.15)
    if seen["bare: processor"]:
        processor = (seen["coach: processor"], seen["bare: processor"])
        yield measured("  processor seconds until then", *processor)
    yield measured("  a key pressed then has led on (Esc; Ctrl+P)", seen["coach: answer"], seen["bare: answer"])
    yield measured("Enter hit from then on has begun the talk", seen["coach: behind"])
    for command, limit in (("--version", 3.0), ("list", None)):
        yield measured(f"coach {command}, beside a bare interpreter", seen[f"{command}: end"], end, limit=limit)
        yield measured(f"  processor seconds of {command}", seen[f"{command}: processor"], seen["plain: processor"])
    yield measured("a bare interpreter, beside itself a round later", end[1:], end[:-1])
    for name in strangers:
        theirs = seen[f"{name}: screen"]
        yield measured(f"first whole screen of {name}, beside a bare app", theirs, seen["bare: screen"])
