"""The state machine of a flow, built with `transitions` from the flow's graph; the only module that imports it.

States are the graph's places, triggers the answers. `transitions` checks nothing when a machine is built (a misspelt
target only fails when it is fired), so only graphs of checked flows come here, and the states are compared once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from transitions import EventData, Machine

from coach.flow.graph import Edge, Graph

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation

Holds = Callable[["Conversation", Edge], bool]


class Traveller:
    """What the machine moves: one conversation on its way through one answer, thrown away afterwards."""

    __slots__ = ("conversation", "place", "taken")

    def __init__(self, conversation: Conversation, place: str) -> None:
        self.conversation = conversation
        self.place = place
        self.taken: Edge | None = None
        """The edge whose conditions held last. The first that holds is taken, so after a move it is the one taken."""


class TalkMachine:
    """Which place an answer leads to. Holds no state of any talk."""

    def __init__(self, graph: Graph, holds: Holds) -> None:
        """Build the machine.

        Args:
            graph: of a flow without faults.
            holds: whether an edge may be taken by a conversation (its guards, limits and remembered place); pure.
        """
        self._machine = Machine(
            model=None,
            initial=None,
            states=list(graph.places),
            transitions=[_transition(edge, holds) for edge in graph.edges],
            auto_transitions=False,
            send_event=True,
            model_attribute="place",
        )
        if set(self._machine.states) != set(graph.places):
            raise LookupError("the machine has states that the flow has not")

    def move(self, conversation: Conversation, place: str, answer: str) -> Edge | None:
        """The edge that an answer takes from a place; None if it leads nowhere from there."""
        event = self._machine.events.get(_trigger(answer))
        if event is None or place not in event.transitions:
            return None
        traveller = Traveller(conversation, place)
        return traveller.taken if event.trigger(traveller) else None

    def ways(self) -> Iterator[tuple[str, str, str]]:
        """(place, answer, target) of every transition of the machine, as the machine has them."""
        for name, event in self._machine.events.items():
            for source, transitions in event.transitions.items():
                for transition in transitions:
                    yield source, name.removeprefix(_PREFIX), transition.dest or source


# A trigger called "state" or "trigger" would collide with names that transitions keeps for itself.
_PREFIX = "on "


def _trigger(answer: str) -> str:
    return _PREFIX + answer


def _transition(edge: Edge, holds: Holds) -> dict[str, object]:
    return {
        "trigger": _trigger(edge.answer),
        "source": edge.source,
        "dest": edge.target,
        "conditions": [partial(_may_take, edge, holds)],
    }


def _may_take(edge: Edge, holds: Holds, event: EventData) -> bool:
    traveller = event.model
    if not isinstance(traveller, Traveller) or not holds(traveller.conversation, edge):
        return False
    traveller.taken = edge
    return True
