"""Walking all places of a text at once finds what trying every place one by one finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.wording.test_loading import WHOLE

from coach.wording.language import SPANS
from coach.wording.loading import read_rules
from coach.wording.marks import Marks
from coach.wording.matching import WIDE, Ground, found
from coach.wording.patterns import Notation, Slot
from coach.wording.tokens import Words

LANGUAGE = read_rules(
    WHOLE.replace(
        '[lexicon.TRAIT]\nwords = "faul gemein"',
        '[lexicon.TRAIT]\nwords = "faul gemein"\nphrases = ["du bist", "faul * du", "bist TRAIT", "nicht faul gemein"]',
    ),
    "xx.toml",
)
FIRST = ["^", "TRAIT", "du", "faul|bist"]
MORE = [
    "du",
    "TRAIT",
    "TRAIT?",
    "TRAIT*",
    "~1 du",
    "~2 TRAIT",
    "~3 du|bist",
    "~~2 du",
    "~1 TRAIT?",
    "!du",
    "!TRAIT",
    "$",
]
WORDS = ["du", "du", "bist", "faul", "gemein", "nicht"]

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([0, 0, 0, 1, 2])), min_size=1, max_size=9)
patterns = st.tuples(
    st.sampled_from(FIRST), st.sampled_from(["TRAIT", "du"]), st.lists(st.sampled_from(MORE), max_size=3)
)


def words_of(text: list[tuple[str, int]]) -> Words:
    """Words with what stands before each: nothing, a comma, a full stop."""
    words = Words()
    clause = sentence = 0
    for at, (word, breaks) in enumerate(text):
        clause, sentence = clause + (at > 0 < breaks), sentence + (at > 0 and breaks == 2)
        words.text.append(word)
        words.first.append(at)
        words.last.append(at + 1)
        words.clause.append(clause)
        words.sentence.append(sentence)
        words.paused.append(at > 0 < breaks)
        words.asks.append(False)
    return words


def one_by_one(slots: tuple[Slot, ...], at: int, start: int, words: Words, ground: Ground) -> Iterator[int]:
    """The ends of every match of the slots from this place on, by going back as often as it takes."""
    if not slots:
        yield at
        return
    slot, rest = slots[0], slots[1:]
    count, zone = len(words.text), ground.zone
    outside = at == count or (at > 0 and zone[at] != zone[at - 1])
    if slot.kind in ("start", "end"):
        if (outside or not at) if slot.kind == "start" else outside:
            yield from one_by_one(rest, at, start, words, ground)
    elif slot.kind == "not":
        if (outside and at > start) or not list(standing(slot, at, ground)):
            yield from one_by_one(rest, at, start, words, ground)
    else:
        if not slot.least:
            yield from one_by_one(rest, at, start, words, ground)
        for place in places(slot, at, start, words, zone):
            for end in repeated(slot, place, ground, slot.most):
                yield from one_by_one(rest, end, start, words, ground)


def places(slot: Slot, at: int, start: int, words: Words, zone: Sequence[int]) -> Iterator[int]:
    """Where a slot may stand, its gap passed."""
    if at == len(zone) or zone[at] != zone[start]:
        return
    yield at
    for place in range(at + 1, min(at + slot.gap, len(zone) - 1) + 1):
        stopped = words.text[place - 1] == "nicht" and not slot.leaps
        if zone[place] != zone[start] or stopped or (words.paused[place] and slot.gap < WIDE):
            return
        yield place


def repeated(slot: Slot, at: int, ground: Ground, most: int) -> Iterator[int]:
    """The places after what stands in a slot, once or more."""
    for end in standing(slot, at, ground):
        yield end
        if most > 1 and end < len(ground.zone) and ground.zone[end] == ground.zone[at]:
            yield from repeated(slot, end, ground, most - 1)


def standing(slot: Slot, at: int, ground: Ground) -> Iterator[int]:
    """The places after one thing that a slot stands for."""
    for symbol in slot.symbols:
        for width, begins in ground.widths(symbol).items():
            if begins >> at & 1 and ground.zone[at + width - 1] == ground.zone[at]:
                yield at + width


@settings(max_examples=600)
@given(texts, patterns, st.sampled_from(SPANS))
def test_all_places_at_once_are_every_place_in_turn(
    text: list[tuple[str, int]], written: tuple[str, str, list[str]], within: str
) -> None:
    """The same ends, and for each of them the last place at which a match of it can begin."""
    words = words_of(text)
    ground = Marks(words, LANGUAGE).ground(within)
    pattern = Notation(lambda body: body, lambda symbol: None).pattern(" ".join([*written[:2], *written[2]]))
    tried: dict[int, int] = {}
    for start in range(len(text)):
        for end in one_by_one(pattern.slots, start, start, words, ground):
            tried[end] = start
    assert {end: start for start, end in found(pattern, ground)} == tried


def test_no_phrase_goes_on_in_the_next_sentence() -> None:
    """`faul * du` is one phrase across a comma, and none across a full stop."""
    after_a_comma = Marks(words_of([("faul", 0), ("und", 1), ("du", 0)]), LANGUAGE)
    after_a_stop = Marks(words_of([("faul", 0), ("und", 2), ("du", 0)]), LANGUAGE)
    assert after_a_comma.ground("text").widths("TRAIT") == {1: 1, 3: 1}
    assert after_a_stop.ground("text").widths("TRAIT") == {1: 1}
