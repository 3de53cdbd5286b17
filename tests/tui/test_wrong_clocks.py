"""Clocks that are wrong, and laptops that were closed: nobody waits for them, and they take no seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.tui.at_keyboard import Hours, app_at, app_of, at, open_talk
from tests.tui.test_steps import HOT, SPEAK


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
