"""`python3 run.py bench [NAME ...]`: the benchmarks, all or some, each a table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from benchmarks import against
from benchmarks.machine import machine
from benchmarks.plan import Plan, say
from benchmarks.rows import Row, table

BENCHMARKS = {
    "start": ("start", "from the shell to the first words, the first screen, the talk; --version, list"),
    "typing": ("typed", "a key to its paint while a turn is typed"),
    "waiting": ("waiting", "processor, wake-ups and memory while breathing and in a break"),
    "records": ("records", "adding to a record, opening it, stepping through it, listing ten thousand"),
    "growth": ("growth", "how all of these grow, from 10 to 10,000 and more"),
    "wording": ("reviews", "gentle rewording: how fast, and how well"),
    "memory": ("memory", "what a talk of thousands of screens leaves in memory"),
}
"""For each name the module and what it measures."""

EPILOG = """\
Each figure stands beside a reference that was measured in the same run, in turn with it; “times” is how many times the
reference it was, round by round, and “spread” where the middle half of the rounds lies.
PYTHONPATH=OTHER/src measures the program of another checkout.
"""


def parser() -> argparse.ArgumentParser:
    """The command line, with a line for every benchmark."""
    names = "\n".join(f"  {name:<10}{summary}" for name, (_, summary) in BENCHMARKS.items())
    options = argparse.ArgumentParser(
        prog="run.py bench",
        description=f"How long things take, beside what they can't be faster than.\n\n{names}",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    options.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks; all of them without a name")
    options.add_argument("--quick", action="store_true", help="fewer rounds: for a look, not for a comparison")
    options.add_argument("--json", type=Path, metavar="FILE", help="write all rows and the machine to this file")
    options.add_argument("--against", type=Path, metavar="FILE", help="compare with an earlier run, written by --json")
    options.add_argument("--folder", type=Path, help="a folder on the disk to measure; else that for temporary files")
    options.add_argument("--others", action="store_true", help="start two other Textual programs too; installs them")
    return options


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for.

    Returns:
        2 for a name or a file that is none, else 0: a figure that is missed is told, not punished.
    """
    options = parser().parse_args(arguments)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        say(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}.")
        return 2
    try:
        earlier = against.read(options.against) if options.against else None
    except against.Unreadable as error:
        say(str(error))
        return 2
    here = machine(options.folder or Path(tempfile.gettempdir()))
    print("; ".join(f"{name} {value}" for name, value in here.items()))
    if earlier:
        print("against: " + "; ".join(f"{name} {value}" for name, value in earlier[0].items()))
    plan = Plan(options.quick, options.folder, options.others)
    rows: list[Row] = []
    for name in options.names or BENCHMARKS:
        rows += run(name, plan, earlier[1] if earlier else None)
        if options.json:  # after each one: what takes long may be stopped
            against.write(options.json, here, rows)
    return 0


def run(name: str, plan: Plan, earlier: Sequence[Row] | None) -> list[Row]:
    """One benchmark: measure, and print its table."""
    say(f"{name} …")
    module = import_module(f"benchmarks.{BENCHMARKS[name][0]}")
    rows = [replace(row, bench=name) for row in module.rows(plan)]
    more = [] if earlier is None else [("change", against.changes(rows, earlier))]
    print(f"\n{name}: {BENCHMARKS[name][1]}\n\n{table(rows, more)}", flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
