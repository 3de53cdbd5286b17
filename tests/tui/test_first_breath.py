"""The first breath, while the talk is got ready behind it: nothing that is pressed is lost, and leaving works."""

from __future__ import annotations

import gc
import threading
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.tui.at_keyboard import Hours, Keyboard, open_talk
from tests.tui.test_steps import SPEAK

from coach.clock import TalkClock
from coach.errors import CoachError, NoSuchFlow
from coach.preparing import new_talk
from coach.records.library import open_talks
from coach.records.places import places
from coach.records.settings import mark_card_seen
from coach.sitting_down import Opening
from coach.tui.app import CoachApp
from coach.tui.first_breath import Beginning, FirstBreath

OPTIONS = Namespace(flow="argument", no_save=False, calm=True, left="Sam", right="Alex")


class Behind:
    """What is got ready behind the first breath, once the test lets it."""

    def __init__(self, hours: Hours, error: CoachError | None = None) -> None:
        self.go_on = threading.Event()
        self.clock = TalkClock(1.0, hours, hours.wall)
        self.error = error

    def prepare(self) -> Opening:
        """In its thread."""
        assert self.go_on.wait(20)
        if self.error:
            raise self.error
        opening = new_talk(OPTIONS, self.clock, True)
        opening.deaf = 0.0
        return opening


@asynccontextmanager
async def first_breath(error: CoachError | None = None) -> AsyncIterator[tuple[Keyboard, Behind, Hours]]:
    """`coach`, up to the moment at which its first screen stands."""
    mark_card_seen(places())
    hours = Hours()
    behind = Behind(hours, error)
    app = CoachApp(Beginning(behind.prepare, behind.clock, names=("Sam", "Alex"), still=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstBreath)
        try:
            yield Keyboard(pilot, app), behind, hours
        finally:
            behind.go_on.set()
    if app.seated:
        app.sitting.close()


async def pressed(keyboard: Keyboard, *keys: str) -> None:
    """Keys that nobody takes yet."""
    keyboard.patient = False
    await keyboard.pilot.press(*keys)
    keyboard.patient = True


async def test_it_says_who_sits_where_and_names_its_keys() -> None:
    """It is a whole screen already."""
    async with first_breath() as (keyboard, _, _):
        await keyboard.sees(
            "Just breathe.", "Nobody has to talk yet.", "Sam", "Alex", "Enter go on", "Esc menu", "1:30"
        )


async def test_a_key_that_came_too_early_counts() -> None:
    """Enter, while nothing could take it, leads on as soon as something can."""
    async with first_breath() as (keyboard, behind, _):
        await pressed(keyboard, "enter")
        assert isinstance(keyboard.app.screen, FirstBreath)
        behind.go_on.set()
        await keyboard.misses("Just breathe.")
        assert keyboard.app.sitting.events


async def test_the_menu_comes_when_it_can() -> None:
    """Esc, too early."""
    async with first_breath() as (keyboard, behind, _):
        await pressed(keyboard, "escape")
        behind.go_on.set()
        await keyboard.sees("The clock is stopped.")


async def test_nobody_answers_an_offer_before_it_is_there() -> None:
    """Enter, too early, does not take up a talk whose offer nobody could read."""
    path = open_talk(SPEAK)
    async with first_breath() as (keyboard, behind, _):
        await pressed(keyboard, "enter", "d", "d")
        behind.go_on.set()
        await keyboard.sees("is open until", "Just breathe.")
        assert not keyboard.app.sitting.events
    assert path.exists()
    assert len(open_talks(places()).talks) == 1


async def test_seconds_that_were_breathed_count() -> None:
    """The clock does not begin anew when the talk is ready."""
    async with first_breath() as (keyboard, behind, hours):
        hours.now += 10.0
        behind.go_on.set()
        await keyboard.happens(lambda: keyboard.app.seated, "the talk")
        await keyboard.sees("1:20")


async def test_it_can_be_left_at_once() -> None:
    """Ctrl+Q, and three presses of Esc, before there is a talk."""
    for keys in (("ctrl+q",), ("escape", "escape", "escape")):
        async with first_breath() as (keyboard, behind, _):
            app = keyboard.app
            await pressed(keyboard, *keys)
            behind.go_on.set()  # its thread has to end before the app can
        assert (app.seated, app.return_code) == (False, 0)
        assert not open_talks(places()).talks


async def test_what_cannot_be_is_said_in_the_shell() -> None:
    """A flow with faults, or a disk that can't be read: the app ends, and hands the sentence over."""
    async with first_breath(NoSuchFlow("There is no such flow.")) as (keyboard, behind, _):
        behind.go_on.set()
        await keyboard.happens(lambda: keyboard.app.refused is not None, "the refusal")
    assert str(keyboard.app.refused) == "There is no such flow."


async def test_memory_is_looked_after_once_the_first_screen_stands() -> None:
    """A start collects no garbage; a talk of an evening does."""
    gc.disable()
    try:
        async with first_breath() as (keyboard, _, _):
            await keyboard.happens(gc.isenabled, "the collector")
    finally:
        gc.enable()
        gc.unfreeze()
