"""Leaving at any moment, a disk that refuses, and a program that breaks: nothing is lost and nothing is told."""

from __future__ import annotations

import errno
import gc
import os
from pathlib import Path

import pytest
from tests.tui.at_keyboard import an_app, app_at, app_of, at, events_of, kept_nowhere
from tests.tui.test_steps import SPEAK

from coach.records.library import delete_all, kept_talks, open_talks
from coach.records.places import places
from coach.records.settings import Settings
from coach.tui import getting_ready
from coach.tui.app import CoachApp
from coach.tui.steps.choose import ChooseScreen


async def _leave(app: CoachApp, *keys: str) -> None:
    async with at(app) as keyboard:
        await keyboard.write("CANARY half a sen")
        await keyboard.press(*keys)
        await keyboard.pilot.pause()


@pytest.mark.parametrize("keys", [("escape",) * 3, ("ctrl+q",), ("ctrl+c", "ctrl+c")], ids=["Esc", "Ctrl+Q", "Ctrl+C"])
async def test_every_way_out_keeps_what_is_typed_and_ends_well(keys: tuple[str, ...]) -> None:
    """The talk stays open, and comes back to the same step, seat and words, with about the same seconds left."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.let_pass(25)
        await keyboard.write("half a sen")
        await keyboard.press(*keys)
    assert app.return_code == 0
    app = app_of(open_talks(places()).talks[0].path)
    async with at(app) as keyboard:
        await keyboard.sees("◖ Sam has the floor", "One moment, not the whole history.", "half a sen", "1:05")
        await keyboard.write("tence")
        await keyboard.press("enter")
        await keyboard.sees("half a sentence")


async def test_esc_three_times_leaves_from_beside_the_talk_too() -> None:
    """From the menu, from help, from names."""
    for beside in (("escape",), ("f1",), ("f1", "n"), ("f2",), ("f4",)):
        app = app_at(SPEAK)
        async with at(app) as keyboard:
            await keyboard.press(*beside, "escape", "escape", "escape")
        assert app.return_code == 0


async def test_one_ctrl_c_only_says_what_another_one_does() -> None:
    """It is pressed out of habit, and copies in other programs."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("ctrl+c")
        await keyboard.sees("Ctrl+C again leaves. What is open stays open.", "One moment")


async def test_leaving_in_a_hurry_deletes_only_if_the_settings_say_so(coach_home: Path) -> None:
    """quick_exit = "delete" drops the open talk, every file of it."""
    for choice, left in (("leave", 1), ("delete", 0)):
        delete_all(places())
        app = app_at(SPEAK, settings=Settings(quick_exit=choice))  # type: ignore[arg-type]
        await _leave(app, "escape", "escape", "escape")
        assert len(open_talks(places()).talks) == left
    kept_nowhere(coach_home, ["CANARY"])
    assert app.sitting.outcome == "nothing"


async def test_the_last_screen_leaves_with_enter() -> None:
    """And says what became of the record."""
    app = app_at(f"{SPEAK}menu stop\n")
    async with at(app) as keyboard:
        await keyboard.press("1")
        await keyboard.sees("It stays open until", "“coach” offers it again.", "Enter leave")
        await keyboard.press("enter")
    assert app.return_code == 0


def at_once(patch: pytest.MonkeyPatch) -> None:
    """What is not saved is tried again, and told of, without much waiting."""
    for name in ("RETRY", "SECOND"):
        patch.setattr(f"coach.tui.saved_talk.{name}", 0.05)


