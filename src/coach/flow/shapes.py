"""From the tables of a TOML tree to the dataclasses of `model.py`, by their own type hints.

A key is a field, its type hint says what it may hold: a new kind of step, or a new key of an old one, needs nothing
here. Whatever is wrong is noted and stood in for, so that everything else is still looked at. What must hold between
the parts of a flow is in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from coach.flow import model
from coach.flow.faults import Found, nearest, shown
from coach.flow.lines import Path
from coach.flow.model import GUARDS, KINDS, OPENINGS, PLACEHOLDERS, Flow, Guard, Line, Step
from coach.text import plain

T = TypeVar("T")

CLOSED: dict[str, tuple[str, ...]] = {
    "who": get_args(model.Who),
    "opens": OPENINGS,
    "turns": ("together", "each"),
    "text": ("optional", "needed"),
    "at_zero": ("finish", "wait"),
    "wording": ("any", "want", "question", "off"),
    "of": ("idea",),
    "marks": ("heard", "heard in part", "swap"),
}
"""Keys that hold one of a few words."""

LEAST: dict[str, float] = {"at_most": 1, "top": 1, "minutes": 1, "breaths": 0.1}
"""The smallest number of a key; 0 for all others."""

MOST: dict[str, float] = {"top": 9}
"""The greatest number of a key; `GREATEST` for all others."""

GREATEST = 1_000_000

TABLES = {"stages": "stage", "steps": "step"}
"""Fields that are written one `[[table]]` at a time, under a singular name."""

_NAMES: dict[type, str] = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key that a table may have."""

    field: str
    hint: Any
    needed: bool


def keys_of(kind: type[Any]) -> Mapping[str, Key]:
    """The keys of a dataclass by their TOML names, in the order they are declared."""
    if kind not in _keys:
        hints = get_type_hints(kind)
        _keys[kind] = {
            f.metadata.get("toml", TABLES.get(f.name, f.name)): Key(
                f.name, hints[f.name], f.default is MISSING and f.default_factory is MISSING
            )
            for f in fields(kind)
        }
    return _keys[kind]


_keys: dict[type[Any], Mapping[str, Key]] = {}


def shape(tree: Mapping[str, Any], name: str, text: str) -> tuple[Flow, list[Found]]:
    """The flow of a tree and what is wrong with its shape; with faults, blanks stand in for what could not be read."""
    shaping = _Shaping()
    own_id = tree.get("id", name)
    if own_id != name:
        advice = f"Write id = {shown(name)}, or leave it out."
        shaping.note(("id",), "F12", "the id of a flow is the name of its file", advice)
    top = {key: value for key, value in tree.items() if key != "id"}
    return shaping.table(Flow, top, (), {"id": name, "text": text}), shaping.found


