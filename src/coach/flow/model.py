"""The shape of a flow: stages, steps and the lines that lead from one to the next.

Every public field of a step is a key of the flow file under the same name (`may_pass` is written `pass`, which Python
keeps for itself). A new kind of step is one dataclass here; nothing in this module knows what a step looks like on a
screen, how it is stored, or what time it is. It is longer than other files because every key of a flow is here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from coach.flow.seat import SEATS as SEATS
from coach.flow.seat import Seat as Seat

Who = Literal["both", "speaker", "listener", "first", "second", "left", "right"]
"""Whom a step asks. `speaker` and `listener` only mean something in a stage that each seat goes through."""

ONWARD = "onward"
"""`to = "onward"`: out of this stage (to the other seat's turn, then to where the stage leads)."""

BACK = "back"
"""`to = "back"`: out of an aside, to the place it was entered from."""

GUARDS: dict[str, type] = {
    "tries": int,
    "ideas": int,
    "ideas_at_most": int,
    "ideas_each": int,
    "passes": int,
    "picked": bool,
    "typed": bool,
    "room": str,
    "cooled": bool,
}
"""The named conditions a flow may use and the type of the value each takes; `conversation/guards.py` answers them."""

OPENINGS = ("highest", "lowest", "same", "order", "both", "pick")
"""What may become of sealed answers; `conversation/sealed.py` does it."""

PLACEHOLDERS = tuple(
    "left right first second speaker listener topic question request picked nearest n reason "  # noqa: SIM905
    "day until rest expiry room room_was line".split()
)
"""The closed set of `{names}` that words may hold."""


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition on a line or a step, such as `tries = 2`."""

    name: str
    value: int | bool | str


@dataclass(frozen=True, slots=True)
class Line:
    """One way onward from a step, tried from top to bottom."""

    to: str
    """A step of this stage, a stage, `stage.step`, `"onward"` or `"back"`."""
    on: str = ""
    """The answer this line is for; empty takes any."""
    guards: tuple[Guard, ...] = ()
    at_most: int = 0
    """How many times this line may be taken in one talk; 0 is without a limit."""
    back: str = ""
    """Where the aside this line leads into returns to; empty: to the step that led in."""
    marks: str = ""
    """What taking this line says about the speaker's turn: "heard", "heard in part" or "swap"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is asked or shown. The concrete kinds follow."""

    kind: ClassVar[str] = ""
    answers: ClassVar[tuple[str, ...]] = ("done",)
    """The answers that every step of this kind can have; choices and bands come on top."""

    id: str
    words: str
    """The one thing to do or say."""
    small: str = ""
    """A second, quieter line."""
    who: str = ""
    """Whom it asks (see `Who`); empty: the speaker in a turn, else both."""
    other: str = ""
    """Words for the seat that is not asked."""
    seconds: tuple[float, ...] = ()
    """Allotted seconds: the first visit, the second, … the last one stands for all later ones. Empty: no clock."""
    at_zero: str = "wait"
    """What the end of the clock does: "finish" (finish your sentence, then hand over) or "wait"."""
    secret: bool = False
    """Behind the look-away. Secret steps in a row are one place and one event."""
    opens: str = ""
    """What becomes of secret answers (see `OPENINGS`); empty: they are forgotten."""
    only: tuple[Guard, ...] = ()
    """Passed by unless all of these hold."""
    byway: bool = False
    """Off the straight way: a second try, a detour. Not counted in the flow's length."""
    saves: str = ""
    """The name under which the answer is kept for later steps: "topic", "idea", "plan" …"""
    shows: tuple[str, ...] = ()
    """Saved words to show beneath the prompt: names of `saves`, or "said" for what was typed last.

    A name may have a label: "bend: could bend".

    "idea" shows every idea so far, without authors.
    """
    next: tuple[Line, ...] = ()
    """Empty: to the step written after this one, or onward from the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathe(Step):
    """A disc that swells and sinks."""

    kind: ClassVar[str] = "breathe"
    breaths: tuple[tuple[float, float], ...] = ((4.0, 6.0),)
    """Seconds in and out of each breath; the last pair goes on for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Step):
    """Words to read."""

    kind: ClassVar[str] = "show"
    hold: bool = False
    """Moves on by itself when its seconds are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    """A turn, spoken or typed."""

    kind: ClassVar[str] = "say"
    stems: tuple[str, ...] = ()
    """Sentence beginnings, one after the other."""
    hints: tuple[str, ...] = ()
    """Small helps, one at a time after a while of quiet."""
    text: str = "optional"
    """"optional": empty means it was said aloud. "needed": what follows needs the words, empty is a pass."""
    offers_feelings: bool = False
    """F4 offers the flow's words for feelings."""
    may_pass: bool = field(default=False, metadata={"toml": "pass"})
    """Passing is named at the bottom of the screen; it looks the same as having said it aloud."""
    wording: str = "any"
    """What a softer start has to fit: "want" or "question" if one is asked for; "off" if another's words are said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Step):
    """One of a few answers."""

    kind: ClassVar[str] = "choose"
    choices: tuple[str, ...]
    """"yes", "mostly" … A leading digit is its key ("0 not tonight"), else they are numbered from 1.

    "…" at the end: it takes a line."""
    says: tuple[str, ...] = ()
    """For each choice, the words that are saved and shown when it is taken; `{line}` is the line that was typed."""
    days: tuple[int, ...] = ()
    """For each choice, how many days from now it means; sets `{day}` and the date a wait rests until."""
    own_keys: bool = False
    """Answered with the seat's own keys (F D S or J K L), by that seat alone."""
    may_pass: bool = field(default=False, metadata={"toml": "pass"})
    """One of the choices is a pass. Accepted for authors; the screen shows the choices as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Step):
    """A number, alone and unseen."""

    kind: ClassVar[str] = "rate"
    answers: ClassVar[tuple[str, ...]] = ()
    top: int
    """The highest number; the lowest is 0."""
    bands: tuple[tuple[str, int], ...] = ()
    """Names for stretches of the scale: (name, highest number in it), ascending."""
    labels: tuple[str, ...] = ()
    """Words under the numbers: two (for the ends) or one for each."""
    reasons: tuple[str, ...] = ()
    """With `of`: why an idea was picked: it alone fits, its lower rating, its other rating, the coin."""
    of: str = ""
    """"idea": every idea not yet rated is rated, one at a time; then the answers are "picked" and "none"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Step):
    """Something both do (F and J) or either may (Enter)."""

    kind: ClassVar[str] = "agree"
    answers: ClassVar[tuple[str, ...]] = ("both", "one")
    minutes: tuple[int, ...] = ()
    """How long a rest is agreed: the first visit, the second, …"""
    keys: tuple[str, ...] = ()
    """What the bottom row calls the two answers: (for "both", for "one")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """A rest until a named time."""

    kind: ClassVar[str] = "wait"
    answers: ClassVar[tuple[str, ...]] = ("ready", "early")
    things: tuple[str, ...] = ()
    """What to do meanwhile, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Step):
    """What was typed, line by line; each may take their own lines back."""

    kind: ClassVar[str] = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """The last screen. With a `next` the talk stays open and goes on there when it is opened again."""

    kind: ClassVar[str] = "end"
    answers: ClassVar[tuple[str, ...]] = ("resumed",)
    outcome: str
    """"agreed", "shelved", "open", "deleted" …: one word for the record and for lists."""


