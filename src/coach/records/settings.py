"""What a user has chosen to have remembered: a small file, and a marker that the first card was seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from coach.errors import CannotSave
from coach.records.disk import read_plain, replace, why
from coach.records.frames import PIECE_LIMIT, read_toml
from coach.records.places import Places, make_private
from coach.text import plain

QuickExit = Literal["leave", "delete"]
SofterStarts = Literal["on", "off"]
Theme = Literal["dusk", "dawn", "contrast"]

LONGEST_NAME = 20
"""Characters."""

_FILE = "settings.toml"
_CARD = "card-seen"
_CHOICES: dict[str, tuple[str, ...]] = {
    "quick_exit": ("leave", "delete"),
    "softer_starts": ("on", "off"),
    "theme": ("dusk", "dawn", "contrast"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings; every one has a default."""

    names: tuple[str, str] | None = field(default=None, repr=False)
    """Left and right, remembered only if the two asked for it."""
    quick_exit: QuickExit = "leave"
    """What `Esc Esc Esc` does to the open talk."""
    softer_starts: SofterStarts = "on"
    """Whether a softer start is offered while a turn is typed."""
    theme: Theme = "dusk"
    country: str = ""
    """Two capital letters: whose numbers to show first; empty if nobody said."""
    notices: tuple[str, ...] = field(default=(), compare=False)
    """A sentence for each value in the file that could not be used."""


def load(places: Places) -> Settings:
    """The settings of this user; what is missing, or cannot be used, has its default."""
    path = places.config / _FILE
    try:
        table = read_toml(read_plain(path, PIECE_LIMIT))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return Settings(notices=(f"{path} is not used: {why(error)}.",))
    if table is None:
        return Settings(notices=(f"{path} is not used: it is not TOML.",))
    good = {key: _usable(key, table[key]) for key in _ADVICE if key in table}
    notices = tuple(f"'{key}' in {path} is not used: {_ADVICE[key]}." for key, value in good.items() if value is None)
    return Settings(**{key: value for key, value in good.items() if value is not None}, notices=notices)


def save(places: Places, settings: Settings) -> None:
    """Write the settings in the place of the old ones, at one stroke, for the owner alone.

    Raises:
        CannotSave: the old ones are still there then.
    """
    import tomli_w  # they are read at each start, and written once in a while

    table: dict[str, Any] = {key: getattr(settings, key) for key in _CHOICES}
    if settings.country:
        table["country"] = settings.country
    if settings.names:
        table["names"] = [plain(name)[:LONGEST_NAME] for name in settings.names]
    make_private(places.config)
    try:
        replace(places.config / _FILE, tomli_w.dumps(table).encode())
    except OSError as error:
        raise CannotSave(f"The settings cannot be saved: {why(error)}.") from error


def seen_card(places: Places) -> bool:
    """Whether the card of the first run was seen on this machine."""
    return (places.state / _CARD).is_file()


def mark_card_seen(places: Places) -> None:
    """Remember that it was; where nothing can be written, the card comes again, which harms nobody."""
    try:
        make_private(places.state)
        replace(places.state / _CARD, b"", durable=False)
    except (CannotSave, OSError):
        return


_ADVICE = {
    "names": "it takes two names, left and right",
    "quick_exit": 'it is "leave" or "delete"',
    "softer_starts": 'it is "on" or "off"',
    "theme": 'it is "dusk", "dawn" or "contrast"',
    "country": 'it takes two letters, as in "NL"',
}


def _usable(key: str, value: Any) -> Any:
    """The value as `Settings` has it; None if it cannot be used."""
    if key == "names":
        both = isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)
        names = tuple(plain(each).strip()[:LONGEST_NAME] for each in value) if both else ()
        return cast("tuple[str, str]", names) if all(names) and names else None
    if not isinstance(value, str):
        return None
    if key == "country":
        return value.upper() if re.fullmatch("[A-Za-z]{2}", value) else None
    return value if value in _CHOICES[key] else None
