"""The commands around flows: list, show, check, draw, and run one from a script."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands import Said, one_sentence
from tests.commands import coach as coach
from tests.evening import TALK

from coach.records.library import open_talks
from coach.records.places import places
from coach.records.record import read_record

ROOT = Path(__file__).resolve().parents[1]
TALKS = ROOT / "flows" / "talks"


@pytest.mark.parametrize("name", ["argument/straight-typed", "five-minutes/straight"])
def test_run_prints_a_record_that_reads_back(name: str, coach: Callable[..., Said], tmp_path: Path) -> None:
    """A talk without a screen and without a file; what it prints is a record like any other."""
    flow = name.split("/")[0]
    code, out, err = coach("run", flow, "--script", str(TALKS / f"{name}.talk"))
    assert (code, err) == (0, "")
    assert tomllib.loads(out)["flow"] == flow
    path = tmp_path / "printed.toml"
    path.write_text(out, encoding="utf-8")
    record = read_record(path)
    assert record.notices == ()
    assert record.events[-1].step.split(".")[0] in ("close", "keep")
    assert not open_talks(places()).talks


def test_run_says_which_line_does_not_fit(coach: Callable[..., Said], tmp_path: Path) -> None:
    """File, line, and what was wanted instead."""
    talk = tmp_path / "wrong.talk"
    talk.write_text(f"{TALK.splitlines()[1]}\nenter\nleft: words\n", encoding="utf-8")
    one_sentence(coach("run", "argument", "--script", str(talk)), 2, "wrong.talk:3:", "was expected")


def test_flow_list_names_ones_own_too(coach: Callable[..., Said]) -> None:
    """One line a flow."""
    places().flows.mkdir(parents=True)
    (places().flows / "ours.toml").write_text('schema = 1\nid = "ours"\ntitle = "Our own"\n', encoding="utf-8")
    code, out, _ = coach("flow", "list")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines()} == {"argument", "five-minutes", "ours"}
    assert "Our own  (your own)" in out


@pytest.mark.parametrize("flow", ["argument", "five-minutes"])
def test_the_flows_that_come_with_it_can_be_shown_checked_and_drawn(flow: str, coach: Callable[..., Said]) -> None:
    """Steps with words, no fault, and a diagram of the states."""
    code, out, _ = coach("flow", "show", flow)
    assert code == 0
    assert "How heated are you?" in out
    code, out, _ = coach("flow", "check", flow)
    assert code == 0
    assert "no fault" in out
    code, out, _ = coach("flow", "diagram", flow)
    assert code == 0
    assert out.startswith(("stateDiagram", "---"))
    assert len(coach("flow", "diagram", flow, "--asides")[1]) > len(out)


def test_flow_check_prints_every_fault_of_every_file_at_once(coach: Callable[..., Said]) -> None:
    """One line each with file, line and code; exit 2 if there is one."""
    broken = sorted((ROOT / "tests" / "flows" / "broken").glob("F0[4-8]*.toml"))
    code, out, err = coach("flow", "check", *map(str, broken), "five-minutes")
    assert (code, err) == (2, "")
    for path in broken:
        assert re.search(rf"{re.escape(path.name)}:\d+: {path.name[:3]} .+ – ", out)
    assert "no fault" in out


def test_a_flow_with_faults_is_never_started(coach: Callable[..., Said]) -> None:
    """All of them are said; nothing is built from it."""
    broken = ROOT / "tests" / "flows" / "broken" / "F06-missing-key.toml"
    code, out, err = coach("start", str(broken))
    assert (code, out) == (2, "")
    assert "F06" in err
