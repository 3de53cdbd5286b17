"""The screen and the disk: when it hangs, when it refuses, when the program dies, when somebody else has the talk."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.test_conversation import HEARD
from tests.records.conftest import Disk
from tests.records.test_saving import HungDisk
from tests.tui.at_keyboard import Hours, Keyboard, an_app, app_at, app_of, at, open_talk
from tests.tui.test_steps import HOT, SPEAK
from textual.worker import WorkerFailed

from coach.clock import TalkClock
from coach.records.journal import Journal
from coach.records.lock import TalkLock
from coach.records.places import places
from coach.records.record import read_record
from coach.starting import script_of, take_up
from coach.tui.app import CoachApp
from coach.tui.watch import WatchApp

LONG = 20.0
HALF = "When you came home 🙂 I"
REQUEST = f"{HEARD}left:\nleft:\nleft this keeps happening\nleft: I'm asking for a call.\n"
"""As far as Alex's answer to what Sam asks for."""


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], HungDisk]]:
    """Makes the disk hang from now on, and lets go of it in the end."""
    made: list[HungDisk] = []

    def hang() -> HungDisk:
        made.append(HungDisk(monkeypatch))
        return made[-1]

    yield hang
    for disk in made:
        disk.released.set()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not saved is tried again, and told of, without much waiting."""
    for name in ("RETRY", "SECOND"):
        monkeypatch.setattr(f"coach.tui.saved_talk.{name}", 0.05)


def after_a_crash(path: Path, tmp_path: Path) -> Path:
    """The talk as a program that died just now would have left it: a copy of its files."""
    there = tmp_path / "after the crash"
    shutil.copytree(path.parent, there)
    return there / path.name


async def the_draft_has(keyboard: Keyboard, path: Path, words: str) -> None:
    """Wait until these words are in the draft file."""
    draft = path.with_suffix(".draft")
    await keyboard.happens(lambda: draft.exists() and words in draft.read_text(encoding="utf-8"), f"a draft: {words}")


# -- a disk that hangs ------------------------------------------------------------------------------------------------


async def test_the_screen_moves_on_when_the_turn_is_on_the_disk(hung: Callable[[], HungDisk]) -> None:
    """Not before, however long that takes; keys and clocks do nothing meanwhile, and no turn is taken twice."""
    hours = Hours()
    async with at(app_at(SPEAK, hours=hours)) as keyboard:
        await keyboard.write("my words")
        disk, keyboard.patient = hung(), False
        await keyboard.press("enter", "x", "enter")
        assert keyboard.app.settling
        await keyboard.let_pass(600)
        await keyboard.sees("my words", "One moment, not the whole history.")
        assert "Read it once." not in keyboard.text
        disk.released.set()
        keyboard.patient = True
        await keyboard.sees("Read it once.")
        said = [event for event in keyboard.app.sitting.events if event.kind == "said"]
        assert [event.text for event in said] == ["bedtime", "my words"]
        assert not keyboard.app.sitting.trouble


async def test_leaving_works_while_the_disk_hangs(
    hung: Callable[[], HungDisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc Esc Esc is not held up by anything."""
    monkeypatch.setattr("coach.records.saving._LEAVING", 0.0)
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        disk, keyboard.patient = hung(), False
        await keyboard.press("enter")
        assert app.settling
        for _ in range(3):
            app._leaves("escape")
        assert app.return_code == 0
        disk.released.set()


async def test_a_disk_that_does_not_answer_is_told_of_and_the_talk_goes_on(
    hung: Callable[[], HungDisk], monkeypatch: pytest.MonkeyPatch, at_once: None
) -> None:
    """After a second it says so; when the disk is back, everything is there, and that is said too."""
    monkeypatch.setattr("coach.records.saving.SLOW", 0.1)
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write("my words")
        disk = hung()
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", "NOT SAVED. The disk does not answer.", "F9 saves it elsewhere.")
        disk.released.set()
        await keyboard.sees("All is saved again.")
    path = app.sitting.saving.path
    assert path
    assert read_record(path).events[-1].text == "my words"


# -- another folder ---------------------------------------------------------------------------------------------------


