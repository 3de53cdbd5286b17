"""A talk as a plain text that people can read: one line for everything that happens.

`coach run --script`, the transcripts beside the flows, the bundled example and the demos all share it. Here is how a
line reads and how it is said what a talk wants instead; `driving` plays them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from coach.conversation.ask import Ask, spoken_minutes
from coach.conversation.sealed import Page
from coach.errors import BadScript
from coach.flow.model import Agree, Choose, End, Rate, Say, Wait
from coach.text import plain

SEATED = ("left", "right", "both")
"""With a colon after them: typed words. Without: a choice or numbers."""

SETTINGS = ("names", "coin", "at", "end")
"""Always with a colon after them."""

COUNTED = ("after", "longer", "repair")
"""Always with a number after them."""

BARE = ("enter", "together", "wait", "early", "resume")
"""Always alone."""

ANSWERS = (*SEATED, *BARE, *COUNTED, "menu")
"""What can happen in a talk, as against what is set for it or expected of it."""

MOST_LINES = 20_000

_LINE = re.compile(r"(?P<head>[>@]|[a-z]+)(?P<colon>:?)(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk."""

    file: str
    number: int
    """From 1, in that file."""
    head: str
    """What it is: "left", "enter", ">", "@", "names" …"""
    rest: str = ""
    """What stands after it."""
    colon: bool = False
    """A colon stood between them."""

    def bad(self, problem: str) -> BadScript:
        """The error that says what is wrong with this line, on one line and with nothing a terminal would obey."""
        said = " ".join(plain(f"{self.file}:{self.number}: {problem}").split())
        return BadScript(said)


def parse(text: str, name: str) -> tuple[Line, ...]:
    """The lines of a talk, comments and empty ones left out. An indented line goes on with the one above it.

    Args:
        text: what the file holds.
        name: what errors call the file.

    Raises:
        BadScript: a line is none of those that a talk may hold.
    """
    lines: list[Line] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        words = raw.strip()
        if not words or words.startswith("#"):
            continue
        if raw[0].isspace() and lines:
            lines[-1] = replace(lines[-1], rest=f"{lines[-1].rest} {words}".strip())
            continue
        if len(lines) == MOST_LINES:
            raise Line(name, number, "").bad(f"a talk of at most {MOST_LINES:,} lines was expected.")
        lines.append(_line(name, number, words))
    for line in lines:
        _check(line)
    return tuple(lines)


def names_of(line: Line) -> tuple[str, str]:
    """The left and the right name of a `names:` line."""
    left, _, right = (part.strip() for part in line.rest.partition(","))
    if not left or not right or "," in right:
        raise line.bad("two names were expected, the left seat's first: “names: Sam, Alex”.")
    return left, right


def number_of(line: Line) -> int:
    """The number of a line such as `after 95`."""
    if not (line.rest.isascii() and line.rest.isdecimal() and len(line.rest) <= 6):
        raise line.bad(f"a whole number was expected after “{line.head}”.")
    return int(line.rest)


def time_of(line: Line) -> datetime:
    """The moment of an `at:` line; without a zone it is the time where the program runs."""
    try:
        return datetime.fromisoformat(line.rest).astimezone()
    except (ValueError, OverflowError):
        raise line.bad("a day and a time were expected: “at: 2026-11-22 21:31”.") from None


def choice_of(line: Line, ask: Ask, step: Choose) -> tuple[int, str] | None:
    """Which choice is meant, by its name or how that begins, and the words after its colon; None if it isn't clear.

    Only a choice that ends in "…" takes words, and it can't do without.
    """
    names = [ask.label(choice).casefold() for choice in step.choices]
    before, _, after = line.rest.partition(":")
    for said, words in ((line.rest, ""), (before.strip(), after.strip())):
        whole = [index for index, name in enumerate(names) if name == said.casefold()]
        found = whole or [index for index, name in enumerate(names) if name.startswith(said.casefold())]
        if len(found) == 1 and said and step.choices[found[0]].endswith("…") == bool(words):
            return found[0], words
    return None


def ratings_of(line: Line, step: Rate) -> Iterator[int | None]:
    """The numbers of a line; None for one that is not on the scale."""
    scale = [str(number) for number in range(step.top + 1)]
    for number in line.rest.split():
        yield int(number) if number in scale else None


def words_on(ask: Ask, page: Page | None) -> Iterator[str]:
    """Everything that stands on the screen, apart from the keys."""
    step = page.step if page else ask.step
    yield from (ask.title, step.words, step.small, step.other)
    yield from (said.text for said in ask.shown)
    if page:
        yield page.text
    if isinstance(step, Choose):
        yield from (ask.label(choice) for choice in step.choices)
    elif isinstance(step, Rate):
        yield from step.labels
    elif isinstance(step, Say):
        yield from step.stems
    elif isinstance(step, Agree):
        yield from (*step.keys, spoken_minutes(ask.minutes) if ask.minutes else "")
    elif isinstance(step, Wait):
        yield from step.things


def wanted(ask: Ask, page: Page | None) -> str:
    """What a talk takes now, as lines of a talk."""
    step = page.step if page else ask.step
    seat = page.seat if page else ask.seat or "both"
    if isinstance(step, Say):
        return f"“{seat}: words” or “enter”"
    if isinstance(step, Choose):
        labels = (ask.label(choice) + (": words" if choice.endswith("…") else "") for choice in step.choices)
        return f"“{seat}” and one of {' / '.join(labels)}"
    if isinstance(step, Rate):
        return f"“{seat}” and {'numbers' if step.of else 'a number'} from 0 to {step.top}"
    if isinstance(step, Agree):
        return "“together” or “enter”"
    if isinstance(step, Wait):
        return "“wait”, “early” or “longer 10”"
    if isinstance(step, End):
        return "“resume” or nothing more" if step.next else "nothing more"
    return "“enter”"


def _line(file: str, number: int, words: str) -> Line:
    found = _LINE.fullmatch(words)
    head = found["head"] if found else ""
    if not found or head not in (*ANSWERS, *SETTINGS, ">", "@"):
        known = ", ".join((*ANSWERS, *(f"{setting}:" for setting in SETTINGS), ">", "@"))
        raise Line(file, number, head).bad(f"a line that begins with one of these was expected: {known}.")
    if head in (">", "@"):
        return Line(file, number, head, words[1:].strip())
    return Line(file, number, head, found["rest"].strip(), bool(found["colon"]))


def _check(line: Line) -> None:
    """Whether it has what belongs to its first word. Continued lines are whole by now."""
    for problem in _problems(line):
        raise line.bad(problem)
    if line.head == "names":
        names_of(line)
    elif line.head == "at":
        time_of(line)
    elif line.head in COUNTED or (line.head == "coin" and line.rest not in ("left", "right")):
        number_of(line)


def _problems(line: Line) -> Iterator[str]:
    head = line.head
    if head in SETTINGS and not line.colon:
        yield f"“{head}:” was expected, with its colon."
    elif line.colon and head not in (*SETTINGS, *SEATED):
        yield f"“{head}” was expected, without a colon."
    elif head in BARE and line.rest:
        yield f"“{head}” was expected alone on its line."
    elif not line.rest and not line.colon and head not in BARE:
        yield f"something was expected after “{head}”."
