"""From a TOML file of rules to a Language, or one sentence on what is wrong with it.

A rule brings its own tests: it is refused with fewer than three sentences that it must notice and three that nothing
may notice. Another language is another file.
"""

from __future__ import annotations

import gc
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from coach.wording.faults import BadWording, nearest, shown
from coach.wording.habits import forms, spelling
from coach.wording.language import CATEGORIES, LABELS, OK, SPANS, Candidates, Guard, Joints, Language, Rule
from coach.wording.lexicons import Lexicons, checked_name
from coach.wording.patterns import Notation, Pattern, Trie, below
from coach.wording.tables import Table

SCHEMA = 1
"""The only schema of a file of rules so far."""

FEWEST_LINES = 3
"""Sentences to flag, and sentences to leave, that a rule must bring."""

WIDEST = 72
"""Columns of a notice or a starter."""

HINT_KEYS = ("notice", "starter", "want", "question")


@lru_cache(maxsize=4)
def load(language: str | Path = "en") -> Language:
    """The reader for a language that comes with the program, or for a file of rules.

    Args:
        language: "en", or the path of a file that ends in `.toml`.

    Raises:
        BadWording: there is no such file, or it has a fault; the message says where and what to do.
    """
    name = str(language)
    source = Path(name) if name.endswith(".toml") else files("coach.wording") / f"{name}.toml"
    try:
        text = source.read_text(encoding="utf-8")
    except FileNotFoundError:
        advice = "use en, or the path of a file that ends in .toml"
        raise BadWording(f"There are no wording rules called {shown(name)}: {advice}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadWording(f"{name}: the file cannot be read ({type(error).__name__}): save it as UTF-8 text.") from None
    collects = gc.isenabled()
    gc.disable()  # half a million values that stay for good: looking through them again and again would hold up keys
    try:
        return read_rules(text, source.name)
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def read_rules(text: str, file: str) -> Language:
    """The language of a TOML text.

    Raises:
        BadWording: it has a fault.
    """
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadWording(
            f"{file}: this is not valid TOML ({error}): look at that line and the one before it."
        ) from None
    return _Reading(Table(tree, file, ""), file).language()


class _Reading:
    """One file while it is read."""

    def __init__(self, top: Table, file: str) -> None:
        self._top, self._file = top, file
        if top.raw("schema") != SCHEMA:
            raise top.fault(f"is not of schema {SCHEMA}", f"write schema = {SCHEMA}, or get a newer version")
        lexicons = top.named("lexicon")
        self._lexicons = Lexicons(forms(self._table("forms")), (checked_name(name, file) for name in lexicons))
        for name, values in lexicons.items():
            self._lexicons.add(name, Table(values, file, f"lexicon {name}"))
        self._notation = Notation(self._lexicons.group, self._lexicons.literal)

    def language(self) -> Language:
        """Everything, in an order that lets a fault be told by the first place that has it."""
        top = self._top
        habits = spelling(self._table("spelling"), self._lexicons)
        joints, labels = self._joints(), self._labels()
        guards = self._guards()
        rules = self._rules(guards)
        name, quotes, stops = top.text("lang"), self._quotes(), self._lexicon(top, "stops")
        top.done()
        vocabulary = self._lexicons.vocabulary()
        often = self._lexicons.met(_words(rules, habits.short), vocabulary)
        rules = [replace(rule, patterns=_keyed(rule.patterns, often)) for rule in rules]
        guards = {name: replace(guard, patterns=_keyed(guard.patterns, often)) for name, guard in guards.items()}
        return Language(
            name=name,
            rules=tuple(rules),
            guards=guards,
            labels=labels,
            spelling=habits,
            joints=joints,
            quotes=quotes,
            vocabulary=vocabulary,
            members=_members(vocabulary),
            openings=_openings(vocabulary, self._lexicons.phrases()),
            mendable=self._lexicons.mendable(),
            stops=stops,
            wording=_candidates(rules, vocabulary, safety=False),
            safety=_candidates(rules, vocabulary, safety=True),
        )

    def _table(self, key: str) -> Table:
        return Table({} if (values := self._top.raw(key)) is None else values, self._file, key)

    def _joints(self) -> Joints:
        table = self._table("joints")
        joints = Joints(*(frozenset(table.words(key)) for key in ("always", "before_subject", "subjects")))
        table.done()
        return joints

    def _quotes(self) -> tuple[tuple[str, str], ...]:
        pairs = self._top.words("quotes")
        if any(len(pair) != 2 for pair in pairs):
            raise self._top.fault("has quotes that are not two marks each", "write them as \"«» ''\"")
        return tuple((pair[0], pair[1]) for pair in pairs)

    def _lexicon(self, table: Table, key: str) -> str:
        name = table.text(key, "")
        if name and name not in self._lexicons.names:
            raise table.fault(f"names a lexicon {shown(name)} that does not exist", nearest(name, self._lexicons.names))
        return name

    def _labels(self) -> dict[str, dict[str, str]]:
        labels = {}
        tables = self._top.named("label")
        for name in tables:
            if name not in LABELS:
                raise self._top.fault(f"has a label {shown(name)} that does not exist", nearest(name, LABELS))
        for name in LABELS:
            table = Table(tables.get(name, {}), self._file, f"label {name}")
            labels[name] = {key: self._hint_line(table, key, "") or table.text(key) for key in HINT_KEYS}
            table.done()
        return labels

    @staticmethod
    def _hint_line(table: Table, key: str, default: str) -> str:
        line = table.text(key, default)
        if len(line) > WIDEST:
            raise table.fault(f"has a {key} of {len(line)} columns", f"{WIDEST} are the most")
        return line

    def _patterns(self, table: Table) -> tuple[Pattern, ...]:
        lines = table.lines("match")
        if not lines:
            raise table.fault("has nothing to match", 'give it match = ["..."]')
        patterns = []
        for line in lines:
            try:
                patterns.append(self._notation.pattern(line))
            except ValueError as error:
                raise table.fault(f"has a match {shown(line)} that cannot be used", str(error)) from None
        return tuple(patterns)

    def _guards(self) -> dict[str, Guard]:
        guards: dict[str, Guard] = {}
        for values in self._top.tables("guard"):
            table = Table(values, self._file, "a guard")
            name = table.text("name")
            table.place = f"guard {shown(name)}"
            guards[name] = Guard(
                name=name,
                patterns=self._patterns(table),
                spares=table.one_of("spares", (*SPANS, "rest", "words"), "clause"),
                until=self._lexicon(table, "until"),
                asks=table.truth("asks"),
                safety=bool(table.truth("safety")),
            )
            table.raw("why")
            table.done()
        return guards

    def _rules(self, guards: dict[str, Guard]) -> list[Rule]:
        default = self._guard_names(self._top, "unless", guards)
        rules: dict[str, Rule] = {}
        for values in self._top.tables("rule"):
            table = Table(values, self._file, "a rule")
            rule = self._rule(table, guards, default)
            if rule.id in rules:
                raise table.fault("is there twice", "give the second another id")
            rules[rule.id] = rule
        return list(rules.values())

    def _guard_names(self, table: Table, key: str, guards: dict[str, Guard]) -> list[str]:
        names = table.words(key)
        for name in names:
            if name not in guards:
                raise table.fault(f"names a guard {shown(name)} that does not exist", nearest(name, guards))
        return names

    def _rule(self, table: Table, guards: dict[str, Guard], default: list[str]) -> Rule:
        id = table.text("id")
        table.place = f"rule {shown(id)}"
        safety = bool(table.truth("safety"))
        unless, despite = self._guard_names(table, "unless", guards), self._guard_names(table, "despite", guards)
        if safety and (loose := [name for name in unless if not guards[name].safety]):
            raise table.fault(f"is about safety and uses the guard {shown(loose[0])}", "use one that has safety = true")
        spared = unless if safety else [name for name in (*default, *unless) if name not in despite]
        rule = Rule(
            id=id,
            label=table.one_of("label", (OK, "threat") if safety else LABELS, OK if safety else None),
            safety=safety,
            category=table.one_of("category", CATEGORIES) if safety else "",
            patterns=self._patterns(table),
            within=table.one_of("within", SPANS, "clause"),
            unless=tuple(spared),
            asks=table.truth("asks"),
            weight=table.number("weight", 0.8, 1.0),
            words={key: line for key in HINT_KEYS if (line := self._hint_line(table, key, ""))},
            why=table.text("why", ""),
            source=table.text("source", ""),
            flag=self._own_lines(table, "flag"),
            leave=self._own_lines(table, "leave"),
        )
        if safety and rule.words:
            raise table.fault("is about safety and has words to show", "leave them out: safety never gives a hint")
        table.done()
        return rule

    def _own_lines(self, table: Table, key: str) -> tuple[str, ...]:
        lines = tuple(table.lines(key))
        if len(lines) < FEWEST_LINES:
            what = "that it must notice" if key == "flag" else "like them that nothing may notice"
            raise table.fault(f"has {len(lines)} of {FEWEST_LINES} {key} lines", f"add sentences {what}")
        return lines


def _words(rules: list[Rule], short: Mapping[str, tuple[str, ...]]) -> Counter[str]:
    """How many of the rules' own sentences hold each word: a small sample of what people will type."""
    lines = (line.lower().split() for rule in rules for line in (*rule.flag, *rule.leave))
    typed = Counter(word.strip(",.;:?!'\"") for line in lines for word in set(line))
    words: Counter[str] = Counter()
    for word, count in typed.items():
        for meant in short.get(word, (word,)):
            words[meant] += count
    return words


def _keyed(patterns: tuple[Pattern, ...], often: Counter[str]) -> tuple[Pattern, ...]:
    """Each pattern with the one of its needs that the fewest texts will hold."""
    return tuple(
        replace(pattern, key=min(pattern.needs, key=lambda need: sum(often[symbol] for symbol in need)))
        for pattern in patterns
    )


def _members(vocabulary: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Verb or lexicon → its words; most symbols are a word, and stand for nothing else."""
    members: dict[str, list[str]] = {}
    for word, symbols in vocabulary.items():
        for symbol in symbols:
            if symbol != word:
                members.setdefault(symbol, []).append(word)
    return {symbol: tuple(own) for symbol, own in members.items()}


def _candidates(rules: list[Rule], vocabulary: Mapping[str, tuple[str, ...]], *, safety: bool) -> Candidates:
    """Word, or lexicon of a phrase → every rule and pattern that can only match where such a thing stands."""
    by_key: dict[str, list[tuple[int, int]]] = {}
    for number, rule in enumerate(rules):
        if rule.safety == safety:
            for index, pattern in enumerate(rule.patterns):
                for symbol in pattern.key:
                    by_key.setdefault(symbol, []).append((number, index))
    words = {
        word: {each for symbol in symbols for each in by_key.get(symbol, ())} for word, symbols in vocabulary.items()
    }
    reached = {**by_key, **words}  # a word is also a symbol, but stands for more
    return {met: tuple(own) for met, own in reached.items() if own}


def _openings(vocabulary: Mapping[str, tuple[str, ...]], phrases: Trie) -> dict[str, tuple[Trie, ...]]:
    """Word → what may follow it in a phrase."""
    openings = {}
    for word, symbols in vocabulary.items():
        ways = tuple(below(phrases, symbol) for symbol in symbols if symbol in phrases)
        if ways:
            openings[word] = ways
    return openings
