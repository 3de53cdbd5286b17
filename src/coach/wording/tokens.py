"""From a text as people type it to plain words, each of which still knows where it stood.

Curly quotes, `u` and `ur`, lost apostrophes, stretched letters and slips of one letter are read as what they mean;
contractions become two words. Nothing read here is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.wording.language import Language, Respelling

_WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019\u02bc`\u00b4][^\W_]+)*|[\u2600-\u27bf\U0001f300-\U0001faff]")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))
_STRETCHED = re.compile(r"(.)\1{2,}")
_SENTENCE_END = re.compile(r"[.!?;\n\u2026]")
_CLAUSE_END = re.compile(r"[,:()\u2013\u2014]|\s-+\s|--")
_PLAIN_GAPS = frozenset({" ", "-", "/", "'", ""})

SHORTEST_SLIP = 6
"""Letters a word must have before a slip in it is mended."""


@dataclass(slots=True)
class Words:
    """The words of a text. The lists run side by side."""

    text: list[str] = field(default_factory=list)
    """Each word after normalisation."""
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    """Characters of the original, from and up to."""
    clause: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    paused: list[bool] = field(default_factory=list)
    """Whether a comma, a dash or more stands before the word."""
    asks: list[bool] = field(default_factory=list)
    """Whether the word's sentence ends with a question mark."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the words from `start` up to `end`."""
        return self.first[start], max(self.last[start:end])


def read(text: str, language: Language) -> Words:
    """The words of a text with their clauses and sentences."""
    words, breaks, asking = _spelled(text, language)
    _respell(words, breaks, language)
    _divide(words, breaks, asking, language)
    return words


def _spelled(text: str, language: Language) -> tuple[Words, list[int], list[int]]:
    """The words, what divides each from the one before (2 a sentence, 1 a clause), where question marks stand."""
    words, breaks = Words(), []
    asking: list[int] = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        between = text[before:start]
        divides = 0 if between in _PLAIN_GAPS else _divides(between, text, before, start)
        if "?" in between:
            asking.append(before)
        for number, word in enumerate(_meant(match.group().lower(), language)):
            words.text.append(word)
            words.first.append(start)
            words.last.append(end)
            breaks.append(0 if number else divides)
        before = end
    if "?" in text[before:]:
        asking.append(before)
    return words, breaks, asking


def _divides(between: str, text: str, before: int, start: int) -> int:
    if _SENTENCE_END.search(between):
        inside_number = between in (".", ":") and text[before - 1 : before].isdigit() and text[start].isdigit()
        return 0 if inside_number else 2
    return 1 if _CLAUSE_END.search(between) else 0


def _meant(word: str, language: Language) -> tuple[str, ...]:
    """What was meant by one typed word."""
    word = word.translate(_APOSTROPHES)
    short, known = language.spelling.short, language.vocabulary
    if word in short:
        return short[word]
    if word in known:
        return (word,)
    if "'" in word:
        stem, _, tail = word.rpartition("'")
        return (stem,) if len(tail) <= 1 else (word.replace("'", ""),)
    if (stretched := _STRETCHED.sub(r"\1\1", word)) != word:
        for candidate in (stretched, _STRETCHED.sub(r"\1", word)):
            if candidate in short:
                return short[candidate]
            if candidate in known:
                return (candidate,)
        word = stretched
    for typed, meant in language.spelling.endings.items():
        if word.endswith(typed) and (candidate := word.removesuffix(typed) + meant) in known:
            return (candidate,)
    return (_mended(word, language) if len(word) >= SHORTEST_SLIP else word,)


def _mended(word: str, language: Language) -> str:
    """The one mendable word that this is a slip of: a letter too many, too few, or two swapped."""
    slips = language.slips
    if not slips:
        for right in language.mendable:
            for shorter in _shortened(right):
                slips[shorter] = right if slips.get(shorter, right) == right else None
    candidates = {slips.get(word)} | {shorter for shorter in _shortened(word) if shorter in language.mendable}
    candidates |= {swapped for swapped in _swapped(word) if swapped in language.mendable}
    candidates.discard(None)
    return (candidates.pop() or word) if len(candidates) == 1 else word


def _shortened(word: str) -> list[str]:
    """A word with each of its letters but the first left out."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _swapped(word: str) -> list[str]:
    """A word with each two neighbours swapped, but for the first letter."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)]


def _respell(words: Words, breaks: list[int], language: Language) -> None:
    """Replace words whose meaning hangs on the words after them."""
    table = language.spelling.respellings
    for at in [at for at in range(len(words.text) - 1, -1, -1) if words.text[at] in table]:
        for respelling in table[words.text[at]]:
            width = len(respelling.words)
            if tuple(words.text[at : at + width]) != respelling.words:
                continue
            if not _fits(respelling, at + width, words.text, breaks, language.vocabulary):
                continue
            first, last, new = words.first[at], words.last[at + width - 1], len(respelling.becomes)
            words.text[at : at + width] = respelling.becomes
            words.first[at : at + width] = [first] * new
            words.last[at : at + width] = [last] * new
            breaks[at : at + width] = [breaks[at]] + [0] * (new - 1)
            break


def _fits(
    respelling: Respelling, at: int, words: list[str], breaks: list[int], vocabulary: Mapping[str, tuple[str, ...]]
) -> bool:
    if not respelling.before and not respelling.endings:
        return True
    if at >= len(words) or breaks[at]:
        return False
    following = words[at]
    fits = following in respelling.before or not respelling.before.isdisjoint(vocabulary.get(following, ()))
    if not (
        fits or (respelling.endings and following.endswith(respelling.endings) and len(following) > SHORTEST_ENDING)
    ):
        return False
    if respelling.then is None or at + 1 >= len(words) or breaks[at + 1]:
        return True
    return not respelling.then.isdisjoint(vocabulary.get(words[at + 1], ()))


SHORTEST_ENDING = 4
"""A word needs more letters than this to be taken for "-ing"."""


def _divide(words: Words, breaks: list[int], asking: list[int], language: Language) -> None:
    """Number clauses and sentences, and tell which sentences ask."""
    joints = language.joints
    clause = sentence = 0
    count = len(words.text)
    for at, word in enumerate(words.text):
        if at:
            sentence += breaks[at] == 2
            joined = word in joints.always or (
                word in joints.before_subject and at + 1 < count and words.text[at + 1] in joints.subjects
            )
            clause += breaks[at] > 0 or joined
        words.clause.append(clause)
        words.sentence.append(sentence)
    ends = set(asking)
    asked = {words.sentence[at] for at in range(count) if words.last[at] in ends}
    words.paused = [strength > 0 for strength in breaks]
    words.asks = [number in asked for number in words.sentence]
