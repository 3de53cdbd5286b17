"""What can be wrong with a flow file, said so that its author can mend it.

The codes are stable: the author's manual has a paragraph and `tests/flows/broken/` a file for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice

from coach.flow.lines import Path
from coach.text import plain

CODES: dict[str, str] = {
    "F01": "the file is larger than 256 KiB or not UTF-8 text",
    "F02": "the file is not valid TOML",
    "F03": "a key has more than 8 dotted parts, or brackets are nested deeper than 16",
    "F04": "a key that nothing reads",
    "F05": "a value of the wrong type",
    "F06": "a key is missing",
    "F07": "an unknown kind of step",
    "F08": "an unknown guard, or an unknown key of a line",
    "F09": "a guard with a value of the wrong type",
    "F10": "a word outside the few that a key may hold",
    "F11": "a schema that this version cannot read",
    "F12": "an id that is no plain name",
    "F13": "an id that is taken",
    "F14": "a step named like a stage",
    "F15": "a line leads to nowhere",
    "F16": "a way back where no aside was entered",
    "F17": "a line for an answer that the step cannot give",
    "F18": "a line that cannot be told apart from one above it, or never gets its turn",
    "F19": "a control character in a text",
    "F20": "an unknown {placeholder}",
    "F21": "not as many says or days as choices",
    "F22": "bands that do not ascend from the lowest to exactly the top",
    "F23": "labels that are neither two nor one for each number",
    "F24": "a number out of range",
    "F25": "no stages, or a stage without steps",
    "F26": "no step that ends the talk",
    "F27": "choices that cannot be told apart or have no key",
    "C01": "onward, where nothing follows",
    "C02": "a talk that begins beside the way, or comes back to there",
    "C03": "a step or a stage that nothing leads to",
    "C04": "a line that never gets its turn",
    "C05": "a step from which no end can be reached",
    "C06": "an answer that may find no open line",
    "C07": "a step that may be passed by, without one plain way on",
    "C08": "nothing in the menu lets the two of them stop",
    "C09": "a way out of a turn, so that one seat may have none",
    "C10": "a way into the middle of a turn, so that the two turns differ",
    "C11": "one seat named, or the seats swapped, within the turns",
    "C12": "a speaker or listener where nobody has the turn",
    "C13": "a round without a limit",
    "C14": "a limit that is as good as none",
    "C15": "a text that is too long, of too many sentences, or empty",
    "C16": "an exclamation mark, a line break or a tab in a text",
    "C17": "opens without secret",
    "C18": "a kind of step that cannot be secret, or has to be",
    "C19": "an opening that does not fit what is asked",
    "C20": "saves where there is no answer to keep",
    "C21": "hold or a finish without a clock",
    "C22": "the room rated on another scale, or on none",
    "C23": "a guard that looks at what never happens",
    "C24": "words to show that nothing saves",
    "C25": "ideas to rate that nothing saves",
    "C26": "a {placeholder} that may not be known there",
    "C27": "own_keys where both are asked",
}
"""What each code means, in a line. F: the file cannot be read as a flow. C: it can, but a talk would go wrong."""

LONGEST_QUOTE = 60
"""Characters of a file's own words that a fault repeats."""

MOST_COMPARED = 500
"""Right spellings that a wrong one is held against; keeps a hostile file from costing minutes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend, and where."""

    file: str
    """As the author knows it: "flows/argument.toml"."""
    line: int
    """From 1."""
    code: str
    """A key of `CODES`."""
    message: str
    """What is wrong."""
    advice: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        """`file:line: CODE message – advice`, on one line and without anything a terminal would obey."""
        advice = f" \u2013 {self.advice}" if self.advice else ""
        return _one_line(f"{self.file}:{self.line}: {self.code} {self.message}{advice}")


@dataclass(frozen=True, slots=True)
class Found:
    """A fault whose line is not looked up yet."""

    path: Path
    """Where in the TOML tree; a missing key has its own path too."""
    code: str
    message: str
    advice: str = ""
    """Said when no right spelling is near."""
    word: str = ""
    """The misspelt word, if it is one."""
    known: tuple[Iterable[str], ...] = ()
    """Where its right spelling may be."""

    def placed(self, file: str, line: int, *, spelling: bool = True) -> Fault:
        """The fault at its line; `spelling` looks for the nearest right word, which takes a while."""
        guess = nearest(self.word, chain(*self.known)) if spelling and self.known else ""
        return Fault(file, line, self.code, self.message, guess or self.advice)


def nearest(word: str, known: Iterable[str]) -> str:
    """'Did you mean "x"?' for the known word that looks most like this one, or '' if none does."""
    spellings = {right.lower(): right for right in islice(known, MOST_COMPARED)}
    match = get_close_matches(word[:LONGEST_QUOTE].lower(), spellings, 1)
    return f"Did you mean {shown(spellings[match[0]])}?" if match else ""


def shown(word: str) -> str:
    """A file's own word in quotation marks, safe to print and not too long."""
    line = _one_line(word)
    return f'"{line}"' if len(line) <= LONGEST_QUOTE else f'"{line[: LONGEST_QUOTE - 1]}…"'


def _one_line(text: str) -> str:
    return plain(text).replace("\n", " ").replace("\t", " ")
