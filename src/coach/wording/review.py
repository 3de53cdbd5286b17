"""The one question a face asks: is there a softer start for these words?

Safety comes first, on the words as they stand; then quotes are masked, rules matched, guards asked, and at most one
hint is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.wording.language import FITS, LABELS, OK, Language, Rule
from coach.wording.marks import Marks, quoted
from coach.wording.matching import found
from coach.wording.tokens import read

ENOUGH = 0.6
"""The weight from which a hint is shown."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was noticed, if anything."""

    label: str = OK
    """"ok", or one of `LABELS`. Words of danger keep "ok", or "threat" where the writer threatens."""
    safety: bool = False
    """Words of fear, harm or threat: no hint is ever given, and nothing on a shared screen changes."""
    category: str = ""
    """What a safety rule is about; never shown."""
    rule: str = ""
    """The id of the rule that decided."""
    span: tuple[int, int] | None = None
    """Its characters in the text as it was given."""
    notice: str = ""
    """The first line of the hint."""
    starter: str = ""
    """The second: a start to type over."""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that met one place of a text."""

    rule: str
    label: str
    safety: bool
    weight: float
    words: str
    """As they stand in the text."""
    span: tuple[int, int]
    spared: str
    """The guard that made it harmless, or empty."""


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: Rule
    start: int
    end: int
    spared: str


def review(text: str, reader: Language, fit: str = "") -> Review:
    """What to notice in a text, and a softer start.

    Args:
        text: What was typed, of any length.
        reader: What `load` gave.
        fit: "want" or "question" for a starter that fits a step asking for one; "" for the usual.

    Raises:
        ValueError: `fit` is none of these.
    """
    if fit not in FITS:
        raise ValueError(f"fit is one of {FITS}, not {fit!r}")
    danger, plain = _marked(text, reader)
    for hit in _hits(danger, reader, safety=True):
        if not hit.spared:
            rule = hit.rule
            span = danger.words.span(hit.start, hit.end)
            return Review(rule.label, True, rule.category, rule.id, span, weight=rule.weight)
    hits = _strongest([hit for hit in _hits(plain, reader, safety=False) if not hit.spared])
    weight = round(sum(hit.rule.weight for hit in hits), 2)
    if weight < ENOUGH:
        return Review(weight=weight)
    hit = hits[0]
    words = {**reader.labels[hit.rule.label], **hit.rule.words}
    starter = words.get(fit) or words["starter"]
    span = plain.words.span(hit.start, hit.end)
    return Review(hit.rule.label, False, "", hit.rule.id, span, words["notice"], starter, weight)


def explain(text: str, reader: Language) -> tuple[Finding, ...]:
    """Every rule that met the text, on which words, and which guard spared it; safety first, then as they stand."""
    danger, plain = _marked(text, reader)
    hits = [*_hits(danger, reader, safety=True), *_hits(plain, reader, safety=False)]
    findings = []
    for hit in hits:
        first, last = plain.words.span(hit.start, hit.end)
        rule = hit.rule
        findings.append(
            Finding(rule.id, rule.label, rule.safety, rule.weight, text[first:last], (first, last), hit.spared)
        )
    return tuple(sorted(findings, key=lambda finding: (not finding.safety, finding.span)))


def _marked(text: str, reader: Language) -> tuple[Marks, Marks]:
    """The text as it stands, and without what is quoted."""
    words = read(text, reader)
    whole = Marks(words, reader)
    hidden = quoted(text, words, reader)
    return whole, Marks(words, reader, hidden) if any(hidden) else whole


def _strongest(hits: Sequence[_Hit]) -> list[_Hit]:
    """Each rule once, the one to show first: by precedence, then weight, then place."""
    once: dict[str, _Hit] = {}
    for hit in sorted(hits, key=_first_shown):
        once.setdefault(hit.rule.id, hit)
    return list(once.values())


def _first_shown(hit: _Hit) -> tuple[bool, int, float, int]:
    """A rule that is enough by itself, then precedence, weight and place."""
    rule = hit.rule
    return rule.weight < ENOUGH, LABELS.index(rule.label), -rule.weight, hit.start


def _hits(at: Marks, reader: Language, *, safety: bool) -> Iterator[_Hit]:
    """Every match of every rule that could match here."""
    for number, index in at.candidates(reader.safety if safety else reader.wording):
        rule = reader.rules[number]
        for start, end in found(rule.patterns[index], at.ground(rule.within)):
            if rule.asks is None or at.words.asks[start] == rule.asks:
                yield _Hit(rule, start, end, _spared(rule, start, end, at, reader))


def _spared(rule: Rule, start: int, end: int, at: Marks, reader: Language) -> str:
    """The first guard that makes a match harmless, or an empty name."""
    for name in rule.unless:
        for first, last in at.spared_by(reader.guards[name]):
            if first < end and start < last:
                return name
    return ""
