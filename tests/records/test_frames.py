"""Framing: every piece stands or falls alone, and nothing wrong is ever read without being said."""

from __future__ import annotations

import random
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation.events import Event, to_table
from coach.errors import DamagedRecord
from coach.records.frames import FILE_LIMIT, SCRIPT_LIMIT, TooLong, read_frames, read_header, read_toml, seal
from coach.records.record import Record, understand
from coach.text import plain

HERE = Path("talk.toml")
HEADER = {"schema": 1, "id": "2026-11-22-2131-k3f9", "app": "0.1.0", "flow": "argument", "flow_sha256": "ab"}


@pytest.fixture
def pieces(event: Callable[..., Event]) -> list[bytes]:
    """A header, a script and nine events with hostile words."""
    script = seal("script", {"text": 'title = "x"\n[[stage]]\ncrc = "00000000"\n'})
    return [seal("", HEADER), script, *(seal("event", to_table(event(n))) for n in range(9))]


def test_a_record_is_readable_toml_at_every_event(pieces: list[bytes]) -> None:
    """Whole pieces, one behind the other, are one TOML file that any TOML reader understands."""
    for count in range(2, len(pieces) + 1):
        table = tomllib.loads(b"".join(pieces[:count]).decode())
        assert len(table.get("event", [])) == count - 2


def test_moments_are_written_as_the_standard_has_them(event: Callable[..., Event]) -> None:
    """A moment in UTC stands as 2026-11-22T12:00:00Z, and words that look like one stay as they are."""
    sealed = seal("event", to_table(event(0, text="at = 2026-11-22 12:00:00+00:00")))
    assert b"\nat = 2026-11-22T12:00:00Z\n" in sealed
    assert b'text = "at = 2026-11-22 12:00:00+00:00"' in sealed


def test_a_record_cut_at_any_byte_gives_every_whole_piece_and_no_other(pieces: list[bytes]) -> None:
    """Of a cut record exactly the pieces before the cut are read; the cut is said, and the good size is their end."""
    whole = b"".join(pieces)
    expected = read_frames(whole).frames
    ends = [len(b"".join(pieces[: n + 1])) for n in range(len(pieces))]
    for cut in range(len(whole) + 1):
        frames, faults, good = read_frames(whole[:cut])
        # The newline behind a crc line may be missing: the piece is whole without it.
        count = sum(end - 1 <= cut for end in ends)
        assert frames == expected[:count], cut
        assert good == min(cut, ends[count - 1] if count else 0)
        assert [fault.kind for fault in faults] == (["torn"] if whole[good:cut].strip() else [])


def test_a_torn_piece_does_not_take_the_next_one_with_it(pieces: list[bytes]) -> None:
    """What was appended behind a torn piece is read, wherever it was torn."""
    torn, after = pieces[4], pieces[5]
    last = read_frames(b"".join([*pieces[:4], after])).frames[-1]
    for cut in range(len(torn) - 2):
        frames, _, _ = read_frames(b"".join([*pieces[:4], torn[:cut], after]))
        assert frames[-1] == last, cut


def _as_record(data: bytes) -> Record | None:
    try:
        return understand(HERE, data)[0]
    except DamagedRecord:
        return None


def test_a_flipped_bit_is_never_read_silently(pieces: list[bytes]) -> None:
    """A record with one bit changed reads as it was, or says that something is wrong with it."""
    whole = b"".join(pieces)
    true = understand(HERE, whole)[0]
    assert true.notices == ()
    dice = random.Random(7)
    for _ in range(1000):
        at = dice.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[at] ^= 1 << dice.randrange(8)
        record = _as_record(bytes(flipped))
        assert record is None or record.notices or record == true, at


@settings(max_examples=150, deadline=None)
@given(data=st.data(), junk=st.binary(max_size=60))
def test_spliced_junk_never_raises_and_is_never_silent(data: st.DataObject, junk: bytes) -> None:
    """Bytes taken out and others put in: a record that still reads differently says so."""
    tables = [{"seq": n, "t": float(n), "step": "a.b", "kind": "said", "text": "x" * n} for n in range(4)]
    moment = read_toml(b"at = 2026-11-22T12:00:00Z") or {}
    script = seal("script", {"text": "s"})
    whole = b"".join([seal("", HEADER), script, *(seal("event", {**table, **moment}) for table in tables)])
    true = understand(HERE, whole)[0]
    a = data.draw(st.integers(0, len(whole)))
    b = data.draw(st.integers(a, min(len(whole), a + 80)))
    record = _as_record(whole[:a] + junk + whole[b:])
    # A cut exactly at the border of the last piece looks like a shorter talk, which nothing can tell.
    shorter = record is not None and not record.notices and record.events == true.events[: len(record.events)]
    assert record is None or record.notices or shorter


