"""Sequences of words with slots: `YOU are|is ~2 TRAIT`, `^ why can not you ever`. docs/wording.md has the notation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

Trie: TypeAlias = dict[str, "Trie | tuple[str, ...]"]
"""Phrases by their words; the key "" holds the lexicons of a phrase that ends there."""


def below(node: Trie, symbol: str) -> Trie:
    """How phrases go on from here after one more symbol."""
    found = node[symbol]
    assert isinstance(found, dict)
    return found


ANY = "*"
"""In a phrase: one to three words."""

WIDEST_ANY = 3
MOST_REPEATS = 3

SYMBOL = re.compile(r"[^\W\d_A-Z][^\W_A-Z]*\+?|\d[^\W_A-Z]*|[A-Z][A-Z_]*")
"""A word, all forms of a verb, or a lexicon."""

LEXICON = re.compile(r"[A-Z][A-Z_]*")

_PIECE = re.compile(r"!?\([^()]*\)[?*]?|\S+")
_GAP = re.compile(r"(~~?)([1-9]\d?)")


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One place in a pattern. What is written alike is one and the same slot."""

    kind: str
    """"one", "start", "end" or "not"."""
    symbols: tuple[str, ...] = ()
    """What may stand here (or, for "not", must not)."""
    least: int = 1
    most: int = 1
    """How often."""
    gap: int = 0
    """The most words that may stand before it."""
    leaps: bool = False
    """Whether these may be negations."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of slots."""

    text: str
    """As it was written."""
    slots: tuple[Slot, ...]
    beginnings: tuple[int, ...]
    """A number for each slot with all that stand before it: patterns that begin alike share theirs."""
    needs: tuple[tuple[str, ...], ...]
    """Of each of these at least one symbol must be in the text."""
    key: tuple[str, ...] = ()
    """The rarest of them; chosen once all patterns are known."""


class Notation:
    """Reads patterns; what many of them share is read once."""

    def __init__(self, group: Callable[[str], str], literal: Callable[[str], object]) -> None:
        """How to make symbols known.

        Args:
            group: takes what stands in parentheses, hands back the name of a lexicon that holds it.
            literal: takes a word, a verb+ or a LEXICON; a ValueError says that there is no such one.
        """
        self._group, self._literal = group, literal
        self._slots: dict[tuple[int, bool, str], Slot] = {}
        self._beginnings: dict[tuple[int, Slot], int] = {}

    def pattern(self, text: str) -> Pattern:
        """The pattern of a line.

        Raises:
            ValueError: with a sentence on what is wrong.
        """
        slots = tuple(self._with_gaps(_PIECE.findall(text)))
        needs = tuple(slot.symbols for slot in slots if slot.kind == "one" and slot.least)
        if not needs:
            raise ValueError("it could match nothing at all: add a word that must be there")
        first = slots[0]
        if first.gap or first.kind not in ("one", "start") or not first.least or first.most > 1:
            raise ValueError("it begins with something that may be missing: begin with ^, a word or a lexicon")
        beginnings, before = [], -1
        for slot in slots:
            before = self._beginnings.setdefault((before, slot), len(self._beginnings))
            beginnings.append(before)
        return Pattern(text, slots, tuple(beginnings), needs)

    def _with_gaps(self, pieces: list[str]) -> list[Slot]:
        slots, gap, leaps = [], 0, False
        for piece in pieces:
            if match := _GAP.fullmatch(piece):
                gap, leaps = int(match[2]), match[1] == "~~"
                continue
            known = (gap, leaps, piece)
            if known not in self._slots:
                self._slots[known] = replace(self._slot(piece), gap=gap, leaps=leaps)
            slots.append(self._slots[known])
            gap, leaps = 0, False
        if gap:
            raise ValueError("it ends with a gap, which says nothing: end it with a word")
        return slots

    def _slot(self, piece: str) -> Slot:
        if piece in ("^", "$"):
            return Slot("start" if piece == "^" else "end")
        kind = "not" if piece.startswith("!") else "one"
        body = piece.removeprefix("!")
        least, most = {"?": (0, 1), "*": (0, MOST_REPEATS)}.get(body[-1:], (1, 1))
        body = body.rstrip("?*")
        if body.startswith("(") and body.endswith(")"):
            return Slot(kind, (self._group(body[1:-1]),), least, most)
        symbols = tuple(body.split("|"))
        for symbol in symbols:
            if not SYMBOL.fullmatch(symbol):
                advice = "write a word, verb+, LEXICON, a|b, (a phrase|another), ~3, ^ or $"
                raise ValueError(f'"{piece}" is no slot: {advice}')
            self._literal(symbol)
        return Slot(kind, symbols, least, most)
