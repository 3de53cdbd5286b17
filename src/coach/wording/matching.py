"""Finding patterns in a text without ever going back.

A match walks all places of a text at once: they are the bits of one whole number, so that a slot costs a few shifts
however long the text is. Patterns that begin alike are walked together as far as they are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.wording.patterns import Pattern, Slot

Places: TypeAlias = int
"""Places in a text, as bits: bit 0 is the first word, and the bit after the last word's is the end."""

Widths: TypeAlias = Mapping[int, Places]
"""How many words wide → where something so wide begins."""

Walked: TypeAlias = dict[int, tuple[Places, Places]]
"""The number of a pattern's beginning → where it has led to, and those of them from which it may go on."""

WIDE = 3
"""Gaps of so many words and more cross a comma."""


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
    walked: Walked = field(default_factory=dict)
    standing: dict[Slot, tuple[tuple[int, Places], ...]] = field(default_factory=dict)
    """Both filled as patterns are looked for."""

    def widths_of(self, slot: Slot) -> tuple[tuple[int, Places], ...]:
        """How wide and where everything is that a slot stands for and that no border divides."""
        standing = self.standing.get(slot)
        if standing is None:
            standing = self.standing[slot] = tuple(self._looked_for(slot).items())
        return standing

    def _looked_for(self, slot: Slot) -> dict[int, Places]:
        standing: dict[int, Places] = {}
        for symbol in slot.symbols:
            if symbol in self.present:
                for width, begins in self.widths(symbol).items():
                    for crossed in range(1, width):
                        begins &= ~(self.borders >> crossed)
                    standing[width] = standing.get(width, 0) | begins
        return standing

    def beginning(self, slot: Slot) -> Places:
        """The places at which a slot may begin."""
        if slot.kind == "start":
            return self.borders
        places = 0
        for _, begins in self.widths_of(slot):
            places |= begins
        return places


def found(pattern: Pattern, ground: Ground) -> list[tuple[int, int]]:
    """Every match as (first word, place after the last), each end once and as tight as it can be."""
    present = ground.present
    for need in pattern.needs:
        if present.isdisjoint(need):
            return []
    everywhere = (1 << len(ground.zone)) - 1
    ends = _ends(pattern, everywhere, ground, ground.walked)
    if not ends:
        return []
    matches = []
    for start in reversed(list(bits(ground.beginning(pattern.slots[0]) & everywhere))):
        own = _ends(pattern, 1 << start, ground, {}) & ends
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


def _ends(pattern: Pattern, begins: Places, ground: Ground, walked: Walked) -> Places:
    """Where matches that begin at these places end."""
    at = inner = begins
    for slot, beginning in zip(pattern.slots, pattern.beginnings, strict=True):
        led = walked.get(beginning)
        if led is None:
            led = walked[beginning] = _step(slot, at, inner, ground)
        at, inner = led
        if not at:
            break
    return at


def _step(slot: Slot, at: Places, inner: Places, ground: Ground) -> tuple[Places, Places]:
    """Where one more slot leads to, and those places from which the next may go on."""
    borders = ground.borders
    if slot.kind == "one":
        taken = _taken(slot, _passed(slot, inner, ground) if slot.gap else inner, ground)
        onward = taken & ~borders
        return (taken, onward) if slot.least else (taken | at, onward | inner)
    if slot.kind == "start" or slot.kind == "end":
        at &= borders
    else:  # behind the last word of a zone nothing follows
        at &= ~(ground.beginning(slot) & inner)
    return at, inner & at


def _taken(slot: Slot, inner: Places, ground: Ground) -> Places:
    """The places after what stands in a slot."""
    standing = ground.widths_of(slot)
    after = 0
    for _ in range(slot.most):
        grown = 0
        for width, begins in standing:
            grown |= (begins & inner) << width
        if not grown:
            break
        after |= grown
        inner = grown & ~ground.borders
    return after


def _passed(slot: Slot, inner: Places, ground: Ground) -> Places:
    """Where a slot with a gap before it may stand."""
    wall = ground.borders if slot.gap >= WIDE else ground.borders | ground.paused
    places = inner
    for _ in range(slot.gap):
        fresh = ((inner if slot.leaps else inner & ~ground.stops) << 1) & ~wall & ~places
        if not fresh:
            break
        places |= fresh
        inner = fresh
    return places
