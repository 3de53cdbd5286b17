"""How well gentle rewording reads sentences, and how fast, beside two references in the same run.

    python benchmarks/wording.py FILE.tsv [FILE_tags.tsv] ...

A set is a TSV file with the columns id, label, safety, source, text; one whose name ends in `_tags.tsv` (id, tags) is
taken for the tags of the others. Without arguments it reads the development sets of the tests. The references are a
plain matcher of "you always" and "you never", and VADER (`pip install vaderSentiment`), which calls a sentence bad when
its compound score is -0.3 or lower; VADER knows no labels, so it only has the lines that need none.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.wording import load, review
from coach.wording.language import LABELS

SETS = Path(__file__).resolve().parents[1] / "tests" / "wording"
PLAIN = re.compile(r"\b(?:you|u)(?:'?re|'?ve)?\s+(?:always|never)\b", re.IGNORECASE)
VADER_BAD = -0.3
LONG = 2000
ROUNDS = 5


@dataclass(frozen=True)
class Verdict:
    """What a reader says of one sentence."""

    label: str
    """ "ok", a label, or "?" for something bad without a name."""
    safety: bool = False


@dataclass(frozen=True)
class Row:
    """One labelled sentence."""

    id: str
    label: str
    danger: bool
    text: str
    tags: frozenset[str]

    @property
    def good(self) -> bool:
        """Nothing should be said."""
        return self.label == "ok" and not self.danger


Read = Callable[[str], Verdict]


def rows(paths: Sequence[Path]) -> list[Row]:
    """The sentences of all sets, with their tags."""
    tags: dict[str, frozenset[str]] = {}
    found = []
    for path in sorted(paths, key=lambda path: not path.stem.endswith("_tags")):
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if "tags" in line:
                    tags[line["id"]] = frozenset(filter(None, (line["tags"] or "").split(",")))
                else:
                    own = tags.get(line["id"], frozenset())
                    found.append(Row(line["id"], line["label"], line["safety"] == "1", line["text"], own))
    return found


def ours() -> Read:
    """The program's own reader."""
    reader = load("en")

    def read(text: str) -> Verdict:
        found = review(text, reader)
        return Verdict("ok" if found.safety else found.label, found.safety)

    return read


def plain(text: str) -> Verdict:
    """ "you always", "you never": blame."""
    return Verdict("blame" if PLAIN.search(text) else "ok")


def vader() -> Read | None:
    """VADER, if it is installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()
    return lambda text: Verdict("?" if analyzer.polarity_scores(text)["compound"] <= VADER_BAD else "ok")


def share(part: int, whole: int) -> str:
    """A share with its numbers; a dash where there is nothing to count."""
    return f"{part / whole:6.1%} {part:>4}/{whole:<4}" if whole else f"{'-':>6} {'':>9}"


def measures(sentences: Sequence[Row], read: Read) -> dict[str, str]:
    """The table of measures for one reader."""
    said = [(row, read(row.text)) for row in sentences]
    language = [(row, verdict) for row, verdict in said if not row.danger]
    good = [verdict for row, verdict in language if row.good]
    bad = [(row, verdict) for row, verdict in language if not row.good]
    wrong = sum(verdict.label != "ok" for verdict in good)
    hints = sum(verdict.label != "ok" for _, verdict in bad)
    table = {
        "good sentences wrongly flagged": share(wrong, len(good)),
        "precision of 'some hint'": share(hints, hints + wrong),
        "recall of 'some hint'": share(hints, len(bad)),
    }
    for label in LABELS:
        own = [verdict.label for row, verdict in bad if row.label == label]
        given = sum(verdict.label == label for _, verdict in language)
        table[f"recall: {label}"] = share(own.count(label), len(own))
        table[f"precision: {label}"] = share(own.count(label), given)
    danger = [verdict for row, verdict in said if row.danger]
    alike = [verdict for row, verdict in language if any("lookalike" in tag for tag in row.tags)]
    table["safety seen when it must be"] = share(sum(verdict.safety for verdict in danger), len(danger))
    table["safety seen when it must not"] = share(sum(verdict.safety for _, verdict in language), len(language))
    table["  of these, of the look-alikes"] = share(sum(verdict.safety for verdict in alike), len(alike))
    table["a hint instead of safety"] = share(sum(verdict.label != "ok" for verdict in danger), len(danger))
    return table


def slices(sentences: Sequence[Row], read: Read) -> dict[str, str]:
    """For each tag, how many sentences are read as they should be."""
    table = {}
    for tag in sorted({tag for row in sentences for tag in row.tags}):
        own = [row for row in sentences if tag in row.tags]
        right = sum(
            verdict.safety if row.danger else verdict.label == row.label and not verdict.safety
            for row in own
            for verdict in (read(row.text),)
        )
        table[tag] = share(right, len(own))
    return table


def seconds(read: Read, texts: Sequence[str]) -> float:
    """The best of a few rounds over all texts, a text."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return best / max(1, len(texts))


def show(columns: dict[str, dict[str, str] | None]) -> None:
    """Tables side by side."""
    names = next(table for table in columns.values() if table is not None)
    print(f"{'':34}" + "".join(f"{name:>20}" for name in columns))
    for name in names:
        cells = ["not installed" if table is None else table[name] for table in columns.values()]
        print(f"{name:34}" + "".join(f"{cell:>20}" for cell in cells))
    print()


def main(arguments: Sequence[str]) -> int:
    """Print everything."""
    paths = [Path(argument) for argument in arguments] or sorted(SETS.glob("*.tsv"))
    sentences = rows(paths)
    if not sentences:
        print("There is nothing to read in these files.", file=sys.stderr)
        return 2
    print(f"{len(sentences)} sentences of {', '.join(path.name for path in paths)}\n")
    readers: dict[str, Read | None] = {"gentle rewording": ours(), "you always/never": plain, "VADER": vader()}
    show({name: read and measures(sentences, read) for name, read in readers.items()})
    show({name: read and slices(sentences, read) for name, read in readers.items() if name == "gentle rewording"})
    texts = [row.text for row in sentences]
    joined = ". ".join(texts)
    long = [joined[at : at + LONG] for at in range(0, len(joined) - LONG, LONG)][:20]
    show(
        {
            name: read
            and {
                "milliseconds a sentence": f"{seconds(read, texts) * 1000:.3f}",
                f"milliseconds {LONG} characters": f"{seconds(read, long) * 1000:.3f}" if long else "-",
            }
            for name, read in readers.items()
        }
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
