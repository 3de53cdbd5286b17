"""The framing of a record: sealed pieces of TOML, one behind the other, each of which can be judged alone.

    [[event]]
    seq = 0
    text = "…"
    crc = "ceca91b7"

A piece ends with its `crc` line: the CRC-32 of its bytes before that line. Every string stands on one physical line,
so words that look like a `[[event]]` or a `crc` line cannot forge a border. A damaged piece takes no other with it.
"""

from __future__ import annotations

import math
import re
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from coach.records.by_hand import usual_line, usual_piece
from coach.text import plain

PIECE_LIMIT = 64 * 1024
SCRIPT_LIMIT = 256 * 1024
FILE_LIMIT = 16 * 1024 * 1024
HEADER_LIMIT = 4096
"""Bytes. A list of talks reads no more than the last of these from each."""

MOST_PIECES = 100_000
"""In one file; more is a bomb, not a talk."""

MARKS = {"": "", "script": "[script]\n", "event": "[[event]]\n", "agreement": "[agreement]\n", "draft": "[draft]\n"}
"""How each kind of piece begins; the header, whose name is empty, begins with its first key."""

_END = re.compile(rb'^crc = "([0-9a-f]{8})"[ \t]*\r?(?:\n|\Z)', re.M)
_MARK = re.compile(rb"^\[\[?[a-z_]{1,40}\]\]?[ \t]*\r?$", re.M)

FaultKind = Literal["torn", "damaged", "edited", "crowded"]


class TooLong(ValueError):
    """A piece is longer than a reader would take."""


class Frame(NamedTuple):
    """One piece that was read."""

    name: str
    """"" for the header, else "script", "event", "agreement" or what a later version writes."""
    table: dict[str, Any]
    """Its keys, without `crc`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the bytes of a record that is not as it was written."""

    kind: FaultKind
    """torn: the end is missing · damaged: unreadable · edited: readable, not as sealed · crowded: too many pieces."""
    line: int
    """Where it begins, counted from 1."""


class Framed(NamedTuple):
    """What `read_frames` found."""

    frames: tuple[Frame, ...]
    faults: tuple[Fault, ...]
    good_size: int
    """Bytes up to the end of the last whole piece; behind them is a torn tail, or nothing."""


def seal(name: str, table: Mapping[str, Any]) -> bytes:
    """The bytes of one piece: a key of `MARKS` and a flat table of plain values (text, numbers, dates, lists of text).

    Raises:
        TooLong: more bytes than a reader would take.
        ValueError: the table holds `crc`, None, another table, or a number that is not finite.
    """
    lines = [usual_line(key, value) or _line(key, value) for key, value in table.items()]
    data = (MARKS[name] + "".join(lines)).encode()
    data += b'crc = "%08x"\n' % zlib.crc32(data)
    if len(data) > _limit(name):
        raise TooLong(f"a piece of {len(data)} bytes")
    return b"\n" + data if name else data


def _line(key: str, value: Any) -> str:
    import tomli_w  # a list of talks writes nothing

    return tomli_w.dumps({key: _storable(key, value)})


def _limit(name: str) -> int:
    return {"": HEADER_LIMIT, "script": SCRIPT_LIMIT}.get(name, PIECE_LIMIT)


def _storable(key: str, value: Any) -> Any:
    endless = isinstance(value, float) and not math.isfinite(value)
    if key == "crc" or value is None or endless or isinstance(value, Mapping):
        raise ValueError(f"{key!r} cannot be part of a record")
    if isinstance(value, str):
        return plain(value)
    return [_storable(key, each) for each in value] if isinstance(value, (list, tuple)) else value


def read_frames(data: bytes) -> Framed:
    """Everything that can be read of a record's bytes; never raises on what they hold."""
    reader = _Reader(data)
    start = 0
    for end in _END.finditer(data):
        if len(reader.frames) + len(reader.faults) >= MOST_PIECES:
            reader.fault("crowded", start)
            return Framed(tuple(reader.frames), tuple(reader.faults), len(data))
        reader.take(start, end.start(), int(end[1], 16))
        start = end.end()
    if data[start:].strip():
        reader.fault("torn", start)
    return Framed(tuple(reader.frames), tuple(reader.faults), start)


