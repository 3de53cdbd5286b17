"""Events: the only thing that is ever recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.events import EVENT_FIELDS, KINDS, Answer, Event, from_table, to_table
from coach.text import plain

AT = datetime(2026, 11, 22, 20, 31, tzinfo=UTC)
SECRET = "xyzzy-words-of-a-partner"
TABLE: dict[str, Any] = {"seq": 3, "t": 12.5, "at": AT, "step": "why.first.speak", "kind": "said"}

anything = st.text() | st.text(st.characters(max_codepoint=0x9F)) | st.sampled_from(["\x1b[2J", "\u202egnp", "a\r\nb"])
seats = st.sampled_from(["left", "right"])
pages = st.lists(anything, max_size=3).map(tuple)

events = st.builds(
    Event,
    seq=st.integers(0, 99_999),
    t=st.floats(0, 1e7),
    at=st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    step=st.just("why.first.speak"),
    kind=st.sampled_from(KINDS),
    seat=st.none() | seats,
    answer=st.none() | anything,
    text=st.none() | anything,
    seconds=st.none() | st.floats(0, 1e5),
    left=st.none() | pages,
    right=st.none() | pages,
    first=st.none() | seats,
    idea=st.none() | st.integers(0, 20),
    reason=st.none() | st.sampled_from(["only", "coin"]),
    lines=st.none() | st.lists(st.integers(0, 99), max_size=3).map(tuple),
    until=st.none() | st.just(AT),
)


@given(events)
def test_an_event_comes_back_as_it_was_written(event: Event) -> None:
    """A table and back is the same event, with whatever a terminal would obey made harmless; twice changes no more."""
    back = from_table(to_table(event))
    for name in EVENT_FIELDS:
        was, now = getattr(event, name), getattr(back, name)
        if isinstance(was, str):
            assert now == plain(was)
        elif name in ("left", "right") and was is not None:
            assert now == tuple(map(plain, was))
        else:
            assert now == was
    assert from_table(to_table(back)) == back


@given(events)
def test_a_table_holds_only_what_is_said(event: Event) -> None:
    """Absent fields are not written, and no value is of a kind that TOML hasn't."""
    table = to_table(event)
    assert list(table) == [name for name in EVENT_FIELDS if getattr(event, name) is not None]
    assert all(isinstance(value, str | int | float | list | datetime) for value in table.values())


@given(anything)
def test_no_control_character_comes_out_of_a_table(text: str) -> None:
    """Escape sequences and bidirectional tricks in a record that somebody edited never reach a screen."""
    event = from_table({**TABLE, "text": text, "left": [text], "answer": text})
    for words in (event.text or "", event.answer or "", *(event.left or ())):
        assert not [char for char in words if (ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) <= 0x9F]
        assert not set(words) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@pytest.mark.parametrize("name", ["seq", "t", "at", "step", "kind"])
def test_an_event_without_what_it_needs_is_refused(name: str) -> None:
    """The sentence names the field that is missing."""
    with pytest.raises(ValueError, match=name):
        from_table({key: value for key, value in TABLE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seq", SECRET),
        ("seq", True),
        ("seq", 1.5),
        ("t", SECRET),
        ("t", float("nan")),
        ("t", float("inf")),
        ("t", 10**400),
        ("seconds", float("-inf")),
        ("at", SECRET),
        ("at", date(2026, 11, 22)),
        ("at", datetime(2026, 11, 22, 21, 31)),  # noqa: DTZ001 - a moment without a zone is what is refused
        ("until", datetime(2026, 11, 22, 21, 31)),  # noqa: DTZ001
        ("until", datetime.max.replace(tzinfo=UTC)),
        ("step", 4),
        ("kind", SECRET),
        ("seat", SECRET),
        ("first", "both"),
        ("answer", [SECRET]),
        ("text", {"words": SECRET}),
        ("text", 5),
        ("left", SECRET),
        ("left", [SECRET, 4]),
        ("right", [[SECRET]]),
        ("idea", SECRET),
        ("idea", True),
        ("reason", 3),
        ("lines", [SECRET]),
        ("lines", [True]),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_without_repeating_it(name: str, value: object) -> None:
    """A record that somebody changed is refused with a ValueError that names the field and holds none of its words."""
    with pytest.raises(ValueError, match="an event") as refusal:
        from_table({**TABLE, name: value})
    assert SECRET not in str(refusal.value)
    assert refusal.value.__cause__ is None


@given(
    st.dictionaries(
        st.sampled_from([*EVENT_FIELDS, "crc", "mood"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
            lambda inner: st.lists(inner, max_size=2),
        ),
    )
)
def test_any_table_is_an_event_or_a_value_error(table: dict[str, Any]) -> None:
    """Nothing that can stand in a file brings another error than ValueError."""
    try:
        event = from_table({**TABLE, **table})
    except ValueError:
        return
    assert event.at.tzinfo is not None
    assert event.at + timedelta(days=7) > event.at


def test_keys_of_a_later_version_are_passed_over() -> None:
    """A record that a newer program wrote can still be read."""
    assert from_table({**TABLE, "mood": "better"}) == from_table(TABLE)


@given(st.text(st.characters(categories=["L"]), min_size=5).map(lambda words: f"<{words}>"))
def test_no_repr_holds_words(words: str) -> None:
    """An event or an answer in a log or a traceback tells nothing of what was said."""
    event = Event(seq=1, t=0.0, at=AT, step="a.b.c", kind="said", text=words, left=(words,), right=(words,))
    assert words not in repr(event)
    assert words not in repr(Answer("yes", text=words, left=(words,), right=(words,)))