async def test_another_folder_can_be_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at_once: None) -> None:
    """F9, a path, Enter: all of it is there, the old file is gone, and the talk goes on."""
    path = open_talk(SPEAK)
    stick = tmp_path / "a stick [x]"
    app = app_of(path)
    async with at(app) as keyboard:
        disk = Disk(monkeypatch, "fdatasync", errno.EIO)
        await keyboard.write("my words")
        await keyboard.press("enter")
        await keyboard.sees("Read it once.", "NOT SAVED. The talk cannot be saved: the disk reported an error.")
        await keyboard.press("f9")
        await keyboard.sees("Where can it be saved?", "Enter save it there", "Esc back")
        await keyboard.press("ctrl+u", "enter")
        await keyboard.sees("Type the folder's path.")
        await keyboard.write(str(stick))
        await keyboard.press("enter")
        await keyboard.sees("the disk reported an error")
        disk.broken = False
        await keyboard.press("enter")
        await keyboard.sees("From now on it is saved in", "Read it once.")
        await keyboard.press("enter")
        await keyboard.sees("Say back what you heard.")
        assert "NOT SAVED" not in keyboard.text
    assert app.sitting.saving.path == stick / path.name
    assert [event.text for event in read_record(stick / path.name).events if event.kind == "said"] == [
        "bedtime",
        "my words",
    ]
    assert not path.exists()


async def test_there_is_no_other_folder_to_ask_for_while_all_is_well() -> None:
    """F9 does nothing then."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.press("f9")
        assert "Where can it be saved?" not in keyboard.text


async def test_a_talk_that_is_kept_elsewhere_says_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at_once: None
) -> None:
    """`coach replay` alone would not find it; and what would be lost by leaving takes a second Enter."""
    path = open_talk(f"{SPEAK}menu stop\n")
    stick = tmp_path / "stick"
    app = app_of(path)
    async with at(app) as keyboard:
        await keyboard.sees("Stopping is allowed.")
        disk = Disk(monkeypatch, "fdatasync", errno.EIO)
        await keyboard.press("1")
        await keyboard.sees("It is not on the disk. Leaving now loses it.", "NOT SAVED.", "F9 save it elsewhere")
        await keyboard.press("enter")
        await keyboard.sees("Enter again leaves, and loses it.")
        await keyboard.press("f9")
        await keyboard.sees("Where can it be saved?")
        disk.broken = False
        await keyboard.press("ctrl+u")
        await keyboard.write(str(stick))
        await keyboard.press("enter")
        await keyboard.sees("It stays open, in", "stick/")
        await keyboard.press("enter")
    assert app.return_code == 0
    assert (stick / path.name).exists()


# -- a program that died ----------------------------------------------------------------------------------------------


async def test_a_turn_that_was_left_for_a_break_survives_a_crash_in_the_break(tmp_path: Path) -> None:
    """Back from the break, its writer gets the keyboard, and the words stand in the box as they stood."""
    path, hours = open_talk(SPEAK), Hours()
    async with at(app_of(path, hours)) as keyboard:
        await keyboard.write(HALF)
        await keyboard.press("escape", "2")
        await keyboard.sees("A break, then back.")
        left = after_a_crash(path, tmp_path)
    hours = Hours()
    async with at(app_of(left, hours)) as keyboard:
        await keyboard.sees("A break, then back.")
        assert "came home" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("Resting until")
        await keyboard.let_pass(21 * 60)
        await keyboard.press("enter")
        await keyboard.sees("Welcome back.")
        again = after_a_crash(left, tmp_path / "twice")
    async with at(app_of(again, Hours())) as keyboard:
        await keyboard.sees("Welcome back.")
        await keyboard.press("enter", "1", "enter", "1", "enter")
        await keyboard.sees("Your turn. Take the keyboard.")
        assert "came home" not in keyboard.text
        await keyboard.press("enter")
        await keyboard.sees("One moment, not the whole history.", "came home")
        assert keyboard.app.sitting.saving.aside is None


async def test_a_hold_does_not_cost_what_is_typed(tmp_path: Path) -> None:
    """Somebody needs us; the battery goes; the half-typed turn is still there."""
    path = open_talk(SPEAK)
    async with at(app_of(path)) as keyboard:
        await keyboard.write(HALF)
        await the_draft_has(keyboard, path, "came home")
        await keyboard.press("escape", "3")
        await keyboard.sees("Taking a moment.")
        await keyboard.happens(lambda: read_record(path).events[-1].kind == "hold", "the note")
        left = after_a_crash(path, tmp_path)
    async with at(app_of(left)) as keyboard:
        await keyboard.sees("One moment, not the whole history.", "came home")


async def test_a_line_that_belongs_to_a_choice_survives_a_crash(tmp_path: Path) -> None:
    """The choice is picked again, and the cursor stands behind the words."""
    path = open_talk(REQUEST)
    async with at(app_of(path)) as keyboard:
        await keyboard.sees("yes, and I'd need")
        await keyboard.press("3")
        await keyboard.write("a text")
        await the_draft_has(keyboard, path, "a text")
        left = after_a_crash(path, tmp_path)
    app = app_of(left)
    async with at(app) as keyboard:
        await keyboard.sees("Sam asks. Your answer?", "a text")
        await keyboard.write(" at six")
        await keyboard.press("enter")
        await keyboard.happens(lambda: app.sitting.events[-1].text == "a text at six", "the answer")
        assert app.sitting.events[-1].answer == "not that, but"


async def test_a_record_that_was_torn_says_so_once(tmp_path: Path) -> None:
    """What could not be read is told of where the talk goes on, and kept beside it."""
    path = open_talk(f"{SPEAK}left: my words\n")
    path.write_bytes(path.read_bytes()[:-20])
    async with at(app_of(path)) as keyboard:
        await keyboard.sees("One moment, not the whole history.", "cut off while it was being written")
    assert b"my words" in path.with_suffix(".torn").read_bytes()


# -- a clock that is wrong --------------------------------------------------------------------------------------------


class Wrong(Hours):
    """A clock on the wall that was set wrong."""

    off = timedelta(0)

    def wall(self) -> object:  # type: ignore[override]
        """The time on the wall."""
        return super().wall() + self.off


async def test_a_break_ends_although_the_clock_on_the_wall_was_set_back() -> None:
    """Twenty minutes are twenty minutes for those who wait."""
    hours = Wrong()
    async with at(app_at(f"{HOT}enter\n", hours=hours)) as keyboard:
        await keyboard.sees("Resting until")
        hours.off = -timedelta(hours=5)
        await keyboard.let_pass(25 * 60)
        await keyboard.sees("we're back")


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(minutes=25), timedelta(days=400)], ids=str)
async def test_after_a_break_whose_time_is_over_or_cannot_be_told_the_talk_is_there(off: timedelta) -> None:
    """Slept through, or the clock was set back: “Welcome back”, and nobody is kept waiting."""
    path, hours = open_talk(f"{HOT}enter\n"), Wrong()
    hours.off = off
    async with at(app_of(path, hours)) as keyboard:
        await keyboard.sees("Welcome back.")
        events = keyboard.app.sitting.events
        assert [event.seq for event in events] == list(range(len(events)))
        assert [event.t for event in events] == sorted(event.t for event in events)


async def test_a_laptop_that_was_closed_takes_no_seconds() -> None:
    """An hour's sleep in the middle of a turn is not talk."""
    hours = Hours()
    app = app_at(SPEAK, hours=hours)
    app.sitting.clock._lull = 10.0
    async with at(app) as keyboard:
        for _ in range(3):
            await keyboard.let_pass(9)
        await keyboard.sees("1:03")
        await keyboard.let_pass(3600)
        await keyboard.sees("1:03")
        await keyboard.let_pass(3)
        await keyboard.sees("1:00")