@dataclass(slots=True)
class _Reader:
    """What has been found so far in `data`."""

    data: bytes = field(repr=False)
    frames: list[Frame] = field(default_factory=list, repr=False)
    faults: list[Fault] = field(default_factory=list)
    _counted: tuple[int, int] = (0, 1)

    def fault(self, kind: FaultKind, at: int) -> None:
        # Counting on from the last fault keeps a file of nothing but faults from being counted again and again.
        offset, line = self._counted
        line += self.data.count(b"\n", offset, at)
        self._counted = (at, line)
        self.faults.append(Fault(kind, line))

    def take(self, start: int, end: int, crc: int) -> None:
        """Read the bytes between two `crc` lines: one piece, or several if a `crc` line was lost."""
        whole = self.data[start:end].lstrip(b"\r\n")
        start = end - len(whole)
        if zlib.crc32(whole) == crc:
            self._read(whole, start, sealed=True)
            return
        borders = [start, *(m.start() for m in _MARK.finditer(self.data, start, end) if m.start() > start), end]
        for a, b in pairwise(borders):
            piece = self.data[a:b]
            self._read(piece, a, sealed=b == end and zlib.crc32(piece) == crc)

    def _read(self, piece: bytes, at: int, sealed: bool) -> None:
        frame = _frame(piece)
        if frame is None or (not frame.name and (self.frames or self.faults)):
            self.fault("damaged", at)
            return
        self.frames.append(frame)
        if not sealed:
            self.fault("edited", at)


def _frame(piece: bytes) -> Frame | None:
    script = piece.startswith(b"[script]")
    if len(piece) > (SCRIPT_LIMIT if script else PIECE_LIMIT):
        return None
    usual = usual_piece(piece)
    return Frame(*usual) if usual else _as_toml(piece)


def _as_toml(piece: bytes) -> Frame | None:
    top = read_toml(piece)
    if not top:
        return None
    name, inner = next(iter(top.items()))
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    if not isinstance(inner, dict):
        name, inner = "", top
    elif len(top) != 1:
        return None
    inner.pop("crc", None)
    return Frame(name, inner)


_QUOTED = re.compile(
    r'"""(?:[^\\]|\\.?)*?(?:"{3,5}|\Z)|'
    r"'''.*?(?:'{3,5}|\Z)|"
    r'"(?:[^"\\\n]|\\.?)*"?|'
    r"'[^'\n]*+'?|"
    r"#[^\n]*+",
    re.S,
)
_LONG_KEY = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){8}")
_MOST_NESTING = 16
_MOST_VALUES = 1000


def read_toml(data: bytes) -> dict[str, Any] | None:
    """The table of a small TOML text; None if it is not TOML, not UTF-8, or built to keep a reader busy."""
    try:
        text = data.decode("utf-8-sig")
        return None if _is_bomb(text) else tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_bomb(text: str) -> bool:
    """Whether a key has more than 8 parts, brackets stand deeper than 16, or there are more than 1000 values.

    tomllib takes 9 seconds for one key of 20,000 parts, and answers ten thousand brackets with a RecursionError.
    """
    bare = _QUOTED.sub("q", text)
    if bare.count("\n") + bare.count(",") > _MOST_VALUES or _LONG_KEY.search(bare):
        return True
    if bare.count("[") + bare.count("{") <= _MOST_NESTING:
        return False
    depth = 0
    for bracket in re.findall(r"[\[{\]}]", bare):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        if depth > _MOST_NESTING:
            return True
    return False


def read_header(head: bytes) -> dict[str, Any] | None:
    """The header of a record from its first bytes; None if it is not there whole."""
    end = _END.search(head)
    frame = _frame(head[: end.start()]) if end else None
    return None if frame is None or frame.name else frame.table
