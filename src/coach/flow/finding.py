"""Where flows are: the user's own folder, then those that came with the program.

The program's flows lie in the package once it is installed, and in the checkout's `flows/` when it runs from there.
A package may also be a zip, so they are never opened by path.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from coach.errors import BadFlow, NoSuchFlow
from coach.flow.faults import Fault, nearest, shown
from coach.flow.lines import too_deep
from coach.flow.model import Flow
from coach.flow.reading import LARGEST, bad_flow, decoded, read_flow
from coach.flow.rules import PLAIN_NAME
from coach.text import plain

ENDING = ".toml"

LONGEST_HEAD = 8192
"""Characters before the first table that are read for a list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One flow that can be started by its name."""

    id: str
    title: str
    """Empty if the head of the file cannot be read."""
    about: str
    file: str
    own: bool
    """It lies in the user's own folder."""


def builtin_flows() -> Traversable:
    """The folder of the flows that came with the program.

    Raises:
        NoSuchFlow: there is none; the installation is damaged.
    """
    packaged = files("coach") / "flows"
    checkout = Path(__file__).resolve().parents[3] / "flows"
    for folder in (packaged, checkout):
        if folder.is_dir() and _names(folder):
            return folder
    raise NoSuchFlow("The program's own flows are missing. Install it once more.")


def asides() -> Mapping[str, str]:
    """The texts of the shared asides, by the stems of their files."""
    folder = builtin_flows() / "asides"
    return {name: _packaged_text(folder, name) for name in _names(folder)} if folder.is_dir() else {}


def find_flow(name_or_path: str, user_folder: Path | None) -> Flow:
    """The flow of that name, or in that file.

    Args:
        name_or_path: "argument", or a path: it holds a "/" or ends in ".toml".
        user_folder: Where the user's own flows are; looked in first.

    Raises:
        NoSuchFlow: nothing goes by that name, or the file cannot be opened.
        BadFlow: it has faults.
    """
    if "/" in name_or_path or os.sep in name_or_path or name_or_path.endswith(ENDING):
        return _flow_in(Path(name_or_path))
    if PLAIN_NAME.fullmatch(name_or_path):
        if user_folder and (own := user_folder / f"{name_or_path}{ENDING}").exists():
            return _flow_in(own)
        folder = builtin_flows()
        if (folder / f"{name_or_path}{ENDING}").is_file():
            text = _packaged_text(folder, name_or_path)
            return read_flow(text, name_or_path, asides(), f"flows/{name_or_path}{ENDING}")
    guess = nearest(name_or_path, (listing.id for listing in list_flows(user_folder)))
    raise NoSuchFlow(f"There is no flow {shown(name_or_path)}. {guess or '“coach flow list” names them all.'}")


def list_flows(user_folder: Path | None) -> tuple[Listing, ...]:
    """Every flow that has a name, in the order of the names; the user's own stands before one of the same name.

    Only the heads of the files are read: whether a flow is sound is seen when it is found.
    """
    listings = {listing.id: listing for listing in _builtin_listings()}
    if user_folder and user_folder.is_dir():
        listings |= {listing.id: listing for listing in _own_listings(user_folder)}
    return tuple(listings[name] for name in sorted(listings))


def _builtin_listings() -> Iterator[Listing]:
    folder = builtin_flows()
    for name in _names(folder):
        yield _listing(name, _packaged_text(folder, name), f"flows/{name}{ENDING}", own=False)


def _own_listings(folder: Path) -> Iterator[Listing]:
    for name in _names(folder):
        file = folder / f"{name}{ENDING}"
        try:
            text = decoded(_content(file), str(file))
        except (NoSuchFlow, BadFlow):
            text = ""
        yield _listing(name, text, str(file), own=True)


def _listing(name: str, text: str, file: str, *, own: bool) -> Listing:
    head = text.removeprefix("\ufeff").partition("\n[")[0]
    try:
        tree = tomllib.loads(head) if len(head) <= LONGEST_HEAD and not too_deep(head) else {}
    except (ValueError, RecursionError):
        tree = {}
    title, about = (plain(value) if isinstance(value := tree.get(key), str) else "" for key in ("title", "about"))
    return Listing(name, title, about, file, own)


def _names(folder: Traversable) -> list[str]:
    """The stems of a folder's flow files that can be called by name."""
    stems = (entry.name.removesuffix(ENDING) for entry in folder.iterdir() if entry.name.endswith(ENDING))
    return sorted(stem for stem in stems if PLAIN_NAME.fullmatch(stem))


def _packaged_text(folder: Traversable, name: str) -> str:
    file = f"{name}{ENDING}"
    return decoded((folder / file).read_bytes(), file)


def _flow_in(file: Path) -> Flow:
    text = decoded(_content(file), str(file))
    return read_flow(text, file.name.removesuffix(ENDING), asides(), str(file))


def _content(file: Path) -> bytes:
    """The bytes of a regular file; anything else, such as a pipe, is refused without waiting for it."""
    try:
        with open(file, "rb", opener=_without_waiting) as source:
            state = os.fstat(source.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise NoSuchFlow(f"The flow {shown(str(file))} is not a regular file.")
            raw = source.read(LARGEST + 1) if state.st_size <= LARGEST else b""
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        raise NoSuchFlow(f"The flow {shown(str(file))} cannot be opened: {why}.") from None
    if state.st_size > LARGEST or len(raw) > LARGEST:
        raise bad_flow([Fault(str(file), 1, "F01", "the flow is larger than 256 KiB", "Write a shorter one.")])
    return raw


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