KINDS: dict[str, type[Step]] = {
    kind.kind: kind for kind in (Breathe, Show, Say, Choose, Rate, Agree, Wait, Review, End)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A few steps that belong together; gone through together, or by each seat in turn."""

    id: str
    title: str
    """Equal titles in a row make one part of the rail."""
    short: str = ""
    """The rail's word for it; empty: the title."""
    turns: str = "together"
    """"together", or "each": the whole stage for the first seat, then for the second."""
    aside: bool = False
    """Beside the way: entering remembers the place and the seconds spent."""
    next: tuple[Line, ...] = ()
    """Where the stage leads; empty: to the stage written after it."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anytime:
    """Something that can happen at any moment, offered by the quiet menu."""

    id: str
    menu: str
    """Its line in the menu."""
    to: str = ""
    """The aside it leads to; empty: it happens in place and the talk stays where it is."""
    seconds: float = 0.0
    """How long it lasts; 0: until Enter."""
    words: str = ""
    """What stands on the screen meanwhile, for one that stays in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A whole conversation as its author wrote it, asides included."""

    id: str
    """The file's stem."""
    schema: int
    title: str
    about: str = ""
    language: str = "en"
    repairs: tuple[str, ...] = ()
    """Phrases that mend, one key away in every talking step."""
    feelings: tuple[str, ...] = ()
    """Words for feelings, one key away while speaking."""
    anytime: tuple[Anytime, ...] = ()
    stages: tuple[Stage, ...] = ()
    text: str = field(default="", repr=False, compare=False)
    """The TOML it was read from, asides merged in: what a record keeps."""

    def stage(self, id: str) -> Stage:
        """The stage of that id; KeyError if there is none."""
        for stage in self.stages:
            if stage.id == id:
                return stage
        raise KeyError(id)


def shown_name(entry: str) -> tuple[str, str]:
    """An entry of `shows` as (name, label)."""
    name, _, label = entry.partition(":")
    return name.strip(), label.strip()


def choice_name(raw: str) -> str:
    """The answer that a choice stands for: "0 not that, but …" is "not that, but"."""
    name = raw[2:] if _has_key(raw) else raw
    return name.strip().removesuffix("…").strip()


def choice_key(raw: str, index: int) -> str:
    """The key of a choice: its leading digit, else its place (`index` counts from 0) counted from 1."""
    return raw[0] if _has_key(raw) else str(index + 1)


def _has_key(raw: str) -> bool:
    return raw[:1] in "0123456789" and raw[1:2] == " "
