"""What every layer needs of text, and nothing more. No words of anyone's are kept here."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Text with control, bidirectional and lone surrogate characters replaced by U+FFFD.

    Terminals obey escape sequences in people's words and in flow files; nothing reaches a screen or a record without
    this. Joiners (U+200C, U+200D) stay: Persian and many emoji need them.
    """
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def counted(count: int, unit: str) -> str:
    """A number and what it counts: "1 talk", "3 talks"."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
