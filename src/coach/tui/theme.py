"""The look in values: colours, glyphs, and where a terminal counts as narrow or short.

A colour never carries meaning alone: every widget says the same with a glyph, a weight or the side it stands on. That
is why a face without colours (`NO_COLOR_VARIABLES`) and one without Unicode (`ASCII`) need no code of their own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Literal

from textual.theme import Theme

from coach.flow.seat import Seat

Side = Seat | Literal["both"]
"""Where words stand: with the left seat, with the right seat, or in the middle."""

TOKENS = ("ground", "panel", "text", "quiet", "left", "right", "together", "careful", "rule")
"""The theme variables of this program; `$rule` is for lines only, never for text."""

NARROW = 60
"""Fewer columns than this are narrow."""

SHORT = 18
"""Fewer rows than this are short."""

HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] = [(0, "-narrow"), (NARROW, "-wide")]
VERTICAL_BREAKPOINTS: list[tuple[int, str]] = [(0, "-short"), (SHORT, "-tall")]

_DUSK = {
    "ground": "#15181d",
    "panel": "#1e232a",
    "text": "#ece8e1",
    "quiet": "#98a0a8",
    "left": "#f2cf9c",
    "right": "#58a9b5",
    "together": "#a9c59a",
    "careful": "#e8a087",
    "rule": "#343b44",
}

_DAWN = {
    "ground": "#faf7f1",
    "panel": "#efeae0",
    "text": "#24272c",
    "quiet": "#62676d",
    "left": "#9a5b00",
    "right": "#0b4f57",
    "together": "#47682f",
    "careful": "#9c3d22",
    "rule": "#cfc8bb",
}

_CONTRAST = {
    "ground": "#000000",
    "panel": "#141414",
    "text": "#ffffff",
    "quiet": "#d4d4d4",
    "left": "#ffe2a0",
    "right": "#3fbfd0",
    "together": "#b8f0a0",
    "careful": "#ffb8a0",
    "rule": "#767676",
}

NO_COLOR_VARIABLES: dict[str, str] = dict.fromkeys(TOKENS, "ansi_default")
"""Our variables under Textual's own `ansi-dark`, the only theme that sends no colour at all with NO_COLOR."""

NO_COLOR_THEME = "ansi-dark"
"""The name of that theme. The app must also pass `ansi_color=True` to `App.__init__`: Textual picks its filter there,
before any theme can be set, and the other filter paints black on black."""


def _theme(name: str, colours: dict[str, str], *, dark: bool) -> Theme:
    """A theme of Textual in which its own tokens say the same as ours."""
    return Theme(
        name=name,
        dark=dark,
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["panel"],
        foreground=colours["text"],
        primary=colours["together"],
        secondary=colours["quiet"],
        accent=colours["together"],
        success=colours["together"],
        warning=colours["careful"],
        error=colours["careful"],
        variables={
            **colours,
            "text-muted": colours["quiet"],
            "text-disabled": colours["quiet"],
            "border": colours["quiet"],
            "border-blurred": colours["rule"],
            "block-cursor-background": colours["text"],
            "block-cursor-foreground": colours["ground"],
            "input-cursor-background": colours["text"],
            "input-cursor-foreground": colours["ground"],
            "input-selection-background": colours["rule"],
            "screen-selection-background": colours["rule"],
            "scrollbar": colours["rule"],
            "scrollbar-hover": colours["quiet"],
            "scrollbar-active": colours["quiet"],
            "scrollbar-background": colours["ground"],
            "scrollbar-background-hover": colours["ground"],
            "scrollbar-background-active": colours["ground"],
            "scrollbar-corner-color": colours["ground"],
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme("dusk", _DUSK, dark=True),
    _theme("dawn", _DAWN, dark=False),
    _theme("contrast", _CONTRAST, dark=True),
)
"""To be registered with the app; the first one is the default."""


def wants_no_color(environ: Mapping[str, str] | None = None) -> bool:
    """Whether NO_COLOR is set and not empty (an empty one counts for Textual, but not by its own definition)."""
    return bool((os.environ if environ is None else environ).get("NO_COLOR"))


def variable_defaults(no_color: bool = False) -> dict[str, str]:
    """What `App.get_theme_variable_defaults` has to return.

    The stylesheet is parsed before a theme is registered, and Textual's own themes know nothing of our variables.
    """
    return dict(NO_COLOR_VARIABLES if no_color else _DUSK)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Every sign that is drawn, so that a terminal without Unicode can have others."""

    left: str = "◖"
    right: str = "◗"
    both: str = "◖◗"
    done: str = "●"
    ahead: str = "○"
    rule: str = "─"
    line: str = "━"
    half_line: str = "╸"
    full: str = "█"
    upper: str = "▀"
    lower: str = "▄"
    high: str = "▆"
    middle: str = "▃"
    low: str = "▁"
    dots: str = "…"

    def of(self, side: Side) -> str:
        """The glyph of a seat, or the whole circle."""
        return {"left": self.left, "right": self.right, "both": self.both}[side]


UNICODE = Glyphs()

ASCII = Glyphs(
    left="(",
    right=")",
    both="()",
    done="*",
    ahead="o",
    rule="-",
    line="=",
    half_line="-",
    full="#",
    upper='"',
    lower=".",
    high="#",
    middle="=",
    low="-",
    dots="...",
)


def glyphs_for(encoding: str | None) -> Glyphs:
    """The glyphs that a terminal of that encoding can show."""
    try:
        "".join(astuple(UNICODE)).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def colour_of(side: Side) -> str:
    """The theme variable of a seat, or of both together."""
    return "$together" if side == "both" else f"${side}"
