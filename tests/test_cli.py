"""The commands: what each prints, its exit code, and one sentence for everything a person can do something about."""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.commands import Said, one_sentence
from tests.commands import coach as coach
from tests.evening import events, script

from coach import __version__, cli, starting
from coach.records.frames import seal
from coach.records.journal import Journal
from coach.records.library import kept_talks
from coach.records.places import places

ROOT = Path(__file__).resolve().parents[1]
TALKS = ROOT / "flows" / "talks"


def a_talk(kept: str = "", started: datetime | None = None) -> str:
    """Puts one evening on the disk, open or kept; its id."""
    here, flow = places(), script().flow
    started = started or datetime.now(UTC)
    journal = Journal.create(here, flow.id, flow.text, started, __version__)
    for event in events() if kept else events()[:6]:
        journal.append(event)
    if kept:
        agreement = {"names": ["Sam", "Alex"], "plans": ["Sam: If it rains, then I will drive."]}
        topic, days = "who puts the kids to bed", started.date() + timedelta(days=7)
        journal.finalise(
            "agreement" if kept == "agreement" else "all",
            outcome="agreed",
            started=started,
            minutes=24,
            calm_after=6,
            topic=topic,
            check_in=days,
            agreement=agreement,
        )
    journal.close()
    return journal.path.stem


def test_help_begins_with_what_it_is_and_ends_with_examples(coach: Callable[..., Said]) -> None:
    """Every command is named, and each has help of its own."""
    code, out, _ = coach("--help")
    assert code == 0
    assert "examples:\n  coach " in out
    assert "exit codes:" in out
    for name, (_, summary) in cli.COMMANDS.items():
        assert not summary or re.search(rf"^    {name}\b", out, re.MULTILINE)
        code, own, _ = coach(name, "--help")
        assert (code, own.startswith(f"usage: coach {name}")) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        *[("dance",), ("--colour",), ("--help",), ("--no-color", "list"), ("--version", "x")],
        *[(name, "--help") for name in cli.COMMANDS],
    ],
    ids=" ".join,
)
def test_a_line_is_answered_as_if_every_command_were_made_ready(
    words: tuple[str, ...], coach: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what it asks for is: the others take a while."""
    said = coach(*words)
    every = cli._parser()
    monkeypatch.setattr(cli, "_parser", lambda _: every)
    assert coach(*words) == said


@pytest.mark.parametrize(("asked", "most"), [(None, "240"), ("30", "30")])
def test_textual_writes_no_keys_down_and_may_draw_often(
    asked: str | None, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of its variables few are obeyed; without one for it a picture may follow the last one after four milliseconds."""
    given = {"TEXTUAL_LOG": "keys.log", "TEXTUAL_FPS": asked, "TERM": "xterm", "ESCDELAY": "25"}
    for name, value in given.items():
        monkeypatch.setenv(name, value or "")
    if asked is None:
        del os.environ["TEXTUAL_FPS"]
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}", SimpleNamespace(isatty=lambda: True))
    starting._needs_terminal(Namespace(no_color=False))
    assert ("TEXTUAL_LOG" in os.environ, os.environ["TEXTUAL_FPS"]) == (False, most)


def test_the_version_is_the_packages(coach: Callable[..., Said]) -> None:
    """In one line."""
    assert coach("--version") == (0, f"coach {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [("--speed", "0"), ("--speed", "x"), ("flow",), ("run", "argument"), ("--colour",), ("show", "a", "b")],
    ids=" ".join,
)
def test_what_cannot_be_understood_is_said_with_the_usage(words: tuple[str, ...], coach: Callable[..., Said]) -> None:
    """Exit 2, as everywhere."""
    code, out, err = coach(*words)
    assert (code, out) == (2, "")
    assert err.startswith("usage: coach")


