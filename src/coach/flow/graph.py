"""A flow expanded: every place a talk can be in, and every edge between them.

Seats, turns, secret blocks, passed-by steps and asides become plain places ("why.first.mirror") and edges. The state
machine is built from this, and the checker proves its promises on this, so both see the same talk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from coach.flow.model import BACK, ONWARD, Anytime, Choose, End, Flow, Guard, Line, Rate, Stage, Step, choice_name

Passed = frozenset[str]
"""Places whose step was passed by on one way."""

TURNS = {"together": ("together",), "each": ("first", "second")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a talk can be: one step, or a row of secret steps, in one turn of its stage."""

    id: str
    """`stage.turn.step`, such as "why.first.mirror"."""
    stage: Stage
    turn: str
    """"together", "first" or "second"."""
    steps: tuple[Step, ...]
    """More than one only for secret steps in a row."""

    @property
    def step(self) -> Step:
        """The step whose answer leads on: the last of a row."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a place to another. Of the edges for an answer, the first that holds is taken."""

    source: str
    answer: str
    """The answer it is for, `anytime ID` for the menu's, or "resumed"."""
    target: str
    guards: tuple[Guard, ...] = ()
    counters: tuple[tuple[str, int], ...] = ()
    """(line, at most so many times): the limits this edge uses up."""
    marks: str = ""
    back: str = ""
    """Set when it enters an aside: the place that aside returns to."""
    returns: bool = False
    """It leaves an aside for the remembered place; taken only if that place is its target."""
    loops: bool = False
    """It begins another round of its own stage."""
    lines: tuple[str, ...] = ()
    """The lines it goes along, such as "why.first.mirror#0" and then "why#1"; the first of them is 0."""


@dataclass(frozen=True, slots=True)
class _Route:
    """A target with what must hold on the way to it."""

    target: str
    guards: tuple[Guard, ...] = ()
    counters: tuple[tuple[str, int], ...] = ()
    back: str = ""
    loops: bool = False
    lines: tuple[str, ...] = ()


def answers_of(step: Step) -> tuple[str, ...]:
    """Every answer that can lead on from a step, and that its lines may name with `on`."""
    if isinstance(step, Choose):
        return tuple(dict.fromkeys(choice_name(choice) for choice in step.choices))
    if isinstance(step, Rate):
        if step.of:
            return ("picked", "none")
        unnamed = step.opens == "order" or (step.secret and not step.opens)
        return ("done",) if unnamed or not step.bands else tuple(name for name, _ in step.bands)
    if isinstance(step, End):
        return step.answers if step.next else ()
    return step.answers


