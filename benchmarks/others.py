"""Two real Textual programs, to see what a start usually costs: posting and toolong.

They are installed once, from wherever pip is set up to look, into environments of this tool's own in the user's cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.plan import say


class Program(NamedTuple):
    """How a program is started, and when its first screen is there."""

    command: tuple[str, ...]
    is_there: str


KNOWN = {
    "posting": (("posting", "tree-sitter<0.26"), ("posting",), "paste a curl command"),
    "toolong": (("toolong",), ("tl", __file__), "f1 Help"),
}
"""Of each: what is installed (a later tree-sitter crashes), the command, and words of its first screen."""


def programs() -> dict[str, Program]:
    """Those that could be installed; of the others it is said why not."""
    found = {}
    for name, (packages, (command, *arguments), is_there) in KNOWN.items():
        place = _cache() / name
        try:
            _install(packages, place)
        except (OSError, subprocess.SubprocessError) as error:
            say(f"{name} could not be installed ({type(error).__name__}); going on without it.")
            continue
        found[name] = Program((str(place / "bin" / command), *arguments), is_there)
    return found


def _cache() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "same-team" / "benchmarks"


def _install(packages: tuple[str, ...], place: Path) -> None:
    done = place / "installed"
    if done.exists():
        return
    say(f"Installing {packages[0]}, once …")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True, capture_output=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True, capture_output=True, timeout=600)
    done.touch()
