"""`run.py`: from a bare checkout to the first words, and never half way."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
import run


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing in it but a project file; what pip and venv would do is only written down."""
    here = tmp_path / "checkout"
    here.mkdir()
    (here / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(run, "HERE", str(here))
    monkeypatch.setattr(run, "PROJECT", str(here / "pyproject.toml"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return here


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands an installation ran; `venv` leaves an interpreter behind."""
    ran: list[list[str]] = []

    def quietly(command: list[str]) -> None:
        ran.append(command)
        if "venv" in command:
            python = Path(run.program_of(command[-1]))
            python.parent.mkdir(parents=True)
            python.touch()
        elif command[-1].endswith("[test]"):
            python = Path(command[0] if command[1:4] != ["-m", "pip", "--python"] else command[4])
            python.with_name("pytest").touch()

    monkeypatch.setattr(run, "quietly", quietly)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    return ran


def test_an_old_python_can_read_it() -> None:
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert run.main([]) == 2
    assert capsys.readouterr().err == (
        "Same Team needs Python 3.11 or newer, and this is 3.9. Try: python3.11 run.py\n"
    )


def test_the_second_start_installs_nothing(checkout: Path, commands: list[list[str]]) -> None:
    python = run.environment("", run.FIRST_WORDS)
    assert len(commands) == 2
    assert run.environment("", run.FIRST_WORDS) == python == run.program_of(str(checkout / ".venv"))
    assert len(commands) == 2


def test_the_tests_add_to_the_same_environment(checkout: Path, commands: list[list[str]]) -> None:
    run.environment("", [])
    run.environment("test", [])
    assert [command[-1] for command in commands[1:]] == [str(checkout), f"{checkout}[test]"]
    run.environment("", [])
    assert len(commands) == 3


def test_a_changed_project_is_set_up_anew(checkout: Path, commands: list[list[str]]) -> None:
    run.environment("", [])
    left_over = checkout / ".venv" / "left-over"
    left_over.touch()
    (checkout / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    run.environment("", [])
    assert len(commands) == 4
    assert not left_over.exists()


def test_what_was_interrupted_begins_again(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(command: list[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "quietly", interrupted)
        assert run.main([]) == 130
    assert not run.is_ready(str(checkout / ".venv"), run.fingerprint(), "")
    run.environment("", [])
    assert run.is_ready(str(checkout / ".venv"), run.fingerprint(), "")


def test_an_environment_that_somebody_else_made_is_left_alone(
    checkout: Path, commands: list[list[str]], tmp_path: Path
) -> None:
    theirs = checkout / ".venv" / "pyvenv.cfg"
    theirs.parent.mkdir()
    theirs.touch()
    assert Path(run.environment("", [])).is_relative_to(tmp_path / "cache")
    assert theirs.exists()


def test_a_removal_that_was_cut_short_goes_on(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.environment("", [])
    (checkout / "pyproject.toml").write_text("[project]\nname = 'other'\n")

    def cut_short(path: str) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", cut_short)
        assert run.main([]) == 1
    assert run.environment("", []) == run.program_of(str(checkout / ".venv"))


def test_a_python_without_ensurepip_lends_its_pip(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name if name == "pip" else None)
    python = run.environment("", [])
    run.environment("test", [])
    assert "--without-pip" in commands[0]
    assert [command[:5] for command in commands[1:]] == [[sys.executable, "-m", "pip", "--python", python]] * 2


def test_a_failure_says_its_last_lines(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shout = "import sys; print(*range(40), sep='\\n'); sys.exit('no way')"
    with pytest.raises(run.SetUpFailed) as failure:
        run.quietly([sys.executable, "-c", shout])
    assert "Is there a network?" in str(failure.value)
    assert "39" in str(failure.value)
    assert "\n12\n" not in str(failure.value)


def test_its_first_words_are_those_of_the_flow() -> None:
    flow = (Path(run.__file__).parent / "flows" / "argument.toml").read_text(encoding="utf-8")
    assert all(words in flow for words in run.FIRST_WORDS)
