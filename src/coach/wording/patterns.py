"""Sequences of words with slots, and finding them in a text without ever going back.

A pattern is written as words: `YOU are|is ~2 TRAIT`, `^ why can not you ever`. A match walks all places of a text at
once: they are the bits of one whole number, so that a slot costs a few shifts however long the text is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Trie: TypeAlias = dict[str, "Trie | tuple[str, ...]"]
"""Phrases by their words; the key "" holds the lexicons of a phrase that ends there."""

Places: TypeAlias = int
"""Places in a text, as bits: bit 0 is the first word, and the bit after the last word's is the end."""

Widths: TypeAlias = Mapping[int, Places]
"""How many words wide → where something so wide begins."""

ANY = "*"
"""In a phrase: one to three words."""

WIDEST_ANY = 3
WIDE = 3
"""Gaps of so many words and more cross a comma."""

MOST_REPEATS = 3

SYMBOL = re.compile(r"[^\W\d_A-Z][^\W_A-Z]*\+?|\d[^\W_A-Z]*|[A-Z][A-Z_]*")
"""A word, all forms of a verb, or a lexicon."""

LEXICON = re.compile(r"[A-Z][A-Z_]*")

_PIECE = re.compile(r"!?\([^()]*\)[?*]?|\S+")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a pattern."""

    kind: str
    """"one", "gap", "start", "end" or "not"."""
    symbols: tuple[str, ...] = ()
    """What may stand here (or, for "not", must not)."""
    least: int = 1
    most: int = 1
    """How often; for a gap the most words it passes."""
    leaps: bool = False
    """A gap that reaches across negation."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of slots."""

    text: str
    """As it was written."""
    slots: tuple[Slot, ...]
    needs: tuple[tuple[str, ...], ...]
    """Of each of these at least one symbol must be in the text."""
    key: tuple[str, ...]
    """The rarest of them."""


def compiled(text: str, group: Callable[[str], str]) -> Pattern:
    """The pattern of its notation; its `key` is chosen later, once all patterns are known.

    Args:
        text: The notation.
        group: Takes what stands in parentheses, hands back the name of a lexicon that holds it.

    Raises:
        ValueError: with a sentence on what is wrong.
    """
    slots = tuple(_slot(piece, group) for piece in _PIECE.findall(text))
    needs = tuple(slot.symbols for slot in slots if slot.kind == "one" and slot.least)
    if not needs:
        raise ValueError("it could match nothing at all: add a word that must be there")
    if slots[0].kind not in ("one", "start") or not slots[0].least or slots[0].most > 1:
        raise ValueError("it begins with something that may be missing: begin with ^, a word or a lexicon")
    return Pattern(text, slots, needs, ())


def _slot(piece: str, group: Callable[[str], str]) -> Slot:
    if piece in ("^", "$"):
        return Slot("start" if piece == "^" else "end")
    if gap := re.fullmatch(r"(~~?)([1-9]\d?)", piece):
        return Slot("gap", most=int(gap[2]), leaps=gap[1] == "~~")
    kind = "not" if piece.startswith("!") else "one"
    body = piece.removeprefix("!")
    least, most = {"?": (0, 1), "*": (0, MOST_REPEATS)}.get(body[-1:], (1, 1))
    body = body.rstrip("?*")
    if body.startswith("(") and body.endswith(")"):
        return Slot(kind, (group(body[1:-1]),), least, most)
    symbols = tuple(body.split("|"))
    for symbol in symbols:
        if not SYMBOL.fullmatch(symbol):
            raise ValueError(f'"{piece}" is no slot: write a word, verb+, LEXICON, a|b, (a phrase|another), ~3, ^ or $')
    return Slot(kind, symbols, least, most)


@dataclass(frozen=True, slots=True)
class Ground:
    """What patterns are looked for in."""

    present: set[str]
    """Every symbol that the text holds."""
    widths: Callable[[str], Widths]
    """Where one symbol stands."""
    zone: Sequence[int]
    """The clause, sentence or text that each word belongs to; no match leaves it."""
    borders: Places
    """Where a zone begins, and the end of the text."""
    stops: Places
    """Words that no plain gap passes."""
    paused: Places
    """Words with a comma or more before them; no narrow gap crosses one."""

    spans: dict[tuple[str, ...], Widths] = field(default_factory=dict)
    """Filled as slots are looked for: symbols → where what they stand for begins without crossing a border."""

    def within(self, symbols: tuple[str, ...]) -> Widths:
        """Where anything begins that these symbols stand for and that no border divides, by its width in words."""
        spans = self.spans.get(symbols)
        if spans is None:
            spans = self.spans[symbols] = {}
            for symbol in symbols:
                if symbol in self.present:
                    for width, begins in self.widths(symbol).items():
                        for crossed in range(1, width):
                            begins &= ~(self.borders >> crossed)
                        spans[width] = spans.get(width, 0) | begins
        return spans

    def beginning(self, symbols: tuple[str, ...]) -> Places:
        """The places at which any of these symbols begins."""
        places = 0
        for begins in self.within(symbols).values():
            places |= begins
        return places


def found(pattern: Pattern, ground: Ground) -> list[tuple[int, int]]:
    """Every match as (first word, place after the last), each end once and as tight as it can be."""
    for need in pattern.needs:
        if ground.present.isdisjoint(need):
            return []
    first, *_ = pattern.slots
    inside = (1 << len(ground.zone)) - 1
    begins = (ground.borders if first.kind == "start" else ground.beginning(first.symbols)) & inside
    ends = _ends(pattern, begins, ground)
    matches = []
    for start in reversed(list(bits(begins)) if ends else []):
        own = _ends(pattern, 1 << start, ground) & ends
        matches += [(start, end) for end in bits(own)]
        ends &= ~own
        if not ends:
            break
    return matches


def bits(places: Places) -> Iterator[int]:
    """Each place, the first one first."""
    while places:
        yield (places & -places).bit_length() - 1
        places &= places - 1


def _ends(pattern: Pattern, begins: Places, ground: Ground) -> Places:
    """Where matches that begin at these places end."""
    at, inner, gap = begins, begins, None
    for slot in pattern.slots:
        if slot.kind == "gap":
            gap = slot
            continue
        if slot.kind == "one":
            taken = _taken(slot, inner if gap is None else _passed(inner, gap, ground), ground)
            at, inner = (taken, 0) if slot.least else (taken | at, inner)
            inner |= taken & ~ground.borders
        elif slot.kind == "end":
            at &= ground.borders
        elif slot.kind == "not":  # behind the last word of a zone nothing follows
            at &= ~(ground.beginning(slot.symbols) & inner)
            inner &= at
        if not at:
            return 0
        gap = None
    return at


def _taken(slot: Slot, inner: Places, ground: Ground) -> Places:
    """The places after what stands in one more slot."""
    spans = ground.within(slot.symbols).items()
    after = 0
    for _ in range(slot.most):
        grown = 0
        for width, begins in spans:
            grown |= (begins & inner) << width
        if not grown:
            break
        after |= grown
        inner = grown & ~ground.borders
    return after


def _passed(inner: Places, gap: Slot, ground: Ground) -> Places:
    """Where the next word may stand."""
    wall = ground.borders if gap.most >= WIDE else ground.borders | ground.paused
    places = inner
    for _ in range(gap.most):
        fresh = ((inner if gap.leaps else inner & ~ground.stops) << 1) & ~wall & ~places
        if not fresh:
            break
        places |= fresh
        inner = fresh
    return places
