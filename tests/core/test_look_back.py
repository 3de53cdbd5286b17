"""Looking back: months and rooms, never people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.evening import script

from coach.conversation.calm import minutes_until_calm
from coach.conversation.events import Event
from coach.driving import drive, parse
from coach.records.library import KeptTalk
from coach.showing.look_back import look_back

TALKS = Path(__file__).resolve().parents[2] / "flows" / "talks" / "argument"
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
    hot = talk_of(HOT + "left 2\nright 3\n")
    waited = next(event for event in hot if event.kind == "waited")
    assert 20 <= (waited.at - hot[0].at).total_seconds() / 60 < 23
    calm = minutes_until_calm(script(), hot)
    assert calm == int((hot[-1].at - hot[0].at).total_seconds() // 60)
    assert minutes_until_calm(script(), talk_of(COOL)) == 1


@pytest.mark.parametrize(
    ("name", "minutes"), [("straight-typed", 1), ("recheck-hot", 30), ("recheck-warm", None), ("shelve-it", 1)]
)
def test_calm_is_what_stayed_calm(name: str, minutes: int | None) -> None:
    """A talk that grew hot after a calm beginning was calm when it was again; one that ends warm was not."""
    lines = (TALKS / f"{name}.talk").read_text(encoding="utf-8")
    assert minutes_until_calm(script(), talk_of(lines)) == minutes


def test_a_room_that_was_not_calm_says_nothing() -> None:
    """Nor one that was not asked, or a talk during which the wall clock was set, back or far ahead."""
    assert minutes_until_calm(script(), talk_of(HOT)) is None
    assert minutes_until_calm(script(), ()) is None
    first, *rest = talk_of(COOL)
    for begun in (first.at + timedelta(hours=1), datetime(1970, 1, 1, tzinfo=UTC)):
        assert minutes_until_calm(script(), [replace(first, at=begun), *rest]) is None


def test_each_month_is_a_line_and_its_middle_talk_the_measure() -> None:
    """One long evening does not make a month; a talk that tells nothing is a talk; of two the middle lies between."""
    talks = [kept(9, 200), kept(12, 3, 2025), kept(9, 12), kept(9, 14), kept(9, None), kept(10, None)]
    assert look_back([*talks, kept(11, 3), kept(11, 10)]) == (
        "December 2025   1 talk kept   calm after 3 minutes\n"
        "September 2026  4 talks kept  calm after 14 minutes\n"
        "October 2026    1 talk kept\n"
        "November 2026   2 talks kept  calm after 7 minutes"
    )


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        *[(0, "calm within a minute"), (1, "calm after 1 minute"), (119, "calm after 119 minutes")],
        *[(120, "calm after 2 hours"), (150, "calm after 3 hours"), (4 * 1440, "calm after 4 days")],
    ],
)
def test_minutes_are_said_as_people_say_them(minutes: int, says: str) -> None:
    """A talk that was shelved may have taken days."""
    assert look_back([kept(9, minutes)]).endswith(f"  {says}")


def test_nothing_kept_is_nothing_to_look_back_on() -> None:
    """And a talk without a beginning is in no month."""
    assert look_back([]) == ""
    assert look_back([replace(kept(9, 5), started=None)]) == ""
