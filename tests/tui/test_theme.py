"""The look in values: readable, told apart without colour, and known to the stylesheet."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product

import pytest
from textual.color import Color
from textual.theme import Theme

from coach.tui import theme
from coach.tui.widgets.disc import Disc, Halves
from coach.tui.widgets.key_row import KeyRow, OwnKeys
from coach.tui.widgets.marks import SeatName
from coach.tui.widgets.rail import Rail
from coach.tui.widgets.time_line import TimeLine
from coach.tui.widgets.timeline import Timeline
from coach.tui.widgets.writing import Writing

READABLE = ("text", "quiet", "left", "right", "together", "careful")
WIDGETS = (Disc, Halves, KeyRow, OwnKeys, SeatName, Rail, TimeLine, Timeline, Writing)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in Color.parse(colour).normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("each", "token", "behind"),
    list(product(theme.THEMES, READABLE, ("ground", "panel"))),
    ids=lambda value: value.name if isinstance(value, Theme) else value,
)
def test_everything_that_is_read_can_be_read(each: Theme, token: str, behind: str) -> None:
    """Text in any colour stands out by 4.5 : 1 from what is behind it, by 7 : 1 in the theme made for that."""
    needed = 7.0 if each.name == "contrast" else 4.5
    assert contrast(each.variables[token], each.variables[behind]) >= needed


@pytest.mark.parametrize("each", theme.THEMES, ids=lambda each: each.name)
def test_the_seats_differ_in_lightness(each: Theme) -> None:
    """Whoever cannot tell the two hues apart can tell the seats apart: 1.7 : 1 or more."""
    assert contrast(each.variables["left"], each.variables["right"]) >= 1.7


@pytest.mark.parametrize("each", theme.THEMES, ids=lambda each: each.name)
def test_a_theme_has_every_token(each: Theme) -> None:
    """No theme leaves a variable of ours to the default of another one."""
    assert set(theme.TOKENS) <= set(each.variables)


@pytest.mark.parametrize("no_color", [False, True])
def test_defaults_know_every_token(no_color: bool) -> None:
    """The stylesheet can be parsed before a theme is registered."""
    assert set(theme.variable_defaults(no_color)) == set(theme.TOKENS)


def test_no_color_means_no_colour() -> None:
    """With NO_COLOR every variable is the terminal's own colour."""
    assert set(theme.variable_defaults(no_color=True).values()) == {"ansi_default"}


@pytest.mark.parametrize(("environ", "wants"), [({}, False), ({"NO_COLOR": ""}, False), ({"NO_COLOR": "1"}, True)])
def test_an_empty_no_color_counts_for_nothing(environ: dict[str, str], wants: bool) -> None:
    """NO_COLOR works as its own definition says: when it is set and not empty."""
    assert theme.wants_no_color(environ) is wants


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", theme.UNICODE), ("ascii", theme.ASCII), ("latin-1", theme.ASCII), (None, theme.ASCII)],
)
def test_glyphs_suit_the_terminal(encoding: str | None, glyphs: theme.Glyphs) -> None:
    """A terminal only gets signs that its encoding has."""
    assert theme.glyphs_for(encoding) == glyphs


def test_colours_are_named_only_in_the_themes() -> None:
    """Stylesheets hold theme variables and no colour of their own."""
    sheets = [(files("coach.tui") / "look.tcss").read_text("utf-8"), *(widget.DEFAULT_CSS for widget in WIDGETS)]
    for sheet in sheets:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", sheet)
        for colour in re.findall(r"(?:color|background)[a-z-]*:\s*([^;]+);", sheet):
            assert colour.startswith("$"), colour