class Full:
    """A disk that takes nothing more while it is full."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.full = True
        self._write = os.write
        patch.setattr(os, "write", self._maybe)

    def _maybe(self, handle: int, data: bytes) -> int:
        # The event loop writes to itself; a disk is only what has a file behind it.
        if self.full and os.fstat(handle).st_nlink and os.path.isfile(f"/proc/self/fd/{handle}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._write(handle, data)


async def test_a_full_disk_is_said_and_the_talk_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence stays until a retry went well; then nothing is missing."""
    at_once(monkeypatch)
    app = app_at(f"{SPEAK}left: words\n")
    async with at(app) as keyboard:
        disk = Full(monkeypatch)
        await keyboard.press("enter")
        await keyboard.sees("Say back what you heard.", "NOT SAVED.", "the disk is full")
        await keyboard.press("enter")
        await keyboard.sees("Did that land?", "NOT SAVED.")
        assert events_of(places())[-1] == "said"
        disk.full = False
        await keyboard.misses("NOT SAVED.")
        assert events_of(places())[-3:] == ["said", "done", "done"]
        assert not app.sitting.trouble


async def test_a_talk_that_could_not_even_begin_is_saved_later(
    monkeypatch: pytest.MonkeyPatch, coach_home: Path
) -> None:
    """A file in the way of the folder: the talk begins unsaved, and is whole on the disk once there is room."""
    at_once(monkeypatch)
    coach_home.write_text("in the way", encoding="utf-8")
    app = an_app()
    async with at(app) as keyboard:
        await keyboard.press("enter")
        await keyboard.sees("How heated are you?", "NOT SAVED.")
        await keyboard.press("1", "enter", "1", "enter")
        await keyboard.sees("Who starts?", "NOT SAVED.")
        coach_home.unlink()
        await keyboard.misses("NOT SAVED.")
    assert events_of(places()) == ["begun", "done", "opened"]


async def test_what_cannot_be_removed_stays_open_until_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last screen tells no lie, and what it was asked for is tried again."""
    at_once(monkeypatch)
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("escape", "5")
        await keyboard.sees("Stopping is allowed.")
        with monkeypatch.context() as patch:
            # A folder that lets the record go least of all.
            patch.setattr("coach.records.journal.disk.remove", lambda files: list(files)[-1:])
            await keyboard.press("2")
            await keyboard.sees("It stays open.", "could not be removed")
        await keyboard.sees("Nothing is kept.")
        assert "could not be removed" not in keyboard.text
    assert not list(places().talks.iterdir())


def _break(screen: object) -> None:
    words = "CANARY: what a partner said"
    raise RuntimeError(f"about {words}")


async def _until_it_breaks(app: CoachApp, where: str) -> None:
    async with at(app) as keyboard:
        await keyboard.sees("Did that land?")
        if where == "a timer":
            app.set_timer(0.01, lambda: _break(app.screen))
        elif where == "a message":
            app.call_later(_break, app.screen)
        else:
            await keyboard.press("f")
        for _ in range(100):
            if app.is_running:
                await keyboard.pilot.pause(0.02)


@pytest.mark.parametrize("where", ["a key", "a timer", "a message"])
async def test_a_crash_prints_one_sentence_and_no_word_that_was_said(
    where: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], coach_home: Path
) -> None:
    """Exit code 1, and nothing of what was in memory; the talk stays open."""
    monkeypatch.setattr(ChooseScreen, "on_key", lambda screen, event: _break(screen))
    app = app_at(f"{SPEAK}left: CANARY words\nenter\nenter\n")
    with pytest.raises(RuntimeError, match="CANARY"):
        await _until_it_breaks(app, where)
    out, err = capfd.readouterr()
    assert app.return_code == 1
    assert "CANARY" not in out + err
    assert err.strip() == CoachApp.LAST_WORDS
    assert len(open_talks(places()).talks) == 1
    assert not kept_talks(places()).talks


@pytest.mark.filterwarnings("always::RuntimeWarning")
async def test_what_would_be_read_later_leaves_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """The program may end between the moment that something is due in the background and its beginning."""
    begun: list[object] = []
    monkeypatch.setattr(CoachApp, "run_worker", lambda _, work, **options: begun.append(work))
    monkeypatch.setattr(getting_ready, "READ_RULES", 0.01)
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.happens(lambda: bool(begun), "reading the rules is due")
    begun.clear()
    gc.collect()
    assert not [warning for warning in recwarn if "never awaited" in str(warning.message)]