@pytest.mark.parametrize(
    "words",
    [
        *[("dance",), ("resume",), ("resume", "2026-01-01"), ("replay",), ("replay", "nobody")],
        *[("show",), ("show", "./nowhere.toml")],
        *[("delete", "nobody"), ("start", "no-such-flow"), ("start", "./nowhere.toml"), ("flow", "show", "nobody")],
        *[("run", "argument", "--script", "nowhere.talk"), ("numbers", "--country", "XX"), ("delete",)],
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_one_sentence(
    words: tuple[str, ...], coach: Callable[..., Said], coach_home: Path
) -> None:
    """Exit 2, and looking for it made no file."""
    one_sentence(coach(*words), 2)
    assert not coach_home.exists()


def test_a_talk_is_called_by_the_unique_start_of_its_id(coach: Callable[..., Said]) -> None:
    """By its id, by its start if that is enough, by its path; never by a start that two have."""
    first, second = (a_talk("all", datetime(2026, month, 1, 12, tzinfo=UTC)) for month in (1, 2))
    for name in (first, first[:12], str(places().talks / f"{first}.toml")):
        code, out, _ = coach("show", name)
        assert code == 0
        assert "who puts the kids to bed" in out
    one_sentence(coach("show", "2026"), 2, first, second)


def test_a_look_back_is_a_line_for_each_month(coach: Callable[..., Said]) -> None:
    """Of kept talks alone, and without a word of anyone's."""
    assert coach("look-back") == (0, "", "No talk is kept yet.\n")
    a_talk()
    for kept in ("all", "all", "agreement"):
        a_talk(kept, datetime(2026, 3, 14, 12, tzinfo=UTC))
    a_talk("agreement", datetime(2026, 4, 14, 12, tzinfo=UTC))
    code, out, err = coach("look-back")
    assert (code, out) == (0, "March 2026  3 talks kept  calm after 6 minutes\nApril 2026  1 talk kept\n")
    assert err.startswith("Calm: ")


def test_a_talk_from_no_known_year_is_still_listed(coach: Callable[..., Said]) -> None:
    """A date that leaves the calendar when it is told in local time ends no command."""
    for year in (1, 9999):
        path = places().talks / f"{a_talk('all')}.toml"
        header = {
            "schema": 1,
            "id": path.stem,
            "flow": "argument",
            "kept": "all",
            "started": datetime(year, 1, 1, tzinfo=UTC),
        }
        path.write_bytes(seal("", header))
    code, out, _ = coach("list")
    assert (code, out.count("  ?  ")) == (0, 2)
    assert coach("look-back") == (0, "", "No kept talk says when it was.\n")


def test_show_prints_the_latest_kept_talk(coach: Callable[..., Said]) -> None:
    """As text on stdout, with nothing for a terminal in it."""
    a_talk("all")
    code, out, err = coach("show")
    assert (code, err) == (0, "")
    assert "it is the only hour I get with them." in " ".join(out.split())
    assert "\x1b" not in out


def test_an_agreement_alone_is_printed_and_not_replayed(coach: Callable[..., Said]) -> None:
    """There is nothing else of that talk."""
    name = a_talk("agreement")
    code, out, _ = coach("show")
    assert code == 0
    assert "If it rains, then I will drive." in out
    assert "only hour" not in out
    one_sentence(coach("replay", name), 2, "only the agreement", "coach show")


@pytest.mark.parametrize("command", ["show", "replay"])
def test_an_open_talk_is_not_shown(command: str, coach: Callable[..., Said]) -> None:
    """It exists to be gone on with."""
    name = a_talk()
    one_sentence(coach(command, name), 2, "is open, not kept", f"coach resume {name}")


def test_list_names_the_kept_ones_and_after_them_the_open_ones(coach: Callable[..., Said]) -> None:
    """Results on stdout, talk about them on stderr."""
    assert coach("list") == (0, "", "No talk is kept yet.\n")
    kept, still_open = a_talk("all"), a_talk()
    code, out, err = coach("list")
    assert (code, out.count("\n"), err.count("\n")) == (0, 1, 1)
    assert out.startswith(kept)
    assert "24 min" in out
    assert err.startswith(f"{still_open} is open until")


def test_list_for_programs_is_json(coach: Callable[..., Said]) -> None:
    """One object a kept talk; an empty list if there is none."""
    assert json.loads(coach("list", "--json")[1]) == []
    kept = a_talk("all")
    a_talk()
    (talk,) = json.loads(coach("list", "--json")[1])
    assert (talk["id"], talk["minutes"], talk["outcome"], talk["kept"]) == (kept, 24, "agreed", "all")
    assert datetime.fromisoformat(talk["started"]).tzinfo


def test_a_broken_file_is_passed_over_in_the_list(coach: Callable[..., Said]) -> None:
    """With a sentence, and without hiding the others."""
    kept = a_talk("all")
    (places().talks / "broken.toml").write_text("no talk", encoding="utf-8")
    code, out, err = coach("list")
    assert code == 0
    assert out.startswith(kept)
    assert "broken.toml is passed over" in err


def test_a_damaged_record_is_said_and_so_is_a_newer_one(coach: Callable[..., Said]) -> None:
    """Nothing readable: exit 3. Of a later version: what is understood is shown, and it is never gone on with."""
    kept, still_open = a_talk("all"), a_talk()
    for name in (kept, still_open):
        path = places().talks / f"{name}.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("schema = 1", "schema = 99", 1), encoding="utf-8")
    code, out, err = coach("show", kept)
    assert code == 0
    assert "a newer one" in err
    assert "only hour" in " ".join(out.split())
    code, out, err = coach("resume", still_open)
    assert code == 2
    assert err.count("\n") == 1
    (places().talks / f"{kept}.toml").write_bytes(b"\x00\xff not toml")
    one_sentence(coach("show", kept), 3, "can be read")


def test_a_talk_in_another_window_is_not_opened_twice(
    coach: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 4 says so, for going on with it and for deleting it."""
    monkeypatch.setattr("coach.starting._needs_terminal", lambda options: None)
    name = a_talk()
    journal, _ = Journal.resume(places().talks / f"{name}.toml")
    try:
        one_sentence(coach("resume"), 4, "open in another window")
        one_sentence(coach("delete", name, "--yes"), 4, "open in another window")
    finally:
        journal.close()


def test_delete_asks_first(coach: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without anybody to ask it deletes nothing; a no deletes nothing; a yes does."""
    name = a_talk("all")
    answers = SimpleNamespace(isatty=lambda: False, readline=lambda: "")
    monkeypatch.setattr("sys.stdin", answers)
    one_sentence(coach("delete", name), 2, "--yes")
    answers.isatty = lambda: True
    for answer, left in (("", 1), ("n\n", 1), ("yes please\n", 1), ("y\n", 0)):
        answers.readline = lambda answer=answer: answer
        code, out, err = coach("delete", name)
        assert (code, out) == (0, "")
        assert "Delete 1 talk for good?" in err
        assert len(kept_talks(places()).talks) == left
    assert not list(places().talks.iterdir())


def test_delete_takes_several_and_all(coach: Callable[..., Said]) -> None:
    """Open ones too, with every file beside them."""
    names = [a_talk("all", datetime(2026, month, 1, 12, tzinfo=UTC)) for month in (1, 2, 3)]
    assert coach("delete", names[0], names[1][:9], "--yes")[0] == 0
    assert [talk.id for talk in kept_talks(places()).talks] == names[2:]
    a_talk()
    assert coach("delete", "--all", "--yes")[0] == 0
    assert not list(places().talks.iterdir())
    one_sentence(coach("delete", names[2], "--all", "--yes"), 2)


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_read(coach: Callable[..., Said], coach_home: Path) -> None:
    """A file in its way: one sentence where the folder is needed, and the other commands work."""
    coach_home.write_text("in the way", encoding="utf-8")
    assert coach("where")[0] == 0
    assert coach("flow", "list")[0] == 0
    code, _, err = coach("list")
    assert code in (0, 2)
    assert err.count("\n") == 1


def test_numbers_are_people_to_call(coach: Callable[..., Said]) -> None:
    """All of them, or one country's."""
    code, out, _ = coach("numbers")
    assert code == 0
    assert len(coach("numbers", "--country", "gb")[1]) < len(out)


def test_where_names_every_folder(coach: Callable[..., Said], coach_home: Path) -> None:
    """And makes none of them."""
    code, out, _ = coach("where")
    assert code == 0
    for what in ("talks", "your flows", "settings", "state"):
        assert re.search(rf"^{what}\s+{re.escape(str(coach_home))}", out, re.MULTILINE)
    assert not coach_home.exists()


def test_the_command_is_there_and_a_closed_pipe_is_no_fault() -> None:
    """`python -m coach` is the same program; whoever stops reading is not shouted at."""
    command = f"{sys.executable} -m coach numbers | head -1; echo ${{PIPESTATUS[0]}}"
    shell = ["bash", "-c", command]
    ran = subprocess.run(shell, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT / "src")
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


def test_a_fault_of_ours_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, no traceback, and none of the words that an error may hold."""

    def breaks(options: object) -> int:
        raise RuntimeError("CANARY")

    monkeypatch.setattr("coach.commands.where", breaks)
    assert cli.run(["where"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{cli.BROKEN}\n")
    monkeypatch.setenv("COACH_DEBUG", "1")
    with pytest.raises(RuntimeError, match="CANARY"):
        cli.run(["where"])


def test_what_prints_looks_after_its_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """A start collects no garbage; a command that reads ten thousand lines has to."""
    gc.disable()
    try:
        assert cli.run(["where"]) == 0
        assert gc.isenabled()
    finally:
        gc.enable()
