"""Flows far longer than any conversation."""

from __future__ import annotations

ROUND = """
[[stage]]
id = "part-{number}"
title = "Part {number}"
turns = "each"
[[stage.step]]
id = "tell"
kind = "say"
seconds = 45
words = "One thing, and why."
[[stage.step]]
id = "mirror"
kind = "say"
who = "listener"
seconds = 20
words = "One sentence back."
[[stage.step]]
id = "landed"
kind = "choose"
who = "speaker"
seconds = 5
words = "Did that land?"
choices = ["yes", "not yet"]
next = [{{ on = "not yet", to = "tell", at_most = 1 }}, {{ to = "onward" }}]
"""
"""Three steps, for each of the two."""

CLOSE = """
[[stage]]
id = "close"
title = "Close"
[[stage.step]]
id = "end"
kind = "end"
words = "Thank you."
outcome = "agreed"
"""


def flow_of(steps: int) -> str:
    """The text of a flow of about so many steps; nothing is wrong with it but that nobody can stop."""
    parts = "".join(ROUND.format(number=number) for number in range(max(1, (steps - 1) // 3)))
    return f'schema = 1\ntitle = "Long"\nlanguage = "en"\n{parts}{CLOSE}'
