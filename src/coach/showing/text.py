"""A record as plain text, for `coach show`. The same record gives the same text, whatever the day is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coach.conversation.ask import spoken_day
from coach.conversation.events import YEARS
from coach.records.record import Record
from coach.showing.frames import Frame
from coach.text import plain

WIDTH = 78
"""Columns of a line."""

WORDLESS = ("break", "repair", "begun", "named")
"""Kinds of frames whose outcome says enough: the words on the screen had nothing to do with them."""

ALOUD = "aloud"
"""Stands for a turn without typed words: said aloud, or passed."""


def show_text(record: Record, frames: Sequence[Frame], title: str = "") -> str:
    """A kept talk in plain words, without a line break at the end. What is wrong with the record is not in it.

    Args:
        record: what was kept of it.
        frames: all that was shared; nothing of them is used if only the agreement was kept.
        title: what the flow is called; empty: its id.
    """
    when, *about = heading(record, year=True) or ("A talk",)
    lines = [when, *wrapped(" · ".join(filter(None, (*about, title or record.flow)))), ""]
    if record.kept != "agreement":
        lines += _talk(frames)
    lines += _agreement(record, frames)
    return plain("\n".join(lines)).rstrip("\n")


def heading(record: Record, *, year: bool = False) -> tuple[str, ...]:
    """When the talk was, what it was about and how long it took, as far as that is known."""
    started, when = record.started, ""
    if started:
        there = started.astimezone()
        when = f"{spoken_day(started)}{f' {there.year}' if year else ''}, {there:%H:%M}"
    minutes = f"{record.minutes} min" if record.minutes else ""
    return tuple(piece for piece in (when, " ".join(record.topic.split()), minutes) if piece)


def _talk(frames: Iterable[Frame]) -> Iterator[str]:
    title = ""
    for frame in frames:
        if frame.title != title and not frame.aside:
            title = frame.title
            yield from (title, "-" * cells(title), "")
        block = list(_block(frame))
        if block:
            yield from (*block, "")


def _block(frame: Frame) -> Iterator[str]:
    """One frame: what stood on the screen a little to the right, what people said at the margin."""
    if frame.notice:
        yield from wrapped(frame.notice, first="! ", rest="  ")
    if frame.echo:
        return
    if frame.words and frame.kind not in WORDLESS:
        for line in frame.words.split("\n"):
            yield from wrapped(line, first="    ", rest="    ")
    if frame.kind == "opened":
        yield from _told(frame)
    for said in frame.said:
        yield from _spoken(f"{frame.name(said.seat)}: " if said.seat else "", said.text or f"({ALOUD})")
    if frame.kind != "opened":
        yield from _told(frame)


def _told(frame: Frame) -> Iterator[str]:
    if frame.outcome:
        yield from _spoken(f"{frame.name(frame.by)}: ", frame.outcome) if frame.by else wrapped(f"({frame.outcome})")


def _spoken(name: str, words: str) -> Iterator[str]:
    if cells(name) > WIDTH // 3:  # a very long name is not worth a column of its own
        name, words = "", name + words
    indent = " " * cells(name)
    first = name
    for line in words.split("\n"):
        yield from wrapped(line, first=first, rest=indent)
        first = indent


def _agreement(record: Record, frames: Sequence[Frame]) -> Iterator[str]:
    kept = record.agreement if record.kept == "agreement" else agreement_of(frames)
    entries = [("What we picked", _texts(kept, "picked")), ("The plan", _texts(kept, "plans"))]
    entries.append(("Made smaller", _texts(kept, "smaller")))
    day = _day(record)
    entries.append(("We look at it", [day] if day else _texts(kept, "date")))
    if not any(texts for _, texts in entries):
        return
    yield from ("Agreement", "---------", "")
    for name, texts in entries:
        if texts:
            yield name
            for text in texts:
                for line in text.split("\n"):
                    yield from wrapped(line, first="    ", rest="    ")
            yield ""


def agreement_of(frames: Iterable[Frame]) -> Mapping[str, Any]:
    """What the frames came to, under the names that a kept agreement has."""
    found: dict[str, list[str]] = {"picked": [], "plans": [], "smaller": [], "date": []}
    for frame in frames:
        texts = [said for said in frame.said if said.text]
        if frame.saves == "plan":
            found["plans"] += [f"{frame.name(said.seat)}: {said.text}" if said.seat else said.text for said in texts]
        elif frame.saves == "date":
            found["date"] = [frame.outcome]
        elif frame.saves in found and texts:
            found[frame.saves] = [texts[-1].text]
    return found


def _texts(kept: Mapping[str, Any], name: str) -> list[str]:
    """The texts under a name: one, or several."""
    value = kept.get(name)
    several = value if isinstance(value, (list, tuple)) else [value]
    return [text for text in several if isinstance(text, str) and text]


def _day(record: Record) -> str:
    if not record.check_in or record.check_in.year not in YEARS:
        return ""
    return f"{record.check_in:%A} {record.check_in.day} {record.check_in:%B}"


def cells(text: str) -> int:
    """How many columns a text takes: wide characters two, those that join onto another none."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> Iterator[str]:
    """One paragraph in lines of at most `width` columns.

    Args:
        first: stands before the first line.
        rest: stands before every other line.
    """
    line, room, empty = first, width - cells(first), True
    for word in text.split():
        while True:
            need = cells(word) + (not empty)
            if need <= room:
                line, room, empty = line + (" " if not empty else "") + word, room - need, False
                break
            if empty:
                head = _fitting(word, room)
                yield line + head
                word = word[len(head) :]
            else:
                yield line
            line, room, empty = rest, max(width - cells(rest), 2), True
            if not word:
                break
    if not empty or not text.split():
        yield line.rstrip() if empty else line


def _fitting(word: str, room: int) -> str:
    """The longest beginning of a word that fits; one character at least."""
    taken = 0
    for index, char in enumerate(word):
        taken += _cells(char)
        if taken > room and index:
            return word[:index]
    return word
