"""Command lines without a terminal, for the tests of the commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from coach import cli


class Said(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def coach(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command line: its exit code, stdout, stderr. None of them may print a traceback."""

    def run(*words: str) -> Said:
        try:
            code = cli.run(words)
        except SystemExit as leaving:  # argparse leaves by itself
            code = int(leaving.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(code, out, err)

    return run


def one_sentence(said: Said, code: int, *words: str) -> None:
    """Nothing on stdout, one line on stderr, that exit code."""
    assert (said[0], said[1]) == (code, "")
    assert said[2].count("\n") == 1, said[2]
    for each in words:
        assert each in said[2]
