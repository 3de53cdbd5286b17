"""A talk that somebody else has, or changed: it is offered under the first breath, watched, adopted, deleted."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.tui.at_keyboard import at, open_talk
from tests.tui.test_steps import HOT, SPEAK

from coach.clock import TalkClock
from coach.preparing import script_of, take_up
from coach.records.lock import TalkLock
from coach.records.record import read_record
from coach.sitting_down import Opening
from coach.tui.app import CoachApp
from coach.tui.first_breath import Beginning
from coach.tui.watch import WatchApp

LONG = 20.0


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch) -> Callable[[], CoachApp]:
    """`coach`, up to the point where a terminal is needed."""
    from coach import cli, starting

    found: list[CoachApp] = []

    def face(opening: Opening | Beginning) -> int:
        opening = opening.prepare() if isinstance(opening, Beginning) else opening
        opening.deaf, opening.still, opening.card = 0.0, True, False
        found.append(CoachApp(opening))
        return 0

    monkeypatch.setattr(starting, "_needs_terminal", lambda options: None)
    monkeypatch.setattr(starting, "_face", face)

    def make() -> CoachApp:
        assert cli.run([]) == 0
        return found.pop()

    return make


async def test_edits_are_gone_on_with_when_that_was_meant(offering: Callable[[], CoachApp]) -> None:
    """Under the first breath: a sentence, and a key of its own; what stood there before is kept beside it."""
    path = open_talk(f"{SPEAK}left: my words\n")
    before = path.read_bytes()
    path.write_bytes(before.replace(b"my words", b"kinder words"))
    async with at(offering()) as keyboard:
        await keyboard.sees("is open until", "Enter go on")
        await keyboard.press("a", "enter")
        await keyboard.sees("Its file was changed by hand. A goes on with it as it is now.", "N new")
        assert "kinder words" not in keyboard.text
        await keyboard.press("enter")
        assert "Just breathe." in keyboard.text
        await keyboard.press("a")
        await keyboard.sees("kinder words")
    assert b"kinder words" in path.with_suffix(".bak").read_bytes()
    assert not read_record(path).edited


async def test_a_talk_that_another_window_has_can_be_watched(offering: Callable[[], CoachApp]) -> None:
    """The offer names the process, W leaves to look on, Enter begins a new talk, and D deletes nothing."""
    path = open_talk(SPEAK)
    with TalkLock(path.with_suffix(".lock")):
        app = offering()
        async with at(app) as keyboard:
            await keyboard.sees(f"A talk is open in another window (process {os.getpid()}).", "W watch")
            await keyboard.press("d", "d", "a", "n")
            await keyboard.press("w")
            assert app.return_code == 0
        assert app.opening.watches == path
    assert path.exists()


async def test_watching_shows_each_moment_as_it_is_saved(tmp_path: Path) -> None:
    """The newest moment comes by itself, earlier ones can be looked at, nothing is written, and the end is said."""
    from coach.showing.following import Following

    path = open_talk(SPEAK)
    sitting, _, _ = take_up(path, TalkClock())
    app = WatchApp(Following(path, script_of(read_record(path))), "in another window (process 7)")
    async with app.run_test(size=(80, 24)) as pilot:

        async def sees(words: str) -> None:
            for _ in range(200):
                await pilot.pause(0.02)
                lines = ["".join(each.text for each in strip) for strip in app.screen._compositor.render_strips()]
                if words in " ".join(" ".join(lines).split()):
                    return
            raise AssertionError(f"{words}\n" + "\n".join(lines))

        await sees("Open in another window (process 7).")
        await sees("bedtime")
        from coach.conversation.events import Answer

        sitting.put_draft("half a SECRET", 1.0, typed=True)
        sitting.saving.flush_draft(LONG)
        sitting.answer(Answer(text="my [x] words", seat=sitting.ask.seat))
        assert sitting.saving.settled(LONG)
        await sees("my [x] words")
        before = path.read_bytes()
        await pilot.press("left", "left", "space", "enter", "f", "plus")
        sitting.answer(Answer())
        assert sitting.saving.settled(LONG)
        await pilot.press("end")
        sitting.close()
        await sees("It was closed there.")
        assert path.read_bytes().startswith(before)
        await pilot.press("escape")
    assert app.return_code == 0


async def test_what_is_deleted_there_is_not_to_be_read_here() -> None:
    """Nor what is left of an evening of which only the agreement is kept."""
    from coach.showing.following import Following

    path = open_talk(SPEAK)
    sitting, _, _ = take_up(path, TalkClock())
    following = Following(path, script_of(read_record(path)))
    assert following.look()
    sitting.discard()
    assert sitting.saving.settled(LONG)
    assert following.look() == ()
    assert (following.over, following.gone) == (True, True)
    assert following.look() is None


async def test_deleting_takes_the_same_key_twice_in_a_row(offering: Callable[[], CoachApp]) -> None:
    """Another key in between, and it is not meant any more."""
    path = open_talk(SPEAK)
    async with at(offering()) as keyboard:
        await keyboard.press("d")
        await keyboard.sees("D again deletes it for good.")
        await keyboard.press("x")
        await keyboard.sees("is open until")
        await keyboard.press("d")
        await keyboard.sees("D again deletes it for good.")
        assert path.exists()
        await keyboard.press("d")
        await keyboard.sees("Deleted.")
        assert not path.exists()


async def test_a_shelved_talk_says_until_when(offering: Callable[[], CoachApp]) -> None:
    """Although more was said after the day was chosen."""
    day = datetime.now(UTC)
    shelf = "menu shelf\nboth in 3 days\nboth: No little digs.\nleft 2\nright 3\n"
    open_talk(f"at: {day:%Y-%m-%dT%H:%M}+00:00\n{SPEAK}{shelf}")
    async with at(offering()) as keyboard:
        await keyboard.sees("rests until")


async def test_a_break_that_is_over_is_not_told_of(offering: Callable[[], CoachApp]) -> None:
    """Both came back early: the talk is open, it does not rest."""
    open_talk(f"{HOT}enter\nearly\n")
    async with at(offering()) as keyboard:
        await keyboard.sees("is open until")
        assert "rests" not in keyboard.text
