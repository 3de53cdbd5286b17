"""The folders this program uses, and making one that only its owner can look into."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CannotSave
from coach.records.disk import shown, sync_folder, why

SYNCED = ("dropbox", "onedrive", "google drive", "icloud drive", "mobile documents", "nextcloud", "syncthing")
"""Folder names, in small letters, that say: what lies below is copied to other machines."""


@dataclass(frozen=True, slots=True)
class Places:
    """Every folder that is read or written; none of them need exist."""

    talks: Path
    """One record a talk, and the files beside it."""
    flows: Path
    """The user's own conversations."""
    config: Path
    """What the user chose: settings.toml."""
    state: Path
    """What the program remembers of itself: whether the first card was seen."""


def places(environ: Mapping[str, str] | None = None) -> Places:
    """The folders of this user: all below COACH_HOME if that is set, else where the system keeps such things.

    Args:
        environ: the environment to look in; `os.environ` if None.
    """
    home = (os.environ if environ is None else environ).get("COACH_HOME", "")
    if home:
        root = Path(os.path.abspath(os.path.expanduser(home)))
        return Places(root / "talks", root / "flows", root / "config", root / "state")
    # Imported here: with COACH_HOME set, and in `coach --version`, it would be paid for nothing.
    import platformdirs

    data = platformdirs.user_data_path("coach")
    config, state = platformdirs.user_config_path("coach"), platformdirs.user_state_path("coach")
    return Places(data / "talks", data / "flows", config, state)


def make_private(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, for the owner alone (0700) whatever the umask.

    A folder that is there already stays as it is; `worries` tells when it is open to others.

    Returns:
        The folder.

    Raises:
        CannotSave: it cannot be made.
    """
    missing = []
    above = folder
    while not above.is_dir():
        missing.append(above)
        if above == above.parent:
            break
        above = above.parent
    try:
        for each in reversed(missing):
            try:
                each.mkdir(0o700)
            except FileExistsError:  # “new/..” is there once “new” is; its modes are somebody else's
                if each.is_dir():
                    continue
                raise
            each.chmod(0o700)
            sync_folder(each.parent)
    except OSError as error:
        raise CannotSave(f"The folder {shown(folder)} cannot be made: {why(error)}.") from error
    return folder


_BY_USER = ("/run/media", "/media")
MOUNTS = (*_BY_USER, "/Volumes")
"""Where systems put sticks and drives, in the first two in a folder for each user."""


def another_disk(folder: Path) -> Path | None:
    """A folder to write to on another disk than this one: a stick or a drive, else the home; None if there is none.

    Args:
        folder: where it was tried before; need not exist.
    """
    try:
        roots = [Path(root, Path.home().name if root in _BY_USER else "") for root in MOUNTS]
        sticks = [each for root in roots if root.is_dir() for each in sorted(root.iterdir())]
        here = next(each for each in (folder, *folder.parents) if each.exists()).stat().st_dev
        for each in (*sticks, Path.home()):
            if each.is_dir() and os.access(each, os.W_OK) and each.stat().st_dev != here:
                return each / "same-team"
    except OSError:
        return None
    return None


def worries(folder: Path) -> tuple[str, ...]:
    """Sentences about why a folder is less private than its owner may think; empty if all is well."""
    found = []
    if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & 0o077:
        found.append(f"Other people on this machine can look into {folder}; 'chmod 700' on it ends that.")
    above = [folder, *folder.parents]
    if any(each.name.lower() in SYNCED for each in above):
        found.append(f"{folder} is copied to other machines by a cloud service.")
    if any((each / ".git").exists() for each in above):
        found.append(f"{folder} lies in a folder under version control.")
    return tuple(found)
