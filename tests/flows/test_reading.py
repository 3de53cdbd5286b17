"""What a flow file may hold, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

import pytest

from coach.flow import model
from coach.flow.faults import Fault
from coach.flow.model import Choose, Guard, Line, Rate, Say, Show, Step, choice_key, choice_name
from coach.flow.reading import decoded, read_faults, read_flow

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


def test_a_flow_is_what_its_author_wrote() -> None:
    """Keys become fields: lone values lists, names lines, whole numbers seconds, other keys of a line guards."""
    flow = read_flow(FLOW, "small", ASIDES)
    assert (flow.id, flow.schema, flow.title) == ("small", 1, "A small talk")
    speak, confirm = flow.stage("why").steps
    assert isinstance(speak, Say)
    assert (speak.seconds, speak.may_pass, speak.next) == ((45.0, 30.5), True, (Line("confirm"),))
    assert isinstance(confirm, Choose)
    assert confirm.next[1] == Line("onward", "mostly", (Guard("tries", 2),), marks="heard")
    assert confirm.next[3] == Line("onward")
    heat = flow.stage("close").steps[0]
    assert isinstance(heat, Rate)
    assert heat.bands == (("cool", 3), ("warm", 6), ("hot", 9))
    assert heat.seconds == (10.0,)
    assert heat.only == (Guard("typed", True), Guard("room", "hot"))
    assert flow.anytime[0].to == "calm"


def test_asides_are_merged_and_the_merged_text_reads_the_same() -> None:
    """What a record keeps is enough: the merged text, read alone, gives an equal flow and stays as it is."""
    flow = read_flow(FLOW, "small", ASIDES)
    again = read_flow(flow.text, "small", {})
    assert again == flow
    assert again.text == flow.text
    assert read_flow(flow.text, "small", ASIDES).text == flow.text


def test_a_flow_keeps_its_own_asides() -> None:
    """A shared aside never replaces one that the author wrote."""
    own = FLOW + "\n" + CALM.replace("Two slower", "Five slower") + "\n" + ANYTIME.replace("with a time", "of mine")
    flow = read_flow(own, "small", ASIDES)
    assert flow.stage("calm").steps[0].words == "Five slower minutes."
    assert [anytime.menu for anytime in flow.anytime] == ["A break of mine"]
    assert flow.text == own


def test_windows_and_old_editors_are_welcome() -> None:
    """A byte order mark and CRLF make no difference to the flow or to the text that is kept."""
    raw = b"\xef\xbb\xbf" + FLOW.replace("\n", "\r\n").encode()
    flow = read_flow(decoded(raw, "small.toml"), "small", ASIDES)
    assert flow == read_flow(FLOW, "small", ASIDES)
    assert flow.text == read_flow(FLOW, "small", ASIDES).text


def test_a_new_kind_of_step_needs_no_change_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fields are its keys, their types what they hold, their metadata another spelling."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Sing(Step):
        kind: ClassVar[str] = "sing"
        answers: ClassVar[tuple[str, ...]] = ("high", "low")
        verses: tuple[int, ...]
        voice: Literal["soft", "loud"] = "soft"
        from_memory: bool = field(default=False, metadata={"toml": "from"})

    monkeypatch.setitem(model.KINDS, "sing", Sing)
    step = '[[stage.step]]\nid = "sing"\nkind = "sing"\nwords = "Sing."\nverses = 2\nvoice = "loud"\nfrom = true\n'
    step += 'next = { on = "high", to = "rest" }\n\n'
    text = FLOW.replace('[[stage.step]]\nid = "rest"', step + '[[stage.step]]\nid = "rest"')
    sung = Sing(id="sing", words="Sing.", verses=(2,), voice="loud", from_memory=True, next=(Line("rest", on="high"),))
    assert read_flow(text, "small", ASIDES).stage("close").steps[1] == sung
    assert only_fault(text.replace('"loud"', '"luod"')).code == "F10"
    assert only_fault(text.replace('on = "high"', 'on = "hihg"')).code == "F17"


@pytest.mark.parametrize(
    ("raw", "index", "key", "name"),
    [
        ("yes", 0, "1", "yes"),
        ("0 not tonight", 3, "0", "not tonight"),
        ("2 yes, and I'd need …", 0, "2", "yes, and I'd need"),
        ("20 minutes", 1, "2", "20 minutes"),
        ("my own words…", 5, "6", "my own words"),
        ("", 0, "1", ""),
    ],
)
def test_a_choice_has_a_key_and_a_name(raw: str, index: int, key: str, name: str) -> None:
    """A leading digit is the key and no part of the name; three dots at the end are no part of it either."""
    assert (choice_key(raw, index), choice_name(raw)) == (key, name)


def test_texts_are_plain_in_the_flow() -> None:
    """Line ends become one kind; joiners that Persian and emoji need stay."""
    flow = read_flow(FLOW.replace('"Did that land?"', '"می\u200cخواهم\\r\\n{speaker}"'), "small", ASIDES)
    assert flow.stage("why").steps[1].words == "می\u200cخواهم\n{speaker}"


def test_show_without_clock_has_no_seconds() -> None:
    """What an author leaves out is as the model has it."""
    text = FLOW.replace('kind = "say"\nseconds = [45, 30.5]\npass = true', 'kind = "show"').replace("stems", "shows")
    step = read_flow(text, "small", ASIDES).stages[0].steps[0]
    assert isinstance(step, Show)
    assert (step.seconds, step.hold, step.opens, step.who) == ((), False, "", "")
