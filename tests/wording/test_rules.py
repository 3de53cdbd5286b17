"""Every rule keeps its own promises, and breaks nobody else's."""

from __future__ import annotations

import pytest

from coach.wording import load, review
from coach.wording.language import LABELS, Rule

RULES = load("en").rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_notices_its_own_lines(rule: Rule) -> None:
    """Each `flag` line gets the label of its rule, whichever rule says it."""
    met = {line: review(line, load("en")) for line in rule.flag}
    assert {line: (found.label, found.safety) for line, found in met.items()} == dict.fromkeys(
        rule.flag, (rule.label, rule.safety)
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_notices_the_lines_to_leave(rule: Rule) -> None:
    """A `leave` line is left by all rules together."""
    met = {line: review(line, load("en")).rule for line in rule.leave}
    assert met == dict.fromkeys(rule.leave, "")


def test_every_label_has_rules_and_every_rule_says_why() -> None:
    assert {rule.label for rule in RULES if not rule.safety} == set(LABELS)
    assert not [rule.id for rule in RULES if not rule.safety and not rule.why]


def test_hints_are_short_and_never_point_a_finger() -> None:
    """Two lines of 72 columns; no `you should`, no name of a diagnosis."""
    for label, words in load("en").labels.items():
        for line in words.values():
            assert 0 < len(line) <= 72
            assert "you should" not in line.lower()
            assert label not in line.lower()
