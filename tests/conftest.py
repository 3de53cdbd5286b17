"""What every test stands on: a folder of its own, a still screen, the same dice each time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

LEFT_OUT = ("COACH_", "NO_COLOR", "TEXTUAL", "ESCDELAY")
"""Beginnings of the variables that would let a developer's own terminal decide a test."""


def _quiet() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}


# Textual reads its variables once, when it is imported: that is before any fixture could set them.
for _name in os.environ.keys() - _quiet().keys():
    del os.environ[_name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile("ci")  # `python3 run.py test --hypothesis-profile long` looks further


@pytest.fixture(autouse=True)
def coach_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for everything the program keeps; no test sees anybody's own."""
    for name in os.environ.keys() - _quiet().keys():
        monkeypatch.delenv(name)
    home = tmp_path / "coach-home"
    monkeypatch.setenv("COACH_HOME", str(home))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return home
