"""What is proved of a flow before anybody talks it, and that each proof can fail."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.flow import finding
from coach.flow.atlas import Atlas
from coach.flow.checking import check_flow, differences, largest_difference
from coach.flow.faults import CODES, Fault
from coach.flow.finding import find_flow
from coach.flow.graph import Graph, answers_of
from coach.flow.model import Choose, Flow, Rate
from coach.flow.reading import read_faults, read_flow
from coach.flow.texts import known_names, learnt

BROKEN = Path(__file__).parent / "broken"
TRIAL = Path(__file__).parent / "trial"
NAMES = ("argument", "five-minutes")

HEAD = 'schema = 1\ntitle = "T"\n'
END = '\n[[stage]]\nid = "close"\ntitle = "Close"\n'
END += '[[stage.step]]\nid = "end"\nkind = "end"\nwords = "Rest."\noutcome = "x"\n'


def stage(id: str, *keys: str) -> str:
    """A stage with further keys."""
    return "\n".join(["", "[[stage]]", f'id = "{id}"', f'title = "{id}"', *keys, ""])


def step(id: str, kind: str, *keys: str, words: str = "Words.") -> str:
    """A step with further keys."""
    return "\n".join(["", "[[stage.step]]", f'id = "{id}"', f'kind = "{kind}"', f'words = "{words}"', *keys, ""])


def flow(*parts: str) -> Flow:
    """A flow with an end and the shared asides."""
    return read_flow(HEAD + "".join(parts) + END, "t", finding.asides())


def codes(*parts: str) -> list[str]:
    """What is wrong with it."""
    return [fault.code for fault in check_flow(flow(*parts), "t.toml")]


@pytest.fixture(params=NAMES)
def shipped(request: pytest.FixtureRequest) -> Flow:
    """Each flow that came with the program."""
    return find_flow(str(request.param), None)


def test_the_shipped_flows_have_no_fault(shipped: Flow) -> None:
    """As they are, and from the merged text that a record keeps of them."""
    assert check_flow(shipped, "flows/x.toml") == []
    assert check_flow(read_flow(shipped.text, shipped.id, {}), "record") == []


@pytest.mark.parametrize("file", sorted(BROKEN.glob("C*.toml")), ids=lambda file: file.stem)
def test_each_broken_file_has_its_fault_on_the_marked_line(file: Path) -> None:
    """`# <- C07` at the end of a line: that code, on that line, and nothing else anywhere. The reader finds nothing."""
    text = file.read_text("utf-8")
    marked = [
        (number, code) for number, line in enumerate(text.split("\n"), 1) for code in re.findall(r"# <- (C\d\d)", line)
    ]
    assert marked
    assert {code for _, code in marked} == {file.stem[:3]}
    read, faults = read_faults(text, "broken", finding.asides(), file.name)
    assert read is not None, faults
    found = check_flow(read, file.name)
    assert [(fault.line, fault.code) for fault in found] == marked, "\n".join(map(str, found))
    assert {fault.file for fault in found} == {file.name}
    assert all(fault.advice and str(fault).isprintable() for fault in found)


def test_a_fault_in_a_shared_aside_is_told_of_the_aside() -> None:
    """Its own file and line, as the reader does; in a record's merged text, the line of that."""
    shared = dict(finding.asides())
    shared["calm"] = shared["calm"].replace('"How heated are you?"', '"How heated are you!"')
    read = read_flow(HEAD + stage("talk") + step("tell", "say") + END, "t", shared)
    line = shared["calm"].split("\n").index('words = "How heated are you!"') + 1
    assert [(one.file, one.line, one.code) for one in check_flow(read, "t.toml", shared)] == [
        ("asides/calm.toml", line, "C16")
    ]
    merged = read_flow(read.text, "t", {})
    fault = check_flow(merged, "t.toml", {})[0]
    assert (fault.file, read.text.split("\n")[fault.line - 1]) == ("t.toml", 'words = "How heated are you!"')


def test_faults_are_told_in_the_order_of_the_file_and_once() -> None:
    """A fault of both turns, or of several answers, is one."""
    found = check_flow(
        flow(
            stage("why", 'turns = "each"'),
            step("tell", "say", words="{topic}!"),
            step("sure", "choose", 'choices = ["a", "b", "c"]', 'next = { to = "tell", at_most = 2 }'),
        ),
        "t.toml",
    )
    assert [fault.code for fault in found] == ["C16", "C26", "C06"]
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_the_asides_that_a_flow_does_not_use_are_no_fault() -> None:
    """Shared ones may stand unused; one's own may not."""
    menu = '\n[[anytime]]\nid = "stop"\nmenu = "Stop"\nto = "stop.ask"\n'
    assert codes(menu, stage("talk"), step("tell", "say")) == []
    assert codes(
        stage("talk"),
        step("tell", "say", 'next = "close"'),
        stage("mine", "aside = true"),
        step("a", "show", 'next = "back"'),
    ) == ["C03"]