@settings(max_examples=150, deadline=None)
@given(words=st.text(st.characters(), max_size=80), pages=st.lists(st.text(st.characters(), max_size=20), max_size=3))
def test_any_words_come_back_as_they_were_shown(words: str, pages: list[str]) -> None:
    """Every text that can be typed, less what a terminal would obey, survives the disk to the letter."""
    sealed = seal("event", {"text": words, "left": pages})
    frames, faults, good = read_frames(sealed)
    assert (faults, good) == ((), len(sealed))
    assert frames[0].table == {"text": plain(words), "left": [plain(page) for page in pages]}


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    """Whatever stands in a file, reading it ends with frames and faults."""
    read_frames(data)
    read_header(data)


@pytest.mark.parametrize(
    "bomb",
    [
        b"a" + b".a" * 20_000 + b" = 1\n",
        b'"a"' + b' . "a"' * 9 + b" = 1\n",
        b"x = " + b"[" * 10_000 + b"]" * 10_000 + b"\n",
        b"x = [" + b"1," * 20_000 + b"]\n",
        b"x = " + b"1" * 5_000 + b"\n",
        b'x = ["""a"""", {' + b"a." * 5_000 + b'a = 1}, "]\n',
        b"x = ['''a'''', {" + b"a." * 5_000 + b"a = 1}, ']\n",
        b"".join(b"k%d = 1\n" % n for n in range(2_000)),
        b"\xff\xfe\n",
        b"x = \x00\n",
    ],
)
def test_bombs_are_refused_before_they_are_parsed(bomb: bytes) -> None:
    """A file built to keep a reader busy is no TOML to this program, whether or not its sum is right."""
    assert read_toml(bomb) is None
    piece = b"[[event]]\n" + bomb
    sealed = piece + b'crc = "%08x"\n' % zlib.crc32(piece)
    assert [fault.kind for fault in read_frames(sealed).faults] == ["damaged"]


def test_dots_and_brackets_in_words_are_no_bomb() -> None:
    """Only keys are counted: a text may hold as many dots and brackets as it likes."""
    words = "so.many.dots.in.one.word.as.nobody.ever.types " + "[" * 50 + '"""' + "'''"
    frames, faults, _ = read_frames(seal("event", {"text": words}))
    assert not faults
    assert frames[0].table["text"] == words


def test_a_piece_too_long_to_be_read_is_not_written() -> None:
    """Nothing is sealed that the reader's own limits would refuse."""
    with pytest.raises(TooLong):
        seal("event", {"text": "x" * 70_000})
    with pytest.raises(TooLong):
        seal("script", {"text": "x" * SCRIPT_LIMIT})
    assert read_frames(seal("script", {"text": "x" * 200_000})).faults == ()


@pytest.mark.parametrize("value", [None, {"a": 1}, float("nan"), float("inf"), [{"a": 1}]])
def test_only_flat_finite_values_are_sealed(value: object) -> None:
    """A value that would not come back as it was is refused when it is written, not when it is missed."""
    with pytest.raises(ValueError, match="cannot be part"):
        seal("agreement", {"x": value})


def test_a_file_of_nothing_but_borders_ends() -> None:
    """Sixteen mebibytes of empty pieces are given up after a hundred thousand."""
    line = b'crc = "00000001"\n'
    faults = read_frames(line * (FILE_LIMIT // len(line))).faults
    assert faults[-1].kind == "crowded"
    assert len(faults) == 100_001


def test_an_edited_piece_is_read_and_said(pieces: list[bytes]) -> None:
    """A piece changed by hand, with or without its crc line, is read as it stands and called edited."""
    for edit in (
        pieces[2].replace(b"plain words", b"other words"),
        pieces[2].replace(b"plain words", b"other words").rpartition(b"crc = ")[0],
        pieces[2].replace(b"plain words", b"other words").replace(b"\n", b"\r\n"),
    ):
        frames, faults, _ = read_frames(b"".join([*pieces[:2], edit, *pieces[3:]]))
        assert [fault.kind for fault in faults] == ["edited"]
        assert len(frames) == len(pieces)
        assert frames[2].table["text"] == "other words"


def test_the_quick_reading_of_a_header_says_what_toml_says() -> None:
    """The header of a list line has the values that tomllib gives, escapes, dates and numbers alike."""
    moment = tomllib.loads("a = 2026-11-22T21:31:19.5Z\nb = 2026-11-22")
    table = {
        **HEADER,
        "topic": 'the "dishes"\n\\ 我们 #',
        "started": moment["a"],
        "check_in": moment["b"],
        "minutes": 42,
    }
    sealed = seal("", table)
    plainly = tomllib.loads(sealed.decode())
    plainly.pop("crc")
    assert read_header(sealed) == plainly == table


def test_a_header_that_was_edited_still_makes_a_line() -> None:
    """A header with a wrong sum is read the slow way; half a header is none."""
    sealed = seal("", HEADER)
    assert read_header(sealed.replace(b"argument", b"other")) == {**HEADER, "flow": "other"}
    assert read_header(sealed[:-12]) is None
