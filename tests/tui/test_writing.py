"""The place to write in: what it takes, what it says, and which keys it leaves alone."""

from __future__ import annotations

import gc
import random
import weakref

import pytest
from tests.tui.at_keyboard import app_at, at
from tests.tui.bench import SIZES, SMALL, WIDE, Bench, comes
from tests.tui.test_steps import SPEAK
from textual.events import Key, Paste
from textual.strip import Strip
from textual.widgets import Static, TextArea

from coach.tui.widgets.writing import Writing


@SIZES
async def test_enter_is_done_and_control_j_a_new_line(size: tuple[int, int]) -> None:
    """One key sends what is written; another one makes a line."""
    writing = Writing("left")
    app = Bench(writing)
    async with app.run_test(size=size) as pilot:
        writing.focus()
        await pilot.press("a", "ctrl+j", "b", "enter")
        assert writing.text == "a\nb"
        assert [type(message) for message in app.heard] == [Writing.Began, Writing.Done]
        done = app.heard[-1]
        assert isinstance(done, Writing.Done)
        assert done.text == "a\nb"
        assert "a\\nb" not in repr(done)


async def test_nothing_written_is_done_too() -> None:
    """Enter in an empty place means that it was said aloud."""
    writing = Writing("right")
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press("enter")
        assert [type(message) for message in app.heard] == [Writing.Done]


async def test_keys_of_the_screen_reach_the_screen() -> None:
    """Menu, help and leaving work while somebody writes, and Tab goes on without leaving a mark."""
    writing = Writing("left")
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press("escape", "f1", "f2", "f3", "f4", "ctrl+q", "tab")
        assert app.keys[:6] == ["escape", "f1", "f2", "f3", "f4", "ctrl+q"]
        assert writing.text == ""


async def test_a_turn_has_an_end_that_is_told_of() -> None:
    """No more than the limit goes in, and how much still fits is said before."""
    writing = Writing("left", limit=200)
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        app.post_message(Paste("x" * 99))
        await pilot.pause()
        assert [type(message) for message in app.heard] == [Writing.Began]
        app.post_message(Paste("y" * 300))
        await pilot.pause()
        await pilot.press("z", "backspace")
        writing.text = ""
        await pilot.pause()
        told = [message.left for message in app.heard if isinstance(message, Writing.NearlyFull)]
        assert told == [0, 0, 1, 200]


async def test_writing_over_a_selection_needs_no_room() -> None:
    """A full place can still be corrected, and undone to what it was."""
    writing = Writing("left", text="x" * 50, limit=50)
    async with Bench(writing).run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press("f7", "a")
        assert writing.text == "a"
        await pilot.press("ctrl+z")
        assert writing.text == "x" * 50


async def test_pasted_text_is_made_plain() -> None:
    """Escape sequences and turned text never reach the screen; every line of a paste does."""
    writing = Writing("left")
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        app.post_message(Paste("one\r\ntwo\x1b[31m\u202ethree"))
        await pilot.pause()
        assert writing.text == "one\ntwo\ufffd[31m\ufffdthree"
        writing.text = "\x1b[2J"
        assert writing.text == "\ufffd[2J"


async def test_a_draft_is_taken_up_where_it_ended() -> None:
    """The cursor stands behind what is there already, and nothing begins a second time."""
    writing = Writing("left", text="one\ntwo")
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press("x")
        assert writing.text == "one\ntwox"
        assert app.heard == []


