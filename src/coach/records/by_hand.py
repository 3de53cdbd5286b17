"""What nearly all of a record is made of, written and read without a TOML library, which takes five times as long.

Nothing here decides what a record may hold. Whatever is not one of the plainest lines is left to the library, and what
is one of them means here what it means there; a test compares the two.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import date, datetime
from typing import Any

from coach.conversation.events import YEARS
from coach.text import plain

_WORDS = r'[^"\\\x00-\x1f\x7f]*+'
_WHOLE = r"(?:0|[1-9][0-9]{0,17})"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = _DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"

_MARK = re.compile(r"\[([a-z]++)\]\n|\[\[([a-z]++)\]\]\n|")
_LINE = re.compile(
    rf'^([a-z0-9_]++) = (?:"({_WORDS}(?:\\["\\bfnrt]{_WORDS})*+)"|'
    rf"({_WHOLE})|({_WHOLE}\.[0-9]{{1,17}})|({_MOMENT})|({_DAY}))$",
    re.M,
)
"""A key and a text, a whole number, another number, a moment or a day."""

_MOST_LINES = 64

Headline = tuple[str, str, datetime, int, int | None, str, str, date | None]


def usual_line(key: str, value: Any) -> str:
    """A key and a text or a moment as a line of TOML; "" for any other kind of value, and for a key that needs care."""
    if not key.isascii() or not key.isidentifier() or key == "crc":
        return ""
    if isinstance(value, str):
        words = plain(value).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
        return f'{key} = "{words}"\n'
    return f"{key} = {value.isoformat().replace('+00:00', 'Z')}\n" if isinstance(value, datetime) else ""


def usual_piece(piece: bytes) -> tuple[str, dict[str, Any]] | None:
    """The name and the table of a piece (without `crc`) of nothing but such lines; None if anything else is in it."""
    table: dict[str, Any] = {}
    try:
        text = piece.decode()
        mark = _MARK.match(text)
        assert mark is not None  # it matches the empty text too
        count = text.count("\n", mark.end())
        lines = _LINE.findall(text, mark.end()) if count <= _MOST_LINES else []
        for key, words, whole, number, moment, day in lines:
            if whole:
                table[key] = int(whole)
            elif number:
                table[key] = float(number)
            elif moment:
                table[key] = datetime.fromisoformat(moment)
            elif day:
                table[key] = date.fromisoformat(day)
            else:
                table[key] = json.loads(f'"{words}"') if "\\" in words else words
    except ValueError:
        return None
    if not lines or not count == len(lines) == len(table):
        return None
    table.pop("crc", None)
    return mark[1] or mark[2] or "", table


_KEPT_HEADER = re.compile(
    rf"""schema = 1
id = "{_WORDS}"
app = "{_WORDS}"
flow = "({_WORDS})"
flow_sha256 = "{_WORDS}"
kept = "(all|agreement)"
outcome = "({_WORDS})"
topic = "({_WORDS})"
started = ({_MOMENT})
minutes = (0|[1-9][0-9]{{0,8}})
(?:calm_after = (0|[1-9][0-9]{{0,5}})
)?(?:check_in = ({_DAY})
)?"""
)


def headline(head: bytes) -> Headline | None:
    """What a list shows of a kept talk: flow, kept, started, minutes, minutes until it was calm, outcome,
    topic and the day to check in.

    A list of ten thousand talks is mostly this function.

    Args:
        head: the first bytes of a record.

    Returns:
        None for every header but a whole one exactly as this program writes it, which is most of them.
    """
    end = head.find(b'\ncrc = "') + 1
    body = head[:end]
    if not head.startswith(b'crc = "%08x"\n' % zlib.crc32(body), end):
        return None
    try:
        found = _KEPT_HEADER.fullmatch(body.decode())
        if found is None:
            return None
        flow, kept, outcome, topic, started, minutes, calm, day = found.groups()
        if not (flow.isprintable() and outcome.isprintable() and topic.isprintable()):
            return None
        began = datetime.fromisoformat(started)
        if began.year not in YEARS:
            return None
        check_in = date.fromisoformat(day) if day else None
        calm_after = int(calm) if calm else None
        return flow, kept, began, int(minutes), calm_after, outcome, topic, check_in
    except ValueError:
        return None
