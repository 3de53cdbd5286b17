"""The tool that measures: its names, its tables and its files. What it measures is never asserted in a test."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest
from benchmarks import against, side_by_side
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.growth import exponent
from benchmarks.programs import a_home
from benchmarks.rows import Row, measured, table
from benchmarks.terminal import Missing

ROWS = [
    Row("first words", 0.406, 0.0139, spread=(21.96, 33.37), limit=1.5, bench="start"),
    Row("a longer name of something", 4.0, 5.0, spread=(0.7, 0.9), bench="start"),
    Row("processor", 0.025, 0.006, unit="share", spread=(0.024, 0.026), limit=0.05, alone=True, bench="waiting"),
    Row("an exponent", -0.01, unit="", limit=0.15, bench="growth"),
]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_named_in_the_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    module, summary = BENCHMARKS[name]
    assert f"{name:<10}{summary}" in capsys.readouterr().out
    assert callable(import_module(f"benchmarks.{module}").rows)


def test_an_unknown_name_gets_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "start, typing" in capsys.readouterr().err


def test_a_table_is_aligned_and_tells_what_was_missed() -> None:
    lines = table(ROWS).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert {tuple(i for i, sign in enumerate(line) if sign == "|") for line in lines} == {
        tuple(i for i, sign in enumerate(lines[0]) if sign == "|")
    }
    assert "406 ms" in lines[2]
    assert "29.21" in lines[2]
    assert "≤ 1.5, missed" in lines[2]
    assert "2.50 %" in lines[4]
    assert "≤ 5 %" in lines[4]
    assert "missed" not in lines[4]


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    against.write(file, {"cores": "2"}, ROWS)
    assert against.read(file) == ({"cores": "2"}, ROWS)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"machine": {}, "rows": [{"what": 1}]}'])
def test_a_file_that_is_no_run_gets_a_sentence(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.json"
    file.write_text(text)
    assert main(["--against", str(file)]) == 2
    assert "holds no run of the benchmarks" in capsys.readouterr().err


def test_a_change_is_the_ratio_of_two_ratios() -> None:
    twice = Row("first words", 0.406, 0.0278, spread=(11.0, 15.0), bench="start")
    close = Row("a longer name of something", 4.1, 5.0, spread=(0.75, 0.95), bench="start")
    assert against.changes([twice, close, Row("other", 1.0)], ROWS) == ["0.50", "1.02 ≈", "new"]


def test_against_prints_the_change_of_each_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.json"
    monkeypatch.setattr("benchmarks.reviews.rows", lambda plan: [Row("review", 2.0), Row("read", 1.0, 4.0)])
    assert main(["wording", "--json", str(file)]) == 0
    assert "change" not in capsys.readouterr().out
    monkeypatch.setattr("benchmarks.reviews.rows", lambda plan: [Row("review", 3.0), Row("read", 2.0, 4.0)])
    assert main(["wording", "--against", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "change" in printed
    assert "1.50" in printed
    assert "2.00" in printed


def test_rounds_that_come_in_turn_make_one_row() -> None:
    timed = side_by_side.side_by_side(lambda: None, lambda: None, 3)
    assert (len(timed.ours), len(timed.theirs)) == (3, 3)
    row = measured("what", [2.0, 4.0, 6.0, 8.0], [1.0, 2.0, 3.0, 4.0], share=0.95, stretches=2)
    assert row.times == 2.0


def test_the_exponent_is_that_of_the_last_two_decades() -> None:
    assert exponent({10: 9.0, 100: 1.0, 1_000: 10.0, 10_000: 100.0}) == pytest.approx(1.0)
    assert exponent({10: 1.0}) == 0.0


@pytest.mark.terminal
def test_a_terminal_has_its_size_at_once_answers_and_leaves_nothing_behind() -> None:
    asks = "import os; print(os.get_terminal_size()); print('\\x1b[6n', flush=True); print(input() == '\\x1b[1;1R')"
    with a_home() as home:
        with home.runs((sys.executable, "-c", asks)) as terminal:
            terminal.sees("columns=80, lines=24")
            terminal.sees("[1;1R")  # what it was answered, shown as it was typed
            terminal.press("\r")
            terminal.sees("True")
            terminal.ends()
        assert terminal.code == 0
        with home.runs((sys.executable, "-c", "import time; time.sleep(60)")) as terminal, pytest.raises(Missing):
            terminal._until(lambda: False, "nothing", 0.1)
        assert terminal.code == -9
    assert not home.folder.exists()