class _Shaping:
    """What has been found so far, and how each type of value is read."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def note(self, path: Path, code: str, message: str, advice: str) -> None:
        """One more fault."""
        self.found.append(Found(path, code, message, advice))

    def table(self, kind: type[T], raw: Mapping[str, Any], path: Path, given: Mapping[str, Any]) -> T:
        """One dataclass; the fields in `given` are not keys of the file."""
        keys = {name: key for name, key in keys_of(kind).items() if key.field not in given}
        values = dict(given)
        unknown = [name for name in raw if name not in keys]
        self._unknown(kind, unknown, path, keys)
        for name, key in keys.items():
            value = self.value(key.hint, raw[name], (*path, name)) if name in raw else None
            if name not in raw and key.needed and not nearest(name, unknown):
                self.note((*path, name), "F06", f"{shown(name)} is missing in {_owner(kind)}", "Add it.")
            if value is None and key.needed:
                value = () if get_origin(key.hint) is tuple else key.hint()
            if value is not None:
                values[key.field] = value
        return kind(**values)

    def _unknown(self, kind: type[Any], names: Sequence[str], path: Path, keys: Mapping[str, Key]) -> None:
        if kind is Step:
            return
        for name in names:
            homes = [home for home, other in KINDS.items() if name in keys_of(other)] if issubclass(kind, Step) else []
            advice = f"Only {' and '.join(homes)} can have it." if homes else "Take it out."
            message = f"{shown(name)} is no key of {_owner(kind)}"
            self.found.append(Found((*path, name), "F04", message, advice, name, () if homes else (keys,)))

    def value(self, hint: Any, raw: Any, path: Path) -> Any:
        """What a key holds, as its hint wants it; None if it cannot be."""
        if get_origin(hint) is Literal:
            return self.text(raw, path, get_args(hint))
        if hint is str:
            return self.text(raw, path, CLOSED.get(str(path[-1]), ()))
        if hint in (int, float, bool):
            return self.scalar(hint, raw, path)
        item = get_args(hint)[0]
        if item is Guard:
            return self.guards(raw, path)
        if get_origin(item) is tuple:
            return self.pairs(get_args(item), raw, path)
        if item is Line or not isinstance(item, type) or not is_dataclass(item):
            return self.listing(item, raw, path)
        return self.tables(item, raw, path)

    def text(self, raw: Any, path: Path, closed: tuple[str, ...] = ()) -> str | None:
        """A text without control characters and unknown placeholders; one of `closed`, if there are such."""
        if not isinstance(raw, str):
            self._wrong(raw, path, "text")
            return None
        key = _name(path)
        clean = plain(raw)
        if unseen := set(raw) - set(clean) - {"\r"}:
            message = f'"{key}" holds the control character U+{ord(min(unseen)):04X}'
            self.note(path, "F19", message, "Take it out: a terminal might obey it.")
        for name in dict.fromkeys(placeholders(raw)):
            if name not in PLACEHOLDERS:
                message = f"nothing stands for {shown('{' + name + '}')}"
                self.found.append(Found(path, "F20", message, "Take the braces out.", name, (PLACEHOLDERS,)))
        if closed and raw and raw not in closed:
            advice = f"It may be {', '.join(closed)}."
            self.found.append(Found(path, "F10", f'"{key}" cannot be {shown(raw)}', advice, raw, (closed,)))
            return None
        return clean

    def scalar(self, hint: type, raw: Any, path: Path) -> int | float | bool | None:
        """A number in its range, or true or false."""
        fits = isinstance(raw, (int, float) if hint is float else hint) and isinstance(raw, bool) == (hint is bool)
        if not fits:
            self._wrong(raw, path, _NAMES[hint])
            return None
        key = _name(path)
        least, most = LEAST.get(key, 0), MOST.get(key, GREATEST)
        if hint is not bool and not least <= raw <= most:
            self.note(path, "F24", f'"{key}" is out of range', f"It may be from {least} to {most}.")
            return None
        value: float = raw
        return float(value) if hint is float else value

    def listing(self, item: Any, raw: Any, path: Path) -> tuple[Any, ...] | None:
        """A list of plain values or of lines; one value alone stands for a list of one."""
        if isinstance(raw, list):
            values = [self._item(item, one, (*path, index)) for index, one in enumerate(raw)]
        else:
            values = [self._item(item, raw, path)]
        return None if None in values else tuple(values)

    def _item(self, item: Any, raw: Any, path: Path) -> Any:
        return self.line(raw, path) if item is Line else self.value(item, raw, path)

    def pairs(self, pair: tuple[Any, ...], raw: Any, path: Path) -> tuple[Any, ...] | None:
        """Pairs of numbers as a list of lists, or names with numbers as a table."""
        if pair[0] is str:
            if not isinstance(raw, dict):
                self._wrong(raw, path, "a table such as { cool = 3, hot = 9 }")
                return None
            entries = [(path, [name, number]) for name, number in raw.items()]
        else:
            entries = [((*path, index), one) for index, one in enumerate(raw)] if isinstance(raw, list) else []
            if not entries or not all(isinstance(one, list) and len(one) == len(pair) for _, one in entries):
                self._wrong(raw, path, "a list of pairs such as [[3, 4], [4, 6]]")
                return None
        values = [tuple(map(self.value, pair, one, [at] * len(pair))) for at, one in entries]
        return None if any(None in value for value in values) else tuple(values)

    def tables(self, kind: type[Any], raw: Any, path: Path) -> tuple[Any, ...] | None:
        """An array of tables; of steps, each of its own kind."""
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            self._wrong(raw, path, f"a table under each [[{'.'.join(k for k in path if isinstance(k, str))}]]")
            return None
        read = self.step if kind is Step else lambda one, at: self.table(kind, one, at, {})
        return tuple(read(one, (*path, index)) for index, one in enumerate(raw))

    def step(self, raw: Mapping[str, Any], path: Path) -> Step:
        """A step of the kind it names; a bare `Step` if it names none."""
        rest = {key: value for key, value in raw.items() if key != "kind"}
        name, known = raw.get("kind"), ", ".join(KINDS)
        if name is None:
            self.note((*path, "kind"), "F06", '"kind" is missing in a step', f"It may be {known}.")
        elif not isinstance(name, str):
            self._wrong(name, (*path, "kind"), "text")
        elif name not in KINDS:
            message = f"there is no kind of step called {shown(name)}"
            self.found.append(Found((*path, "kind"), "F07", message, f"It may be {known}.", name, (KINDS,)))
        return self.table(KINDS.get(name, Step) if isinstance(name, str) else Step, rest, path, {})

    def line(self, raw: Any, path: Path) -> Line | None:
        """One way onward: a name, or a table whose other keys are guards."""
        if isinstance(raw, str):
            to = self.text(raw, path)
            return Line(to) if to is not None else None
        if not isinstance(raw, dict):
            self._wrong(raw, path, 'a name, or a table such as { on = "yes", to = "more" }')
            return None
        keys = [name for name in keys_of(Line) if name != "guards"]
        own = {name: value for name, value in raw.items() if name in keys}
        guards = self.guards({name: value for name, value in raw.items() if name not in keys}, path, keys)
        return self.table(Line, own, path, {"guards": guards or ()})

    def guards(self, raw: Any, path: Path, others: Sequence[str] = ()) -> tuple[Guard, ...] | None:
        """Named conditions; `others` are keys that may stand beside them."""
        if not isinstance(raw, dict):
            self._wrong(raw, path, "a table such as { tries = 2 }")
            return None
        guards = []
        for name, value in raw.items():
            hint, at = GUARDS.get(name), (*path, name)
            if hint is None:
                message, advice = f"there is no guard called {shown(name)}", f"There are {', '.join(GUARDS)}."
                self.found.append(Found(at, "F08", message, advice, name, (GUARDS, others)))
            elif not isinstance(value, hint) or isinstance(value, bool) != (hint is bool):
                message = f"the guard {shown(name)} has {_kind_of(value)}"
                self.note(at, "F09", message, f"It takes {_NAMES[hint]}.")
            elif (read := self.value(hint, value, at)) is not None:
                guards.append(Guard(name, read))
        return tuple(guards)

    def _wrong(self, raw: Any, path: Path, wanted: str) -> None:
        self.note(path, "F05", f'"{_name(path)}" has {_kind_of(raw)}', f"It takes {wanted}.")


def placeholders(text: str) -> list[str]:
    """The names in braces that a text holds, in order."""
    return [part.split("}")[0] for part in text.split("{")[1:] if "}" in part]


def _name(path: Path) -> str:
    """The key that a fault is about: an item of a list is known by its list."""
    return next((plain(part) for part in reversed(path) if isinstance(part, str)), "")


def _owner(kind: type[Any]) -> str:
    if issubclass(kind, Step):
        return f'a "{kind.kind}" step' if kind.kind else "a step"
    return {"Flow": "a flow", "Line": "a line of next"}.get(kind.__name__, f"[[{kind.__name__.lower()}]]")


def _kind_of(raw: Any) -> str:
    if isinstance(raw, (list, dict)):
        return "a list" if isinstance(raw, list) else "a table"
    return _NAMES.get(type(raw), "a date or time")