async def test_the_writing_place_is_quiet() -> None:
    """No blinking cursor, no line numbers, words wrap."""
    writing = Writing("left")
    async with Bench(writing).run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert (writing.cursor_blink, writing.show_line_numbers, writing.soft_wrap) == (False, False, True)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("teh << he", "the"),
        ("one two LLL x", "one xtwo"),
        ("ab U cd", "cd"),
        ("🙂🙂 < a", "🙂a"),
        ("ab HH c", "cab"),
    ],
)
async def test_keys_are_taken_in_the_order_they_were_struck(keys: str, words: str) -> None:
    """However fast: a correction hits the letter it was meant for."""
    names = {"<": "backspace", "L": "left", "U": "ctrl+u", "H": "home"}
    struck = [names.get(each, each) for each in keys.replace("one two", "one\0two").replace(" ", "").replace("\0", " ")]
    writing = Writing("left")
    app = Bench(writing)
    async with app.run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.pause()
        for each in struck:
            name = "space" if each == " " else each
            app.post_message(Key(name, each if len(each) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert writing.text == words


async def test_what_was_written_is_gone_with_its_place() -> None:
    """Nothing keeps a place to write in once its turn is over: its words would stay in memory all evening."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write("we said we would")
        turn = weakref.ref(keyboard.app.screen.query_one(Writing))
        await keyboard.press("enter")
        await keyboard.sees("Read it once.")
        await keyboard.press("enter")
        await keyboard.misses("Read it once.")
        await keyboard.happens(lambda: gc.collect() >= 0 and turn() is None, "the place to be gone")


WORDS = ("a", " ", "m", "I was looking forward to it", "no.", "ä", "漢", "👩‍👧", "\n", "a\nb")
MOVES = (
    "delete_left",
    "delete_word_left",
    "cursor_left",
    "cursor_up",
    "cursor_line_start",
    "cursor_line_end",
    "undo",
    "redo",
)


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_drawn_in_parts_is_what_is_drawn_as_a_whole(seed: int) -> None:
    """However words come and go, nothing old is left standing in the box, and nothing new is missing."""
    dice = random.Random(seed)
    writing = Writing("left", placeholder="Say it aloud, or type it, whichever is easier tonight.")
    async with Bench(writing).run_test(size=(24, 15)) as pilot:
        writing.focus()
        for _ in range(60):
            if dice.random() < 0.2:
                await writing.run_action(dice.choice(MOVES))
            else:
                where = dice.choice((writing.selection, writing.selection, [writing.document.end] * 2, [(0, 0)] * 2))
                writing.replace(dice.choice(WORDS), *where, maintain_selection_offset=False)
            await pilot.pause()
            in_parts = writing.render_lines(writing.size.region)
            writing.refresh()
            assert in_parts == writing.render_lines(writing.size.region), writing.text


async def test_a_novel_that_was_pasted_can_be_taken_back() -> None:
    """Undo after many lines at once: what was there before stands there again, and again after redo."""
    writing = Writing("left", text="one\ntwo\n")
    app = Bench(writing)
    async with app.run_test(size=SMALL) as pilot:
        writing.focus()
        await pilot.pause()
        novel = "\n".join(f"line {n}" for n in range(40))
        app.post_message(Paste(novel))
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert writing.text == "one\ntwo\n"
        await pilot.press("ctrl+y")
        assert writing.text == f"one\ntwo\n{novel}"


@SIZES
async def test_a_long_draft_is_shown_where_it_goes_on(size: tuple[int, int]) -> None:
    """Also in a window that has few rows for it, and after one has become smaller."""
    writing = Writing("left", text="\n".join(f"line {n}" for n in range(9)))

    def last_row() -> str:
        return writing.render_lines(writing.size.region)[-1].text.strip()

    async with Bench(writing).run_test(size=size) as pilot:
        await comes(pilot, last_row, "line 8")
        assert writing.size.height > 2
        writing.styles.height = 2
        await comes(pilot, lambda: f"{writing.size.height} rows, {last_row()}", "2 rows, █ line 8")


async def test_a_box_that_has_been_taken_away_can_still_be_drawn() -> None:
    """Textual draws what stood there a moment ago, and would end the program by that."""
    writing = Writing("left", text="words")
    async with Bench(writing).run_test(size=WIDE) as pilot:
        await pilot.pause()
        region = writing.size.region
        writing.notify_style_update()
        await writing.remove()
        assert {strip.text for strip in writing.render_lines(region)} == {" " * region.width}


async def test_a_word_that_is_taken_back_is_one_change() -> None:
    """Half of it was never written: nobody is told of a text in between."""
    writing = Writing("left", text="a word too many")
    told: list[str] = []

    class Told(Bench):
        def on_text_area_changed(self, event: TextArea.Changed) -> None:
            told.append(event.text_area.text)

    async with Told(writing).run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press(*["backspace"] * 9)
        await pilot.pause()
        told.clear()
        await pilot.press("ctrl+z")
        await pilot.press("ctrl+y")
        assert told == ["a word too many", "a word"]


async def test_words_added_at_the_end_draw_their_row_only() -> None:
    """A key costs a row, not a box; a new row costs the box once."""
    drawn: list[int] = []

    class Watched(Writing):
        def render_line(self, y: int) -> Strip:
            drawn.append(y)
            return super().render_line(y)

    writing = Watched("left")
    async with Bench(writing).run_test(size=WIDE) as pilot:
        writing.focus()
        await pilot.press("a", "ctrl+j", "b")
        await pilot.pause()
        drawn.clear()
        await pilot.press("c")
        await pilot.pause()
        assert drawn == [1]
        await pilot.press("ctrl+j")
        await pilot.pause()
        assert drawn == [1, 0, 1, 2, 3, 4]


async def test_the_box_follows_its_styles() -> None:
    """The cursor goes with the focus and the colours with the theme, though styles are read once only."""
    writing = Writing("left", text="words")
    other = Static("", classes="other")
    other.can_focus = True
    app = Bench(writing, other)
    async with app.run_test(size=WIDE) as pilot:

        def pictures() -> tuple[object, object]:
            drawn = writing.render_lines(writing.size.region)
            writing.refresh()
            writing.notify_style_update()
            return drawn, writing.render_lines(writing.size.region)

        looks = []
        for change in (writing.focus, other.focus, lambda: setattr(app, "theme", "dawn")):
            change()
            await pilot.pause()
            drawn, anew = pictures()
            assert drawn == anew
            looks.append(drawn)
        assert looks[0] != looks[1] != looks[2]
