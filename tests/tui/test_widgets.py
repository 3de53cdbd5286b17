"""The rail, the keys and the marks, and words that look like markup in every widget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.bench import SIZES, SMALL, WIDE, Bench, colours, lines
from textual.widget import Widget

from coach.flow.model import Seat
from coach.tui.widgets.key_row import Key, KeyRow, OwnKeys, arrange
from coach.tui.widgets.marks import SeatAside, SeatName, SeatPair
from coach.tui.widgets.rail import Rail
from coach.tui.widgets.time_line import TimeLine
from coach.tui.widgets.writing import Writing

HOSTILE = ("[/b]", "[@click=app.quit]x[/]", "[red]no", "[/]")
PARTS = ("pause", "why", "best", "win-win", "close")
ESC = Key(("Esc",), "menu")


# The rail.


async def test_the_rail_names_every_part() -> None:
    """Done, now and ahead have their own signs, and every part is there in words."""
    rail = Rail(PARTS, 1)
    async with Bench(rail).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert lines(rail)[0].strip() == "● pause  ─  ◖◗ why  ─  ○ best  ─  ○ win-win  ─  ○ close"
        rail.show(PARTS, 5)
        await pilot.pause()
        assert lines(rail)[0].count("●") == 5


async def test_a_narrow_rail_says_where_we_are() -> None:
    """Below 60 columns the part and its number remain."""
    rail = Rail(PARTS, 1)
    async with Bench(rail).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert lines(rail)[0].strip() == "◖◗ why 2/5"


async def test_a_rail_too_long_for_its_row_shrinks() -> None:
    """Long names never wrap and never push the number away."""
    rail = Rail(tuple(name * 12 for name in PARTS), 3)
    async with Bench(rail).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert lines(rail)[0].strip().endswith("… 4/5")


# The keys.


@SIZES
async def test_the_key_row_names_what_works(size: tuple[int, int]) -> None:
    """Every key of a usual step is shown, on two rows where one is too short."""
    row = KeyRow((Key(("Enter",), "done"), Key(("F2",), "repair"), Key(("F4",), "feelings"), ESC))
    async with Bench(row).run_test(size=size) as pilot:
        await pilot.pause()
        shown = lines(row)
        assert len(shown) == (1 if size == WIDE else 2)
        assert all(word in " ".join(shown) for word in ("Enter", "done", "F2", "F4", "feelings", "Esc", "menu"))
        row.keys = (ESC,)
        await pilot.pause()
        assert [line.strip() for line in lines(row)] == ["Esc  menu"]


@given(
    st.lists(st.builds(Key, st.tuples(st.sampled_from(["F2", "Space", "+"])), st.text(max_size=12)), max_size=7),
    st.integers(5, 90),
)
def test_the_first_key_and_esc_never_go(others: list[Key], width: int) -> None:
    """However little room there is, the way on and the way out are named, on at most two rows that fit."""
    shown = arrange((Key(("Enter",), "done"), *others, ESC), width)
    assert shown[0].plain.startswith("Enter")
    assert "Esc" in shown[-1].plain
    assert len(shown) <= 2
    assert max(line.cell_length for line in shown) <= width


async def test_keys_of_both_seats_have_their_own_colours() -> None:
    """`F` belongs to the left seat and `J` to the right one."""
    row = KeyRow((Key(("F", "J"), "both back early", "both"), ESC))
    async with Bench(row).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert (colours(row, " F "), colours(row, " J ")) == ({"#f2cf9c"}, {"#58a9b5"})


@pytest.mark.parametrize(("seat", "keys"), [("left", "FDS"), ("right", "JKL")])
async def test_own_keys_stand_with_their_seat(seat: Seat, keys: str) -> None:
    """A row on the seat's side; beneath each other in a narrow terminal, with the keys in one column."""
    own = OwnKeys(seat, ("yes", "mostly", "not yet"))
    async with Bench(own).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "".join(lines(own)[0].split()) == f"{keys[0]}yes{keys[1]}mostly{keys[2]}notyet"
        assert lines(own)[0].startswith(" ") is (seat == "right") or lines(own)[0].startswith(" F ")
        await pilot.resize_terminal(36, 15)
        await pilot.pause()
        assert len(lines(own)) == 3
        assert len({line.index(key) for line, key in zip(lines(own), keys, strict=True)}) == 1


