"""What is noticed, what is left, and where it stands in the text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wording.sentences import DEVELOPMENT, FRESH, SECOND, Sentence

from coach.wording import explain, load, review
from coach.wording.language import LABELS
from coach.wording.tokens import read

EN = load("en")
WORDS = sorted(EN.vocabulary)

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(
        st.sampled_from(["you", "u", "ur", "never", "always", "i", "’", '"', "'", ", ", ". ", "😂", "İ", "ß"])
    ).map("".join),
)


@given(texts)
def test_any_text_is_read(text: str) -> None:
    """It never raises, says the same twice, and its span lies inside the text."""
    found = review(text, EN)
    assert found == review(text, EN)
    assert found.label in ("ok", *LABELS)
    if found.span:
        start, end = found.span
        assert 0 <= start < end <= len(text)
    assert bool(found.notice) == bool(found.starter) == bool(found.span and not found.safety)
    for finding in explain(text, EN):
        assert text[slice(*finding.span)] == finding.words != ""


@given(texts)
def test_every_word_knows_where_it_stood(text: str) -> None:
    """The words lie in the original in their order, none of them empty."""
    words = read(text, EN)
    spans = list(zip(words.first, words.last, strict=True))
    assert spans == sorted(spans)
    assert all(0 <= first < last <= len(text) for first, last in spans)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ok but ur sooooo selfish", "ur sooooo selfish"),
        ("Honestly, you’re so selfish with the car.", "you’re so selfish"),
        ("i dont know, u nver listen", "u nver listen"),
        ("your a joke", "your a joke"),
    ],
)
def test_the_span_is_that_of_the_original(text: str, words: str) -> None:
    """However it was spelled, the words as typed are shown."""
    span = review(text, EN).span
    assert span is not None
    assert text[slice(*span)] == words


@pytest.mark.parametrize(
    "text",
    [
        "He wrote 'you never listen' on the card.",
        "You said “you are so selfish” and then you laughed.",
        "i'm not saying you're selfish",
        "I don't think you always forget.",
        "you always make me laugh",
        "you never let me down",
        "my boss is an idiot",
        "i'm such an idiot",
        "you need to rest",
        "stop worrying about it",
        "do you always take this train?",
        "if i got that right, you think i never listen?",
        "I love how you never give up.",
    ],
)
def test_good_sentences_are_left(text: str) -> None:
    """Quotes, negation, praise, other people, oneself, kindness, curiosity, mirrors."""
    assert review(text, EN).label == "ok"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I don't think it was an accident, I think you did it to spite me.", "mindreading"),
        ("i'm not saying it's all you but you are so selfish", "blame"),
        ("'Busy', were you? You never help me.", "blame"),
        ("you're such an idiot and i want a divorce", "contempt"),
        ("You always forget, so it's my turn now.", "blame"),
    ],
)
def test_what_goes_too_far_is_noticed_all_the_same(text: str, label: str) -> None:
    """A guard protects as far as it reaches, and precedence decides between two."""
    assert review(text, EN).label == label


@pytest.mark.parametrize("fit", ["", "want", "question"])
def test_a_starter_fits_the_step(fit: str) -> None:
    """A step that asks for a want or a question gets a starter of that kind."""
    found = review("you never help with anything", EN, fit)
    assert found.starter == EN.labels["blame"][fit or "starter"]


def test_an_unknown_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="fit"):
        review("hello", EN, "shout")


@pytest.mark.parametrize(
    "text",
    [
        "You never listen and you hit me last night.",
        "you selfish idiot, if you leave me i'll kill myself",
        "She said 'I will kill you' and i'm scared of you too.",
        "You told me “i'll kill you”.",
    ],
)
def test_danger_comes_before_wording(text: str) -> None:
    """Never a hint on words of danger, whatever else they say, quoted or not."""
    found = review(text, EN)
    assert found.safety
    assert found.label in ("ok", "threat")
    assert (found.notice, found.starter) == ("", "")


def test_what_was_spared_is_explained() -> None:
    """`explain` names the guard that made a match harmless."""
    (finding,) = [one for one in explain("i'm not saying you're selfish", EN) if one.rule == "blame.trait"]
    assert (finding.spared, finding.words) == ("denied", "you're selfish")


def test_a_slip_is_never_read_as_an_insult_or_as_danger() -> None:
    """Only the harmless long words of the lexicons are mended."""
    insults = {word for word, symbols in EN.vocabulary.items() if {"INSULT_ADJ", "AFRAID", "STRUCK"} & {*symbols}}
    assert not EN.mendable & insults


def counted(sentences: list[Sentence]) -> Counter[str]:
    """How many sentences there are of each kind, and what is said of them."""
    count: Counter[str] = Counter()
    for one in sentences:
        found = review(one.text, EN)
        kind = "good" if one.good else "danger" if one.danger else one.label
        count[kind] += 1
        count[f"{kind}: hint"] += bool(found.notice)
        count[f"{kind}: safety"] += found.safety
        count[f"{kind}: right"] += not one.danger and found.label == one.label and bool(found.notice)
    return count


def test_most_sentences_of_the_development_sets_are_read_as_people_read_them() -> None:
    """Floors, so that a change that loses ground is seen. What is unseen is measured by `benchmarks/wording.py`."""
    count = counted(DEVELOPMENT)
    assert count["danger: hint"] == 0
    assert count["danger: safety"] >= 0.95 * count["danger"]
    assert count["good: hint"] + count["good: safety"] <= 0.01 * count["good"]
    assert {label for label in LABELS if count[f"{label}: right"] < 0.8 * count[label]} == set()


def test_what_was_mended_for_the_fresh_sets_stays_mended() -> None:
    """The same floors, lower for labels: these sentences are odder, longer and of more Englishes."""
    count = counted(FRESH)
    assert count["danger: hint"] == 0
    assert count["danger: safety"] >= 0.9 * count["danger"]
    assert count["good: hint"] + count["good: safety"] <= 0.01 * count["good"]
    assert {label for label in LABELS if count[f"{label}: right"] < 0.7 * count[label]} == set()


def test_what_was_mended_for_the_second_sets_stays_mended() -> None:
    """Thirteen sets by as many hands, four of them of dangers alone; the last two of those are not mended for yet."""
    count = counted(SECOND)
    assert count["danger: hint"] <= 0.005 * count["danger"]
    assert count["danger: safety"] >= 0.88 * count["danger"]
    assert count["good: hint"] + count["good: safety"] <= 0.01 * count["good"]
    assert {label for label in LABELS if count[f"{label}: right"] < 0.75 * count[label]} == set()
