"""A key to its paint: 600 characters of a turn, at twenty keys a second, with softer starts on and the draft saved.

The turn and the bare app's line are typed in stretches of a hundred keys, in turn.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.long_talks import WORDS
from benchmarks.plan import Plan
from benchmarks.processes import counts, spent
from benchmarks.programs import BARE_APP, BARE_APP_IS_THERE, COACH_IS_THERE, a_home, coach
from benchmarks.rows import Row, measured
from benchmarks.terminal import Missing, Terminal, without_control

AT_A_TURN = "enter\nleft 2\nright 2\nenter\nleft: bedtime\n"
"""As far as the first long turn."""

STRETCH, STRETCHES = 100, 6
BETWEEN = 0.05
"""Seconds from one key to the next."""

READY = 2.5
"""Seconds until the rules for softer starts are read, and nothing else is going on any more."""

LATE = 0.05
PAINTED = b"\x1b[?2026l"
"""Behind the last byte of a picture."""

Figures = dict[str, list[float]]


def rows(plan: Plan) -> Iterator[Row]:
    """Type into both, and look afterwards when each key was painted."""
    stretches = plan.rounds(STRETCHES)
    with a_home(plan.folder) as home:
        home.has_talk(AT_A_TURN)
        with home.runs(coach("resume")) as ours, home.runs(BARE_APP) as theirs:
            ours.sees(COACH_IS_THERE)
            theirs.sees(BARE_APP_IS_THERE)
            for each in (ours, theirs):
                each.pass_time(READY / 2)
            seen: dict[str, Figures] = {"ours": defaultdict(list), "theirs": defaultdict(list)}
            words = cycle(WORDS)
            for _ in range(stretches):
                keys = "".join(islice(words, STRETCH))
                _type(ours, keys, seen["ours"])
                _type(theirs, keys, seen["theirs"])
    yield from _told(seen["ours"], seen["theirs"], stretches)


def _type(terminal: Terminal, keys: str, figures: Figures) -> None:
    terminal.quiet(0.02)
    before, start = spent(terminal.process).processor if counts() else 0.0, len(terminal.pieces)
    sent = []
    due = time.perf_counter()
    for key in keys:
        sent.append((terminal.press(key), key))
        due += BETWEEN
        terminal.pass_time(due - time.perf_counter())
    terminal.pass_time(BETWEEN)
    if counts():
        figures["processor"].append((spent(terminal.process).processor - before) / len(keys))
    figures["bytes"].append(sum(len(piece.data) for piece in terminal.pieces[start:]) / len(keys))
    figures["paint"] += [painted - at for at, painted in _paints(terminal, sent, start)]


def _paints(terminal: Terminal, sent: list[tuple[float, str]], start: int) -> Iterator[tuple[float, float]]:
    """When each key was pressed, and when the picture that first showed it was complete; a space can't be seen."""
    pieces = terminal.pieces[start:]
    seen = [without_control(piece.data) for piece in pieces]
    for at, key in sent:
        if key.isspace():
            continue
        shown = (n for n, piece in enumerate(pieces) if piece.at > at and key.encode() in seen[n])
        first = next(shown, None)
        if first is None:
            raise Missing(f"a key that was pressed was never drawn: {key}")
        yield at, next((piece.at for piece in pieces[first:] if PAINTED in piece.data), pieces[first].at)


def _told(ours: Figures, theirs: Figures, stretches: int) -> Iterator[Row]:
    paints = (ours["paint"], theirs["paint"])
    yield measured("a key to its paint, the middle", *paints, limit=1.15, stretches=stretches)
    yield measured("a key to its paint, 95 of 100 within", *paints, share=0.95, stretches=stretches)
    late = [sum(each > LATE for each in paint) / len(paint) for paint in paints]
    yield Row(f"keys painted later than {LATE * 1000:.0f} ms", late[0], unit="share")
    if ours["processor"]:
        yield measured("processor seconds for a key", ours["processor"], theirs["processor"])
    yield measured("bytes drawn for a key", ours["bytes"], theirs["bytes"], unit="B")
