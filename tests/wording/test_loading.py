"""A file of rules with a fault is refused, in one sentence that says where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.wording import BadWording, load, review
from coach.wording.language import LABELS
from coach.wording.loading import read_rules

HINTS = "\n".join(f'[label.{label}]\nnotice = "n"\nstarter = "s"\nwant = "w"\nquestion = "q"' for label in LABELS)
TOP = 'schema = 1\nlang = "xx"\nstops = "NOT"\n'
WORDS = '[lexicon.NOT]\nwords = "nicht"\n[lexicon.TRAIT]\nwords = "faul gemein"\n'
RULE = """
[[rule]]
id = "blame.trait"
label = "blame"
match = ["du bist ~1 TRAIT"]
flag = ["du bist faul", "du bist so gemein", "du bist echt faul"]
leave = ["ich bin faul", "du bist nicht faul", "er ist gemein"]
"""
WHOLE = TOP + WORDS + HINTS + RULE


def test_another_language_is_another_file(tmp_path: Path) -> None:
    """No Python is needed: words, negation and rules come from the file alone."""
    path = tmp_path / "xx.toml"
    path.write_text(WHOLE, encoding="utf-8")
    reader = load(path)
    (rule,) = reader.rules
    assert [review(line, reader).label for line in rule.flag] == ["blame"] * 3
    assert [review(line, reader).label for line in rule.leave] == ["ok"] * 3


FAULTS = [
    (("schema = 1", "schema = 9"), ("schema",)),
    (('lang = "xx"', ""), ("lang",)),
    (('stops = "NOT"', 'stops = "NEIN"'), ("NEIN",)),
    (('stops = "NOT"', 'stops = "NOT"\nstop = "x"'), ('"stop"', 'did you mean "stops"?')),
    (('words = "faul gemein"', 'words = ""'), ("lexicon TRAIT", "empty")),
    (("[lexicon.TRAIT]", "[lexicon.trait]"), ("trait", "capital letters")),
    (('words = "faul gemein"', 'words = "faul FAULER"'), ("FAULER",)),
    (('words = "faul gemein"', 'words = "faul"\nexakt = true'), ("lexicon TRAIT", "exakt")),
    (('notice = "n"', f'notice = "{"n" * 73}"'), ("notice", "72")),
    (("[label.blame]", "[label.blam]"), ("blam", 'did you mean "blame"?')),
    (('label = "blame"', 'label = "blam"'), ('rule "blame.trait"', 'did you mean "blame"?')),
    (("~1 TRAIT", "~1 TRAITS"), ('rule "blame.trait"', "TRAITS", 'did you mean "TRAIT"?')),
    (("du bist ~1 TRAIT", "du bist +"), ("du bist +",)),
    (("du bist ~1 TRAIT", "du?"), ("could match nothing",)),
    (("du bist ~1 TRAIT", "du? bist"), ("begin with",)),
    (('label = "blame"', 'label = "blame"\nunless = "quoted"'), ("guard", "quoted")),
    (('label = "blame"', 'label = "blame"\nwieght = 0.8'), ("wieght", 'did you mean "weight"?')),
    (('label = "blame"', 'label = "blame"\nweight = 2'), ("weight",)),
    (('label = "blame"', 'label = "blame"\nwithin = "word"'), ("within", "clause")),
    (('label = "blame"', 'label = "blame"\nasks = "yes"'), ("asks", "true")),
    (('flag = ["du bist faul", ', "flag = ["), ('rule "blame.trait"', "2 of 3 flag lines")),
    (('leave = ["ich bin faul", ', "leave = ["), ('rule "blame.trait"', "2 of 3 leave lines")),
    (('match = ["du bist ~1 TRAIT"]', ""), ('rule "blame.trait"', "match")),
    (('label = "blame"', 'safety = true\ncategory = "storm"'), ("category", "fear")),
    (('label = "blame"', 'safety = true\ncategory = "fear"\nstarter = "s"'), ("safety never gives a hint",)),
    ((RULE, RULE + RULE), ("twice",)),
    (("schema = 1", "schema = "), ("valid TOML",)),
]


@pytest.mark.parametrize(("change", "told"), FAULTS, ids=lambda value: str(value[-1])[:30])
def test_a_fault_is_told_with_its_place(change: tuple[str, str], told: tuple[str, ...]) -> None:
    """One sentence: the file, the place, the fault, what to do."""
    assert change[0] in WHOLE
    with pytest.raises(BadWording) as refused:
        read_rules(WHOLE.replace(*change, 1), "xx.toml")
    message = str(refused.value)
    assert message.startswith("xx.toml:")
    assert "\n" not in message.strip()
    assert all(part in message for part in told), message


def test_a_safety_rule_may_only_use_safety_guards() -> None:
    """A guard about wording must never silence danger."""
    guard = '\n[[guard]]\nname = "spaß"\nmatch = ["haha"]\n'
    change = ('label = "blame"', 'safety = true\ncategory = "fear"\nunless = "spaß"')
    with pytest.raises(BadWording, match="safety = true"):
        read_rules(TOP + WORDS + HINTS + guard + RULE.replace(*change), "xx.toml")


def test_a_language_nobody_has_written_is_refused() -> None:
    with pytest.raises(BadWording, match="no wording rules"):
        load("tlh")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadWording, match="UTF-8"):
        load(path)
