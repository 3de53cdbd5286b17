"""What a file of rules is once it is read: frozen values without behaviour, and the words they know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.wording.patterns import Pattern, Trie

LABELS = ("contempt", "threat", "mindreading", "blame", "scorekeeping", "defensive", "demand", "complaint")
"""What a hint can be about; where two fit, the one that stands first is shown."""

OK = "ok"

CATEGORIES = ("fear", "harm", "control", "threat", "selfharm", "child")
"""What a safety rule can be about. Nothing on a screen tells one from another."""

FITS = ("", "want", "question")
"""The kinds of step a starter can be fitted to; "" fits any."""

SPANS = ("clause", "sentence", "text")
"""How far the words of one match, or what a guard spares, may lie apart."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Words that make a match harmless: "I'm not saying ...", "she said ...", "I'd never ..."."""

    name: str
    patterns: tuple[Pattern, ...]
    spares: str
    """One of `SPANS`, or "rest": from these words to the end of their sentence; or "words": only what overlaps."""
    until: str
    """A lexicon that ends a rest."""
    asks: bool | None
    """Only in a sentence that ends with a question mark, or only in one that does not."""
    safety: bool
    """Whether a safety rule may use it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of sentence."""

    id: str
    label: str
    safety: bool
    category: str
    """One of `CATEGORIES` for a safety rule, else empty."""
    patterns: tuple[Pattern, ...]
    within: str
    """One of `SPANS`: how far apart the words of one match may lie."""
    unless: tuple[str, ...]
    """Guards, by name."""
    asks: bool | None
    """Only in a sentence that ends with a question mark, or only in one that does not."""
    weight: float
    """From 0.6 on it shows a hint by itself; below, together with another rule."""
    words: Mapping[str, str]
    """Its own notice, starter, want or question, where they differ from its label's."""
    why: str
    source: str
    flag: tuple[str, ...]
    """Sentences that it must notice."""
    leave: tuple[str, ...]
    """Sentences that no rule may notice."""


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word that means another one before certain words: "your a joke", "ill make you"."""

    words: tuple[str, ...]
    becomes: tuple[str, ...]
    before: frozenset[str]
    """Words and lexicons, one of which must follow."""
    endings: tuple[str, ...]
    """Or how the next word may end."""
    then: frozenset[str] | None
    """What must come after that (or the clause must end); None asks for nothing."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How people write, and what they mean."""

    short: Mapping[str, tuple[str, ...]]
    """`dont` and `don't`: do not; `u`: you."""
    endings: Mapping[str, str]
    """`in` may stand for `ing`."""
    respellings: Mapping[str, tuple[Respelling, ...]]
    """By their first word."""


@dataclass(frozen=True, slots=True)
class Joints:
    """Where a clause ends without a comma."""

    always: frozenset[str]
    """`but`, `because`: a new clause begins here."""
    before_subject: frozenset[str]
    """`and`, `so`: a new clause begins here if a subject follows."""
    subjects: frozenset[str]


Candidates: TypeAlias = Mapping[str, tuple[tuple[int, int], ...]]
"""Word, or lexicon of a phrase → (rule, pattern), by their numbers."""


@dataclass(frozen=True, slots=True)
class Language:
    """Everything the reader knows of one language."""

    name: str
    rules: tuple[Rule, ...]
    guards: Mapping[str, Guard]
    labels: Mapping[str, Mapping[str, str]]
    """notice, starter, want and question of each label."""
    spelling: Spelling
    joints: Joints
    quotes: tuple[tuple[str, str], ...]
    """Opening and closing marks. A mark that is also an apostrophe only counts at the edge of a word."""
    vocabulary: Mapping[str, tuple[str, ...]]
    """Which symbols a word stands for: itself, its verb, its lexicons."""
    members: Mapping[str, tuple[str, ...]]
    """The same the other way round: the words of each verb and lexicon. A word by itself is not among them."""
    openings: Mapping[str, tuple[Trie, ...]]
    """Words that a phrase can begin with, and how it may go on."""
    mendable: frozenset[str]
    """Words that a slip of one letter may be read as."""
    stops: str
    """The lexicon that no gap reaches across: negation."""
    wording: Candidates
    """The rules about wording that may match where a word, or a phrase of a lexicon, stands."""
    safety: Candidates
    """The same for the rules about safety."""
    slips: dict[str, str | None] = field(default_factory=dict)
    """Filled at the first unknown word: a mendable word with one letter left out → the word, None if there are two."""
