"""A flow as its author wants to see it: what is asked, of whom, for how long, and what stands beside the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from coach.flow.atlas import asked, seconds_of
from coach.flow.graph import Edge, Graph, Place
from coach.flow.model import SEATS, Anytime, Flow, Guard, Stage, Step
from coach.flow.turns import clock, largest_difference

WIDTH = 100
"""Columns."""

LONGEST_WAY = 1000
"""Places of a straight way."""

EXACT = 600.0
"""Seconds below which a length is told to the second."""


def outline(flow: Flow) -> str:
    """The text of `coach flow show`."""
    graph = Graph(flow)
    way = first_try(graph)
    lines = [_shortened(f"{flow.title}  ({flow.id})", WIDTH), *wrap(flow.about, WIDTH)]
    for aside in (False, True):
        for stage in flow.stages:
            if stage.aside == aside:
                lines += ["", *_stage(stage, way)]
    lines += ["", "At any moment", *(_menu(anytime) for anytime in flow.anytime)]
    lines += ["", f"{_length(sum(_seconds(way)))} if all goes at the first try."]
    lines += wrap(str(largest_difference(flow)), WIDTH)
    return "\n".join(line.rstrip() for line in lines)


def first_try(graph: Graph) -> list[Place]:
    """The straight way as it can be talked: where a line wants so many ideas, rounds go on until they are there.

    Nobody passes on it, and every turn that is asked for an idea gives one.
    """
    way = [graph.places[graph.start]]
    used: Counter[str] = Counter()
    while len(way) < LONGEST_WAY and (edge := _edge(graph, way, used)):
        used.update(line for line, _ in edge.counters)
        if graph.landing(edge) != edge.target:
            way.append(graph.places[edge.target])
        way.append(graph.places[graph.landing(edge)])
    return way


def _edge(graph: Graph, way: list[Place], used: Counter[str]) -> Edge | None:
    """The straight edge; or, while ideas are still missing for it, the first that is open."""
    straight = graph.straight_edge(way[-1])
    if straight is None or _open(straight, way, used):
        return straight
    edges = graph.edges_of[way[-1].id, straight.answer]
    return next((edge for edge in edges if not edge.returns and _open(edge, way, used)), straight)


def _open(edge: Edge, way: list[Place], used: Counter[str]) -> bool:
    left = all(used[line] < limit for line, limit in edge.counters)
    return left and all(_holds(guard, way) for guard in edge.guards)


def _holds(guard: Guard, way: list[Place]) -> bool:
    """Whether a guard that counts holds when every turn that was asked for an idea gave one; all others do."""
    turns = Counter(place.turn for place in way if place.step.saves == "idea")
    wanted = int(guard.value) if not isinstance(guard.value, str) else 0
    if guard.name == "ideas":
        return turns.total() >= wanted
    if guard.name == "ideas_at_most":
        return turns.total() <= wanted
    if guard.name == "ideas_each":
        return min(turns["first"], turns["second"]) >= wanted
    return guard.name != "passes" or wanted == 0


def _seconds(way: list[Place]) -> Iterator[float]:
    """What each place of a way is allotted on that visit."""
    visits: Counter[str] = Counter()
    for place in way:
        visits[place.id] += 1
        yield seconds_of(place, visits[place.id])


def _stage(stage: Stage, way: list[Place]) -> Iterator[str]:
    """A stage's heading and its steps."""
    here = [(place, seconds) for place, seconds in zip(way, _seconds(way), strict=True) if place.stage is stage]
    straight = {step.id for place, _ in here for step in place.steps}
    kind = "beside the way" if stage.aside else "each in turn" if stage.turns == "each" else ""
    heading = " · ".join(filter(None, (stage.title, stage.id, kind)))
    total = sum(seconds for _, seconds in here)
    yield _row(_shortened(heading, WIDTH - 12), clock(total) if total else "")
    for step in stage.steps:
        yield _step(stage, step, step.id in straight)


def _step(stage: Stage, step: Step, straight: bool) -> str:
    who = asked(stage, step)
    indent = "  " if straight or stage.aside else "      "
    twice = len(SEATS) if step.secret and who == "both" else 1
    times = " ".join(clock(seconds * twice) for seconds in step.seconds)
    whom = f"{who}, secret" if step.secret else who
    start = f"{indent}{_shortened(step.id, 14):<14} {whom:<17}"
    words = step.words.replace("\n", " ")
    return _row(start + _shortened(words, WIDTH - len(start) - len(times) - 2), times)


def _row(text: str, time: str) -> str:
    return f"{text:<{WIDTH - len(time)}}{time}"


def _menu(anytime: Anytime) -> str:
    leads = f"to {anytime.to}" if anytime.to else clock(anytime.seconds) if anytime.seconds else "until Enter"
    return _shortened(f"  {anytime.menu} · {leads}", WIDTH)


def _length(seconds: float) -> str:
    return clock(seconds) if seconds < EXACT else f"About {round(seconds / 60)} minutes"


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
