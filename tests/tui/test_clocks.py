"""Time on a row: the clock of a turn and the line of a whole talk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.bench import SIZES, WIDE, Bench, colours, lines

from coach.tui.widgets.time_line import TimeLine, remaining
from coach.tui.widgets.timeline import Stretch, Timeline, clock, shares


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0:00"), (0.2, "0:01"), (64, "1:04"), (599, "9:59"), (600, "10 min"), (760, "13 min"), (-3, "0:00")],
)
def test_remaining_time_is_short(seconds: float, words: str) -> None:
    """Minutes and seconds below ten minutes, whole minutes from there on."""
    assert remaining(seconds) == words


@SIZES
async def test_the_line_shortens_and_goes(size: tuple[int, int]) -> None:
    """Absent without a clock, as long as the time that is left, and at the end only the words for it."""
    time_line = TimeLine("left", "Finish your sentence.")
    async with Bench(time_line).run_test(size=size) as pilot:
        await pilot.pause()
        assert not time_line.display
        lengths = []
        for left in (90, 60, 30):
            time_line.show(left, 90)
            await pilot.pause()
            lengths.append(lines(time_line)[0].count("━"))
        assert lengths[0] == time_line.size.width - TimeLine.LABEL
        assert lengths[0] > lengths[1] > lengths[2] > 0
        assert lines(time_line)[0].endswith("0:30")
        time_line.show(0, 90)
        await pilot.pause()
        assert lines(time_line)[0].strip() == "Finish your sentence."
        time_line.show(None)
        await pilot.pause()
        assert not time_line.display


async def test_the_clock_repaints_only_what_looks_different(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen may tell the time as often as it likes; the line repaints once a second or less."""
    time_line = TimeLine("both")
    async with Bench(time_line).run_test(size=WIDE) as pilot:
        time_line.show(800, 1200)
        await pilot.pause()
        time_line.show(800, 1200)
        repaints: list[float] = []
        monkeypatch.setattr(time_line, "refresh", lambda *_: repaints.append(0))
        for tenth in range(100):
            time_line.show(800 - tenth / 10, 1200)
        assert len(repaints) <= 2


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (492, "8:12"), (1445.9, "24:05"), (3723, "1:02:03"), (-1, "0:00")]
)
def test_the_time_of_a_talk_is_short(seconds: float, words: str) -> None:
    """Hours only where there are any."""
    assert clock(seconds) == words


@given(st.lists(st.floats(0, 1e5), max_size=12), st.integers(0, 90))
def test_shares_use_every_cell_once(lengths: list[float], cells: int) -> None:
    """To scale, nothing lost; no part disappears while there is a cell for each."""
    given_cells = shares(tuple(lengths), cells)
    assert len(given_cells) == len(lengths)
    assert sum(given_cells) == (cells if lengths else 0)
    assert len(lengths) > cells or all(given_cells)


STRETCHES = (
    Stretch(60, None, 0),
    Stretch(200, "left", 1),
    Stretch(100, "right", 1),
    Stretch(300, None, 2),
)


@SIZES
async def test_the_timeline_shows_where_the_replay_is(size: tuple[int, int]) -> None:
    """What has been has its seat's height and colour, a gap parts the parts, and one mark moves along."""
    timeline = Timeline(STRETCHES)
    async with Bench(timeline).run_test(size=size) as pilot:
        await pilot.pause()
        marks = []
        for position in (0, 100, 300, 660):
            timeline.show(position)
            await pilot.pause()
            (shown,) = lines(timeline)
            assert shown.count("█") == 1
            assert len(shown) == timeline.size.width
            assert shown.endswith(f"{clock(position)} / 11:00")
            marks.append(shown.index("█"))
        assert marks == sorted(set(marks))
        assert colours(timeline, "▆") == {"#f2cf9c"}
        assert colours(timeline, "▃") == {"#58a9b5"}


@SIZES
@pytest.mark.parametrize("stretches", [(), (Stretch(0, "left", 0),)], ids=["none", "empty"])
async def test_a_talk_of_no_length_has_a_row_too(stretches: tuple[Stretch, ...], size: tuple[int, int]) -> None:
    """A record that lost everything is still shown."""
    timeline = Timeline(stretches)
    async with Bench(timeline).run_test(size=size) as pilot:
        timeline.show(5)
        await pilot.pause()
        assert lines(timeline)[0].endswith("0:00 / 0:00")
