"""What an author is told of a flow with faults: all of them, each at its line, with the right spelling."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BadFlow
from coach.flow.faults import CODES, Fault, nearest
from coach.flow.reading import LARGEST, decoded, read_faults, read_flow
from coach.text import plain

BROKEN = Path(__file__).parent / "broken"

TRIAL = Path(__file__).parent / "trial"
FLOW = (TRIAL / "small.toml").read_text("utf-8")
CALM = (TRIAL / "calm.toml").read_text("utf-8")
ANYTIME = (TRIAL / "anytime.toml").read_text("utf-8")
ASIDES = {"anytime": ANYTIME, "calm": CALM}


def only_fault(text: str, asides: dict[str, str] | None = None) -> Fault:
    """The one fault of a text."""
    flow, faults = read_faults(text, "small", ASIDES if asides is None else asides)
    assert flow is None
    assert len(faults) == 1, faults
    return faults[0]


def test_a_fault_in_an_aside_is_told_of_the_aside() -> None:
    """Its own file and its own line, though it is read as part of the flow."""
    fault = only_fault(FLOW, {**ASIDES, "calm": CALM.replace('next = "back"', 'next = "bakc"')})
    assert str(fault).startswith('asides/calm.toml:11: F15 "bakc" is neither')
    fault = only_fault(FLOW, {**ASIDES, "calm": CALM + "\nnext ="})
    assert (fault.file, fault.line, fault.code) == ("asides/calm.toml", 13, "F02")
    fault = only_fault(FLOW, {**ASIDES, "calm": 'colour = "red"\n' + CALM})
    assert (fault.file, fault.line, fault.code) == ("asides/calm.toml", 1, "F04")


def test_stages_in_one_list_cannot_take_asides() -> None:
    """TOML forbids to add to such a list; the author is told where it is, not that an aside is broken."""
    text = 'schema = 1\ntitle = "T"\nstage = [\n  { id = "a", title = "A", step = [] },\n]\n'
    fault = only_fault(text)
    assert (fault.file, fault.line, fault.code) == ("small.toml", 3, "F02")


@pytest.mark.parametrize("file", sorted(BROKEN.glob("F*.toml")), ids=lambda file: file.stem)
def test_each_broken_file_has_its_fault_on_the_marked_line(file: Path) -> None:
    """`# <- F07` at the end of a line: that code, on that line, and nothing else anywhere."""
    raw = file.read_bytes()
    marked = [
        (number, found[1].decode())
        for number, line in enumerate(raw.split(b"\n"), 1)
        if (found := re.search(rb"# <- (F\d\d)$", line))
    ]
    assert marked
    assert {code for _, code in marked} == {file.stem[:3]}
    try:
        flow, faults = read_faults(decoded(raw, file.name), "broken", {}, file.name)
        assert flow is None
    except BadFlow as error:
        faults = list(error.faults)
    assert [(fault.line, fault.code) for fault in faults] == marked, "\n".join(map(str, faults))


def test_each_code_has_a_broken_file() -> None:
    """No code without an example of it, and no example of a code that is gone."""
    assert sorted(file.stem[:3] for file in BROKEN.glob("*.toml")) == sorted(CODES)


def test_all_faults_are_told_at_once() -> None:
    """A flow with ten slips is mended in one go: each has a line of the message, in the order of the file."""
    text = FLOW
    for right, wrong in {
        "schema = 1": "schema = 9",
        'title = "A small talk"': 'title = "A {small} talk"',
        'turns = "each"': 'turns = "eech"',
        "seconds = [45, 30.5]": 'seconds = "long"',
        'who = "speaker"': 'who = "me"',
        "tries = 2": "tires = 2",
        "at_most = 2": "at_most = -1",
        'on = "hot"': 'on = "heat"',
        "outcome =": "outcom =",
        'words = "Rest now."': "",
    }.items():
        assert right in text
        text = text.replace(right, wrong)
    with pytest.raises(BadFlow) as caught:
        read_flow(text, "small", ASIDES)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults)
    assert [fault.code for fault in caught.value.faults] == [
        *("F11", "F20", "F10", "F05", "F10", "F08", "F24", "F17", "F06", "F04"),
    ]
    assert lines[5] == 'small.toml:28: F08 there is no guard called "tires" – Did you mean "tries"?'
    assert caught.value.exit_code == 2


def test_a_fault_names_the_nearest_spelling() -> None:
    """Of what is really there: places, keys, kinds, answers, placeholders."""
    for right, wrong, guess in (
        ('next = "confirm"', 'next = "confrim"', "confirm"),
        ("own_keys", "ownkeys", "own_keys"),
        ('kind = "end"', 'kind = "ned"', "end"),
        ('on = "mostly"', 'on = "mosty"', "mostly"),
        ("{listener}", "{listner}", "listener"),
        ('to = "calm", back = "rest"', 'to = "calm", back = "rset"', "rest"),
    ):
        fault = only_fault(FLOW.replace(right, wrong))
        assert fault.advice == f'Did you mean "{guess}"?', fault


def test_nothing_near_is_guessed() -> None:
    """A word like no other gets advice instead of a wild guess."""
    assert nearest("xylophone", ["yes", "no"]) == ""
    assert nearest("Mirorr", ["mirror"]) == 'Did you mean "mirror"?'
    assert only_fault(FLOW.replace('next = "confirm"', 'next = "xyxyxy"')).advice.startswith("Name a step")


def test_a_key_of_another_kind_says_whose_it_is() -> None:
    """A say has stems, a choose has not: the author is told where the key belongs."""
    fault = only_fault(FLOW.replace("own_keys = true", 'own_keys = true\nstems = ["When…"]'))
    assert (fault.code, fault.advice) == ("F04", "Only say can have it.")


def test_one_slip_is_one_fault() -> None:
    """What already has a fault is not held against the rest of the flow."""
    for right, wrong in (
        ('choices = ["yes", "mostly", "not yet"]', "choices = 3"),
        ("outcome =", "outcom ="),
        ("top = 9", "top = 99"),
        ('kind = "rate"', 'kind = "rade"'),
    ):
        faults = read_faults(FLOW.replace(right, wrong), "small", ASIDES)[1]
        assert len(faults) == 1, faults


HOSTILE = {
    "a key of 20 000 parts": "a." * 20_000 + "a = 1",
    "many keys of many parts": (("a." * 9 + "a = 1\n") * 2_000),
    "brackets within brackets": "x = " + "[" * 10_000,
    "tables within tables": "x = " + "{a=" * 5_000,
    "a number of 5 000 digits": "x = " + "1" * 5_000,
    "a NUL": 'title = "\x00"',
    "a raw escape": "# \x1b]2;odd\x07",
    "a string without an end": 'x = """' + '\\"' * 50_000,
    "quotes": '"' * 100_001,
    "a lone surrogate": 'title = "\ud800"',
    "more than 256 KiB": "#" * (LARGEST + 1),
    "no text at all": "",
    "a mass of values": "x = [" + "1," * 100_000 + "]",
    "a mass of keys": "".join(f"k{i} = 1\n" for i in range(5_000)),
    "a mass of lines": FLOW.replace('next = "confirm"', "next = [" + '"nowhere", ' * 5_000 + "]"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(20)
def test_a_hostile_file_is_answered(text: str) -> None:
    """Faults, never a traceback or a hang; nothing of them can move a cursor or flood a terminal."""
    with pytest.raises(BadFlow) as caught:
        read_flow(text, "small", ASIDES)
    message = str(caught.value)
    assert len(message) < 40_000
    assert message == plain(message)


def test_a_fault_repeats_nothing_that_a_terminal_obeys() -> None:
    """Not from a key, a value or the file's name; and it is one line."""
    text = FLOW.replace("repairs =", '"re\\u001b[2Jpairs\\nx" =')
    fault = read_faults(text, "small", ASIDES, "fl\x1bow\n.toml")[1][0]
    assert str(fault).startswith("fl�ow .toml:3: F04 ")
    assert str(fault).isprintable()


@given(st.text(max_size=30), st.integers(0, 40), st.integers(1, 3))
def test_any_small_change_is_read_or_told(junk: str, line: int, count: int) -> None:
    """Whatever replaces a few lines of a flow, the answer is a flow or faults with places in their files."""
    lines = FLOW.split("\n")
    lines[line : line + count] = [junk]
    flow, faults = read_faults("\n".join(lines), "small", ASIDES)
    assert (flow is None) == bool(faults)
    for fault in faults:
        assert fault.code in CODES
        assert fault.line >= 1
        assert plain(str(fault)) == str(fault)
        assert "\n" not in str(fault)
