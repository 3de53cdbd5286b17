"""The breath: what it is as a function of time, and what of it is painted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.bench import SIZES, SMALL, WIDE, Bench, colours, lines
from textual.geometry import Region

from coach.tui import theme
from coach.tui.widgets.disc import Disc, Halves, changes, disc_rows, fill, phase


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, 0.0), (0, 0.0), (1, 0.5), (2, 1.0), (4, 0.5), (6, 0.0), (8, 0.5), (10, 1.0), (16, 0.0), (20, 1.0), (26, 0.0)],
)
def test_the_breath_fills_and_empties(seconds: float, expected: float) -> None:
    """Each breath fills and empties once; the last one repeats."""
    assert fill(((2, 4), (4, 6)), seconds) == pytest.approx(expected)


@pytest.mark.parametrize("breaths", [(), ((0, 0),), ((0, 0), (0, 0))])
def test_a_breath_without_length_is_empty(breaths: tuple[tuple[float, float], ...]) -> None:
    """A flow that says nothing of breaths does no harm."""
    assert fill(breaths, 3) == 0.0


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), max_size=4), st.floats(-5, 1e6))
def test_the_breath_stays_within_bounds(breaths: list[tuple[float, float]], seconds: float) -> None:
    """Whatever the breaths and the clock, a disc is never larger than full."""
    assert 0.0 <= fill(tuple(breaths), seconds) <= 1.0


def test_the_way_of_the_breath_is_known() -> None:
    """A face without motion can say in and out."""
    assert [phase(((4, 6),), seconds)[0] for seconds in (0, 3.9, 4, 9.9, 10)] == [True, True, False, False, True]


def test_a_disc_is_round_and_made_of_two_equal_halves() -> None:
    """The right half mirrors the left one, the lower rows the upper ones, and a full disc touches every side."""
    rows = disc_rows(9, 9)
    assert len(rows) == 9
    assert {len(row) for row in rows} == {18}
    assert all(row == row[::-1] for row in rows)
    turned = str.maketrans("▀▄", "▄▀")
    assert [row.translate(turned) for row in reversed(rows)] == list(rows)
    assert rows[4] == "█" * 18
    assert rows[0].strip()


def test_a_larger_disc_holds_the_smaller() -> None:
    """Swelling only ever adds cells."""
    for small, large in zip(range(1, 9), range(2, 10), strict=True):
        for before, after in zip(disc_rows(small, 9), disc_rows(large, 9), strict=True):
            assert all(now != " " for was, now in zip(before, after, strict=True) if was != " ")


def test_changes_name_exactly_the_cells_that_differ() -> None:
    """A frame repaints what changed and nothing beside it."""
    before, after = ("abcdef", "xxxxxx"), ("aXcdYY", "xxxxxx")
    assert list(changes(before, after, 10)) == [Region(11, 0, 1, 1), Region(14, 0, 2, 1)]


@SIZES
async def test_the_disc_fits_the_space(size: tuple[int, int]) -> None:
    """Full, it is 18 by 9 cells in a usual terminal and smaller in a small one; both halves have their colour."""
    disc = Disc(((4, 6),), lambda: 4.0)
    async with Bench(disc).run_test(size=size) as pilot:
        await pilot.pause()
        cells = [line for line in lines(disc) if line.strip()]
        assert (len(max(cells).strip()), len(cells)) == ((18, 9) if size == WIDE else (12, 6))
        assert colours(disc, "█") == {"#f2cf9c", "#58a9b5"}


async def test_a_frame_repaints_only_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the clock moves a little, few cells repaint; when it stands still, none."""
    now = [1.0]
    disc = Disc(((4, 6),), lambda: now[0])
    async with Bench(disc).run_test(size=WIDE) as pilot:
        await pilot.pause()
        before = lines(disc)
        repainted: list[Region] = []
        monkeypatch.setattr(disc, "refresh", lambda *regions: repainted.extend(regions))
        disc.look()
        assert repainted == []
        now[0] = 1.5
        disc.look()
        disc._styles_cache.clear()
        after = lines(disc)
        differing = {(x, y) for y, line in enumerate(after) for x, cell in enumerate(line) if cell != before[y][x]}
        assert differing == {(x, region.y) for region in repainted for x in range(region.x, region.right)}


async def test_a_still_disc_says_what_the_breath_does() -> None:
    """With reduced motion nothing swells; only a word changes."""
    now = [0.0]
    disc = Disc(((4, 6),), lambda: now[0], still=True)
    async with Bench(disc).run_test(size=WIDE) as pilot:
        await pilot.pause()
        inwards = lines(disc)
        now[0] = 5.0
        disc.look()
        await pilot.pause()
        outwards = lines(disc)
        assert inwards[:-1] == outwards[:-1]
        assert (inwards[-1].strip(), outwards[-1].strip()) == ("in", "out")


async def test_the_disc_follows_a_change_of_theme_and_size() -> None:
    """Another theme and another terminal size are painted at once."""
    disc = Disc(((4, 6),), lambda: 4.0)
    app = Bench(disc)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.theme = "dawn"
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert colours(disc, "█") == {"#9a5b00", "#0b4f57"}
        assert len([line for line in lines(disc) if line.strip()]) == 6


async def test_a_disc_in_plain_letters() -> None:
    """Without Unicode a disc is made of signs every terminal has."""
    disc = Disc(((4, 6),), lambda: 4.0, glyphs=theme.ASCII)
    async with Bench(disc).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "".join(lines(disc)).isascii()


async def test_halves_drift_apart_and_close() -> None:
    """In a break there is a gap between the halves, at an agreement none."""
    halves = Halves(apart=True)
    async with Bench(halves).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert lines(halves)[0].strip() == "◖        ◗"
        halves.apart = False
        await pilot.pause()
        assert lines(halves)[0].strip() == "◖◗"
