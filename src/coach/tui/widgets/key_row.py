"""The keys that work now: the bottom row, and the seats' own keys that look like keys."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from coach.flow.seat import Seat
from coach.tui.theme import Side

OWN_KEYS: dict[Seat, tuple[str, str, str]] = {"left": ("F", "D", "S"), "right": ("J", "K", "L")}
"""The keys under each seat's own hand: yes, mostly, not yet."""


def own_keys(seat: Seat, count: int) -> tuple[str, ...]:
    """A seat's keys for that many answers: the index finger says yes, the ring finger no, in between is the middle."""
    yes, mostly, no = OWN_KEYS[seat]
    return (yes, no) if count == 2 else (yes, mostly, no)[:count]


AIR = ((6, 2), (4, 2), (3, 1))
"""Cells (between two entries, between a key and its verb); the widest that fits."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the bottom row."""

    keys: tuple[str, ...]
    """What is pressed: ("Enter",), or ("F", "J") for two at once."""
    verb: str
    """What that does."""
    seat: Side | None = None
    """Set for keys that belong to a seat ("both": each to its own); they are drawn as keys."""


def key_cap(key: str, seat: Seat, *, dim: bool = False) -> Content:
    """A key that looks like a key: its name reversed in the seat's colour, or in quiet when `dim`."""
    return Content.styled(f" {key} ", f"bold reverse ${'quiet' if dim else seat}")


def entry(key: Key, gap: int = 2) -> Content:
    """One entry as it stands in the row, with a gap before its verb."""
    if key.seat is None:
        keys = Content.styled(" ".join(key.keys), "bold $text")
    else:
        keys = Content(" ").join([key_cap(name, _owner(name, key.seat)) for name in key.keys])
    return Content.assemble(keys, " " * gap, key.verb) if key.verb else keys


def _owner(name: str, side: Side) -> Seat:
    if side != "both":
        return side
    return "right" if name in OWN_KEYS["right"] else "left"


def arrange(keys: tuple[Key, ...], width: int) -> list[Content]:
    """The lines that show as many of the keys as fit: one, or two; the first key and the last (Esc) are always there.

    First the air goes, then a second line is taken, then keys from the right, then the verbs.
    """
    for kept in _fewer(keys):
        for between, within in AIR:
            row = _row(kept, between, within)
            if row.cell_length <= width:
                return [row]
        cuts = [[_row(part, *AIR[-1]) for part in (kept[:cut], kept[cut:])] for cut in range(1, len(kept))]
        lines = min(cuts, key=_widest, default=[])
        if lines and _widest(lines) <= width:
            return lines
    return [entry(Key(key.keys, "", key.seat)) for key in (*keys[:1], *keys[1:][-1:])]


def _row(keys: tuple[Key, ...], between: int, within: int) -> Content:
    return Content(" " * between).join([entry(key, within) for key in keys])


def _widest(lines: list[Content]) -> int:
    return max(line.cell_length for line in lines)


def _fewer(keys: tuple[Key, ...]) -> list[tuple[Key, ...]]:
    """The same keys with one fewer each time, down to the first and the last."""
    return [keys, *((*keys[:count], keys[-1]) for count in range(len(keys) - 2, 0, -1))]


class KeyRow(Widget):
    """The bottom row: `Enter  done      Esc  menu`. The last key is the one that never goes; put Esc there."""

    DEFAULT_CSS = """
    KeyRow { width: 100%; height: auto; color: $quiet; text-align: center; text-wrap: nowrap; }
    """

    keys: reactive[tuple[Key, ...]] = reactive((), layout=True)
    """What works now, the most important first and Esc last."""

    def __init__(self, keys: tuple[Key, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(KeyRow.keys, keys)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(arrange(self.keys, width)))

    def render(self) -> Content:
        return Content("\n").join(arrange(self.keys, self.size.width))


class OwnKeys(Widget):
    """A seat's own keys with what each says, on that seat's side; beneath each other where there is no room."""

    DEFAULT_CSS = """
    OwnKeys { width: 100%; height: auto; color: $text; text-align: left; }
    OwnKeys.-right { text-align: right; }
    """

    chosen: reactive[int | None] = reactive(None)
    """The one that was pressed; the others step back."""

    def __init__(self, seat: Seat, labels: tuple[str, ...], *, id: str | None = None, classes: str = "") -> None:
        """Keys for one seat.

        Args:
            seat: whose keys.
            labels: what the seat's first, second and third key say.

        Raises:
            ValueError: there are more labels than own keys.
        """
        if len(labels) > len(OWN_KEYS[seat]):
            raise ValueError(f"{len(labels)} labels for the {len(OWN_KEYS[seat])} keys of a seat")
        super().__init__(id=id, classes=f"-{seat} {classes}")
        self._seat = seat
        self._labels = labels

    def _lines(self, width: int) -> Content:
        row = Content(" " * AIR[0][0]).join(self._entries(outside=False))
        return row if row.cell_length <= width else Content("\n").join(self._entries(outside=self._seat == "right"))

    def _entries(self, *, outside: bool) -> list[Content]:
        """Key and label of each; keys on the outside make a column at the right edge."""
        entries: list[Content] = []
        for index, (key, label) in enumerate(zip(own_keys(self._seat, len(self._labels)), self._labels, strict=True)):
            steps_back = self.chosen not in (None, index)
            cap = key_cap(key, self._seat, dim=steps_back)
            words = Content.styled(label, "$quiet" if steps_back else "$text")
            entries.append(Content("  ").join([words, cap] if outside else [cap, words]))
        return entries

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._lines(width).wrap(max(1, width))))

    def render(self) -> Content:
        return self._lines(self.size.width)