def test_a_way_back_counts_only_from_where_somebody_went() -> None:
    """A step that only an aside could return to, but nothing leads into that aside from there, is not reached."""
    lost = step("lost", "say", 'next = "end"')
    go = step("tell", "say", 'next = [{ tries = 2, to = "calm.heat", back = "late", at_most = 1 }, "close"]')
    assert codes(stage("talk"), go, stage("late"), step("tea", "show", 'next = "close"')) == []
    assert codes(stage("talk"), step("tell", "say", 'next = "close"'), lost.replace('"end"', '"close"')) == ["C03"]


def test_a_round_through_an_aside_needs_a_limit_too() -> None:
    """Cooling down and coming back to the same question is a loop; a day in between is not."""
    again = 'choices = ["go on", "wait"]'
    for aside, wanted in (("calm.heat", ["C13"]), ("calm.offer", ["C13"]), ("shelf.day", []), ("stop.ask", [])):
        lines = f'next = [{{ on = "wait", to = "{aside}" }}, "close"]'
        assert codes(stage("talk"), step("ready", "choose", again, lines)) == wanted, aside


def test_turns_may_alternate_through_the_stage() -> None:
    """A stage that leads to itself gives both another turn; a step that leads to its stage does not."""
    tell = step("tell", "say", 'text = "needed"')
    assert codes(stage("why", 'turns = "each"', 'next = [{ to = "why", at_most = 2 }, "close"]'), tell) == []
    lines = 'next = [{ to = "why", at_most = 2 }, "onward"]'
    assert codes(stage("why", 'turns = "each"'), step("tell", "say", lines)) == ["C09"]


def test_the_two_turns_are_one_graph(shipped: Flow) -> None:
    """Written out once more: renaming first to second in a stage's own ways gives its other turn's."""
    graph = Graph(shipped)
    for part in shipped.stages:
        if part.turns == "each":
            ways = {turn: _own_ways(graph, part.id, turn) for turn in ("first", "second")}
            assert ways["first"] == ways["second"] != set()


def _own_ways(graph: Graph, stage: str, turn: str) -> set[tuple[object, ...]]:
    prefix = f"{stage}.{turn}."
    return {
        (edge.source.removeprefix(prefix), edge.answer, edge.target.removeprefix(prefix), edge.guards, edge.marks)
        for edge in graph.edges
        if edge.source.startswith(prefix) and (edge.target.startswith(prefix) or edge.answer.startswith("anytime "))
        if not edge.loops
    }


def test_a_name_is_known_only_if_every_way_brings_it() -> None:
    """By one of two answers is not enough; by both, or before, or in the aside that is gone through, is."""
    ask = step("ask", "choose", 'choices = ["a", "b"]', 'next = [{ on = "a", to = "topic" }, { to = "other" }]')
    end = stage("then") + step("now", "show", words="Now: {topic}.")
    topic = step("topic", "say", 'saves = "topic"', 'next = "then"')
    for saves, wanted in (("request", ["C26"]), ("topic", [])):
        other = step("other", "say", f'saves = "{saves}"', 'next = "then"')
        assert codes(stage("talk"), ask, topic, other, end) == wanted
    menu = '\n[[anytime]]\nid = "stop"\nmenu = "Stop"\nto = "stop.ask"\n'
    go = step("go", "show", 'next = { to = "calm.heat", back = "then" }')
    now = stage("then") + step("now", "show", words="In here: {room}.")
    assert codes(menu, stage("talk"), go, now) == []
    assert codes(menu, stage("talk"), go.replace("calm.heat", "calm.offer"), now) == ["C26"]
    assert codes(menu, stage("talk"), step("go", "show"), now) == ["C26"]


def test_a_step_that_may_be_passed_by_brings_nothing() -> None:
    """With `only` it may not have been asked; with `pass` it was, and its words may be empty."""
    after = step("now", "show", words="Now: {topic}.")
    before = step("tell", "say")
    assert codes(stage("talk"), before, step("t", "say", 'saves = "topic"', "pass = true"), after) == []
    assert codes(stage("talk"), before, step("t", "say", 'saves = "topic"', "only = { typed = true }"), after) == [
        "C26"
    ]


def test_what_is_known_is_told_for_every_place_that_is_reached(shipped: Flow) -> None:
    """And by every edge it only grows by what its step can bring: nothing is known out of the blue."""
    atlas = Atlas(shipped)
    known = known_names(atlas)
    assert set(known) == set(atlas.reached)
    for edge in atlas.graph.edges:
        if not edge.returns and edge.source in known:
            assert known[edge.target] <= known[edge.source] | learnt(atlas, edge.source, edge.answer)


