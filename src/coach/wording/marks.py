"""What the words of a text stand for, which of them are quoted, and what the guards spare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.wording.language import Guard, Language
from coach.wording.patterns import ANY, WIDEST_ANY, Ground, Places, Trie, Widths, bits, found
from coach.wording.tokens import Words

Range = tuple[int, int]
"""From one word up to another."""


class Marks:
    """A text ready to be matched. What a symbol stands for is looked up when a pattern asks for it."""

    def __init__(self, words: Words, language: Language, masked: Sequence[bool] = ()) -> None:
        """The words of a text; those that are masked stand for nothing."""
        self.words = words
        self._language = language
        self._standing: dict[str, Places] = {}
        for at, word in enumerate(words.text):
            if word in language.vocabulary and not (masked and masked[at]):
                self._standing[word] = self._standing.get(word, 0) | 1 << at
        self._widths: dict[str, dict[int, Places]] = _phrases(self._standing, words, language, masked)
        self._whole = set[str]()
        self.present = set(self._widths).union(*map(language.vocabulary.__getitem__, self._standing))
        zones = {"clause": words.clause, "sentence": words.sentence, "text": [0] * len(words.text)}
        stops = self.widths(language.stops).get(1, 0)
        paused = sum(1 << at for at, pause in enumerate(words.paused) if pause)
        self._grounds = {
            name: Ground(self.present, self.widths, zone, _borders(zone), stops, paused) for name, zone in zones.items()
        }
        self._spared: dict[str, list[Range]] = {}

    def widths(self, symbol: str) -> Widths:
        """Where everything begins that a symbol stands for, by its width in words."""
        widths = self._widths.setdefault(symbol, {})
        if symbol not in self._whole:
            self._whole.add(symbol)
            for word in self._standing.keys() & self._language.members.get(symbol, frozenset()):
                widths[1] = widths.get(1, 0) | self._standing[word]
        return widths

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


def _borders(zone: Sequence[int]) -> Places:
    """Where a zone begins, and the end of the text."""
    begins = (at for at in range(len(zone)) if not at or zone[at] != zone[at - 1])
    return sum((1 << at for at in begins), 1 << len(zone))


def _phrases(
    standing: Mapping[str, Places], words: Words, language: Language, masked: Sequence[bool]
) -> dict[str, dict[int, Places]]:
    """Lexicon → width in words → where every such phrase of a text begins."""
    made: dict[str, dict[int, Places]] = {}
    nothing: frozenset[str] = frozenset()
    symbols = [language.vocabulary.get(word, nothing) for word in words.text]
    if masked:
        symbols = [nothing if hidden else own for own, hidden in zip(symbols, masked, strict=True)]
    count = len(symbols)
    for word in standing.keys() & language.openings.keys():
        for at in bits(standing[word]):
            following = symbols[at + 1] if at + 1 < count else nothing
            for node in language.openings[word]:
                if ANY in node or not node.keys().isdisjoint(following):
                    for name, end in _followed(node, at + 1, symbols, words.sentence):
                        widths = made.setdefault(name, {})
                        widths[end - at] = widths.get(end - at, 0) | 1 << at
    return made


def _followed(
    node: Trie | tuple[str, ...], at: int, symbols: Sequence[frozenset[str]], sentence: Sequence[int]
) -> list[tuple[str, int]]:
    """The lexicons of every phrase that goes on from here, each with the place after its last word."""
    if isinstance(node, tuple):
        return []
    ended = node.get("", ())
    ways = [(name, at) for name in ended] if isinstance(ended, tuple) else []
    if at >= len(symbols) or sentence[at] != sentence[at - 1]:
        return ways
    for symbol in node.keys() & symbols[at]:
        ways += _followed(node[symbol], at + 1, symbols, sentence)
    if ANY in node:
        for skipped in range(1, WIDEST_ANY + 1):
            if at + skipped < len(symbols) and sentence[at + skipped] == sentence[at]:
                ways += _followed(node[ANY], at + skipped, symbols, sentence)
    return ways


def _covered(guard: Guard, start: int, end: int, ground: Ground) -> Range:
    """The words that one match of a guard spares."""
    if guard.spares == "words":
        return start, end
    zone, last = ground.zone, end
    ends = ground.beginning((guard.until,)) if guard.until else 0
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
