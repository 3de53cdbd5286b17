"""The transcripts beside the flows: each is played, and together they leave nothing of their flow out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from coach.conversation.conversation import fold
from coach.conversation.events import Event
from coach.conversation.script import Script
from coach.driving import drive, parse
from coach.flow.finding import find_flow
from coach.flow.graph import answers_of
from coach.flow.model import Agree

TALKS = Path(__file__).resolve().parents[2] / "flows" / "talks"
FILES = sorted(TALKS.glob("*/*.talk"))
FLOWS = sorted({path.parent.name for path in FILES})


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def script(name: str) -> Script:
    return Script(find_flow(name, None))


@cache
def events_of(path: Path) -> tuple[Event, ...]:
    return tuple(drive(script(path.parent.name), parse(path.read_text(encoding="utf-8"), path.name)))


def test_every_flow_has_its_talks() -> None:
    """A flow that comes with the program comes with transcripts; a folder of them is named like its flow."""
    assert sorted(path.stem for path in TALKS.parent.glob("*.toml")) == FLOWS


@pytest.mark.parametrize("path", FILES, ids=label)
def test_it_goes_as_it_is_written(path: Path) -> None:
    """Every line fits, all that it says stands on the screen does, and the talk ends as its last line says."""
    talk = fold(script(path.parent.name), events_of(path))
    assert talk.ended
    lines = parse(path.read_text(encoding="utf-8"), path.name)
    assert (lines[-1].head, lines[-1].rest) == ("end", talk.ended)
    assert [line for line in lines if line.head in (">", "@")]


@pytest.mark.parametrize("path", FILES, ids=label)
def test_it_says_what_it_is_about(path: Path) -> None:
    """The first line is a sentence for whoever looks for an example, and none is too long for a terminal."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert max(map(len, text.splitlines())) <= 120


def test_together_they_visit_every_step() -> None:
    """No step of a flow, and none beside the way, is without a talk that goes through it."""
    steps = {step_of(name, place) for name in FLOWS for place in script(name).graph.places}
    seen = {step_of(name, event.step) for name, event in every_event()}
    seen |= {step_of(path.parent.name, fold(script(path.parent.name), events_of(path)).place) for path in FILES}
    assert steps - seen == set()


def test_together_they_take_every_line_that_has_a_limit() -> None:
    """Each loop of each flow is gone round in one of them."""
    limited = {bare(name, line) for name in FLOWS for edge in script(name).graph.edges for line, _ in edge.counters}
    used = {
        bare(path.parent.name, line) for path in FILES for line in fold(script(path.parent.name), events_of(path)).used
    }
    assert limited - used == set()


def test_together_they_give_every_answer_that_decides() -> None:
    """Wherever a flow branches, each answer that its screen offers is given in one of them."""
    wanted = {
        (*step_of(name, place.id), answer)
        for name in FLOWS
        for place in script(name).graph.places.values()
        if len(place.step.next) > 1
        for answer in answers_of(place.step)
        if not (isinstance(place.step, Agree) and not place.step.keys[answer == "one"])
    }
    given = {(*step_of(name, event.step), event.answer) for name, event in every_event()}
    assert wanted - given == set()


def every_event() -> Iterator[tuple[str, Event]]:
    """(flow, event) of all the talks."""
    for path in FILES:
        for event in events_of(path):
            yield path.parent.name, event


def step_of(name: str, place: str) -> tuple[str, ...]:
    """The step of a place without its turn; what lies beside the way is the same in every flow."""
    stage = script(name).graph.places[place].stage
    return ("" if stage.aside else name, stage.id, place.split(".")[2])


def bare(name: str, line: str) -> str:
    """A limited line without its turn; those of the shared asides are the same in every flow."""
    stage = line.split(".")[0].split("#")[0]
    shared = script(name).flow.stage(stage).aside
    return ("" if shared else name) + line.replace(".first.", ".").replace(".second.", ".")


def test_five_minutes_are_five_minutes() -> None:
    """The straight talks come to 290 seconds and end on a screen of ten: 300 in all."""
    for name in ("straight", "straight-aloud"):
        events = events_of(TALKS / "five-minutes" / f"{name}.talk")
        last = fold(script("five-minutes"), events).ask
        assert events[-1].t + last.seconds == 300


def test_the_example_is_a_whole_talk() -> None:
    """What `coach replay --example` plays has all that a first-time visitor should see, in about 24 minutes."""
    events = events_of(TALKS / "argument" / "example.talk")
    talk = fold(script("argument"), events)
    assert talk.ended == "agreed"
    assert 22 <= talk.t / 60 <= 26
    assert talk.visits["why.first.mirror"] == 2
    assert [event.kind for event in events].count("repair") == 1
    assert "partly" in {event.answer for event in events if event.step.startswith("best.")}
    assert 3 <= len(talk.ideas) <= 5
    assert talk.saved["picked"][0].text
    assert talk.saved["plan"][0].text
    assert talk.saved["date"][0].text