class Graph:
    """The places and edges of a flow that has no faults.

    Raises:
        KeyError: a target that does not exist; the reader refuses such a flow first.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.places: dict[str, Place] = {place.id: place for place in _places(flow)}
        self.start = next(iter(self.places))
        self._stages = {stage.id: stage for stage in flow.stages}
        self._order = {stage.id: index for index, stage in enumerate(flow.stages)}
        self._following = {
            (stage.id, step.id): following.id for stage in flow.stages for step, following in pairwise(stage.steps)
        }

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The short names of the rail, in order; stages with equal titles in a row are one part."""
        titles: dict[str, str] = {}
        for stage in self.flow.stages:
            if not stage.aside:
                titles.setdefault(stage.title, stage.short or stage.title)
        return tuple(titles.values())

    def part_of(self, stage: Stage) -> int:
        """Which part of the rail a stage belongs to, from 0; -1 for an aside of its own name."""
        name = stage.short or stage.title
        return self.parts.index(name) if name in self.parts else -1

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, those of one place and answer in the order in which they are tried."""
        ways = [edge for place in self.places.values() for edge in self._edges_from(place)]
        asides = [edge for place in self.places.values() for edge in self._anytime_from(place)]
        homes = sorted({edge.back for edge in (*ways, *asides) if edge.back}, key=list(self.places).index)
        returning = []
        for edge in ways:
            if edge.target == BACK:
                returning += [replace(edge, target=home, returns=True) for home in homes]
            else:
                returning.append(edge)
        return tuple(returning + asides)

    @cached_property
    def edges_of(self) -> dict[tuple[str, str], tuple[Edge, ...]]:
        """(place, answer) → its edges, in order."""
        table: dict[tuple[str, str], list[Edge]] = {}
        for edge in self.edges:
            table.setdefault((edge.source, edge.answer), []).append(edge)
        return {key: tuple(edges) for key, edges in table.items()}

    def straight_edge(self, place: Place) -> Edge | None:
        """The edge that lands on the nearest place ahead in the order of the file: everything goes on at once."""
        order = {id: index for index, id in enumerate(self.places)}
        best: tuple[int, Edge] | None = None
        for answer in answers_of(place.step):
            for edge in self.edges_of.get((place.id, answer), ()):
                landing = order[self.landing(edge)]
                ahead = landing > order[place.id] and not self.places[self.landing(edge)].step.byway
                if not edge.returns and ahead and (best is None or landing < best[0]):
                    best = (landing, edge)
        return best and best[1]

    def landing(self, edge: Edge) -> str:
        """Where the main way goes on after an edge: its target, or where its aside returns to."""
        aside = self.places[edge.target].stage.aside
        return edge.back if aside and edge.back not in ("", edge.source) else edge.target

    def straight_way(self) -> list[Place]:
        """The places of a talk in which everything goes on at the first try."""
        place = self.places[self.start]
        way = [place]
        while edge := self.straight_edge(place):
            if self.landing(edge) != edge.target:
                way.append(self.places[edge.target])
            place = self.places[self.landing(edge)]
            way.append(place)
        return way

    # -- how edges come about ------------------------------------------------------------------------------------

    def _edges_from(self, place: Place) -> Iterator[Edge]:
        for answer in answers_of(place.step):
            for index, line in enumerate(self._lines(place)):
                if line.on not in ("", answer):
                    continue
                for route in self._line_routes(place, line, f"{place.id}#{index}"):
                    yield Edge(
                        place.id,
                        answer,
                        route.target,
                        route.guards,
                        route.counters,
                        line.marks,
                        route.back,
                        loops=route.loops,
                        lines=route.lines,
                    )
                if not line.guards and not line.at_most:
                    break

    def _anytime_from(self, place: Place) -> Iterator[Edge]:
        if isinstance(place.step, End):
            return
        for anytime in self.flow.anytime:
            if anytime.to:
                target = self._address(anytime.to, place)
                back = "" if place.stage.aside else place.id
                yield Edge(place.id, anytime_answer(anytime), target, back=back)

    def _lines(self, place: Place) -> tuple[Line, ...]:
        """A step's own lines, or the one that the order of the file means."""
        if place.step.next:
            return place.step.next
        return (Line(to=self._following.get((place.stage.id, place.step.id), ONWARD)),)

    def _line_routes(self, place: Place, line: Line, key: str, passed: Passed = frozenset()) -> Iterator[_Route]:
        counters = ((key, line.at_most),) if line.at_most else ()
        for route in self._routes(place, line.to, passed):
            back = route.back
            if line.back and self.places[route.target].stage.aside:
                back = self._address(line.back, place)
            yield replace(
                route,
                guards=line.guards + route.guards,
                counters=counters + route.counters,
                back=back,
                lines=(key, *route.lines),
            )

    def _routes(self, place: Place, to: str, passed: Passed) -> Iterator[_Route]:
        """Where `to` leads from a place; several, when a step on the way may be passed by."""
        if to == BACK:
            yield _Route(BACK)
        elif to != ONWARD:
            yield from self._entering(place, self._address(to, place), passed)
        elif place.turn == "first":
            yield from self._entering(place, self._first_place(place.stage, "second"), passed)
        else:
            yield from self._leaving(place, passed)

    def _leaving(self, place: Place, passed: Passed) -> Iterator[_Route]:
        stage = place.stage
        lines = stage.next
        if not lines:
            following = self._order[stage.id] + 1
            lines = (Line(to=self.flow.stages[following].id),)
        for index, line in enumerate(lines):
            for route in self._line_routes(place, line, f"{stage.id}#{index}", passed):
                yield replace(route, loops=self.places[route.target].stage is stage) if route.target != BACK else route

    def _entering(self, source: Place, target: str, passed: Passed) -> Iterator[_Route]:
        if target in passed:  # a round in which every step would be passed by is no way at all
            return
        place = self.places[target]
        aside = place.stage.aside and not source.stage.aside
        only = place.steps[0].only
        yield _Route(target, guards=only, back=source.id if aside else "")
        if only:
            for line in self._lines(place)[-1:]:
                yield from self._routes(place, line.to, passed | {target})

    def _address(self, to: str, place: Place) -> str:
        """The place that a name in a flow means, seen from a place."""
        stage_id, _, step_id = to.rpartition(".")
        if not stage_id and any(step.id == to for step in place.stage.steps):
            return self._place_of(place.stage, place.turn, to)
        stage = self._stages[stage_id or to]
        turn = TURNS[stage.turns][0]
        return self._place_of(stage, turn, step_id) if stage_id else self._first_place(stage, turn)

    def _place_of(self, stage: Stage, turn: str, step_id: str) -> str:
        id = f"{stage.id}.{turn}.{step_id}"
        if id not in self.places:
            raise KeyError(id)
        return id

    def _first_place(self, stage: Stage, turn: str) -> str:
        return self._place_of(stage, turn, stage.steps[0].id)


def anytime_answer(anytime: Anytime) -> str:
    """The name under which an edge of the menu is fired."""
    return f"anytime {anytime.id}"


def blocks(stage: Stage) -> Iterator[tuple[Step, ...]]:
    """The steps of a stage, secret ones in a row together. A step that names its own way onward ends a row."""
    row: list[Step] = []
    for step in stage.steps:
        if row and not (step.secret and not row[-1].next and step.who == row[-1].who):
            yield tuple(row)
            row = []
        row.append(step)
        if not step.secret:
            yield tuple(row)
            row = []
    if row:
        yield tuple(row)


def _places(flow: Flow) -> Iterator[Place]:
    for stage in flow.stages:
        for turn in TURNS[stage.turns]:
            for steps in blocks(stage):
                yield Place(f"{stage.id}.{turn}.{steps[0].id}", stage, turn, steps)
