"""What is wrong with a file of rules, in one sentence that names the place and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from coach.errors import CoachError
from coach.text import plain

LONGEST_QUOTE = 60
"""Characters of a file's own words that a fault repeats."""


class BadWording(CoachError):
    """A file of rules cannot be used; the message names file, place, fault and advice."""


def shown(word: str) -> str:
    """A file's own word in quotation marks, on one line and not too long."""
    line = " ".join(plain(word).split())
    return f'"{line}"' if len(line) <= LONGEST_QUOTE else f'"{line[: LONGEST_QUOTE - 1]}…"'


def nearest(word: str, known: Iterable[str]) -> str:
    """'did you mean "x"?' for the known word most like this one, or the known words themselves."""
    names = sorted(known)
    match = get_close_matches(word, names, 1)
    if match:
        return f"did you mean {shown(match[0])}?"
    return f"use one of {', '.join(names)}" if len(names) <= 12 else "spell it like one that the file defines"
