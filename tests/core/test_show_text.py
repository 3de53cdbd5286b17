"""A record as plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evening
from coach.conversation.ask import Said
from coach.records.record import Record
from coach.showing.frames import frames_of
from coach.showing.text import WIDTH, agreement_of, cells, heading, show_text, wrapped

RECORD = Record(
    path=Path("2026-11-22-2131-k3f9.toml"),
    id="2026-11-22-2131-k3f9",
    flow="argument",
    kept="all",
    outcome="agreed",
    topic="who puts the kids to bed",
    check_in=date(2026, 11, 29),
    started=evening.events()[0].at,
    minutes=26,
)
FRAMES = frames_of(evening.script(), evening.events())
TEXT = show_text(RECORD, FRAMES, "An argument")


def paragraph(text: str, start: str) -> list[str]:
    """The lines of the first paragraph that holds a line beginning so."""
    return next(
        block.split("\n") for block in text.split("\n\n") if any(x.startswith(start) for x in block.split("\n"))
    )


def test_the_head_says_when_and_what() -> None:
    """Day, time, topic, minutes and what the flow is called."""
    started = evening.events()[0].at.astimezone()
    first, second, *_ = TEXT.split("\n")
    assert first == f"{started:%A} {started.day} {started:%B} {started.year}, {started:%H:%M}"
    assert second == "who puts the kids to bed · 26 min · An argument"
    assert heading(RECORD) == (first.replace(f" {started.year}", ""), "who puts the kids to bed", "26 min")


def test_stages_are_headings_in_their_order() -> None:
    """Each stage of the way once; a break is beside the way and has no heading."""
    lines = TEXT.split("\n")
    titles = [lines[index - 1] for index, line in enumerate(lines) if line and set(line) == {"-"}]
    assert titles == ["Pause", "Share the why", "Assume the best", "Win-win", "Plan and close", "Agreement"]


def test_a_turn_is_the_prompt_and_the_words_under_a_name() -> None:
    """The prompt stands in; the words begin with the name and go on beneath themselves."""
    assert paragraph(TEXT, "Sam: When you come") == [
        "    One moment, not the whole history.",
        "Sam: When you come home I have done bedtime alone again, and it is the only",
        "     hour I get with them.",
    ]


def test_what_has_no_words_is_said_plainly() -> None:
    """Aloud, alone, sealed, a break: one short line each."""
    for line in (
        "Alex: (aloud)",
        "(Sam thought alone)",
        "(both answered · room: hot)",
        "(a break of 20 minutes · room: cool)",
        "(“I'm on your side.”)",
        "Sam: not yet",
        "(the coin said Sam)",
    ):
        assert line in TEXT.split("\n")


def test_what_was_only_shown_again_is_left_out() -> None:
    """The screens on which the other read what had just been said add nothing here."""
    assert "Read it once" not in TEXT


def test_people_s_words_stand_as_they_are() -> None:
    """Brackets and braces are words like any other."""
    assert evening.HOSTILE in " ".join(TEXT.split())


def test_the_agreement_is_at_the_end() -> None:
    """What was picked, the plans with their names, what they were made smaller to, and the day."""
    assert TEXT.split("Agreement\n---------\n\n")[1].split("\n") == [
        "What we picked",
        "    Phones in the hall until the kids are down",
        "",
        "The plan",
        "    Sam: If it is Tuesday, then I will wait with the story until half past",
        "    seven.",
        "    Alex: If I am late, then I will call before six.",
        "",
        "Made smaller",
        "    Only Tuesday, for now.",
        "",
        "We look at it",
        "    Sunday 29 November",
    ]


def test_a_kept_agreement_is_all_there_is() -> None:
    """Of a record kept as its agreement nothing else is shown, whatever else is handed over."""
    kept = replace(RECORD, kept="agreement", agreement={**agreement_of(FRAMES), "names": ("Sam", "Alex")})
    text = show_text(kept, FRAMES, "An argument")
    assert text.startswith(TEXT.split("\n\n")[0])
    assert text.split("Agreement\n")[1] == TEXT.split("Agreement\n")[1]
    assert "Pause" not in text
    assert show_text(kept, ()) == text.replace("An argument", "argument")


@pytest.mark.parametrize("agreement", [{}, {"picked": 3, "plans": "one", "date": ["x", 4]}, {"plans": (), "more": "x"}])
def test_a_damaged_agreement_shows_what_it_has(agreement: dict[str, object]) -> None:
    """Values of the wrong kind are left out."""
    text = show_text(replace(RECORD, kept="agreement", agreement=agreement, check_in=None), ())
    assert text.split("\n")[1].endswith("argument")
    assert ("    one" in text) == ("plans" in agreement and agreement["plans"] == "one")


def test_a_record_without_a_head_is_still_text() -> None:
    """Nothing of the header is needed."""
    bare = Record(path=Path("x"), id="x")
    assert show_text(bare, ()) == "A talk"
    assert "Sam: not yet" in show_text(bare, FRAMES)


def test_control_characters_do_not_reach_the_terminal() -> None:
    """Frames made by hand from anything are printed without an escape sequence in them."""
    frame = replace(FRAMES[6], said=(Said("left", "a \x1b]52;c;YQ==\x07 b"),), outcome="\x9b31m", words="\u202e")
    text = show_text(RECORD, (frame,))
    assert not any(char in text for char in "\x1b\x07\x9b\u202e")


def test_a_missing_piece_is_told_of() -> None:
    """The notice of a frame stands where the piece is missing."""
    events = [event for event in evening.events() if event.seq != 20]
    text = show_text(RECORD, frames_of(evening.script(), events))
    assert "! 1 event is missing here" in text.split("\n")


def test_a_very_long_name_does_not_push_the_words_away() -> None:
    """The words then go on at the margin, and no line is too wide."""
    frame = replace(FRAMES[6], names=("S" * 200, "A" * 30))
    assert all(cells(line) <= WIDTH for line in show_text(RECORD, (frame,)).split("\n"))


def test_lines_that_were_typed_stay_lines() -> None:
    """A line break in a turn is kept."""
    frame = replace(FRAMES[6], said=(Said("left", "one\n\ntwo"),))
    assert "\nSam: one\n\n     two\n" in show_text(RECORD, (frame,))


@given(text=st.text(max_size=300), first=st.text("ab ", max_size=20), width=st.integers(24, 80))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, first: str, width: int) -> None:
    """Wide characters count as two columns; what is too long for a line is cut, never dropped."""
    lines = list(wrapped(text, first=first, rest="    ", width=width))
    assert all(cells(line) <= width for line in lines)
    kept = "".join(line[len(first) if n == 0 else 4 :] for n, line in enumerate(lines))
    assert kept.replace(" ", "") == "".join(text.split())


def test_columns_are_counted_as_terminals_do() -> None:
    """Two for CJK and emoji, none for what joins onto another character."""
    assert [cells(text) for text in ("abc", "我们", "e\u0301", "🙂", "\u200d")] == [3, 4, 1, 2, 0]


def test_the_text_is_the_same_every_time() -> None:
    """No clock, no dice."""
    assert show_text(RECORD, frames_of(evening.script(), evening.events()), "An argument") == TEXT
