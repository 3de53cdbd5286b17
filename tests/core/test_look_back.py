"""Looking back: months and rooms, never people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.evening import events, script

from coach.conversation.calm import minutes_until_calm
from coach.conversation.events import Event
from coach.driving import drive, parse
from coach.records.library import KeptTalk
from coach.showing.look_back import look_back

COOL = "names: Sam, Alex\nenter\nleft 2\nright 1\n"
HOT = "names: Sam, Alex\nenter\nleft 8\nright 1\nenter\nwait\nenter\n"


def talk_of(lines: str) -> list[Event]:
    """What happens in a talk."""
    return list(drive(script(), parse(lines, "talk")))


def kept(month: int, calm_after: int | None, year: int = 2026) -> KeptTalk:
    """One line of the list."""
    started = datetime(year, month, 15, 12, tzinfo=UTC)
    return KeptTalk(Path(), f"{month}", "argument", "all", started, 41, calm_after, "agreed", "dishes", None)


def test_a_break_counts_until_the_room_is_calm() -> None:
    """From the first event to the rating after the break, on the wall."""
    twenty = minutes_until_calm(script(), talk_of(HOT + "left 2\nright 3\n"))
    assert twenty is not None
    assert 20 <= twenty <= 25
    assert minutes_until_calm(script(), talk_of(COOL)) in (0, 1, 2)


def test_a_room_that_was_never_calm_says_nothing() -> None:
    """Nor one that was not asked, or a talk during which the wall clock was set back."""
    assert minutes_until_calm(script(), talk_of(HOT)) is None
    assert minutes_until_calm(script(), ()) is None
    first, *rest = talk_of(COOL)
    assert minutes_until_calm(script(), [replace(first, at=first.at + timedelta(hours=1)), *rest]) is None


def test_the_first_calm_is_what_counts() -> None:
    """That it grew hot again later does not make it longer."""
    evening = list(events())
    calm = minutes_until_calm(script(), evening)
    assert calm is not None
    hours = (evening[-1].at - evening[0].at).total_seconds() / 60
    assert 20 <= calm < hours


def test_each_month_is_a_line_and_its_middle_talk_the_measure() -> None:
    """One long evening does not make a month; a talk that tells nothing is counted as a talk."""
    talks = [kept(12, 3, 2025), kept(9, 200), kept(9, 12), kept(9, 14), kept(9, None), kept(10, None)]
    assert look_back(talks) == (
        "December 2025   1 talk   calm after 3 minutes\n"
        "September 2026  4 talks  calm after 14 minutes\n"
        "October 2026    1 talk"
    )


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        *[(0, "calm within a minute"), (1, "calm within a minute"), (2, "calm after 2 minutes")],
        *[(119, "calm after 119 minutes"), (130, "calm after 2 hours"), (4 * 1440, "calm after 4 days")],
    ],
)
def test_minutes_are_said_as_people_say_them(minutes: int, says: str) -> None:
    """A talk that was shelved may have taken days."""
    assert look_back([kept(9, minutes)]).endswith(says)


def test_nothing_kept_is_nothing_to_look_back_on() -> None:
    """And a talk without a beginning is in no month."""
    assert look_back([]) == ""
    assert look_back([replace(kept(9, 5), started=None)]) == ""
