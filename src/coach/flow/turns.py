"""Proofs that a flow is fair to both seats, and how far the two turns of a stage can still differ."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from coach.flow.atlas import Atlas, asked, by_source, moves_by_itself, seconds_of
from coach.flow.faults import Found, shown
from coach.flow.graph import Edge, Graph, answers_of, anytime_answer
from coach.flow.lines import Path
from coach.flow.model import BACK, ONWARD, Choose, End, Flow, Line, Rate, Say, Stage, Step

NAMED_SEATS = ("left", "right", "first", "second")

MOST_WAYS = 20_000
"""Ways through one turn that are looked at; keeps a flow of very many rounds from costing minutes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much longer one turn of a stage can be than the other."""

    stage: str
    """The stage's id; empty if no turn can be longer."""
    seconds: float
    """Of allotted time."""
    turns: int
    """Talking turns more in the longest way than in the shortest."""

    def __str__(self) -> str:
        """The sentence that `coach flow check` and `show` print."""
        alike = "Both turns of every stage have the same steps and the same seconds"
        more = [clock(self.seconds)] if self.seconds else []
        more += [f"{self.turns} talking turn{'s' * (self.turns != 1)}"] if self.turns else []
        if not more:
            return f"{alike}, whatever is answered."
        return f"{alike}; second tries can make one longer, by {' and '.join(more)} at most ({self.stage})."


def unfair_lines(atlas: Atlas) -> Iterator[Found]:
    """What can be seen of fairness without a graph: C09, C10 (from outside), C11, C12, C27."""
    for at, stage, step in atlas.steps():
        yield from _asked(at, stage, step)
        if stage.turns == "each":
            yield from _inside(atlas, at, stage, step)
    for at, stage, owner, lines in atlas.nexts():
        for i, line in enumerate(lines):
            yield from _midway(atlas, (*at, i), stage, owner, line)


def unlike_turns(atlas: Atlas, told: Set[Path]) -> Iterator[Found]:
    """C10: stages whose two turns are not the same graph, place for place and edge for edge.

    Args:
        told: where stages are written of which a line has been told already.
    """
    for stage in atlas.flow.stages:
        if stage.turns == "each" and atlas.stage_path(stage) not in told:
            for step in stage.steps:
                first, second = (_likeness(atlas.graph, stage, turn, step) for turn in ("first", "second"))
                if first != second:
                    message = f"the two turns of {shown(stage.id)} do not go on alike from {shown(step.id)}"
                    advice = "Let the stage lead to stages only, and its steps to steps."
                    yield Found((*atlas.step_path(stage, step), "id"), "C10", message, advice)
                    break


def differences(flow: Flow) -> list[Difference]:
    """How far the two turns of each stage can differ, in the order of the file."""
    graph = Graph(flow)
    return [_difference(graph, stage) for stage in flow.stages if stage.turns == "each"]


def largest_difference(flow: Flow) -> Difference:
    """How far the two turns of one stage can differ at most.

    The steps and the allotted seconds of both are the same; what one of them may have more of is second tries, a
    "more", and reading what was typed.
    """
    found = differences(flow)
    return max(found, key=lambda one: (one.seconds, one.turns), default=Difference("", 0.0, 0))


def clock(seconds: float) -> str:
    """Seconds as a clock shows them: "1:30"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


# -- line by line ------------------------------------------------------------------------------------------------


def _asked(at: Path, stage: Stage, step: Step) -> Iterator[Found]:
    if stage.turns != "each" and step.who in ("speaker", "listener"):
        message = f"nobody is the {step.who} in a stage that both go through together"
        yield Found((*at, "who"), "C12", message, 'Write turns = "each" in the stage, or who = "first".')
    if stage.turns == "each" and step.who in NAMED_SEATS:
        message = f"{shown(step.who)} is asked in both turns, the other seat in none"
        yield Found((*at, "who"), "C11", message, 'Write who = "speaker" or who = "listener".')
    if isinstance(step, Choose) and step.own_keys and asked(stage, step) == "both":
        message = "own_keys are the keys of one seat, but both are asked"
        yield Found((*at, "own_keys"), "C27", message, "Name one seat with who, or take own_keys out.")


def _inside(atlas: Atlas, at: Path, stage: Stage, step: Step) -> Iterator[Found]:
    """C09 and C11: what must not happen in one seat's turn."""
    own = {one.id for one in stage.steps}
    if isinstance(step, End):
        message = f"{shown(step.id)} ends the talk before the second seat has had its turn"
        yield Found((*at, "kind"), "C09", message, "Put it into a stage of its own.")
    if isinstance(step, Rate) and step.opens == "order":
        message = "who goes first cannot change while the turns are taken"
        yield Found((*at, "opens"), "C11", message, "Ask it in a stage before this one.")
    for i, line in enumerate(step.next):
        where = (*at, "next", i)
        if line.marks == "swap":
            message = "who goes first cannot change while the turns are taken"
            yield Found((*where, "marks"), "C11", message, "Swap in a stage before this one.")
        if line.to == ONWARD or line.to in own:
            continue
        aside = line.to != BACK and atlas.flow.stage(line.to.split(".")[0]).aside
        if not aside:
            message = f"{shown(line.to)} leads out of the turn, so that one seat may have none"
            yield Found((*where, "to"), "C09", message, 'Lead to a step of this stage, an aside, or "onward".')
        elif line.back and line.back not in own:
            message = f"coming back at {shown(line.back)} leads out of the turn, so that one seat may have none"
            yield Found((*where, "back"), "C09", message, "Name a step of this stage, or leave back out.")


