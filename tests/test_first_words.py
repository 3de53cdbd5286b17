"""The first words are those of the flow, where the first screen has them, and only where nothing else comes first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.tui.at_keyboard import at, script

from coach import first_words
from coach.clock import TalkClock
from coach.conversation.conversation import begin
from coach.flow.model import Breathe
from coach.records.places import places
from coach.records.settings import Settings, mark_card_seen, save
from coach.tui.app import CoachApp
from coach.tui.first_breath import Beginning
from coach.tui.theme import THEMES

SIZES = [(80, 24), (100, 30), (40, 15), (60, 17), (61, 18), (120, 50), (79, 19)]


def test_they_are_the_flows_own() -> None:
    """What is drawn before the flow is read is what the flow says."""
    ask = begin(script(first_words.FLOW)).ask
    assert isinstance(ask.step, Breathe)
    assert (ask.step.words, ask.step.small) == (first_words.WORDS, first_words.SMALL)
    assert (ask.step.breaths, ask.seconds) == (first_words.BREATHS, first_words.SECONDS)
    assert (ask.parts, ask.part) == (first_words.PARTS, 0)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_they_stand_where_the_first_screen_has_them(size: tuple[int, int]) -> None:
    """Neither line moves when Textual takes over, in any window."""

    def never() -> object:
        raise AssertionError("nobody has asked for a talk")

    app = CoachApp(Beginning(never, TalkClock()))  # type: ignore[arg-type]
    app._get_ready = _nothing  # type: ignore[method-assign]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause(0.1)
        rows = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
    row = first_words.first_row(size[1])
    for at_row, words in ((row, first_words.WORDS), (row + 1, first_words.SMALL)):
        assert rows[at_row].find(words) == first_words.column_of(words, size[0])


async def _nothing(beginning: object) -> None:
    """The talk never gets ready."""


HOMES = [
    {"COACH_HOME": "/tmp/evening"},
    {"COACH_HOME": "~/evening/../night"},
    {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config", "XDG_STATE_HOME": " /state "},
    {"XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "/state"},
    {"XDG_STATE_HOME": "state"},
    {"XDG_STATE_HOME": ""},
    {},
]


@pytest.mark.parametrize("home", HOMES, ids=str)
def test_the_folders_are_found_where_everything_else_finds_them(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found without platformdirs, and yet the same."""
    for name in ("COACH_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    here = places()
    data, config, state = map(Path, first_words.folders())
    assert (data / "flows", config, state) == (here.flows, here.config, here.state)


def test_the_grounds_are_those_of_the_themes() -> None:
    """Or the screen would change its colour when Textual takes over."""
    met = {}
    for theme in THEMES:
        colours = [theme.variables[name] for name in ("ground", "text", "quiet")]
        met[theme.name] = tuple(";".join(str(int(each[at : at + 2], 16)) for at in (1, 3, 5)) for each in colours)
    assert met == first_words.GROUNDS


@pytest.mark.parametrize("theme", ["dusk", "dawn", "contrast"])
def test_the_theme_is_read_from_the_settings(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else stands in them; and no colour at all stays none."""
    save(places(), Settings(theme=theme, names=('a theme = "dawn"', "b")))  # type: ignore[arg-type]
    monkeypatch.setenv("COLORTERM", "truecolor")
    ground = f"48;2;{first_words.GROUNDS[theme][0]}m"
    assert ground in first_words.drawn(80, 24, first_words._theme())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"[34]8;", first_words.drawn(80, 24, first_words._theme()))


def test_a_card_or_a_flow_of_ones_own_comes_first() -> None:
    """They are only said where a new talk begins with them."""
    assert not first_words.are_known()
    mark_card_seen(places())
    assert first_words.are_known()
    own = places().flows / f"{first_words.FLOW}.toml"
    own.parent.mkdir(parents=True)
    own.write_text("", encoding="utf-8")
    assert not first_words.are_known()


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("", True),
        ("start", True),
        ("start argument --calm", True),
        ("--left Sam --right Alex", True),
        ("start five-minutes", False),
        ("--left", False),
        ("--left --calm", False),
        ("--no-save", False),
        ("resume", False),
        ("argument", False),
        ("--help", False),
        ("nonsense", False),
    ],
)
def test_only_a_plain_start_leads_to_them(line: str, leads: bool) -> None:
    """What could end in a sentence of its own, or in another screen, is read properly first."""
    assert first_words.leads_here(line.split()) is leads


def test_a_window_that_is_too_small_gets_no_words() -> None:
    """The first screen will ask for a larger one."""
    assert first_words.WORDS not in first_words.drawn(39, 24, "dusk")
    assert first_words.WORDS not in first_words.drawn(80, 14, "dusk")


async def test_the_talk_takes_over_without_a_change() -> None:
    """The screen of the talk looks as the one that stood for it; only the keys' meaning is new."""
    from coach.preparing import new_talk
    from coach.starting import argparse

    mark_card_seen(places())
    options = argparse.Namespace(flow="argument", no_save=False, calm=True, left=None, right=None)
    clock = TalkClock(monotonic=lambda: 0.0)
    async with at(CoachApp(Beginning(lambda: new_talk(options, clock, True), clock, still=True))) as keyboard:
        first = keyboard.lines
        await keyboard.happens(lambda: keyboard.app.seated, "the talk")
        await keyboard.sees("Just breathe.")
        assert keyboard.lines == first
