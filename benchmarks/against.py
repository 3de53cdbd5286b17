"""A run written down, and beside it a later one: how two commits compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks.rows import Row


class Unreadable(Exception):
    """A file that no run was written to."""


def write(path: Path, machine: Mapping[str, str], rows: Iterable[Row]) -> None:
    """Write a run down as JSON."""
    run = {"machine": dict(machine), "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> tuple[dict[str, str], list[Row]]:
    """A run as it was written down: the machine and the rows.

    Raises:
        Unreadable: it is no such file.
    """
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        rows = [Row(**{**row, "spread": row["spread"] and tuple(row["spread"])}) for row in run["rows"]]
        return run["machine"], rows
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Unreadable(f"{path} holds no run of the benchmarks ({type(error).__name__}).") from None


def changes(now: Iterable[Row], then: Iterable[Row]) -> list[str]:
    """For each row how many times the earlier figure it is: the ratio of two ratios where there is a reference.

    "new" where the earlier run has no such row; "≈" behind it where the middle halves of the rounds overlap, so that
    nothing can be said.
    """
    earlier = {(row.bench, row.what): row for row in then}
    return [_change(row, earlier.get((row.bench, row.what))) for row in now]


def _change(now: Row, then: Row | None) -> str:
    if then is None:
        return "new"
    after, before = (now.here, then.here) if now.times is None or then.times is None else (now.times, then.times)
    if not before:
        return "" if not after else "from 0"
    same = now.spread and then.spread and now.spread[0] <= then.spread[1] and then.spread[0] <= now.spread[1]
    return f"{after / before:.2f}" + (" ≈" if same else "")
