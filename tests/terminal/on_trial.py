"""Talks that die many deaths: what is typed into them, how they end, and what has to be found of them."""

from __future__ import annotations

import os
import random
import re
import tomllib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.tui.at_keyboard import open_talk
from tests.tui.test_steps import SPEAK

from coach.records.places import places
from coach.records.record import Record, read_record
from coach.records.settings import mark_card_seen

BRISK = 20.0
"""How many times as fast the talk's clocks run in most rounds, so that fewer seconds go by with deaf keys."""

TURNS = 40
"""Turns of a talk of many lines."""

WAYS = {"SIGKILL": 70, "SIGTERM": 10, "SIGHUP": 10, "closed window": 10}
"""How the program dies, and how often of a hundred times."""

WORDS = (
    *("amber", "willow", "crumb", "kettle", "señora", "quiet", "paper", "ribbon", "maple", "tide", "corner", "wool"),
    *("我们", "lantern", "naïve", "pebble", "spoon", "harbour", "🙂", "cinnamon", "ledger", '"quoted"', "a\\b"),
)
"""Words that nobody has to be spared."""

LINE = re.compile(r"Line (\d+) of many\.")


def many_lines() -> str:
    """A flow of many turns of the same seat, with nothing between them."""
    step = '[[stage.step]]\nid = "line-{0}"\nkind = "say"\nwho = "left"\nwords = "Line {0} of many."\n'
    return "\n".join(
        (
            'schema = 1\ntitle = "Many lines"\n\n[[stage]]\nid = "talk"\ntitle = "Talk"\n',
            '[[stage.step]]\nid = "ready"\nkind = "show"\nwho = "left"\nwords = "Ready when you are."\n',
            *(step.format(number) for number in range(1, TURNS + 1)),
            '[[stage.step]]\nid = "end"\nkind = "end"\noutcome = "agreed"\nwords = "Rest now."\n',
        )
    )


def line_of(screen: str) -> int | None:
    """The number of the turn that is asked for, in a talk of many lines; 0 before the first."""
    if found := LINE.search(screen):
        return int(found[1])
    return 0 if "Ready when you are." in screen else None


def moment_of(screen: str) -> int | None:
    """The same at the first turn of an argument."""
    return 1 if "One moment, not the whole history." in screen else 2 if "Read it once." in screen else None


@dataclass
class Talk:
    """A talk that lives through many deaths, and what the next start has to find of it."""

    home: Path
    """A folder of its own."""
    place_of: Callable[[str], int | None] = line_of
    """The number of the turn that a screen asks for."""
    turns: int = TURNS - 1
    """How many are taken."""
    before: tuple[str, ...] = ()
    """Words that were in the record before the first round."""
    said: list[str] = field(default_factory=list)
    """Turns in the record, to the letter."""
    box: str = ""
    """What is to stand in the box."""
    stood: set[str] = field(default_factory=lambda: {""})
    """Everything that ever stood there."""
    taken_back: list[str] = field(default_factory=list)
    """Words that were erased, and may be nowhere."""

    @classmethod
    def of_many_lines(cls, home: Path) -> Talk:
        """One that nobody has begun."""
        mark_card_seen(places({"COACH_HOME": str(home)}))
        (home / "many.toml").write_text(many_lines(), encoding="utf-8")
        return cls(home)

    @classmethod
    def of_an_argument(cls, home: Path) -> Talk:
        """The flow that comes with the program, at its first long turn."""
        mark_card_seen(places({"COACH_HOME": str(home)}))
        with patch.dict(os.environ, COACH_HOME=str(home)):
            path = open_talk(SPEAK)
        return cls(home, moment_of, turns=1, before=said_in(read_record(path)))

    @property
    def path(self) -> Path | None:
        """The record, if there is one."""
        return next(iter((self.home / "talks").glob("*.toml")), None)

    @property
    def draft(self) -> dict[str, Any] | None:
        """The keys of the draft, if there is one and it is whole."""
        return sealed_table(self.path.with_suffix(".draft")) if self.path else None

    @property
    def over(self) -> bool:
        """Whether too few turns are left for a round."""
        return len(self.said) > max(0, self.turns - 8)


