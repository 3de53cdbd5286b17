"""Where flows are found, and what is answered when they are not."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coach.errors import BadFlow, CoachError, NoSuchFlow, NoSuchTalk
from coach.flow import finding
from coach.flow.finding import asides, builtin_flows, find_flow, list_flows
from coach.flow.reading import LARGEST

SMALL = """\
schema = 1
title = "A small talk"
about = "For a test."

[[anytime]]
id = "breath"
menu = "Breathe"

[[stage]]
id = "talk"
title = "Talk"

[[stage.step]]
id = "rest"
kind = "end"
words = "Rest now."
outcome = "agreed"
"""

CALM = (
    '[[stage]]\nid = "calm"\ntitle = "Pause"\naside = true\n\n[[stage.step]]\nid = "a"\nkind = "show"\nwords = "A."\n'
)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the flows that came with the program."""
    folder = tmp_path / "flows"
    (folder / "asides").mkdir(parents=True)
    (folder / "small.toml").write_text(SMALL, "utf-8")
    (folder / "README.md").write_text("# For authors", "utf-8")
    (folder / "asides" / "calm.toml").write_text(CALM, "utf-8")
    monkeypatch.setattr(finding, "builtin_flows", lambda: folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The user's own folder, still empty."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_a_name_finds_the_flow_that_came_with_the_program(shipped: Path) -> None:
    """With its asides, and its name as its id."""
    flow = find_flow("small", None)
    assert (flow.id, flow.title, [stage.id for stage in flow.stages]) == ("small", "A small talk", ["talk", "calm"])


def test_the_users_own_flow_comes_first(shipped: Path, own: Path) -> None:
    """By the same name as a shipped one, or by a new one."""
    (own / "small.toml").write_text(SMALL.replace("A small talk", "Mine"), "utf-8")
    (own / "other.toml").write_text(SMALL, "utf-8")
    assert find_flow("small", own).title == "Mine"
    assert find_flow("other", own).id == "other"
    assert find_flow("small", None).title == "A small talk"


def test_a_path_is_a_path(shipped: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds a slash or ends in .toml, and is not looked for anywhere else."""
    (own / "mine.toml").write_text(SMALL, "utf-8")
    monkeypatch.chdir(own)
    assert find_flow(str(own / "mine.toml"), None).id == "mine"
    assert find_flow("mine.toml", None).id == "mine"
    assert find_flow("./mine.toml", None).id == "mine"
    with pytest.raises(NoSuchFlow):
        find_flow("small.toml", None)
    with pytest.raises(NoSuchFlow):
        find_flow("mine", None)


@pytest.mark.parametrize("name", ["smal", "Small", "small\x00", "..", "", "-x", "ärger", "x" * 99, "\x1b[2J"])
def test_an_unknown_name_is_answered_in_one_sentence(shipped: Path, own: Path, name: str) -> None:
    """With the nearest right name or the way to see them all, exit code 2, and nothing that a terminal obeys."""
    with pytest.raises(NoSuchTalk) as caught:
        find_flow(name, own)
    message = str(caught.value)
    assert caught.value.exit_code == 2
    assert message.isprintable()
    assert ('Did you mean "small"?' in message) == (name in ("smal", "Small", "small\x00"))


def test_a_fault_names_the_file_as_its_author_knows_it(shipped: Path, own: Path) -> None:
    """The path that was given, the user's own file, or the shipped one by its place in the checkout."""
    broken = SMALL.replace('kind = "end"', 'kind = "ned"')
    for folder in (shipped, own):
        (folder / "broken.toml").write_text(broken, "utf-8")
    for name, file in (
        ("broken", own / "broken.toml"),
        (str(own / "broken.toml"), own / "broken.toml"),
    ):
        with pytest.raises(BadFlow, match="Did you mean") as caught:
            find_flow(name, own)
        assert str(caught.value).startswith(f"{file}:15: F07 ")
    with pytest.raises(BadFlow, match=r"^flows/broken\.toml:15: F07 "):
        find_flow("broken", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.timeout(10)
def test_a_pipe_does_not_hang(shipped: Path, own: Path) -> None:
    """Nor a folder, nor a device: only regular files are read, and that is said at once."""
    os.mkfifo(own / "pipe.toml")
    (own / "folder.toml").mkdir()
    for path in (own / "pipe.toml", own / "folder.toml", Path("/dev/zero")):
        with pytest.raises(NoSuchFlow, match=r"not a regular file|Is a directory"):
            find_flow(str(path), None)
    with pytest.raises(NoSuchFlow):
        find_flow("pipe", own)
    assert [listing.id for listing in list_flows(own)] == ["folder", "pipe", "small"]


def test_a_file_that_cannot_be_opened_is_told(shipped: Path, own: Path) -> None:
    """Missing, or a path that no system takes: one sentence, never a traceback."""
    for path in (str(own / "none.toml"), "a\x00b.toml", "x" * 5000 + ".toml"):
        with pytest.raises(NoSuchFlow, match="cannot be opened") as caught:
            find_flow(path, None)
        assert str(caught.value).isprintable()


def test_hostile_bytes_are_refused(shipped: Path, own: Path) -> None:
    """Too large, not UTF-8, NUL: a fault with its line."""
    for raw, start in (
        (b"#" * (LARGEST + 1), ":1: F01 "),
        (b"# fine\n\xff\xfe", ":2: F01 "),
        (b"# fine\n\x00", ":2: F02 "),
        (b"\xef\xbb\xbf" + b"[" * 99_999, ":1: F03 "),
    ):
        (own / "bad.toml").write_bytes(raw)
        with pytest.raises(BadFlow) as caught:
            find_flow("bad", own)
        assert str(caught.value).startswith(f"{own / 'bad.toml'}{start}")
        assert len(caught.value.faults) == 1


def test_a_list_shows_every_name_even_of_a_broken_flow(shipped: Path, own: Path) -> None:
    """Sorted, own before shipped, titles without control characters; a broken one has no title."""
    (own / "small.toml").write_text(SMALL.replace("A small talk", "Mine\\u001b"), "utf-8")
    (own / "broken.toml").write_bytes(b"\xff")
    (own / "Not A Name.toml").write_text(SMALL, "utf-8")
    (own / "notes.txt").write_text("", "utf-8")
    found = [(listing.id, listing.title, listing.about, listing.own) for listing in list_flows(own)]
    assert found == [("broken", "", "", True), ("small", "Mine\ufffd", "For a test.", True)]
    assert [listing.file for listing in list_flows(None)] == ["flows/small.toml"]
    assert list_flows(own / "nowhere") == list_flows(None)


def test_the_asides_are_those_of_the_shipped_flows(shipped: Path) -> None:
    """By the stems of their files; none at all is fine."""
    assert asides() == {"calm": CALM}
    (shipped / "asides" / "calm.toml").unlink()
    (shipped / "asides").rmdir()
    assert asides() == {}


def test_the_checkout_has_flows() -> None:
    """An editable install, or no install at all, reads the checkout's own flows as they are now."""
    assert (builtin_flows() / "argument.toml").is_file()
    assert {"anytime", "calm", "shelf", "stop"} <= set(asides())
    assert "argument" in [listing.id for listing in list_flows(None)]


def test_a_zipped_package_finds_its_flows(tmp_path: Path) -> None:
    """Flows packed into a zip are read like any others, though they have no path."""
    source = Path(finding.__file__).parents[1]
    with zipfile.ZipFile(tmp_path / "coach.zip", "w") as packed:
        for file in source.rglob("*.py"):
            packed.write(file, Path("coach") / file.relative_to(source))
        packed.writestr("coach/flows/small.toml", SMALL)
        packed.writestr("coach/flows/asides/calm.toml", CALM)
    code = "from coach.flow.finding import find_flow; print(*(stage.id for stage in find_flow('small', None).stages))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "coach.zip")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("talk calm\n", "")


def test_a_package_without_flows_says_so(tmp_path: Path) -> None:
    """A damaged installation is told in a sentence."""
    source = Path(finding.__file__).parents[1]
    for file in source.rglob("*.py"):
        copy = tmp_path / "src" / "coach" / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    code = "from coach.flow.finding import builtin_flows; builtin_flows()"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr.endswith("The program's own flows are missing. Install it once more.\n")


def test_the_flow_layer_knows_nothing_above_it() -> None:
    """Finding and reading flows imports neither the conversation nor a face nor anything from outside."""
    code = (
        "import sys; import coach.flow.finding; "
        "print(*sorted(m for m in sys.modules if m.startswith('coach') and m.split('.')[1:2] != ['flow']), "
        "*[m for m in ('textual', 'rich', 'transitions', 'tomli_w') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["coach", "coach.errors", "coach.text"]


def test_every_error_here_is_one_of_ours() -> None:
    """A person sees them as a sentence with exit code 2."""
    assert issubclass(NoSuchFlow, CoachError)
    assert NoSuchFlow.exit_code == BadFlow.exit_code == 2
