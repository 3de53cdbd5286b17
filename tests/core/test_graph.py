"""What the graph of each flow promises, whatever anybody answers: proved on its edges, not on talks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from coach.conversation.asking import by_round, seats_asked
from coach.conversation.conversation import begin
from coach.flow.graph import Edge, Graph, Place, answers_of
from coach.flow.model import SEATS, Choose, End, Wait
from core.walking import FLOWS, after_the_why, main_places, script

Each = pytest.mark.parametrize("name", FLOWS)


def reached(start: Iterable[str], edges: Iterable[Edge]) -> set[str]:
    """Every place that edges lead to from some places, those included."""
    leads: dict[str, set[str]] = {}
    for edge in edges:
        leads.setdefault(edge.source, set()).add(edge.target)
    seen, ahead = set(start), list(start)
    while ahead:
        fresh = leads.get(ahead.pop(), set()) - seen
        seen |= fresh
        ahead += fresh
    return seen


def ends(graph: Graph) -> set[str]:
    """The places where a talk is over."""
    return {place.id for place in graph.places.values() if isinstance(place.step, End)}


def on_their_own(graph: Graph) -> list[Edge]:
    """The edges that a talk takes without the menu, a rest, another day, or the way back from beside the way."""
    return [
        edge
        for edge in graph.edges
        if not edge.returns
        and edge.answer != "resumed"
        and not edge.answer.startswith("anytime ")
        and not isinstance(graph.places[edge.source].step, Wait)
    ]


def as_remembered(edges: Iterable[Edge]) -> list[Edge]:
    """The same edges with each way back only where it was come from: whatever leads beside the way leads home too."""
    entering = [edge for edge in edges if edge.back]
    return [edge for edge in edges if not edge.returns] + [replace(edge, target=edge.back) for edge in entering]


def in_a_loop(edges: Iterable[Edge]) -> set[str]:
    """Places that can be come to again; empty when the edges have no loop."""
    left = list(edges)
    while True:
        entered = {edge.target for edge in left}
        kept = [edge for edge in left if edge.source in entered]
        if len(kept) == len(left):
            return {edge.source for edge in left}
        left = kept


@Each
def test_every_place_can_be_reached(name: str) -> None:
    """No step of a flow is written for nobody."""
    graph = script(name).graph
    assert reached([graph.start], graph.edges) == set(graph.places)


@Each
def test_an_end_can_be_reached_from_everywhere(name: str) -> None:
    """Wherever a talk is, there is a way to an end: without the menu, and with it in two steps."""
    graph = script(name).graph
    without_menu = [edge for edge in graph.edges if not edge.answer.startswith("anytime ")]
    for place in graph.places:
        assert reached([place], without_menu) & ends(graph)
    stop = {edge.source: edge.target for edge in graph.edges if edge.answer == "anytime stop"}
    assert set(stop) == set(graph.places) - ends(graph)
    for target in set(stop.values()):
        assert {edge.target for edge in graph.edges if edge.source == target} & ends(graph)


@Each
def test_every_answer_has_an_edge_without_a_condition(name: str) -> None:
    """Whatever is answered, the last line for it is always open: no talk is ever stuck on a guard."""
    graph = script(name).graph
    for place in graph.places.values():
        for answer in answers_of(place.step):
            last = graph.edges_of[place.id, answer][-1]
            assert not last.guards
            assert not last.counters


@Each
def test_of_two_edges_for_an_answer_the_later_one_has_its_turn(name: str) -> None:
    """No edge stands behind one that is always taken, so none is dead."""
    graph = script(name).graph
    for edges in graph.edges_of.values():
        assert all(edge.guards or edge.counters or edge.returns for edge in edges[:-1])


@Each
def test_nothing_comes_before_both_were_heard(name: str) -> None:
    """Without the edges that mark either seat as heard, nothing after the why can be reached; with them, all of it."""
    graph = script(name).graph
    late, edges = after_the_why(graph), as_remembered(graph.edges)
    for turn in ("first", "second"):
        unheard = [edge for edge in edges if "heard" not in edge.marks or graph.places[edge.source].turn != turn]
        assert not reached([graph.start], unheard) & late
    assert reached([graph.start], edges) >= late != set()


@Each
def test_a_seat_is_heard_only_by_its_own_word(name: str) -> None:
    """Only the speaker, asked whether it landed, marks a turn as heard: never a clock, never the listener."""
    graph = script(name).graph
    marking = [edge for edge in graph.edges if "heard" in edge.marks]
    assert marking
    for edge in marking:
        step = graph.places[edge.source].step
        assert isinstance(step, Choose)
        assert step.who == "speaker"


@Each
def test_every_loop_is_bounded(name: str) -> None:
    """Without the edges that may be taken only so many times, no place can be come to again."""
    graph = script(name).graph
    assert in_a_loop(edge for edge in on_their_own(graph) if not edge.counters) == set()


def test_a_loop_would_be_found() -> None:
    """The search for loops is not blind: with the limited edges, the why and the ideas go round."""
    graph = script("argument").graph
    looping = in_a_loop(on_their_own(graph))
    assert {"why.first.mirror", "why.second.mirror", "ideas.first.offer", "rating.together.rate"} <= looping


@Each
def test_both_turns_have_the_same_ways(name: str) -> None:
    """Each stage that both go through has the same edges, conditions and limits for the second as for the first."""
    graph = script(name).graph

    def ways(turn: str, bare: Callable[[str], str]) -> list[object]:
        return [
            (
                bare(edge.source),
                edge.answer,
                bare(edge.target),
                edge.guards,
                [(bare(line), limit) for line, limit in edge.counters],
                edge.marks,
                bare(edge.back),
            )
            for edge in graph.edges
            if graph.places[edge.source].turn == turn and _stays(graph, edge)
        ]

    first = ways("first", lambda id: id.replace(".first.", ".turn."))
    second = ways("second", lambda id: id.replace(".second.", ".turn."))
    assert first == second
    assert first


def _stays(graph: Graph, edge: Edge) -> bool:
    """Whether an edge stays within one turn of its stage, or leads beside the way by a line of its own step."""
    source, target = graph.places[edge.source], graph.places[edge.target]
    if target.stage.aside:
        named = any(line.to.split(".")[0] == target.stage.id for line in source.step.next)
        return named or edge.answer.startswith("anytime ")
    return not edge.loops and (source.stage, source.turn) == (target.stage, target.turn)


@Each
def test_both_turns_can_be_left_at_the_same_steps(name: str) -> None:
    """Where the first turn hands over to the second, the second leads on, by the same answers."""
    graph = script(name).graph

    def leaving(turn: str) -> set[tuple[str, str, str]]:
        return {
            (places.stage.id, places.step.id, edge.answer)
            for edge in graph.edges
            if (places := graph.places[edge.source]).turn == turn and not _stays(graph, edge)
        }

    assert leaving("first") == leaving("second") != set()


@Each
def test_both_seats_get_the_same_seconds(name: str) -> None:
    """At every visit of every step, the second turn's clock is as long as the first one's, with the seats exchanged."""
    graph = script(name).graph
    talk = begin(script(name))
    for place in graph.places.values():
        if place.turn != "first":
            continue
        twin = graph.places[place.id.replace(".first.", ".second.")]
        assert [_seconds(place, visit) for visit in range(1, 9)] == [_seconds(twin, visit) for visit in range(1, 9)]
        assert set(seats_asked(talk, place) + seats_asked(talk, twin)) == set(SEATS)


def _seconds(place: Place, visit: int) -> float:
    return sum(by_round(step.seconds, visit) for step in place.steps)


def test_five_minutes_are_three_hundred_seconds() -> None:
    """The straight way of the small talk adds up to its name, each sealed answer counted for both seats."""
    flow = script("five-minutes")
    talk = begin(flow)
    total = 0.0
    for place in flow.graph.straight_way():
        sealed = place.step.secret and len(seats_asked(talk, place)) == 2
        total += _seconds(place, 1) * (2 if sealed else 1)
    assert total == 300


@Each
def test_what_lies_beside_the_way_leads_back(name: str) -> None:
    """From every place the menu can lead to, the place it was opened at can be reached again."""
    graph = script(name).graph
    for home in main_places(graph) - ends(graph):
        asides = {edge.target for edge in graph.edges if edge.source == home and edge.back == home}
        assert asides
        open_now = [edge for edge in graph.edges if not edge.returns or edge.target == home]
        for aside in asides:
            assert home in reached([aside], open_now)
