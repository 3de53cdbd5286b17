"""The screen and the disk: when it hangs, when it refuses, when the program dies, when somebody else has the talk."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.core.test_conversation import HEARD
from tests.records.conftest import Disk
from tests.records.test_saving import HungDisk
from tests.tui.at_keyboard import Hours, Keyboard, an_app, app_at, app_of, at, open_talk
from tests.tui.test_steps import SPEAK
from textual.worker import WorkerFailed

from coach.records.draft import DraftFile
from coach.records.journal import Journal
from coach.records.library import open_talks
from coach.records.lock import TalkLock
from coach.records.places import places
from coach.records.record import read_record
from coach.tui.widgets.writing import Writing

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


@pytest.mark.parametrize("talk", [SPEAK, REQUEST], ids=["a turn", "a choice with words"])
async def test_a_screen_that_is_being_taken_down_still_tells_what_is_typed(talk: str) -> None:
    """The seconds go on to be saved while the program ends."""
    async with at(app_at(talk)) as keyboard:
        screen = keyboard.app.step_screen
        assert screen
        if talk == REQUEST:
            await keyboard.press("2")
        await keyboard.write("half a word")
        before = screen.half
        assert before[0] == "half a word"
        await screen.query_one(Writing).remove()
        assert screen.half == before
        keyboard.app.save_now()
    (left,) = open_talks(places()).talks
    draft = DraftFile(left.path.with_suffix(".draft")).read()
    assert draft
    assert (draft.text, draft.choice) == before


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
