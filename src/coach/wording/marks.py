"""What the words of a text stand for, which of them are quoted, and what the guards spare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.wording.language import Candidates, Guard, Language
from coach.wording.matching import Ground, Places, Widths, found
from coach.wording.patterns import ANY, WIDEST_ANY, Trie, below
from coach.wording.tokens import Words

Range = tuple[int, int]
"""From one word up to another."""


class Marks:
    """A text ready to be matched. What a symbol stands for is looked up when a pattern asks for it."""

    def __init__(self, words: Words, language: Language, masked: Sequence[bool] = ()) -> None:
        """The words of a text; those that are masked stand for nothing."""
        self.words = words
        self._members = language.members
        self._standing: dict[str, Places] = {}
        for at, word in enumerate(words.text):
            if word in language.vocabulary and not (masked and masked[at]):
                self._standing[word] = self._standing.get(word, 0) | 1 << at
        self.present = set[str]().union(*map(language.vocabulary.__getitem__, self._standing))
        self._single: dict[str, Places] = {}
        zones = {"clause": words.clause, "sentence": words.sentence, "text": [0] * len(words.text)}
        borders = {name: _borders(zone) for name, zone in zones.items()}
        self._phrases = self._found(language.openings, borders["sentence"])
        self.present.update(self._phrases)
        stops, paused = self._words(language.stops), _bits(words.paused)
        self._grounds = {
            name: Ground(self.present, self.widths, zone, borders[name], stops, paused) for name, zone in zones.items()
        }
        self._spared: dict[str, list[Range]] = {}

    def widths(self, symbol: str) -> Widths:
        """Where everything begins that a symbol stands for, by its width in words."""
        single, phrases = self._words(symbol), self._phrases.get(symbol)
        if phrases is None:
            return {1: single} if single else {}
        return {**phrases, 1: single | phrases.get(1, 0)}

    def candidates(self, of: Candidates) -> list[tuple[int, int]]:
        """Every rule and pattern that may match here, in their order."""
        return sorted({each for met in (*self._standing, *self._phrases) for each in of.get(met, ())})

    def _words(self, symbol: str) -> Places:
        """Where the single words stand that a symbol stands for."""
        places = self._single.get(symbol)
        if places is None:
            places = 0
            for word in self._standing.keys() & self._members.get(symbol, (symbol,)):
                places |= self._standing[word]
            self._single[symbol] = places
        return places

    def _found(self, openings: Mapping[str, tuple[Trie, ...]], borders: Places) -> dict[str, dict[int, Places]]:
        """Lexicon → width in words → where every such phrase of the text begins; none crosses a border."""
        made: dict[str, dict[int, Places]] = {}
        standing, single, present = self._standing, self._single, self.present
        ways = [(node, standing[word] << 1, 1) for word in standing.keys() & openings.keys() for node in openings[word]]
        while ways:
            node, after, width = ways.pop()
            for name in node.get("", ()):
                widths = made.setdefault(name, {})
                widths[width] = widths.get(width, 0) | after >> width
            after &= ~borders
            if not after:
                continue
            for symbol in node.keys() & present:
                places = single.get(symbol)
                if on := after & (self._words(symbol) if places is None else places):
                    ways.append((below(node, symbol), on << 1, width + 1))
            if ANY in node:
                for skipped in range(1, WIDEST_ANY + 1):
                    after = after << 1 & ~borders
                    ways.append((below(node, ANY), after, width + skipped))
        return made

    def ground(self, within: str) -> Ground:
        """What patterns are looked for in: the clauses, the sentences, or the whole text."""
        return self._grounds[within]

    def spared_by(self, guard: Guard) -> list[Range]:
        """The words that a guard spares."""
        if guard.name not in self._spared:
            ground = self.ground("sentence" if guard.spares in ("rest", "words") else guard.spares)
            self._spared[guard.name] = [
                _covered(guard, start, end, ground)
                for pattern in guard.patterns
                if not self.present.isdisjoint(pattern.key)
                for start, end in found(pattern, ground)
                if guard.asks is None or self.words.asks[start] == guard.asks
            ]
        return self._spared[guard.name]


def _bits(flags: Sequence[bool]) -> Places:
    return sum(1 << at for at, flag in enumerate(flags) if flag)


def _borders(zone: Sequence[int]) -> Places:
    """Where a zone begins, and the end of the text."""
    return _bits([not at or zone[at] != zone[at - 1] for at in range(len(zone))] + [True])


def _covered(guard: Guard, start: int, end: int, ground: Ground) -> Range:
    """The words that one match of a guard spares."""
    if guard.spares == "words":
        return start, end
    zone, last = ground.zone, end
    ends = 0
    for begins in ground.widths(guard.until).values():
        ends |= begins
    while last < len(zone) and zone[last] == zone[start] and not ends >> last & 1:
        last += 1
    if guard.spares == "rest":
        return start, last
    first = start
    while first and zone[first - 1] == zone[start]:
        first -= 1
    return first, last


def quoted(text: str, words: Words, language: Language) -> list[bool]:
    """Which words stand in quotation marks; an empty list if none does."""
    ranges = [span for opening, closing in language.quotes for span in _pairs(text, opening, closing)]
    if not ranges:
        return []
    ranges.sort()
    hidden, number = [], 0
    for first in words.first:
        while number < len(ranges) and ranges[number][1] <= first:
            number += 1
        hidden.append(number < len(ranges) and ranges[number][0] <= first)
    return hidden


def _pairs(text: str, opening: str, closing: str) -> list[Range]:
    """Opening and closing marks at the edges of words, from the first on."""
    pairs: list[Range] = []
    at = text.find(opening)
    while at != -1:
        if (at and text[at - 1].isalnum()) or text[at + 1 : at + 2].isspace():
            at = text.find(opening, at + 1)
            continue
        end = text.find(closing, at + 1)
        while end != -1 and text[end + 1 : end + 2].isalnum():
            end = text.find(closing, end + 1)
        if end == -1:
            break
        pairs.append((at, end))
        at = text.find(opening, end + 1)
    return pairs
