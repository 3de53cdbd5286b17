"""Watching a talk again in a terminal."""

from __future__ import annotations

import builtins
import os

import pytest

from coach.tui.replay import Heading, ReplayHelp
from coach.tui.replay_page import Page
from coach.tui.widgets.key_row import KeyRow
from coach.tui.widgets.timeline import Timeline
from replays import CONFIRM, FRAMES, HEADING, MIRROR, SIZES, Hands, at, flat, replay, shown


@SIZES
async def test_every_moment_can_be_looked_at(size: tuple[int, int]) -> None:
    """Step by step through the whole talk: what was said and what came of it stand there, the keys never go."""
    app = replay()
    async with app.run_test(size=size) as pilot:
        for frame in FRAMES:
            screen = await at(pilot, frame.index)
            words = flat(screen.replace("◗", "").replace("◖", ""))
            assert all(flat(said.text or "aloud") in words for said in frame.said)
            assert flat(frame.outcome) in words
            assert "Space" in screen
            assert "Esc" in screen


async def test_it_begins_at_the_beginning() -> None:
    """The heading, the first words, the timeline at nought, and every key named."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = shown(app)
    for words in (
        "   ".join(HEADING),
        "Just breathe.",
        "0:00 / 26:23",
        "1–5 stage",
        "+ real pace",
        "Space play",
        "F1 help",
    ):
        assert words in screen


async def test_arrows_step_and_digits_jump() -> None:
    """Right, left, Home, End, and a digit for each part of the talk."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        places = []
        for key in ("right", "right", "left", "2", "5", "9", "home", "left", "end", "right"):
            await pilot.press(key)
            places.append(app.player.index)
        part = [next(f.index for f in FRAMES if f.part == n and not f.aside) for n in (1, 4)]
    last = len(FRAMES) - 1
    assert places == [1, 2, 1, part[0], part[1], part[1], 0, 0, last, last]


async def test_space_plays_and_stands_still() -> None:
    """With a clock in a test's hands: a moment ends when its seconds are over, and nothing moves while it stands."""
    hands = Hands()
    app = replay(clock=hands)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, MIRROR)
        await pilot.press("space")
        assert "Space pause" in shown(app)
        hands.now += 37.0
        app.tick()
        assert app.player.index == MIRROR
        hands.now += 1.5
        app.tick()
        await pilot.pause()
        assert app.player.index == CONFIRM
        assert "Did that land?" in shown(app)
        await pilot.press("space")
        hands.now += 1000.0
        app.tick()
        assert app.player.index == CONFIRM
        assert "Space play" in shown(app)


async def test_plus_names_the_pace() -> None:
    """Real, 4×, 16×, and real again; the equals key is the same key without Shift."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        paces = []
        for key in ("plus", "equals_sign", "plus"):
            await pilot.press(key)
            await pilot.pause()
            paces.append(app.query_one(KeyRow).keys[3].verb)
    assert paces == ["4×", "16×", "real pace"]


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_it_can_always_be_left(key: str) -> None:
    """Esc and Ctrl+Q leave at once, and nothing went wrong."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", key)
        await pilot.pause()
        assert not app.is_running
    assert app.return_code == 0


async def test_help_is_one_key_away_and_stops_the_playing() -> None:
    """F1 shows the keys and the numbers; Esc leads back to the same moment, not out."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "space", "f1")
        await pilot.pause()
        assert isinstance(app.screen, ReplayHelp)
        assert "one step back, one step on" in shown(app)
        assert not app.player.playing
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running
        assert app.player.index == 1


async def test_as_a_friend_it_begins_with_a_word_and_ends_with_questions() -> None:
    """`--kind`: a word before the talk, questions after it."""
    app = replay(kind=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Watch Sam and Alex as a friend of both." in shown(app)
        await pilot.press("end")
        await pilot.pause()
        assert "borrow these eyes" in shown(app)


@pytest.mark.parametrize("size", [(29, 15), (40, 9), (10, 3)])
async def test_a_window_that_is_too_small_says_so(size: tuple[int, int]) -> None:
    """One sentence instead of pieces of the talk; it can still be left."""
    app = replay()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert not app.query_one(Page).display or not app.query_one("#pages").display
        assert app.query_one("#larger").display
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_running


async def test_watching_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first moment to the last, played and stepped: no file is opened to write, none goes, none is renamed."""
    touched: list[str] = []
    real_open, real_os_open = builtins.open, os.open

    def watched(file: object, mode: str = "r", *args: object, **named: object) -> object:
        if set(mode) & set("wax+"):
            touched.append(str(file))
        return real_open(file, mode, *args, **named)  # type: ignore[call-overload]

    def watched_os(path: object, flags: int, *args: object, **named: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            touched.append(str(path))
        return real_os_open(path, flags, *args, **named)  # type: ignore[arg-type]

    hands = Hands()
    app = replay(clock=hands)
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(builtins, "open", watched)
        monkeypatch.setattr(os, "open", watched_os)
        for name in ("unlink", "remove", "rename", "replace"):
            monkeypatch.setattr(os, name, lambda *paths: touched.append(str(paths)))
        await pilot.press("space", "right", "5", "f1", "escape", "home")
        hands.now += 10_000.0
        app.tick()
        await pilot.press("escape")
        await pilot.pause()
        monkeypatch.undo()
    assert touched == []


@pytest.mark.parametrize("width", [80, 60, 40])
async def test_the_heading_gives_way_from_its_end(width: int) -> None:
    """The day always stands there; the topic is shortened before it goes."""
    app = replay()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        row = app.query_one(Heading).render().plain
        assert row.startswith(HEADING[0])
        assert len(row) <= app.query_one(Heading).size.width
        assert ("26 min" in row) == (width == 80)


async def test_the_timeline_follows() -> None:
    """The mark and the time are those of the moment that is looked at."""
    app = replay()
    async with app.run_test(size=(80, 24)) as pilot:
        row = app.query_one(Timeline)
        seen = []
        for index in (0, MIRROR, len(FRAMES) - 1):
            await at(pilot, index)
            seen.append(row.render().plain.split()[-3])
    assert seen == ["0:00", "4:30", "26:23"]


async def test_the_command_palette_is_off() -> None:
    """Its screenshot would put the talk on the disk as a picture."""
    assert replay().ENABLE_COMMAND_PALETTE is False


@pytest.mark.parametrize("kind", [False, True])
async def test_a_record_that_lost_everything_says_so(kind: bool) -> None:
    """No frames: one sentence, every key does nothing, and it can be left."""
    app = replay((), kind=kind)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "right", "end", "1", "plus", "down")
        await pilot.pause()
        assert "Nothing of this talk can be shown." in shown(app)
        await pilot.press("escape")
    assert app.return_code == 0
