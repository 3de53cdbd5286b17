"""`python benchmarks [NAME [ARGUMENTS]]`: one benchmark with its arguments, or all of them: `records`, …"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHARED = ("__main__", "side_by_side", "long_talks")


def main() -> None:
    """Run what is asked for."""
    names = sorted(each.stem for each in HERE.glob("*.py") if each.stem not in SHARED)
    if len(sys.argv) > 1 and sys.argv[1] not in names:
        sys.exit(f"There is no benchmark {sys.argv[1]!r}; there are: {', '.join(names)}.")
    chosen, rest = (sys.argv[1:2], sys.argv[2:]) if len(sys.argv) > 1 else (names, [])
    for name in chosen:
        sys.argv = [name, *rest]
        runpy.run_path(str(HERE / f"{name}.py"), run_name="__main__")


if __name__ == "__main__":
    main()
