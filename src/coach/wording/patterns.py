"""Sequences of words with slots, and finding them in a text without ever going back.

A pattern is written as words: `YOU are|is ~2 TRAIT`, `^ why can not you ever`. A match walks all its possible ends at
once, so that the time is bounded by the words of the text times the slots of the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Trie: TypeAlias = dict[str, "Trie | tuple[str, ...]"]
"""Phrases by their words; the key "" holds the lexicons of a phrase that ends there."""

Places: TypeAlias = Mapping[int, Sequence[int]]
"""First word → the places after the last word, of everything in a text that one symbol stands for."""

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
    places: Callable[[str], Places]
    """Where one symbol stands."""
    zone: Sequence[int]
    """The clause, sentence or text that each word belongs to; no match leaves it."""
    stops: Sequence[bool]
    """Words that no plain gap passes."""
    paused: Sequence[bool]
    """Words with a comma or more before them; no narrow gap crosses one."""


def found(pattern: Pattern, ground: Ground) -> list[tuple[int, int]]:
    """Every match as (first word, place after the last), each end once."""
    for need in pattern.needs:
        if ground.present.isdisjoint(need):
            return []
    ends: dict[int, int] | None = None
    gap: Slot | None = None
    for slot in pattern.slots:
        if slot.kind == "gap":
            gap = slot
            continue
        if ends is None:
            ends = _first(slot, ground)
        elif slot.kind == "one":
            ends = _next(slot, ends, gap, ground)
        else:
            ends = {at: start for at, start in ends.items() if _holds(slot, at, ground)}
        gap = None
        if not ends:
            return []
    return [(start, end) for end, start in (ends or {}).items()]


def _first(slot: Slot, ground: Ground) -> dict[int, int]:
    """End → start of the first slot, wherever it stands."""
    zone = ground.zone
    if slot.kind == "start":
        return {at: at for at in range(len(zone)) if not at or zone[at] != zone[at - 1]}
    ends = {end: at for symbol in slot.symbols for at, after in ground.places(symbol).items() for end in after}
    return {end: at for end, at in ends.items() if zone[end - 1] == zone[at]}


def _next(slot: Slot, ends: Mapping[int, int], gap: Slot | None, ground: Ground) -> dict[int, int]:
    """The ends after one more slot; a later start wins, so that a match is as tight as it can be."""
    zone = ground.zone
    after = dict(ends) if slot.least == 0 else {}
    maps = [ground.places(symbol) for symbol in slot.symbols if symbol in ground.present]
    step = ends if maps else {}
    for _ in range(slot.most):
        grown: dict[int, int] = {}
        for at, start in step.items():
            for place in _places(at, start, gap, ground):
                for known in maps:
                    for end in known.get(place, ()):
                        if zone[end - 1] == zone[start] and start > grown.get(end, -1):
                            grown[end] = start
        for end, start in grown.items():
            if start > after.get(end, -1):
                after[end] = start
        if not grown:
            break
        step, gap = grown, None
    return after


def _places(at: int, start: int, gap: Slot | None, ground: Ground) -> range | tuple[int, ...]:
    """Where the next word may stand."""
    zone = ground.zone
    if at >= len(zone) or zone[at] != zone[start]:
        return ()
    if gap is None:
        return (at,)
    last, furthest = at, min(at + gap.most, len(zone) - 1)
    while last < furthest and zone[last + 1] == zone[start]:
        if ground.stops[last] and not gap.leaps:
            break
        if ground.paused[last + 1] and gap.most < WIDE:
            break
        last += 1
    return range(at, last + 1)


def _holds(slot: Slot, at: int, ground: Ground) -> bool:
    """Whether a slot that takes no word is content with this place."""
    zone = ground.zone
    outside = at == len(zone) or (at > 0 and zone[at] != zone[at - 1])
    if slot.kind == "start":
        return at < len(zone) and (not at or outside)
    if slot.kind == "end" or outside:
        return outside  # behind the last word anything that must not follow does not
    return not any(at in ground.places(symbol) for symbol in slot.symbols)
