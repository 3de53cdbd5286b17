"""Words that a careless screen would take for its own: shown as they are, wherever people's words can stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.player import Player
from tests.tui.at_keyboard import Keyboard, an_app, app_at, at, script
from tests.tui.test_secret import ALONE, FLEX
from tests.tui.test_steps import SPEAK, TOPIC

from coach.records.places import places
from coach.records.record import read_record

TUI = Path(__file__).resolve().parents[2] / "src" / "coach" / "tui"

MARKUP = ("[/b]", "[/", "[x]y[/x]", "[@click=app.quit]x[/]", "\\[", "[bold red", "{topic} {0}", "$left", "&lt;b&gt;")
OBEYED = (
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]52;c;eA==\x07",
    "\x9b31m",
    "a\u202eb",
    "a\u2066b",
    "\x00",
    "a\ud800b",
)
"""What terminals obey: escape sequences, one-byte controls, bidirectional overrides, halves of a character."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
EMOJI = "🙂 👨\u200d👩\u200d👧 می\u200cخواهم 我们"

WHOLE = """
names: [/b], [@click=app.quit]
coin: left
enter
left 1
right 1
left: [bold red {topic}
> [bold red {topic}
enter
right: [/] \\\\[ $left
left not yet
left: [@click=app.quit]x[/]
> [@click=app.quit]x[/]
enter
right: [/x]
> [/x]
enter
left: {left} {0}
right yes
left my own words: [/b] {line}?
> [/b] {line}?
right yes
right my own words: [on red]?
left partly
left: [/b] one {picked}
right: [link=x]two
left 4 1
right 4 1
> [/b] one {picked}
enter
> [/b] one {picked}
both: If [/i], then {reason}
both tomorrow
left all we shared
right all we shared
end: agreed
"""


async def test_a_whole_talk_of_square_brackets() -> None:
    """Names, turns, readings, ideas, the pick, the plan: each shown as written, and kept as written."""
    app = an_app("five-minutes", names=("[/b]", "[@click=app.quit]"))
    async with at(app) as keyboard:
        player = Player(keyboard, script("five-minutes"), WHOLE)
        await player.play()
        await keyboard.sees("Thank you. Go.")
        written = [event.text for event in player.model.events]
    (kept,) = places().talks.glob("*.toml")
    assert [event.text for event in read_record(kept).events] == written


@pytest.mark.parametrize("words", MARKUP)
async def test_brackets_stand_in_a_turn_and_where_it_is_read(words: str) -> None:
    """Typed, then read by the other seat."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write(words)
        await keyboard.sees(words)
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", words)


@pytest.mark.parametrize("words", OBEYED)
async def test_nothing_that_a_terminal_obeys_reaches_the_screen_or_the_record(words: str) -> None:
    """Controls become a sign that something stood there; the rest stays."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write(f"before{words}after")
        await keyboard.sees("before")
        assert not UNSEEN.search("".join(keyboard.lines))
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", "before")
        assert not UNSEEN.search("".join(keyboard.lines))
        assert not UNSEEN.search(app.sitting.events[-1].text or "")


async def test_emoji_and_joined_letters_arrive_whole() -> None:
    """What is pasted is what is kept."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write(EMOJI)
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", "🙂", "我们")
        assert app.sitting.events[-1].text == EMOJI


async def test_a_pasted_novel_is_cut_where_the_turn_ends() -> None:
    """10,000 characters in many lines: 2,000 stay, and reading them needs no more than one screen."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("\n".join("[/b] a line of a novel" for _ in range(450))[:10_000])
        await keyboard.sees("0 characters are left.")
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", "F1 help")
        assert len(app.sitting.events[-1].text or "") == 2000


async def test_hostile_private_pages_open_as_they_are() -> None:
    """What matters to each, shown to both."""
    async with at(app_at(FLEX)) as keyboard:
        for name, pages in (("Sam", ("[/b]", "\x1b[31mleft")), ("Alex", ("[@click=app.quit]x[/]", "\\["))):
            await keyboard.sees(f"{name}, these pages are yours alone.")
            await keyboard.press("enter")
            for words in pages:
                await keyboard.write(words)
                await keyboard.press("enter")
        await keyboard.sees("What matters, and what could bend.")
        await keyboard.sees("[/b]", "\ufffd[31mleft", "[@click=app.quit]x[/]", "\\[")


async def test_hostile_names_stand_beside_the_numbers() -> None:
    """The one screen that puts names and ratings together."""
    talk = "names: [/b], \x1b[31m\n"
    ideas = "enter\nenter\nenter\nenter\nenter\nleft: one [/]\nright: two\nleft: three\nenter\n"
    app = app_at(f"{talk}{FLEX}{ideas}")
    async with at(app) as keyboard:
        await keyboard.press(*["4", "enter", "2", "enter", "1", "enter"], *["3", "enter", "0", "enter", "0", "enter"])
        await keyboard.sees("one [/]", "your ratings")
        await keyboard.press("f", "j")
        await keyboard.sees("[/b] 4 \ufffd[31m 3")


@pytest.mark.parametrize("names", [("[/b]", "[@click=x]"), ("\x1b]0;x\x07", "\u202ename")])
async def test_hostile_names_can_be_given(names: tuple[str, str]) -> None:
    """On the screen where they are typed, and beside every turn afterwards."""
    async with at(an_app(names=None)) as keyboard:
        await keyboard.press("enter")
        await keyboard.sees("What are you called?")
        await keyboard.write(names[0])
        await keyboard.press("tab")
        await keyboard.write(names[1])
        assert not UNSEEN.search("".join(keyboard.lines))
        await keyboard.press("enter")
        await keyboard.sees("press a number")
        assert not UNSEEN.search("".join(keyboard.lines))
        assert not any(UNSEEN.search(name) for name in keyboard.app.sitting.talk.names)


async def test_a_link_in_somebodys_words_can_not_be_clicked() -> None:
    """It is text, not a button."""
    app = app_at(f"{TOPIC}left: t\nleft: [@click=app.leave]CLICK[/]\n")
    async with at(app) as keyboard:
        await keyboard.sees("[@click=app.leave]CLICK[/]")
        row = next(index for index, line in enumerate(keyboard.lines) if "CLICK" in line)
        await keyboard.pilot.click(offset=(keyboard.lines[row].index("CLICK") + 1, row))
        assert app.is_running
        await keyboard.sees("CLICK")


async def test_secret_words_with_brackets_make_a_question() -> None:
    """The reading in one's own words stands on the other's screen."""
    async with at(app_at(ALONE)) as keyboard:
        await own_words(keyboard, "[/b] Were you [sad]?")
        await keyboard.sees("[/b] Were you [sad]?", "only you can say")


async def own_words(keyboard: Keyboard, words: str) -> None:
    """Sam's reading, typed."""
    await keyboard.press("enter", "enter", "enter", "6")
    await keyboard.write(words)
    await keyboard.press("enter")


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda path: path.stem)
def test_no_screen_is_made_of_markup(path: Path) -> None:
    """Words reach a widget as `Content`; a bare string would be read as markup, and a toast is one."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"""\b(?:Static|Label|Button)\(\s*f?["'](?!["'])""", source)
    assert not re.search(r"\b(?:notify|from_markup)\(", source)
    bare = re.findall(r"\.update\((?!Content\b)[^)]*\)", source)
    assert not [call for call in bare if "events" not in call], bare
