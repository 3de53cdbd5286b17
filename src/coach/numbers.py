"""People to call: data with sources, never invented, and said to be unchecked where nobody has checked it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

ELSEWHERE = "Elsewhere: your local emergency number."

CHECK = "Check a number before you rely on it."


@dataclass(frozen=True, slots=True)
class Number:
    """One line to call."""

    who: str
    number: str
    source: str
    confirmed: bool
    """Seen at the service itself or on a government's page."""
    checked: str
    """The day it was last compared with the service's own page; empty if it was not."""


@dataclass(frozen=True, slots=True)
class Country:
    """The numbers of one country."""

    code: str
    name: str
    numbers: tuple[Number, ...]


def countries(first: str = "") -> tuple[Country, ...]:
    """Every country; the one whose code is `first` ("GB") leads."""
    table = tomllib.loads((files("coach") / "numbers.toml").read_text(encoding="utf-8"))
    every = [
        Country(row["code"], row["name"], tuple(Number(**number) for number in row["numbers"]))
        for row in table["country"]
    ]
    return tuple(sorted(every, key=lambda country: country.code != first.upper()))


def as_text(shown: tuple[Country, ...]) -> str:
    """The numbers as lines to read."""
    lines: list[str] = [CHECK]
    for country in shown:
        lines += ["", country.name]
        for each in country.numbers:
            mark = "" if each.confirmed else "  (unconfirmed)"
            lines.append(f"  {each.number}  {each.who}{mark}")
    return "\n".join([*lines, "", ELSEWHERE])