async def test_a_chosen_key_stays_and_the_others_step_back() -> None:
    """What was pressed can be seen without a word about it."""
    own = OwnKeys("left", ("yes", "mostly", "not yet"))
    async with Bench(own).run_test(size=WIDE) as pilot:
        own.chosen = 1
        await pilot.pause()
        assert colours(own, " D ") == {"#f2cf9c"}
        assert colours(own, " F ") == colours(own, " S ") == {"#98a0a8"}


def test_a_seat_has_three_keys_and_no_more() -> None:
    """A fourth label is a mistake of the program, not one key less."""
    with pytest.raises(ValueError, match="4 labels"):
        OwnKeys("left", ("a", "b", "c", "d"))


# The marks.


@SIZES
async def test_names_stand_where_people_sit(size: tuple[int, int]) -> None:
    """Left is flush left, right flush right, both in the middle."""
    left = SeatName("Sam", "left", "has the floor")
    right = SeatName("Alex", "right", "press a number")
    both = SeatName("", "both")
    aside = SeatAside("Alex, look away", "right")
    pair = SeatPair("sits left", "sits right")
    async with Bench(left, right, both, aside, pair).run_test(size=size) as pilot:
        await pilot.pause()
        assert lines(left)[0].rstrip() == "◖ Sam  has the floor"
        assert lines(right)[0].endswith("press a number  Alex ◗")
        assert lines(both)[0].strip() == "◖◗"
        assert lines(both)[0].index("◖") == both.size.width // 2 - 1
        assert lines(aside)[0].endswith("Alex, look away ◗")
        assert lines(pair)[0].strip() == "◖ sits left   sits right ◗"
        left.note = "listens"
        await pilot.pause()
        assert lines(left)[0].rstrip() == "◖ Sam  listens"


# Words that look like markup.


@SIZES
@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "make",
    [
        lambda words: SeatName(words, "left", words),
        lambda words: SeatName(words, "right", words),
        lambda words: SeatAside(words, "left"),
        lambda words: SeatPair(words, words),
        lambda words: Rail((words, "why"), 0),
        lambda words: KeyRow((Key((words,), ""), ESC)),
        lambda words: KeyRow((Key(("Enter",), words), ESC)),
        lambda words: OwnKeys("left", (words, words)),
        lambda words: Writing("left", text=words),
    ],
    ids=["left", "right", "aside", "pair", "rail", "key", "verb", "label", "writing"],
)
async def test_words_are_shown_as_they_are(make: Callable[[str], Widget], words: str, size: tuple[int, int]) -> None:
    """Brackets in people's words are brackets on the screen."""
    widget = make(words)
    async with Bench(widget).run_test(size=size) as pilot:
        await pilot.pause()
        assert words in "\n".join(lines(widget))


@pytest.mark.parametrize("words", HOSTILE)
async def test_words_at_the_end_of_the_clock_are_shown_as_they_are(words: str) -> None:
    """A flow's words are words too."""
    time_line = TimeLine("left", words)
    async with Bench(time_line).run_test(size=WIDE) as pilot:
        time_line.show(0, 10)
        await pilot.pause()
        assert lines(time_line)[0].rstrip() == words


# The fixed rows.


@SIZES
async def test_the_body_stands_in_one_column_in_the_middle(size: tuple[int, int]) -> None:
    """At most 60 columns, as much air on the left as on the right."""
    name = SeatName("Sam", "left")
    app = Bench(name)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        body = app.query_one(".body").region
        assert body.width == min(60, size[0])
        assert body.x == size[0] - body.right
        assert abs(name.region.y - (size[1] - name.region.bottom)) <= 1
        assert app.screen.has_class("-narrow", "-short") is (size == SMALL)
