"""Gentle rewording: how fast, and how well on the sentences of the tests.

Those sentences are what the rules were built on or mended for, so how well says little; it is here to see a change.
`python benchmarks/wording.py FILE.tsv` tells more, and of other sentences.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

from benchmarks import wording
from benchmarks.machine import ROOT, SOURCE
from benchmarks.plan import Plan
from benchmarks.processes import counts
from benchmarks.rows import Row, measured, within
from benchmarks.side_by_side import seconds_of

LONG, LONG_ONES = 2_000, 10
ROUNDS = 5

READ = """
from benchmarks.processes import counts, held
from benchmarks.side_by_side import seconds_of
from coach.wording import load
before = held("self").resident if counts() else 0
print(seconds_of(lambda: load("en")), held("self").resident - before if counts() else 0)
"""


def rows(plan: Plan) -> Iterator[Row]:
    """Fast, then well."""
    sentences = wording.rows(sorted(wording.SETS.glob("*.tsv")))
    texts = [sentence.text for sentence in sentences]
    joined = ". ".join(texts)
    long = [joined[start : start + LONG] for start in range(0, LONG * LONG_ONES, LONG)]
    reader, other = wording.ours(), wording.vader()
    for what, words, limit in (
        (f"review one of {len(texts):,} sentences", texts, 3e-4),
        (f"review {LONG:,} characters", long, 5e-3),
    ):
        rounds = plan.rounds(ROUNDS)
        ours = _times(reader, words, rounds)
        theirs = _times(other, words, rounds) if other else None
        yield measured(f"{what}, the middle", ours, theirs, limit=limit, alone=True)
        yield Row(f"{what}, 99 of 100 within", within(ours, 0.99))
    read = [_read_afresh() for _ in range(plan.rounds(ROUNDS))]
    yield measured("read the rules, in a process that has not", [seconds for seconds, _ in read])
    if counts():
        yield measured("the memory they take", [size for _, size in read], unit="B")
    yield from _well(sentences, reader)


def _read_afresh() -> tuple[float, float]:
    """The seconds, and by how many bytes the process grew."""
    ran = subprocess.run(
        [sys.executable, "-c", READ],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{SOURCE}"},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, size = ran.stdout.split()
    return float(seconds), float(size)


def _times(read: wording.Read, texts: Sequence[str], rounds: int) -> list[float]:
    """Of each text the shortest of some rounds: the rest is the machine's."""
    times = [[seconds_of(lambda text=text: read(text)) for text in texts] for _ in range(rounds)]  # type: ignore[misc]
    return [min(each) for each in zip(*times, strict=True)]


def _well(sentences: Sequence[wording.Row], read: wording.Read) -> Iterator[Row]:
    said = [(sentence, read(sentence.text)) for sentence in sentences]
    plain = [(sentence, verdict) for sentence, verdict in said if not sentence.danger]
    good = [verdict.label != "ok" for sentence, verdict in plain if sentence.good]
    bad = [verdict.label == "ok" for sentence, verdict in plain if not sentence.good]
    missed = [not verdict.safety for sentence, verdict in said if sentence.danger]
    alarms = [verdict.safety for _, verdict in plain]
    for what, wrong in (
        ("good sentences with a hint", good),
        ("harsh sentences without a hint", bad),
        ("words of danger not seen", missed),
        ("other words taken for danger", alarms),
    ):
        if wrong:
            yield Row(what, sum(wrong) / len(wrong), unit="share")
