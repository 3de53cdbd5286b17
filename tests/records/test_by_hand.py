"""What is read or written without a TOML library, because it is most of every record, says what the library says."""

from __future__ import annotations

import tomllib
import zlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.records.by_hand import headline
from coach.records.frames import Frame, read_frames, read_header, seal
from coach.records.record import header_fields
from coach.text import plain


def each(text: str) -> list[str]:
    """What stands in a text between spaces."""
    return text.split()


PLAIN_VALUES = each(r'"words" "" "\"so\",\nshe\tsaid" "我们" 0 41 3.4 2026-11-22 2026-11-22T21:31:19Z')
ODD_WORDS = each(
    r"""
    "a\/b" "\u00e9" "\ud83d\ude00" "\ud800" "\x" "\" "\\" 'a' '''a''' "a"b" "a"#b "a""b" "b
    """
)
ODD_CHARACTERS = [f'"a{odd}b"' for odd in "\t\n\r\x00\x7f\x85\u2028\ufeff"]
ODD_NUMBERS = each("01 007 -0 -1 +1 1_0 0x1f 1. .5 00.5 1.5e3 1e3 1.0_0 ٣ ٣.٣ 1111111111111111111111111 true inf -nan")
ODD_TIMES = each(
    """
    2026-02-30 2026-13-01 0000-01-01 2026-W47-7 20261122 21:31:19 2026-11-22T24:00:00Z 2026-11-22T21:31:60Z
    2026-11-22T21:31:19.5Z 2026-11-22T21:31:19 2026-11-22t21:31:19z 2026-11-22T21:31Z 2026-11-22T21:31:19+01:00
    """
)
ODD_VALUES = [*ODD_WORDS, *ODD_CHARACTERS, *ODD_NUMBERS, *ODD_TIMES, *each('[] ["a"] {} {a=1} = #'), ""]
ODD_KEYS = ["a.b", '"a"', "'a'", "é", "a-b", "A", "_", "1", "", " a", "a ", "crc"]
ODD_LINES = ["", "# a remark", "[other]", "[[event]]", "words", "\t", "a = 1 b = 2"]
MARKS = ["", "[[event]]\n", "[script]\n"]
ODD_MARKS = ["[[event]] \n", " [event]\n", "[a.b]\n", "[[é]]\n", "[ event ]\n", "[[script]]\n[a]\n", "[event]#\n"]


def mostly(usual: list[str], odd: list[str]) -> st.SearchStrategy[str]:
    """One of the usual ones, and now and then an odd one."""
    return st.integers(0, 7).flatmap(lambda dice: st.sampled_from(usual if dice else odd))


lines = st.tuples(
    mostly(["a", "b", "c", "d_2", "seq", "text"], ODD_KEYS),
    mostly([" = "], ["=", " =", "  = ", " == ", " "]),
    mostly(PLAIN_VALUES, ODD_VALUES),
    mostly([""], [" ", "\r", " # remark", "\n", "\n\n"]),
).map("".join)
pieces = st.builds(
    lambda mark, rows, odd: mark + "".join(f"{row}\n" for row in (*rows, *odd)),
    mostly(MARKS, ODD_MARKS),
    st.lists(lines, max_size=5),
    st.lists(st.sampled_from(ODD_LINES), max_size=1) | st.just([]),
)


def sealed(text: str) -> bytes:
    """These lines as a piece with the right sum."""
    data = text.lstrip("\r\n").encode()
    return data + b'crc = "%08x"\n' % zlib.crc32(data)


def by_the_library(text: str) -> tuple[str, dict[str, Any]] | None:
    """The name and the table of a piece as tomllib reads it; None if it can't be a piece."""
    try:
        top = tomllib.loads(text)
    except ValueError:
        return None
    first = next(iter(top.values()), None)
    inner = first[0] if isinstance(first, list) and len(first) == 1 else first
    if isinstance(inner, dict):
        return (next(iter(top)), inner) if len(top) == 1 else None
    return ("", top) if top else None


def says_what_toml_says(text: str) -> None:
    """Fail if a piece is read otherwise than tomllib reads it."""
    expected = by_the_library(text.lstrip("\r\n"))
    frames, faults, _ = read_frames(sealed(text))
    if expected is None:
        assert (frames, [fault.kind for fault in faults]) == ((), ["damaged"]), text
    else:
        name, table = expected
        table.pop("crc", None)
        assert repr(frames) == repr((Frame(name, table),)), text
        assert not faults


def test_every_odd_line_says_what_toml_says() -> None:
    """Each oddity alone, in an otherwise usual piece, is read with tomllib's values and types, or not at all."""
    for mark in MARKS:
        for value in (*PLAIN_VALUES, *ODD_VALUES):
            says_what_toml_says(f"{mark}a = {value}\nb = 1\n")
        for line in (*(f"{key} = 1" for key in ODD_KEYS), *ODD_LINES):
            says_what_toml_says(f"{mark}a = 1\n{line}\nb = 1\n")
    for mark in ODD_MARKS:
        says_what_toml_says(f"{mark}a = 1\n")


