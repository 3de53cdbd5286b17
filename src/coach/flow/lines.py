"""Where in a TOML file a value stands: tomllib keeps no lines, and a fault without its line helps nobody.

Two scans over one set of tokens. `too_deep` runs before tomllib and keeps bombs from it (one key of 20 000 dotted parts
costs it 9 seconds). `line_map` runs only on text that tomllib has accepted, and only when there is a fault to place; it
checks nothing itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""The way to a value: ("stage", 0, "step", 2, "words")."""

MOST_PARTS = 8
"""Dotted parts of one key."""

MOST_NESTING = 16
"""Brackets within brackets."""

# A quote that is never closed ends the scan ("open"): tomllib refuses the text at that very place, and looking for the
# end of each such string again would cost a quadratic time. Possessive repeats (++, *+) never look back;
# they stand on single characters only, for Python 3.11.2 gets possessive groups wrong.
_TOKEN = re.compile(
    r'''
      (?P<blank>   [ \t\r]++ | \#[^\n]*+ )
    | (?P<newline> \n )
    | (?P<mark>    [\[\]{},=.] )
    | (?P<text>    """ (?: [^"\\]++ | \\. | "(?!"") )* """ "{0,2}
                 | \'\'\' (?: [^']++ | '(?!\'\') )* \'\'\' '{0,2}
                 | (?!""") " (?: [^"\\\n]++ | \\[^\n] )* "
                 | (?!\'\'\') ' [^'\n]*+ ' )
    | (?P<open>    ["'] )
    | (?P<word>    [^ \t\r\n\[\]{},=."'\#]++ )
    ''',
    re.VERBOSE | re.DOTALL,
)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, characters, line) of all but blanks and comments, up to the first string that is never closed."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind, value = str(match.lastgroup), match.group()
        if kind == "open":
            return
        if kind != "blank":
            yield kind, value, line
        line += value.count("\n")


def too_deep(text: str) -> int:
    """The line of the first key with more than 8 dotted parts, or of nesting over 16; 0 if the text has neither."""
    dots = depth = 0
    for kind, value, line in _tokens(text):
        if value == ".":
            dots += 1
        elif kind in ("mark", "newline"):
            dots = 0
            if value in "[{":
                depth += 1
            elif value in "]}":
                depth -= 1
        if dots >= MOST_PARTS or depth > MOST_NESTING:
            return line
    return 0


def line_map(text: str) -> Mapping[Path, int]:
    """The line (from 1) of every table, key and array item of a TOML text that tomllib has accepted."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """One pass over the tokens, with the place it is at."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = [*_tokens(text), ("end", "", 0)]
        self._at = 0
        self._items: dict[Path, int] = {}
        """How many `[[tables]]` each array has so far."""

    def document(self) -> None:
        """Every header and entry of the file."""
        here: Path = ()
        while (kind := self._tokens[self._at][0]) != "end":
            if kind == "newline":
                self._at += 1
            elif self._value() == "[":
                here = self._header()
            else:
                self._entry(here)

    def _value(self) -> str:
        return self._tokens[self._at][1]

    def _key(self, stop: str) -> tuple[list[str], int]:
        """The parts of a dotted key, up to and past the mark that ends it, and its line."""
        line = self._tokens[self._at][2]
        parts: list[str] = []
        while (value := self._value()) != stop:
            if value[0] in "\"'":
                parts.append(tomllib.loads(f"key = {value}")["key"])
            elif value != ".":
                parts.append(value)
            self._at += 1
        self._at += 1
        return parts, line

    def _header(self) -> Path:
        self._at += 1
        many = self._value() == "["
        self._at += many
        parts, line = self._key("]")
        self._at += many
        path: Path = ()
        for part in parts[:-1]:
            path += (part,)
            self.lines.setdefault(path, line)
            if path in self._items:
                path += (self._items[path] - 1,)
        path += (parts[-1],)
        self.lines.setdefault(path, line)
        if many:
            index = self._items.get(path, 0)
            self._items[path] = index + 1
            path += (index,)
            self.lines[path] = line
        return path

    def _entry(self, path: Path) -> None:
        parts, line = self._key("=")
        for part in parts:
            path += (part,)
            self.lines.setdefault(path, line)
        self._content(path)

    def _content(self, path: Path) -> None:
        opening = self._value()
        if opening in ("[", "{"):
            self._at += 1
            self._bracketed(path, "]" if opening == "[" else "}")
            return
        while self._value() == "." or self._tokens[self._at][0] in ("word", "text"):
            self._at += 1

    def _bracketed(self, path: Path, closing: str) -> None:
        index = 0
        while (value := self._value()) != closing:
            if value in ("\n", ","):
                self._at += 1
            elif closing == "}":
                self._entry(path)
            else:
                self.lines[*path, index] = self._tokens[self._at][2]
                self._content((*path, index))
                index += 1
        self._at += 1
