"""A flow made ready to be talked through: its graph and its machine. Shared by every moment of a talk."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from coach.conversation import guards
from coach.flow.graph import Edge, Graph
from coach.flow.model import Flow, Rate

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation


class Script:
    """The graph and the machine of one flow without faults."""

    def __init__(self, flow: Flow) -> None:
        from coach.conversation.machine import TalkMachine  # brings transitions; a list of talks needs none

        self.flow = flow
        self.graph = Graph(flow)
        self.machine = TalkMachine(self.graph, may_take)

    @cached_property
    def room_ranks(self) -> tuple[str, ...]:
        """The names of the heat bands, coolest first; empty if the flow never asks."""
        for rate in self._rates():
            if rate.saves == "room":
                return tuple(name for name, _ in rate.bands)
        return ()

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """The flow's sentences for why an idea was picked, in the order of `fair_pick.REASONS`."""
        return next((rate.reasons for rate in self._rates() if rate.reasons), ())

    def _rates(self) -> list[Rate]:
        return [step for stage in self.flow.stages for step in stage.steps if isinstance(step, Rate)]


def may_take(talk: Conversation, edge: Edge) -> bool:
    """Whether a talk may go along an edge: its remembered place, its limits and its guards allow it. Pure."""
    if edge.returns and talk.back != edge.target:
        return False
    if any(talk.used.get(line, 0) >= limit for line, limit in edge.counters):
        return False
    return all(guards.holds(guard, talk) for guard in edge.guards)
