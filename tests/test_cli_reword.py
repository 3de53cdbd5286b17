"""`coach reword`: one sentence or ten thousand, for people and for programs, and nothing of it kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands import Said
from tests.commands import coach as coach

NOTICE, STARTER = "One moment is easier to hear than a pattern.", "When ... happened, I felt ..."

Coach = Callable[..., Said]


class Piped(io.TextIOWrapper):
    """A stdin with something in it that may be a terminal."""

    def __init__(self, data: bytes, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", errors="replace")
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether somebody types it."""
        return self._terminal


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts bytes into stdin."""
    return lambda data, terminal=False: monkeypatch.setattr("sys.stdin", Piped(data, terminal))


def test_a_sentence_gets_two_lines(coach: Coach) -> None:
    """What may land hard, and a start to type over."""
    said = coach("reword", "you never listen to me")
    assert (said.code, said.out, said.err) == (0, f"{NOTICE}\n{STARTER}\n", "")


@pytest.mark.parametrize("sentence", ["I felt alone when you left", "", "   ", "🙂", "[/b]"])
def test_a_good_sentence_gets_none(coach: Coach, sentence: str) -> None:
    """It says so, and does not praise."""
    said = coach("reword", sentence)
    assert (said.code, said.out) == (0, "Nothing to soften.\n")


def test_words_of_danger_are_not_softened(coach: Coach) -> None:
    """No starter; where to find people to call."""
    said = coach("reword", "im scared of you when you drink")
    assert said.code == 0
    assert "coach numbers" in said.out
    assert "..." not in said.out


def test_a_want_and_a_question_have_starts_of_their_own(coach: Coach) -> None:
    """As at the steps that ask for one."""
    assert "I'd love it" in coach("reword", "--fit", "want", "you never listen to me").out
    assert "?" in coach("reword", "--fit", "question", "you never listen to me").out


def test_lines_come_back_in_their_order_one_object_each(coach: Coach, stdin: Callable[..., None]) -> None:
    """Any line, empty ones and broken bytes too; the keys are always the same, and a span counts characters."""
    lines = [
        "you never listen to me",
        "",
        "I love you",
        "👩‍👩‍👧 so… you are such an idiot",
        "im scared of you",
        "x" * 20_000,
    ]
    stdin("\n".join(lines).encode() + b"\n\xff\xfe you always lie\r\n")
    said = coach("reword", "--lines", "--json")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 0
    assert [each["text"] for each in found] == [*lines[:5], "x" * 10_000, "\ufffd\ufffd you always lie"]
    assert {tuple(each) for each in found} == {("text", "label", "safety", "rule", "span", "notice", "starter")}
    assert [each["label"] for each in found[:5]] == ["blame", "ok", "ok", "contempt", "ok"]
    assert [each["safety"] for each in found] == [False, False, False, False, True, False, False]
    first = found[0]
    assert (first["notice"], first["starter"]) == (NOTICE, STARTER)
    assert found[1]["span"] is None
    start, end = found[3]["span"]
    assert "idiot" in lines[3][start:end]


def test_without_a_sentence_it_asks_for_one(coach: Coach, stdin: Callable[..., None]) -> None:
    """So that it does not stay in the shell's history; what is piped in whole is one sentence."""
    stdin(b"you never listen to me\n", terminal=True)
    said = coach("reword")
    assert said.out == f"{NOTICE}\n{STARTER}\n"
    assert "It is kept nowhere." in said.err
    stdin(b"you never\nlisten to me\n")
    said = coach("reword")
    assert (said.out, said.err) == (f"{NOTICE}\n{STARTER}\n", "")


def test_it_explains_itself(coach: Coach) -> None:
    """Which rule, on which words; which guard spared it; or that none did. On stderr: results stay results."""
    said = coach("reword", "--explain", "you never listen to me")
    assert "blame." in said.err
    assert "“you never listen" in said.err
    assert said.out == f"{NOTICE}\n{STARTER}\n"
    assert "spared" in coach("reword", "--explain", "I don't think you always forget").err
    assert "no rule met these words" in coach("reword", "--explain", "hello").err


def test_a_language_is_a_file(coach: Coach, tmp_path: Path) -> None:
    """One that is not there, or is no file of rules, is one sentence and exit 2."""
    broken = tmp_path / "xx.toml"
    broken.write_text("schema = 1\n", encoding="utf-8")
    for name in ("xx", str(broken), str(tmp_path / "none.toml")):
        said = coach("reword", "--language", name, "hello")
        assert (said.code, said.out) == (2, "")
        assert said.err.count("\n") == 1


def test_one_source_of_sentences_is_enough(coach: Coach) -> None:
    """A sentence and --lines together are refused."""
    assert coach("reword", "--lines", "hello").code == 2


def test_nothing_is_written(coach: Coach, coach_home: Path) -> None:
    """Not even a folder."""
    coach("reword", "you never listen to me")
    assert not coach_home.exists()


def test_control_characters_are_not_printed(coach: Coach) -> None:
    """A sentence that somebody sent cannot move the terminal."""
    said = coach("reword", "--explain", "\x1b]0;x\x07 you never listen to me \x9b31m")
    assert "\x1b" not in said.out + said.err
    assert "\x9b" not in said.out + said.err
