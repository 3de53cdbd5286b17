"""A flow's graph with the way back to its file: which step and which line every place and edge came from.

The proofs of the checker walk the graph and tell of the file; this is what stands between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from coach.flow.graph import Edge, Graph, Place
from coach.flow.lines import Path
from coach.flow.model import BACK, ONWARD, SEATS, Flow, Line, Stage, Step, Wait


class Atlas:
    """A flow without faults of its shape, and where each of its parts is written."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._steps: dict[tuple[str, str], Path] = {
            (stage.id, step.id): ("stage", i, "step", j)
            for i, stage in enumerate(flow.stages)
            for j, step in enumerate(stage.steps)
        }

    @cached_property
    def graph(self) -> Graph:
        """Only to be asked for once every line is known to lead somewhere."""
        return Graph(self.flow)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each stage, from 0, by its id."""
        return {stage.id: number for number, stage in enumerate(self.flow.stages)}

    @cached_property
    def ways(self) -> tuple[Edge, ...]:
        """The edges of the graph without the menu's."""
        return tuple(edge for edge in self.graph.edges if not edge.answer.startswith("anytime "))

    @cached_property
    def reached(self) -> frozenset[str]:
        """The places that a talk can come to, with every guard taken as possible."""
        asides = {id for id, place in self.graph.places.items() if place.stage.aside}
        returning = {edge.source for edge in self.graph.edges if edge.returns}
        inner = [edge for edge in self.graph.edges if edge.target in asides and not edge.returns]
        led_back = backwards(returning, inner)
        onward = by_source(edge for edge in self.graph.edges if not edge.returns)
        found = {self.graph.start}
        waiting = [self.graph.start]
        while waiting:
            for edge in onward.get(waiting.pop(), ()):
                home = {edge.back} if edge.back and edge.target in led_back else set()
                new = ({edge.target} | home) - found
                found |= new
                waiting += new
        return frozenset(found)

    def steps(self) -> Iterator[tuple[Path, Stage, Step]]:
        """Every step with its place in the file."""
        for stage in self.flow.stages:
            for step in stage.steps:
                yield self.step_path(stage, step), stage, step

    def nexts(self) -> Iterator[tuple[Path, Stage, Step | None, tuple[Line, ...]]]:
        """Every list of lines: of steps, and (with None) of stages."""
        for at, stage, step in self.steps():
            yield (*at, "next"), stage, step, step.next
        for i, stage in enumerate(self.flow.stages):
            yield ("stage", i, "next"), stage, None, stage.next

    def step_path(self, stage: Stage, step: Step) -> Path:
        """Where a step is written."""
        return self._steps[stage.id, step.id]

    def stage_path(self, stage: Stage) -> Path:
        """Where a stage is written."""
        return ("stage", self.numbers[stage.id])

    def place_path(self, place: Place) -> Path:
        """Where the step is written whose answer leads on."""
        return self.step_path(place.stage, place.step)

    def line_path(self, key: str) -> Path:
        """Where a line of an edge is written: "why.first.mirror#2", "ideas#3"."""
        name, _, index = key.rpartition("#")
        place = self.graph.places.get(name)
        at = self.place_path(place) if place else self.stage_path(self.flow.stage(name))
        return (*at, "next", int(index))

    def target(self, stage: Stage, to: str) -> tuple[Stage, Step] | None:
        """The step that a name means in a stage; None for a direction."""
        if to in (BACK, ONWARD):
            return None
        stage_id, _, step_id = to.rpartition(".")
        own = {step.id: step for step in stage.steps}
        if not stage_id and to in own:
            return stage, own[to]
        other = self.flow.stage(stage_id or to)
        return other, next((step for step in other.steps if step.id == step_id), other.steps[0])


def asked(stage: Stage, step: Step) -> str:
    """Whom a step asks, when it does not say so itself."""
    return step.who or ("speaker" if stage.turns == "each" else "both")


def seconds_of(place: Place, round: int) -> float:
    """The seconds a place is allotted on its first, second … visit; two seats in secret answer one after the other."""
    seconds = sum(step.seconds[min(round, len(step.seconds)) - 1] for step in place.steps if step.seconds)
    both = place.step.secret and asked(place.stage, place.step) == "both"
    return seconds * (len(SEATS) if both else 1)


def by_source(edges: Iterable[Edge]) -> Mapping[str, list[Edge]]:
    """Edges by the places they begin at."""
    table: dict[str, list[Edge]] = {}
    for edge in edges:
        table.setdefault(edge.source, []).append(edge)
    return table


def forwards(start: str, onward: Mapping[str, set[str]]) -> set[str]:
    """A place and those after it."""
    found, waiting = {start}, [start]
    while waiting:
        new = onward.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def backwards(ends: set[str], edges: Iterable[Edge]) -> set[str]:
    """The places from which one of some places can be come to, these among them."""
    sources: dict[str, list[str]] = {}
    for edge in edges:
        sources.setdefault(edge.target, []).append(edge.source)
    found, waiting = set(ends), list(ends)
    while waiting:
        new = set(sources.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def moves_by_itself(edge: Edge, place: Place) -> bool:
    """Whether an edge belongs to the talk itself: not the menu, not a return, not a day or a rest gone by."""
    menu = edge.answer.startswith("anytime ")
    return not (menu or edge.returns or edge.answer == "resumed" or isinstance(place.step, Wait))
