"""flows/README.md, the author's manual: it names all there is, and its examples are sound."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from coach.flow import finding
from coach.flow.checking import check_flow
from coach.flow.faults import CODES
from coach.flow.model import GUARDS, KINDS, OPENINGS, PLACEHOLDERS, Anytime, Flow, Line, Stage, Step, Who
from coach.flow.reading import read_flow
from coach.flow.shapes import CLOSED, keys_of
from coach.flow.texts import LONGEST
from coach.flow.ways import MOST_ROUNDS
from coach.talk_lines import parse

MANUAL = (Path(__file__).parents[2] / "flows" / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)
WHOLE = [text for text in EXAMPLES if "schema =" in text]
SCRIPTS = re.findall(r"^```\n(.*?)^```", re.sub(r"(?ms)^```toml.*?^```$", "", MANUAL), re.DOTALL | re.MULTILINE)

SECTIONS: dict[str, type] = {
    "### The top": Flow,
    "### `[[anytime]]`": Anytime,
    "### `[[stage]]`": Stage,
    "### Every step": Step,
    "## Where a step leads": Line,
    **{f"### `{name}`": kind for name, kind in KINDS.items()},
}
"""Where the keys of each table of a flow file stand."""


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    return re.split(r"^##", MANUAL.split(f"\n{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str) -> set[str]:
    """What is named in the first column of the tables under a heading."""
    cells = re.findall(r"^\| (.*?) \|", section(heading), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(("heading", "kind"), SECTIONS.items(), ids=SECTIONS.keys())
def test_every_key_has_its_row_and_every_row_its_key(heading: str, kind: type) -> None:
    """A key that an author may write is explained where it belongs; none that is gone is left over."""
    wanted = {name for name in keys_of(kind) if name not in ("text", "guards", "stage", "anytime")}
    if issubclass(kind, Step) and kind is not Step:
        wanted -= set(keys_of(Step))
        wanted |= {"text"} & set(keys_of(kind))
    if kind is Step:
        wanted.add("kind")
    told = rows(heading) - (set(GUARDS) if kind is Line else set())
    assert told == wanted


@pytest.mark.parametrize(("heading", "kind"), SECTIONS.items(), ids=SECTIONS.keys())
def test_keys_that_must_be_there_are_bold(heading: str, kind: type) -> None:
    """And only those."""
    needed = {name for name, key in keys_of(kind).items() if key.needed and not (kind is Flow and name == "id")}
    if issubclass(kind, Step) and kind is not Step:
        needed -= set(keys_of(Step))
    if kind in (Step, Stage):
        needed.add("kind" if kind is Step else "step")
    assert set(re.findall(r"\*\*`([^`]+)`\*\*", section(heading))) == needed


def test_every_word_that_a_key_may_hold_is_told() -> None:
    """Whom a step asks, what turns there are, what the end of a clock does, what a line marks."""
    for word in {word for words in CLOSED.values() for word in words} | set(get_args(Who)):
        assert re.search(rf'[`"]{re.escape(word)}[`"]', MANUAL), word


def test_every_answer_is_told_where_its_kind_is() -> None:
    """done, both, one, ready, early, resumed; picked and none of a rating."""
    for name, kind in KINDS.items():
        for answer in (*kind.answers, *(("picked", "none") if name == "rate" else ())):
            # Choices take the place of a choose's "done".
            assert name == "choose" or f"`{answer}`" in section(f"### `{name}`"), (name, answer)


def test_every_guard_opening_and_placeholder_has_its_row() -> None:
    """Neither more nor fewer than there are."""
    assert set(GUARDS) <= rows("## Where a step leads")
    assert rows("## Secrets") - {"opens"} == set(OPENINGS)
    assert rows("## Names in braces") == {f"{{{name}}}" for name in PLACEHOLDERS}


def test_every_code_is_told_as_it_is() -> None:
    """In the order of the codes, with what it means and some advice."""
    told = re.findall(r"^\| ([FC]\d\d) \| (.+?) \| (.+?) \|$", MANUAL, re.MULTILINE)
    assert [(code, meaning) for code, meaning, _ in told] == list(CODES.items())
    assert all(advice for _, _, advice in told)


def test_every_limit_of_length_is_told() -> None:
    """The numbers of the last paragraph are those of the checker."""
    last = MANUAL[MANUAL.index("How long texts may be") :]
    told: dict[str, int] = {}
    for names, number in re.findall(r"((?:[`a-z,\s]|and)+?) (\d+)[;.]", last):
        told |= dict.fromkeys(re.findall(r"`(\w+)`", names), int(number))
    assert told == LONGEST
    assert f"{MOST_ROUNDS} at most" in section("## Where a step leads")


@pytest.mark.parametrize("text", WHOLE, ids=[tomllib.loads(text)["title"] for text in WHOLE])
def test_every_whole_flow_passes_the_checker(text: str) -> None:
    """As it stands there, with the shared asides."""
    flow = read_flow(text, "example", finding.asides())
    assert check_flow(flow, "example.toml") == []


def test_every_other_example_is_toml() -> None:
    """And there are as many whole flows as the page promises."""
    assert len(WHOLE) == 5
    for text in EXAMPLES:
        tomllib.loads(text)


def test_the_script_is_one() -> None:
    """The plain-text talk can be read as such."""
    assert len(SCRIPTS) == 1
    assert [line.head for line in parse(SCRIPTS[0], "README.md")][-1] == "end"


def test_links_lead_somewhere() -> None:
    """To headings of the page and to files beside it."""
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in MANUAL.splitlines()
        if line.startswith("#")
    }
    for goal in re.findall(r"\]\(([^)]+)\)", MANUAL):
        assert goal[1:] in headings if goal.startswith("#") else (Path("flows") / goal).exists(), goal


def test_it_is_said_calmly() -> None:
    """No exclamation marks, no lines that run off a screen but those of tables."""
    assert "!" not in MANUAL
    assert all(len(line) <= 130 for line in MANUAL.splitlines() if not line.startswith("|"))