@settings(max_examples=300, deadline=None)
@given(pieces)
@example("a = 1\na = 2\n")
def test_a_piece_says_what_toml_says(text: str) -> None:
    """Whatever stands in a piece, it is read with the values and the types that tomllib gives, or not at all."""
    says_what_toml_says(text)


values = (
    st.text(st.characters(), max_size=30)
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), None]))
    | st.lists(st.text(st.characters(), max_size=8), max_size=3)
    | st.text("\"\\\n\t\r'#", max_size=8)
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["seq", "text", "left-over", "é", "a b", ""]), values, min_size=1))
def test_a_sealed_piece_says_what_the_library_would_have_written(table: dict[str, Any]) -> None:
    """Tables of all that a record may hold come out of tomllib as they come out of tomllib and tomli_w together."""
    shown = {key: plain(value) if isinstance(value, str) else value for key, value in table.items()}
    shown = {key: [*map(plain, value)] if isinstance(value, list) else value for key, value in shown.items()}
    written = tomllib.loads(seal("event", table).decode())["event"][0]
    written.pop("crc")
    assert repr(written) == repr(tomllib.loads(tomli_w.dumps(shown)))


HEADER = {"schema": 1, "id": "2026-11-22-2131-k3f9", "app": "0.1.0", "flow": "argument", "flow_sha256": "ab"}
STARTED = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)
KEPT = {**HEADER, "kept": "all", "outcome": "agreed", "topic": "dishes", "started": STARTED, "minutes": 41}
LISTED = ("flow", "kept", "started", "minutes", "calm_after", "outcome", "topic", "check_in")

odd_headers = st.fixed_dictionaries(
    {},
    optional={
        "flow": st.text(max_size=5),
        "kept": st.sampled_from(["agreement", ""]),
        "topic": st.text(st.characters(), max_size=20),
        "started": st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)),
        "minutes": st.integers(-5, 10**10),
        "calm_after": st.integers(-5, 10**10),
        "check_in": st.dates(),
        "mood": st.just("better"),
    },
)


@given(odd_headers)
def test_a_line_of_a_list_says_what_the_header_says(odd: dict[str, Any]) -> None:
    """A header that is read at one glance has the values that it has when it is read in full."""
    data = seal("", {**KEPT, **odd}) + seal("script", {"text": "x"})
    line = headline(data)
    known = header_fields("stem", read_header(data) or {})
    assert line is None or line == tuple(known[name] for name in LISTED)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"calm_after": 6},
        {"calm_after": 0, "check_in": date(2026, 11, 29)},
        {"topic": "我们 and {you}"},
        {"kept": "agreement"},
    ],
)
def test_the_header_of_a_usual_talk_is_read_at_one_glance(more: dict[str, Any]) -> None:
    """What this program writes of a kept talk needs no second look."""
    assert headline(seal("", {**KEPT, **more})) is not None


def test_a_talk_outside_of_the_calendar_has_no_beginning() -> None:
    """Its hour here would be on no day; at one glance and in full."""
    for year, known in ((1, False), (1969, False), (1970, True), (8999, True), (9999, False)):
        data = seal("", {**KEPT, "started": STARTED.replace(year=year)})
        assert (headline(data) is not None) == known
        assert (header_fields("stem", read_header(data) or {})["started"] is not None) == known


@pytest.mark.parametrize("odd", [-5, "soon", True, 12.6, [3], 10**6, 10**12])
def test_a_calm_that_means_nothing_is_left_out(odd: object) -> None:
    """It is not taken for the quickest there is, in no way of reading a header."""
    data = seal("", {**KEPT, "calm_after": odd})
    assert headline(data) is None
    assert header_fields("stem", read_header(data) or {})["calm_after"] is None


def test_words_that_a_terminal_obeys_are_not_taken_at_one_glance() -> None:
    """A header that somebody else sealed goes the way on which its words are made harmless."""
    for key in ("flow", "outcome", "topic"):
        text = seal("", {**KEPT, key: "words"}).decode().rpartition("crc = ")[0]
        assert headline(sealed(text)) is not None
        assert headline(sealed(text.replace('"words"', '"wo\x9b31mrds"'))) is None


def test_a_header_that_is_not_as_it_was_sealed_is_looked_at_twice() -> None:
    """One changed byte, a missing end, an open talk: none of them is read at one glance."""
    data = seal("", KEPT)
    for at in range(len(data)):
        assert headline(data[:at]) is None
        assert headline(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None
    assert headline(seal("", HEADER)) is None
