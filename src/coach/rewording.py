"""`coach reword`: gentle rewording of one sentence, or of many, one a line. Nothing is kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator

from coach.errors import CoachError
from coach.text import plain
from coach.wording import Review, explain, load, review
from coach.wording.language import Language

LONGEST = 10_000
"""Characters of one sentence; what is longer is cut."""

NOTHING = "Nothing to soften."
SAFETY = "This asks for no softer words. If somebody may get hurt: “coach numbers” lists people to call."


def reword(options: argparse.Namespace) -> int:
    """Say, for each sentence, what may land hard and a softer start."""
    if options.lines and options.text:
        raise CoachError("--lines reads the sentences from stdin; leave out the one on the command line.")
    reader = load(options.language)
    for sentence in _sentences(options.text, options.lines):
        found = review(sentence, reader, options.fit)
        if options.json:
            print(json.dumps(_as_json(sentence, found), ensure_ascii=False))
        else:
            print("\n".join(plain(line) for line in _as_text(found)))
        if options.explain:
            print("\n".join(plain(line) for line in _reasons(sentence, reader)), file=sys.stderr)
    return 0


def _sentences(text: str | None, lines: bool) -> Iterator[str]:
    if lines:
        yield from (_clean(line) for line in _stdin())
    elif text is not None:
        yield _clean(text)
    elif sys.stdin.isatty():
        print("One sentence, then Enter. It is kept nowhere.", file=sys.stderr)
        yield _clean(sys.stdin.readline())
    else:
        yield _clean(" ".join(line.rstrip("\r\n") for line in _stdin()))


def _stdin() -> Iterable[str]:
    """The lines of stdin; bytes that are no text become a mark for that."""
    return (line.decode("utf-8", "replace") for line in sys.stdin.buffer)


def _clean(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")[:LONGEST]


def _as_json(text: str, found: Review) -> dict[str, object]:
    return {
        "text": text,
        "label": found.label,
        "safety": found.safety,
        "rule": found.rule,
        "span": list(found.span) if found.span else None,
        "notice": found.notice,
        "starter": found.starter,
    }


def _as_text(found: Review) -> tuple[str, ...]:
    if found.safety:
        return (SAFETY,)
    return (found.notice, found.starter) if found.starter else (NOTHING,)


def _reasons(text: str, reader: Language) -> Iterator[str]:
    findings = explain(text, reader)
    if not findings:
        yield "  no rule met these words"
    for each in findings:
        spared = f" – spared: {each.spared}" if each.spared else ""
        yield f"  {each.rule} ({each.label}, {each.weight:g}) on “{each.words}”{spared}"
