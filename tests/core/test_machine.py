"""The state machine: what it does for us, and what we rely on in the library it is made with."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from transitions import EventData, Machine, MachineError

from coach.conversation.machine import TalkMachine
from coach.flow.graph import Edge
from core.walking import FLOWS, begun, script


class Model:
    """A model with one attribute and nothing else: whatever the library wanted to bind would not fit in."""

    __slots__ = ("place",)

    def __init__(self, place: str) -> None:
        self.place = place


def small_machine(*transitions: Mapping[str, object]) -> Machine:
    """A machine as ours is built: without a model, without anything automatic."""
    return Machine(
        model=None,
        initial=None,
        states=["a", "b", "c"],
        transitions=list(transitions),
        auto_transitions=False,
        send_event=True,
        model_attribute="place",
    )


def yes(event: EventData) -> bool:
    return True


def no(event: EventData) -> bool:
    return False


def test_a_machine_needs_no_model() -> None:
    """transitions: `model=None, initial=None` makes no model and adds no state called "initial"."""
    machine = small_machine({"trigger": "on done", "source": "a", "dest": "b"})
    assert set(machine.states) == {"a", "b", "c"}
    assert machine.models == []
    assert set(machine.events) == {"on done"}


def test_an_event_moves_any_object_that_has_the_attribute() -> None:
    """transitions: `events[name].trigger(model)` writes the state attribute of a slotted object and nothing else."""
    machine = small_machine({"trigger": "on done", "source": "a", "dest": "b"})
    model = Model("a")
    assert machine.events["on done"].trigger(model) is True
    assert model.place == "b"


def test_the_first_transition_whose_condition_holds_is_taken() -> None:
    """transitions: those of one trigger and source are tried in the order in which they were written."""
    machine = small_machine(
        {"trigger": "on done", "source": "a", "dest": "a", "conditions": [no]},
        {"trigger": "on done", "source": "a", "dest": "c", "conditions": [yes]},
        {"trigger": "on done", "source": "a", "dest": "b", "conditions": [yes]},
    )
    model = Model("a")
    assert machine.events["on done"].trigger(model) is True
    assert model.place == "c"


def test_no_condition_is_asked_after_one_that_holds() -> None:
    """transitions: the last condition that answered yes belongs to the transition that was taken."""
    asked: list[str] = []

    def noted(name: str, answer: bool) -> object:
        def condition(event: EventData) -> bool:
            asked.append(name)
            return answer

        return condition

    machine = small_machine(
        {"trigger": "on done", "source": "a", "dest": "a", "conditions": [noted("first", False)]},
        {"trigger": "on done", "source": "a", "dest": "b", "conditions": [noted("second", True)]},
        {"trigger": "on done", "source": "a", "dest": "c", "conditions": [noted("third", True)]},
    )
    machine.events["on done"].trigger(Model("a"))
    assert asked == ["first", "second"]


def test_when_no_condition_holds_nothing_moves() -> None:
    """transitions: a blocked trigger answers False and leaves the state alone."""
    machine = small_machine({"trigger": "on done", "source": "a", "dest": "b", "conditions": [no]})
    model = Model("a")
    assert machine.events["on done"].trigger(model) is False
    assert model.place == "a"


def test_a_trigger_that_a_state_does_not_have_is_an_error() -> None:
    """transitions: it raises, so the machine looks in `event.transitions` before it fires."""
    machine = small_machine({"trigger": "on done", "source": "a", "dest": "b"})
    assert "b" not in machine.events["on done"].transitions
    with pytest.raises(MachineError):
        machine.events["on done"].trigger(Model("b"))


def test_an_error_in_a_condition_comes_through() -> None:
    """transitions: a fault of a guard is not taken for “not from here”."""

    def broken(event: EventData) -> bool:
        raise KeyError("a guard's own fault")

    machine = small_machine({"trigger": "on done", "source": "a", "dest": "b", "conditions": [broken]})
    with pytest.raises(KeyError, match="own fault"):
        machine.events["on done"].trigger(Model("a"))


def test_a_trigger_may_be_called_like_the_librarys_own_names() -> None:
    """transitions: with our prefix, answers called "state", "trigger" or "add_state" collide with nothing."""
    names = ("state", "trigger", "add_state", "place", "may_done")
    machine = small_machine(*({"trigger": f"on {name}", "source": "a", "dest": "b"} for name in names))
    for name in names:
        model = Model("a")
        assert machine.events[f"on {name}"].trigger(model) is True
        assert model.place == "b"


@pytest.mark.parametrize("name", FLOWS)
def test_the_machine_has_exactly_the_ways_of_the_graph(name: str) -> None:
    """Machine and checker see the same talk: no edge is lost on the way, and none is added."""
    graph = script(name).graph
    ways = sorted(script(name).machine.ways())
    assert ways == sorted((edge.source, edge.answer, edge.target) for edge in graph.edges)


@pytest.mark.parametrize("name", FLOWS)
def test_every_edge_is_taken_when_only_it_may_be(name: str) -> None:
    """Each edge of the graph can be fired, and the machine says which one it took."""
    graph = script(name).graph
    wanted: list[Edge] = []
    machine = TalkMachine(graph, lambda talk, edge: edge is wanted[-1])
    for edge in graph.edges:
        wanted.append(edge)
        assert machine.move(begun(name), edge.source, edge.answer) is edge


def test_an_answer_that_leads_nowhere_moves_nothing() -> None:
    """Neither an answer that no step has nor one that this step has not."""
    machine, talk = script("argument").machine, begun("argument")
    assert machine.move(talk, talk.place, "abracadabra") is None
    assert machine.move(talk, talk.place, "not yet") is None
    assert machine.move(talk, "nowhere.together.at-all", "done") is None


def test_moving_leaves_the_conversation_alone() -> None:
    """A conversation is a value: the machine says where it would go, and nothing has happened."""
    talk, same = begun("argument"), begun("argument")
    edge = talk.script.machine.move(talk, talk.place, "done")
    assert edge is not None
    assert edge.target == "calm.together.heat"
    assert talk == same
