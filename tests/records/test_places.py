"""Folders: where they are, and that only their owner looks into them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from coach.errors import CannotSave
from coach.records import places as module
from coach.records.places import Places, another_disk, make_private, places, worries

posix = pytest.mark.skipif(os.name != "posix", reason="modes are things of POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Run a test under a careless, a usual and an absurd umask."""
    old = os.umask(request.param)
    yield request.param
    os.umask(old)


def test_coach_home_holds_everything(tmp_path: Path) -> None:
    """With COACH_HOME set, nothing is looked for outside it."""
    root = tmp_path / "stick"
    expected = Places(root / "talks", root / "flows", root / "config", root / "state")
    assert places({"COACH_HOME": str(root)}) == expected


def test_without_it_the_system_decides_and_xdg_is_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset or empty, the folders are where the system keeps such things, in a folder of this program."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for found in (places({}), places({"COACH_HOME": ""})):
        assert found.talks.parent == found.flows.parent
        assert "coach" in found.talks.parts
        if sys.platform == "linux":
            assert found.talks == tmp_path / "data" / "coach" / "talks"


def test_platformdirs_is_not_loaded_for_nothing() -> None:
    """With COACH_HOME set, asking for the folders does not import platformdirs."""
    code = (
        "import sys, coach.records.places as p; p.places({'COACH_HOME': 'x'}); sys.exit('platformdirs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")
def test_folders_are_for_the_owner_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Every folder that is made, those above included, is 0700."""
    make_private(tmp_path / "a" / "b" / "c")
    for folder in ("a", "a/b", "a/b/c"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """A file in the way ends with a sentence that names the folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotSave, match="file"):
        make_private(tmp_path / "file" / "talks")


def test_a_folder_that_others_see_is_said(tmp_path: Path) -> None:
    """Open, synced and versioned folders are each named in a sentence; a private one is not."""
    folder = make_private(tmp_path / "Dropbox" / "talks")
    assert len(worries(folder)) == 1
    (tmp_path / ".git").mkdir()
    folder.chmod(0o755)
    assert len(worries(folder)) == (3 if os.name == "posix" else 2)
    assert worries(make_private(tmp_path.parent / f"{tmp_path.name}-quiet")) == ()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second file system to be had")
def test_another_disk_is_one_that_is_not_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that can be written to, never a folder on the disk that refused."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(module, "MOUNTS", (str(tmp_path / "none"),))
    assert another_disk(tmp_path / "talks" / "gone") is None
    with TemporaryDirectory(dir="/dev/shm") as mounts:
        if os.stat(mounts).st_dev == tmp_path.stat().st_dev:
            pytest.skip("one file system only")
        stick = Path(mounts) / "stick"
        stick.mkdir()
        (Path(mounts) / "a file").touch()
        monkeypatch.setattr(module, "MOUNTS", (mounts,))
        assert another_disk(tmp_path / "talks") == stick / "same-team"
        assert another_disk(stick / "talks") == tmp_path / "same-team"


@posix
def test_a_folder_that_was_there_keeps_its_modes(tmp_path: Path) -> None:
    """Whatever way leads to the new one: only what is made is made private."""
    tmp_path.chmod(0o755)
    make_private(tmp_path / "new" / ".." / "other" / "talks")
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "other").stat().st_mode & 0o777 == (tmp_path / "other" / "talks").stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_said_to_be_one(tmp_path: Path) -> None:
    """Not that it exists: that it is no folder."""
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave, match="already"):
        make_private(tmp_path / "file")
    with pytest.raises(CannotSave, match="already"):
        make_private(tmp_path / "file" / "talks")