def _midway(atlas: Atlas, at: Path, stage: Stage, owner: Step | None, line: Line) -> Iterator[Found]:
    """C10: a line from outside a turn that leads into it elsewhere than at its beginning."""
    for key, to in (("to", line.to), ("back", line.back)):
        goal = atlas.target(stage, to) if to else None
        if goal is None or goal[0].turns != "each" or (goal[0] is stage and owner):
            continue
        if goal[1] is not goal[0].steps[0] or (goal[0] is stage and to in {step.id for step in stage.steps}):
            message = f"{shown(to)} leads into the middle of a turn, so that one would be shorter than the other"
            yield Found((*at, key), "C10", message, f"Lead to {shown(goal[0].id)}.")


# -- on the graph ------------------------------------------------------------------------------------------------


def _likeness(graph: Graph, stage: Stage, turn: str, step: Step) -> list[tuple[object, ...]]:
    """The edges of one step in one turn, told without the turn's name; ways out of the turn are all alike."""
    place = graph.places.get(f"{stage.id}.{turn}.{step.id}")
    if place is None:
        return []
    answers = (*answers_of(place.step), *(anytime_answer(anytime) for anytime in graph.flow.anytime))
    edges = [edge for answer in answers for edge in graph.edges_of.get((place.id, answer), ())]
    prefix = f"{stage.id}.{turn}."
    alike: list[tuple[object, ...]] = []
    for edge in edges:
        inner = edge.target.startswith(prefix) and not edge.loops
        told: tuple[object, ...] = (edge.answer, "out")
        if inner or edge.answer.startswith("anytime "):
            counters = tuple((line.replace(prefix, ""), limit) for line, limit in edge.counters)
            goal, back = edge.target.removeprefix(prefix), edge.back.removeprefix(prefix)
            told = (edge.answer, goal, edge.guards, counters, edge.marks, back)
        if not alike or alike[-1] != told:
            alike.append(told)
    return alike


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way through a turn, as far as it has come."""

    place: str
    seconds: float
    turns: int
    visits: tuple[tuple[str, int], ...]
    used: tuple[tuple[str, int], ...]


def _difference(graph: Graph, stage: Stage) -> Difference:
    """The longest way through the first turn against the shortest."""
    prefix = f"{stage.id}.first."
    own = (edge for edge in graph.edges if edge.source.startswith(prefix))
    edges = by_source(edge for edge in own if moves_by_itself(edge, graph.places[edge.source]))
    begin = _Walk(f"{prefix}{stage.steps[0].id}", 0.0, 0, (), ())
    waiting, seen, ways = [begin], {begin}, set[tuple[float, int]]()
    while waiting and len(seen) < MOST_WAYS:
        walk = _visited(waiting.pop(), graph)
        for edge in edges.get(walk.place, ()):
            used = dict(walk.used)
            goal = graph.landing(edge)
            if not _open(edge, walk, used) or graph.places[goal].stage.aside:
                continue  # an aside is time out: it comes back to where it was entered
            if not goal.startswith(prefix) or edge.loops:
                ways.add((walk.seconds, walk.turns))
                continue
            used |= {line: used.get(line, 0) + 1 for line, _ in edge.counters}
            further = _Walk(goal, walk.seconds, walk.turns, walk.visits, tuple(sorted(used.items())))
            if further not in seen:
                seen.add(further)
                waiting.append(further)
    seconds, turns = [way[0] for way in ways] or [0.0], [way[1] for way in ways] or [0]
    return Difference(stage.id, max(seconds) - min(seconds), max(turns) - min(turns))


def _visited(walk: _Walk, graph: Graph) -> _Walk:
    """A way with the place counted that it has come to."""
    place = graph.places[walk.place]
    visits = dict(walk.visits)
    visits[walk.place] = round = visits.get(walk.place, 0) + 1
    talking = isinstance(place.step, Say) and not place.step.secret
    seconds = walk.seconds + seconds_of(place, round)
    return _Walk(walk.place, seconds, walk.turns + talking, tuple(sorted(visits.items())), walk.used)


def _open(edge: Edge, walk: _Walk, used: dict[str, int]) -> bool:
    """Whether a way can go on along an edge; only its tries and limits are known, all else may be."""
    visits = dict(walk.visits).get(walk.place, 0)
    tried = all(visits >= int(guard.value) for guard in edge.guards if guard.name == "tries")
    return tried and all(used.get(line, 0) < limit for line, limit in edge.counters)
