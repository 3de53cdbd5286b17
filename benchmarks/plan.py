"""How a run goes: what every benchmark is told."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """The options that all benchmarks share."""

    quick: bool = False
    """Fewer rounds: for a look, not for a comparison."""
    folder: Path | None = None
    """A folder on the disk to measure; None for the one for temporary files."""
    others: bool = False
    """Also start two other Textual programs."""

    def rounds(self, many: int) -> int:
        """So many, or a quarter of them when it has to be quick, but three at least."""
        return max(3, many // 4) if self.quick else many


def say(words: str) -> None:
    """To the person who waits; the tables are on stdout."""
    print(words, file=sys.stderr, flush=True)