# -- a talk that somebody else has, or changed ------------------------------------------------------------------------


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch) -> Callable[[], CoachApp]:
    """`coach`, up to the point where a terminal is needed."""
    from coach import cli, starting

    found: list[CoachApp] = []

    def face(opening: object) -> int:
        opening.deaf, opening.still, opening.card = 0.0, True, False  # type: ignore[attr-defined]
        found.append(CoachApp(opening))  # type: ignore[arg-type]
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
        assert app.opening.watches
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


async def test_a_break_that_is_over_is_not_told_of(offering: Callable[[], CoachApp]) -> None:
    """Both came back early: the talk is open, it does not rest."""
    open_talk(f"{HOT}enter\nearly\n")
    async with at(offering()) as keyboard:
        await keyboard.sees("is open until")
        assert "rests" not in keyboard.text


# -- a crash ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["worker", "callback", "task"])
async def test_a_crash_beside_the_screens_is_told_in_one_sentence(
    where: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A worker, a callback of the event loop, a task: nothing that was said is printed, and what was typed is saved."""
    path = open_talk(SPEAK)
    app = app_of(path)

    def breaks() -> None:
        words = "CANARY"
        raise RuntimeError(f"about {words}")

    async def breaks_later() -> None:
        breaks()

    async def typing() -> None:
        async with at(app) as keyboard:
            await keyboard.write("CANARY half")
            loop = asyncio.get_running_loop()
            if where == "worker":
                app.run_worker(breaks_later())
            elif where == "callback":
                loop.call_soon(breaks)
            else:
                loop.create_task(breaks_later()).add_done_callback(lambda task: task.result())
            for _ in range(200):
                if app.is_running:
                    await keyboard.pilot.pause(0.02)

    with pytest.raises((RuntimeError, WorkerFailed), match="CANARY"):
        await typing()
    out, err = capfd.readouterr()
    assert "CANARY" not in out + err
    assert app.return_code == 1
    assert "CANARY half" in path.with_suffix(".draft").read_text(encoding="utf-8")


def test_an_app_is_not_in_the_way_of_the_next(coach_home: Path) -> None:
    """A journal that was closed is free for another window."""
    path = open_talk(SPEAK)
    journal, _ = Journal.resume(path)
    journal.close()
    assert TalkLock(path.with_suffix(".lock")).holder() is None
    assert places().talks == path.parent
    assert an_app().sitting.saving.path is None
