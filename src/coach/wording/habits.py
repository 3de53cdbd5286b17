"""How people of one language write: the parts of its file about verbs, short forms and slips."""

from __future__ import annotations

from coach.wording.faults import shown
from coach.wording.forms import Forms
from coach.wording.language import Respelling, Spelling
from coach.wording.lexicons import Lexicons
from coach.wording.tables import Table


def forms(table: Table) -> Forms:
    """The endings of verbs, and the verbs that have their own.

    Raises:
        BadWording: a line cannot be read.
    """
    irregular = [line.split() for line in table.lines("irregular")]
    endings = []
    for line in table.lines("endings"):
        ending, colon, becomes = line.partition(":")
        if not colon:
            raise table.fault(f"has an ending {shown(line)} without a colon", 'write it as "y: ies ied ying"')
        endings.append((ending.strip(), becomes.split()))
    table.done()
    return Forms(irregular, endings)


def spelling(table: Table, lexicons: Lexicons) -> Spelling:
    """Contractions, short forms, and words that mean another one before certain words.

    Raises:
        BadWording: a line cannot be read, or names a lexicon that does not exist.
    """
    ambiguous = set(table.words("ambiguous"))
    short = _pairs(table, "contractions")
    short |= {bare: meant for typed, meant in short.items() if (bare := typed.replace("'", "")) not in ambiguous}
    short |= _pairs(table, "short")
    endings = {typed: " ".join(meant) for typed, meant in _pairs(table, "endings").items()}
    respellings: dict[str, list[Respelling]] = {}
    for values in table.tables("before"):
        respelling = _respelling(table.below(values, "spelling.before"), lexicons)
        respellings.setdefault(respelling.words[0], []).append(respelling)
    table.done()
    return Spelling(short, endings, {word: tuple(own) for word, own in respellings.items()})


def _pairs(table: Table, key: str) -> dict[str, tuple[str, ...]]:
    """Lines of "dont = do not"."""
    pairs = {}
    for line in table.lines(key):
        typed, _, meant = line.partition("=")
        if not meant.split():
            raise table.fault(f"has a line {shown(line)} in {key} without a meaning", 'write it as "dont = do not"')
        pairs[typed.strip()] = tuple(meant.split())
    return pairs


def _respelling(table: Table, lexicons: Lexicons) -> Respelling:
    words, becomes = tuple(table.text("typed").split()), tuple(table.text("meant").split())
    before, then = frozenset(table.words("before")), table.words("then")
    for symbol in (*before, *then):
        try:
            lexicons.literal(symbol)
        except ValueError as error:
            raise table.fault(f"names {shown(symbol)}, which cannot be used", str(error)) from None
    endings = tuple(table.words("endings"))
    table.done()
    return Respelling(words, becomes, before, endings, frozenset(then) or None)