def test_every_place_can_be_left_and_reached(shipped: Flow) -> None:
    """All of them, not only those that a test happens to visit; from each one there is a stop."""
    atlas = Atlas(shipped)
    assert {id for id, place in atlas.graph.places.items() if not place.stage.aside} <= atlas.reached
    for id in atlas.reached:
        place = atlas.graph.places[id]
        if place.step.kind != "end":
            assert [edge.target for edge in atlas.graph.edges_of[id, "anytime stop"]] == ["stop.together.ask"]
        for answer in answers_of(place.step):
            last = atlas.graph.edges_of[id, answer][-1]
            assert not last.guards
            assert not last.counters


def test_how_far_the_turns_can_differ() -> None:
    """Second tries, told in seconds and in talking turns; nothing where a stage has none."""
    assert largest_difference(flow(stage("talk"), step("tell", "say"))) == largest_difference(flow())
    assert str(largest_difference(flow())).endswith("the same seconds, whatever is answered.")
    argument = largest_difference(find_flow("argument", None))
    assert (argument.stage, argument.seconds, argument.turns) == ("why", 305, 7)
    small = largest_difference(find_flow("five-minutes", None))
    assert (small.stage, small.seconds, small.turns) == ("why", 0, 1)


def test_a_difference_counts_visits_tries_and_limits() -> None:
    """Later visits have their own seconds, a line is taken as often as it may be, `tries` when it is true."""
    mirror = step("mirror", "say", 'who = "listener"', "seconds = [45, 30, 20]")
    lines = """next = [
  { on = "yes", to = "onward" },
  { on = "mostly", tries = 2, to = "onward" },
  { to = "mirror", at_most = 2 },
  "onward",
]"""
    confirm = step("confirm", "choose", 'choices = ["yes", "mostly", "no"]', "seconds = 5", lines)
    read = flow(stage("why", 'turns = "each"'), mirror, confirm)
    assert check_flow(read, "t.toml") == []
    found = differences(read)
    assert [(one.stage, one.seconds, one.turns) for one in found] == [("why", 30 + 5 + 20 + 5, 2)]
    assert "by 1:00 and 2 talking turns at most (why)." in str(found[0])


@pytest.mark.timeout(20)
def test_a_flow_of_very_many_rounds_is_answered() -> None:
    """In bounded time, though its ways through a turn are beyond counting."""
    rounds = "".join(
        step(f"s{i}", "say", f'next = [{{ to = "s0", at_most = 9 }}, {{ tries = 2, to = "s{i + 1}" }}, "s{i + 1}"]')
        for i in range(30)
    )
    read = flow(stage("why", 'turns = "each"'), rounds, step("s30", "say"))
    assert "C13" not in {fault.code for fault in check_flow(read, "t.toml")}
    assert largest_difference(read).turns > 9


@given(st.data())
def test_any_line_taken_out_is_read_or_told(data: st.DataObject) -> None:
    """Whatever an author forgets, the answer is a list of faults with places, or a flow whose every talk goes on."""
    source = (finding.builtin_flows() / "five-minutes.toml").read_text("utf-8").split("\n")
    at = data.draw(st.integers(8, len(source) - 1))
    count = data.draw(st.integers(1, 3))
    text = "\n".join(source[:at] + source[at + count :])
    read, faults = read_faults(text, "five-minutes", finding.asides())
    found = faults if read is None else check_flow(read, "five-minutes.toml")
    assert all(isinstance(fault, Fault) and fault.code in CODES and fault.line >= 1 for fault in found)
    if read is not None and not found:
        graph = Graph(read)
        assert all(
            graph.edges_of.get((id, one)) for id, place in graph.places.items() for one in answers_of(place.step)
        )


def test_the_same_answers_are_read_and_led_on() -> None:
    """One function says what a step can be answered with: the reader, the graph and the checker share it."""
    rate = Rate(id="r", words="", top=9, bands=(("low", 4), ("high", 9)), secret=True)
    assert answers_of(rate) == ("done",)
    assert answers_of(replace(rate, opens="order")) == ("done",)
    assert answers_of(replace(rate, opens="highest")) == ("low", "high")
    assert answers_of(replace(rate, of="idea")) == ("picked", "none")
    assert answers_of(Choose(id="c", words="", choices=("1 yes", "no…"))) == ("yes", "no")
    text = (
        HEAD
        + stage("t")
        + step(
            "r",
            "rate",
            "secret = true",
            "top = 9",
            "bands = { low = 9 }",
            'next = [{ on = "low", to = "close" }, "close"]',
        )
        + END
    )
    assert [fault.code for fault in read_faults(text, "t", finding.asides())[1]] == ["F17"]
