"""The repository speaks of the product and of nothing else, and says everything once."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MADE = {
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "dist",
    "uv.lock",
}
"""What tools leave in a checkout; git knows it from `.gitignore`."""
PICTURES = {".png", ".gif", ".svg"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

NOT_OURS = {
    "a place on somebody's machine": r"(?<![\w./])/(?:work|root|opt)(?:/|\b)|/home/(?!you\b)\w|\b[A-Z]:\\Users",
    "a package index": r"pypi\.org|pythonhosted|registry\.npm|deb\.debian|index[-_]url|find[-_]links",
    "something left undone": r"\b(?:TODO|FIXME|XXX)\b",
    "an unfinished merge": r"^(?:<{7}|>{7}) ",
}


def our_files() -> list[Path]:
    """What is committed or about to be; without git, everything that no tool made."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        named = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        found = [ROOT / name for name in named if name]
    except (OSError, subprocess.CalledProcessError):
        found = [Path(folder, name) for folder, _, names in os.walk(ROOT) for name in names]
    return sorted(path for path in found if path.is_file() and not MADE & set(path.relative_to(ROOT).parts))


def texts() -> list[Path]:
    """Our files that people read; this one names what it looks for."""
    return [path for path in our_files() if path.suffix not in PICTURES and path != Path(__file__).resolve()]


@pytest.mark.parametrize("what", NOT_OURS)
def test_the_repository_speaks_of_the_product_only(what: str) -> None:
    unwanted = re.compile(NOT_OURS[what], re.MULTILINE)
    met = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if unwanted.search(line)
    ]
    assert not met, f"{what}: {', '.join(met)}"


def test_every_file_is_clean_text() -> None:
    """UTF-8, a newline at the end, no spaces before it. What the tests feed on may be as rough as it likes."""
    rough = re.compile(r"[ \t]$|\r", re.MULTILINE)
    met = []
    for path in texts():
        if path.is_relative_to(ROOT / "tests") and path.suffix != ".py":
            continue
        text = path.read_bytes().decode("utf-8")
        if rough.search(text) or not text.endswith("\n" if text else ""):
            met.append(str(path.relative_to(ROOT)))
    assert not met


def test_the_test_tools_are_the_same_for_pip_and_for_uv() -> None:
    assert PROJECT["project"]["optional-dependencies"]["test"] == PROJECT["dependency-groups"]["test"]


def test_the_flows_stay_content() -> None:
    """With an `__init__.py` an installed copy of `flows/` would stand before the package that is being worked on."""
    assert not list((ROOT / "flows").rglob("*.py"))


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
