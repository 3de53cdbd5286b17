"""The words of a language: lexicons, what they include, and the phrases that patterns write in parentheses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from coach.wording.faults import BadWording, nearest, shown
from coach.wording.forms import Forms
from coach.wording.patterns import ANY, LEXICON, SYMBOL, Trie
from coach.wording.tables import Table
from coach.wording.tokens import SHORTEST_SLIP


class Lexicons:
    """Gathers words and phrases under their symbols, then hands out the vocabulary and the phrases."""

    def __init__(self, forms: Forms, names: Iterable[str]) -> None:
        """How verbs are bent, and the lexicons that the file defines."""
        self._forms = forms
        self.names = frozenset(names)
        self._words: dict[str, set[str]] = {}
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._included: dict[str, set[str]] = {}
        self._groups = set[str]()
        self._bent: dict[str, tuple[str, ...]] = {}
        """Every symbol that was met, and the words it brings."""
        self._exact: set[str] = set()
        self._mendable: set[str] = set()

    def add(self, name: str, table: Table) -> None:
        """One [lexicon.NAME].

        Raises:
            BadWording: it is empty, or an entry cannot be read.
        """
        entries = [*table.words("words"), *table.lines("phrases")]
        if not entries:
            raise table.fault("is empty", 'give it words = "..." or phrases = ["..."]')
        exact = bool(table.truth("exact"))
        table.done()
        for entry in entries:
            try:
                words = self._entry(name, entry)
            except ValueError as error:
                raise table.fault(f"has an entry {shown(entry)} that cannot be read", str(error)) from None
            (self._exact if exact else self._mendable).update(words)

    def group(self, body: str) -> str:
        """The name of a lexicon that holds the phrases "a b|c d"."""
        name = f"({body})"
        if name not in self._groups:
            self._groups.add(name)
            for entry in body.split("|"):
                self._entry(name, entry)
        return name

    def literal(self, symbol: str) -> tuple[str, ...]:
        """Make a symbol known.

        Returns:
            The words it stands for; none if it is a lexicon.

        Raises:
            ValueError: it is none, or a lexicon that the file does not define.
        """
        bent = self._bent.get(symbol)
        if bent is None:
            bent = self._bent[symbol] = self._read(symbol)
            for word in bent:
                self._words.setdefault(word, set()).add(symbol)
        return bent

    def _read(self, symbol: str) -> tuple[str, ...]:
        if not SYMBOL.fullmatch(symbol):
            raise ValueError(f"{shown(symbol)} is no word; use small letters, verb+, LEXICON or *")
        if LEXICON.fullmatch(symbol):
            if symbol not in self.names:
                raise ValueError(f"no lexicon is called {shown(symbol)}; {nearest(symbol, self.names)}")
            return ()
        return self._forms.of(symbol[:-1]) if symbol.endswith("+") else (symbol,)

    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        """Word → the symbols it stands for."""
        above = {name: self._above(name) for name in {*self._included, *self.names}}
        return {word: self._widened(symbols, above) for word, symbols in self._words.items()}

    def phrases(self) -> Trie:
        """Every phrase, word by word."""
        above = {name: self._above(name) for name in {*self._included, *self.names}}
        root: Trie = {}
        for words, names in self._phrases.items():
            node = root
            for word in words:
                below = node.setdefault(word, {})
                assert isinstance(below, dict)
                node = below
            node[""] = self._widened(names, above)
        return root

    def met(self, words: Counter[str], vocabulary: Mapping[str, tuple[str, ...]]) -> Counter[str]:
        """How often each symbol is met, at most, in texts that hold these words so often."""
        met: Counter[str] = Counter()
        for word, count in words.items():
            for symbol in vocabulary.get(word, ()):
                met[symbol] += count
        single = met.copy()
        for parts, names in self._phrases.items():
            rarest = min(single[part] for part in parts if part != ANY)
            for name in names:
                for above in self._above(name) if rarest else ():
                    met[above] += rarest
        return met

    def mendable(self) -> frozenset[str]:
        """Long enough words of lexicons that allow slips."""
        return frozenset(
            word for word in self._mendable - self._exact if len(word) >= SHORTEST_SLIP and word in self._words
        )

    def _entry(self, name: str, entry: str) -> list[str]:
        """Put one entry under its lexicon; the plain words that it brought."""
        parts = entry.split()
        if not parts or ANY in (parts[0], parts[-1]):
            raise ValueError("begin and end it with a word")
        brought = [self.literal(part) for part in parts if part != ANY]
        if len(parts) > 1:
            names = self._phrases.get(phrase := tuple(parts), ())
            if name not in names:
                self._phrases[phrase] = (*names, name)
        elif brought == [()]:
            self._included.setdefault(parts[0], set()).add(name)
        else:
            for word in brought[0]:
                self._words[word].add(name)
        return [word for words in brought for word in words]

    def _above(self, name: str) -> frozenset[str]:
        """A lexicon and all that include it."""
        met, fresh = {name}, {name}
        while fresh:
            fresh = {above for one in fresh for above in self._included.get(one, ())} - met
            met |= fresh
        return frozenset(met)

    @staticmethod
    def _widened(symbols: Iterable[str], above: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
        return tuple(sorted({wide for symbol in symbols for wide in above.get(symbol, (symbol,))}))


def checked_name(name: str, file: str) -> str:
    """A lexicon's name.

    Raises:
        BadWording: it is not in capital letters.
    """
    if not LEXICON.fullmatch(name):
        advice = "write it in capital letters, such as [lexicon.TRAIT]"
        raise BadWording(f"{file}: lexicon {shown(name)} has a name that patterns cannot use: {advice}.")
    return name
