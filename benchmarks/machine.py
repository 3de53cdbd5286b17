"""What a run was measured with: figures of two machines can't be compared, only how many times the reference."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import coach

ROOT = Path(__file__).resolve().parents[1]
"""The checkout that this tool lies in."""

SOURCE = Path(coach.__file__).resolve().parents[1]
"""Where the program that is measured lies: another checkout's `src`, if PYTHONPATH says so."""

SIZE = (80, 24)
"""Columns and rows of every terminal."""


def machine(folder: Path) -> dict[str, str]:
    """The machine, in words.

    Args:
        folder: where records are written.
    """
    return {
        "processor": processor(),
        "cores": str(os.cpu_count() or "unknown"),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "textual": version("textual"),
        "terminal": f"{SIZE[0]} by {SIZE[1]}",
        "file system": file_system(folder),
        "commit": commit(SOURCE),
    }


def processor() -> str:
    """What the processor calls itself."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() in ("model name", "Model"):
                return value.strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def commit(folder: Path) -> str:
    """The commit that a folder is at, with a + if files were changed since; "unknown" outside a repository."""
    where = ["git", "-C", str(folder)]
    try:
        short = subprocess.run([*where, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
        state = subprocess.run([*where, "status", "--porcelain", "--", "."], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return short.stdout.strip() + ("+" if state.stdout.strip() else "")


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, such as "ext4"; "unknown" where no list of them is kept."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "unknown"
    here = folder.resolve()
    kinds = {point: kind for _, point, kind, *_ in map(str.split, lines) if here.is_relative_to(point)}
    return kinds[max(kinds, key=len)] if kinds else "unknown"