class Box:
    """What stood in the box after every key of one turn."""

    def __init__(self, text: str) -> None:
        self.states = [text]
        """The draft has to be one of them."""
        self.sent = [0.0]
        """When the key was sent that led to it."""
        self.erased: list[tuple[str, int]] = []
        """A word, and the number of the first state without it."""

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.states[-1]

    def becomes(self, text: str, sent: float) -> None:
        """A key was sent."""
        self.states.append(text)
        self.sent.append(sent)

    def last_with(self, text: str) -> int:
        """The number of the last state that was this; -1 if none was."""
        return max((number for number, state in enumerate(self.states) if state == text), default=-1)


@dataclass(frozen=True)
class Plan:
    """What the dice want of a round."""

    way: str
    """One of `WAYS`."""
    speed: float
    offered: bool
    """Gone on with through the offer under the first breath, not by `coach resume`."""
    after: float
    """Seconds of typing before it dies."""
    hurry: float | None
    """It dies so many seconds after the first Enter instead."""
    taken: float | None
    """It dies so many seconds after the screen has taken the first turn instead."""
    early: float | None
    """It dies so many seconds after its start instead, whatever has been drawn by then."""
    erases: bool
    """Something is typed, waited for on the disk, and taken back."""

    @classmethod
    def thrown(cls, dice: random.Random, longest: float) -> Plan:
        """A plan; `longest`: seconds of typing at most."""
        (way,) = dice.choices(list(WAYS), list(WAYS.values()))
        kind = dice.random()
        return cls(
            way=way,
            speed=dice.choice((1.0, BRISK, BRISK, BRISK)),
            offered=dice.random() < 0.4,
            after=dice.uniform(0.0, longest),
            hurry=dice.uniform(0.0, 0.1) if kind < 0.15 else None,
            taken=dice.uniform(0.0, 0.02) if 0.15 <= kind < 0.35 else None,
            early=dice.uniform(0.0, 1.2) if 0.35 <= kind < 0.4 else None,
            erases=kind >= 0.9,
        )


@dataclass
class Outcome:
    """What came of a round."""

    plan: Plan
    acknowledged: int = 0
    """Turns that the screen took in this round."""
    lost: list[str] = field(default_factory=list)
    """A sentence for each of them that is not on the disk as it was typed."""
    faults: list[str] = field(default_factory=list)
    """A sentence for everything else that is not as it should be."""
    unacknowledged: bool = False
    """A turn was stored that the screen had not taken yet."""
    torn: bool = False
    """The record ended in the middle of a piece."""
    exact: bool | None = None
    """Whether the box came back as it was; None if the round did not come so far, or the box was empty."""
    typing: bool = False
    """It died in the middle of a turn of which something had been typed since the start."""
    lost_keys: int = 0
    """Keys that are neither in the record nor in the draft."""
    lost_ms: float = 0.0
    """How long before the death the first of them was sent."""
    taken_back: int = 0
    """Erased words that were looked for in every file."""
    went_by: str = ""
    """Its exit code, and whether it had drawn anything."""


def sealed_table(file: Path) -> dict[str, Any] | None:
    """The keys of a draft, read without the program; None unless it is whole and its sum is right."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    body, _, end = data.rpartition(b"crc = ")
    body = body.lstrip(b"\n")
    if end.strip() != b'"%08x"' % zlib.crc32(body):
        return None
    table: dict[str, Any] = tomllib.loads(body.decode())["draft"]
    return table


def said_in(record: Record) -> tuple[str, ...]:
    """The typed turns of a record."""
    return tuple(event.text or "" for event in record.events if event.kind == "said")
