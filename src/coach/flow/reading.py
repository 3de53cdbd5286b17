"""From the text of a flow file to a Flow, or to every fault in it at once.

Asides that many flows share (calm, shelf, stop, and the menu's `[[anytime]]` lines) are appended to the text of a flow
that has none of its own; that merged text is what is read and what a record keeps, so that a talk can be replayed by
itself years later.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from coach.errors import BadFlow
from coach.flow.faults import Fault, Found
from coach.flow.lines import Path, line_map, too_deep
from coach.flow.model import Flow
from coach.flow.rules import broken_rules
from coach.flow.shapes import shape

LARGEST = 256 * 1024
"""Bytes of a flow, asides included."""

MOST_SHOWN = 100
"""Faults that a message tells one by one."""

Piece = tuple[str, str]
"""The name and the text of one file of a flow."""

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_LONG_NUMBER = re.compile(r"[0-9_]{1000,}")


class _Unreadable(Exception):
    """No tree can be had of a text: why, and at which of its lines."""

    def __init__(self, line: int, code: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.line = line
        self.found = Found((), code, message, advice)


def read_flow(text: str, name: str, asides: Mapping[str, str], file: str = "") -> Flow:
    """The flow of a TOML text.

    Args:
        text: What the file holds.
        name: The flow's id: the file's stem.
        asides: The texts that are shared, by the stems of their files; an empty mapping for a text from a record.
        file: What faults call the file; empty for `name` with ".toml".

    Raises:
        BadFlow: with all faults.
    """
    flow, faults = read_faults(text, name, asides, file)
    if flow is None:
        raise bad_flow(faults)
    return flow


def read_faults(text: str, name: str, asides: Mapping[str, str], file: str = "") -> tuple[Flow | None, list[Fault]]:
    """As `read_flow`, but the faults are handed back; the flow is None if there are any."""
    pieces = [(file or f"{name}.toml", unified(text))]
    try:
        tree = _tree(pieces[0][1])
        if added := _missing(tree, asides):
            pieces += added
            tree = _merged_tree(pieces)
    except _Unreadable as problem:
        return None, [_placed(problem.found, problem.line, _starts(pieces))]
    merged = joined(pieces)
    flow, found = shape(tree, name, merged)
    found += broken_rules(flow, found)
    return (None, placed_faults(found, pieces)) if found else (flow, [])


def bad_flow(faults: list[Fault]) -> BadFlow:
    """The error that tells of faults, one a line."""
    lines = [str(fault) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        lines.append(f"and {len(faults) - MOST_SHOWN} more")
    return BadFlow("\n".join(lines), tuple(faults))


def decoded(raw: bytes, file: str) -> str:
    """The text of a flow file's bytes.

    Raises:
        BadFlow: it is not UTF-8.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise bad_flow([Fault(file, line, "F01", "this is not UTF-8 text", "Save the file as UTF-8.")]) from None


def unified(text: str) -> str:
    """A text without a byte order mark and with one kind of line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _tree(text: str) -> dict[str, Any]:
    """tomllib's tree of a text that is neither too large nor a bomb."""
    _must_be_small(text)
    if line := too_deep(text):
        advice = "8 dotted parts and 16 brackets within each other are the most."
        raise _Unreadable(line, "F03", "a key or a bracket goes too deep", advice)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_toml(text, error) from None


def _must_be_small(text: str) -> None:
    if len(text.encode(errors="surrogatepass")) > LARGEST:
        raise _Unreadable(1, "F01", "the flow and its asides are larger than 256 KiB", "Write a shorter one.")


def _not_toml(text: str, error: Exception) -> _Unreadable:
    """The fault tomllib tells of: its sentence names the line, except for a number of thousands of digits."""
    place = _AT_LINE.search(str(error))
    digits = _LONG_NUMBER.search(text)
    if place is None:
        line, message = text.count("\n", 0, digits.start()) + 1 if digits else 1, "a value is too large to read"
    else:
        line = int(place[1] or text.rstrip("\n").count("\n") + 1)
        message = _AT_LINE.sub("", str(error))
        message = message[:1].lower() + message[1:]
    return _Unreadable(line, "F02", message, "Look at this line and the one before it.")


def _missing(tree: Mapping[str, Any], asides: Mapping[str, str]) -> list[Piece]:
    """The asides that a flow has none of its own for."""
    stages = tree.get("stage", [])
    if not isinstance(stages, list) or not isinstance(tree.get("anytime", []), list):
        return []
    own = [stage.get("id") for stage in stages if isinstance(stage, dict)]
    own += ["anytime"] if tree.get("anytime") else []
    return [(f"asides/{stem}.toml", unified(text)) for stem, text in asides.items() if stem not in own]


def joined(pieces: Sequence[Piece]) -> str:
    """The text of a flow with its asides: what `Flow.text` keeps."""
    return "\n".join(text for _, text in pieces)


def _merged_tree(pieces: Sequence[Piece]) -> dict[str, Any]:
    """The tree of a flow with its asides; what is wrong in an aside alone is told at its own line."""
    merged = joined(pieces)
    _must_be_small(merged)
    for (_, text), (start, _) in zip(pieces[1:], _starts(pieces)[1:], strict=True):
        try:
            _tree(text)
        except _Unreadable as problem:
            problem.line += start - 1
            raise
    try:
        return tomllib.loads(merged)
    except ValueError:
        lines = line_map(pieces[0][1])
        line = lines.get(("stage",), lines.get(("anytime",), 1))
        advice = "Write each as a table of its own: [[stage]], [[anytime]]."
        raise _Unreadable(line, "F02", "stages written as one list leave no room for the asides", advice) from None


def placed_faults(found: Sequence[Found], pieces: Sequence[Piece]) -> list[Fault]:
    """Every fault at its line, from the first line to the last."""
    lines, starts = line_map(joined(pieces)), _starts(pieces)
    placed = sorted(((_line(one.path, lines), one) for one in found), key=lambda pair: pair[0])
    return [_placed(one, line, starts, count < MOST_SHOWN) for count, (line, one) in enumerate(placed)]


def _starts(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    """The line of the merged text at which each file begins, and its name."""
    starts, line = [], 1
    for file, text in pieces:
        starts.append((line, file))
        line += text.count("\n") + 1
    return starts


def _line(path: Path, lines: Mapping[Path, int]) -> int:
    """The line of a value, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _placed(found: Found, line: int, starts: Sequence[tuple[int, str]], spelling: bool = True) -> Fault:
    """A fault at a line of the merged text, told by the file that line came from."""
    first, file = next(start for start in reversed(starts) if start[0] <= line)
    return found.placed(file, line - first + 1, spelling=spelling)
