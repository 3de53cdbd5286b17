"""What the kernel has counted of a process: processor seconds, wake-ups, memory. Only Linux tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

TICK = 1.0 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


class Spent(NamedTuple):
    """What a process has used since it began, all its threads together."""

    processor: float
    """Seconds."""
    wakeups: int
    """How often a thread of it slept and was woken."""


class Held(NamedTuple):
    """The memory of a process, in bytes."""

    resident: int
    proportional: int
    """The same, with what it shares divided among those who share it."""


def counts() -> bool:
    """Whether this system tells."""
    return Path("/proc/self/smaps_rollup").exists()


def spent(process: int) -> Spent:
    """What it has used so far."""
    processor, wakeups = 0.0, 0
    for thread in Path(f"/proc/{process}/task").iterdir():
        processor += _processor(thread)
        wakeups += _number(thread / "status", "voluntary_ctxt_switches:")
    return Spent(processor, wakeups)


def _processor(thread: Path) -> float:
    """To the nanosecond where the kernel was built for it, else in ticks of its clock."""
    try:
        return int((thread / "schedstat").read_text().split()[0]) / 1e9
    except OSError:
        fields = (thread / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK


def held(process: int | str) -> Held:
    """What it holds now."""
    rollup = Path(f"/proc/{process}/smaps_rollup")
    return Held(_number(rollup, "Rss:") * 1024, _number(rollup, "Pss:") * 1024)


def _number(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
