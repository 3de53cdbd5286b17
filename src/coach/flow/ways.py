"""Proofs that every talk of a flow goes on, comes to an end, and can be left at any moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from coach.flow.atlas import Atlas, backwards, forwards, moves_by_itself
from coach.flow.faults import Found, shown
from coach.flow.graph import Edge, answers_of, anytime_answer
from coach.flow.lines import Path
from coach.flow.model import ONWARD, End, Guard, Line, Rate, Stage, Step

MOST_ROUNDS = 9
"""What `at_most` may be: a limit that nobody reaches is none."""


def unbuilt_ways(atlas: Atlas) -> Iterator[Found]:
    """What must hold before a graph can be made of a flow at all."""
    yield from _onward(atlas)
    yield from _beside(atlas)
    for at, step, lines in _passed_by(atlas):
        plain = not lines or (len(lines) == 1 and lines[0] == Line(lines[0].to))
        if not plain:
            message = f"{shown(step.id)} may be passed by, so it can have only one plain way on"
            yield Found((*at, "next"), "C07", message, "Move its lines to the step after it.")


def broken_ways(atlas: Atlas, shared: Set[str]) -> Iterator[Found]:
    """What must hold of the graph.

    Args:
        atlas: of a flow without `unbuilt_ways`.
        shared: the ids of the stages that were merged from the shared asides; not every flow needs all of them.
    """
    stuck = list(_stuck(atlas)) or list(_stuck_places(atlas))
    yield from stuck
    if not stuck:  # a talk that gets stuck has places that it does not come to: one slip is one fault
        yield from _unreached(atlas, shared)
        yield from _endless(atlas)
    yield from _never_taken(atlas)
    yield from _not_left(atlas)
    yield from _loops(atlas)


# -- before there is a graph -------------------------------------------------------------------------------------


def _onward(atlas: Atlas) -> Iterator[Found]:
    """C01: `onward` where nothing follows."""
    for at, stage, step in atlas.steps():
        lines = step.next or (() if step is not stage.steps[-1] else (Line(ONWARD),))
        leaves = [i for i, line in enumerate(lines) if line.to == ONWARD]
        if not leaves or stage.next or not (answers_of(step) or step.only) or _followed(atlas, stage):
            continue
        where = (*at, "next", leaves[0]) if step.next else at
        if stage.aside:
            message = f"{shown(step.id)} is the last step of an aside and leads nowhere"
            yield Found(where, "C01", message, 'Write next = "back".')
        else:
            message = f"no stage follows {shown(stage.id)} on the way"
            yield Found(where, "C01", message, "Write a next, in the step or in the stage.")
    for at, _stage, owner, lines in atlas.nexts():
        for i, line in enumerate(lines):
            if owner is None and line.to == ONWARD:
                message = "a stage cannot lead onward by a line of its own"
                yield Found((*at, i), "C01", message, "Name the stage it leads to.")


def _followed(atlas: Atlas, stage: Stage) -> bool:
    stages = atlas.flow.stages
    following = atlas.numbers[stage.id] + 1
    return not stage.aside and following < len(stages) and not stages[following].aside


def _beside(atlas: Atlas) -> Iterator[Found]:
    """C02: a talk that would begin beside the way, or come back to there."""
    first = atlas.flow.stages[0]
    if first.aside:
        message = f"the first stage, {shown(first.id)}, is beside the way"
        yield Found(("stage", 0), "C02", message, "Begin with a stage that is no aside.")
    for at, stage, _step, lines in atlas.nexts():
        for i, line in enumerate(lines):
            home = atlas.target(stage, line.back) if line.back else None
            if line.back and (home is None or home[0].aside):
                message = f"{shown(line.back)} is no place on the way to come back to"
                yield Found((*at, i, "back"), "C02", message, "Name a stage or a step that is in no aside.")


def _passed_by(atlas: Atlas) -> Iterator[tuple[Path, Step, Sequence[Line]]]:
    """Every step with `only`, and the lines that are taken when it is passed by."""
    for at, stage, step in atlas.steps():
        if step.only:
            row = list(stage.steps[stage.steps.index(step) :])
            last = next((one for one in row if one.next or not one.secret), row[-1])
            yield at, step, last.next if step.secret else step.next


# -- on the graph ------------------------------------------------------------------------------------------------


def _stuck(atlas: Atlas) -> Iterator[Found]:
    """C06: an answer for which no line is always open."""
    for at, _stage, step, lines in atlas.nexts():
        for answer in answers_of(step) if step and lines else (("",) if lines else ()):
            fitting = [i for i, line in enumerate(lines) if line.on in ("", answer)]
            if fitting and not lines[fitting[-1]].guards and not lines[fitting[-1]].at_most:
                continue
            what = f"the answer {shown(answer)}" if answer else "the stage"
            where = (*at, fitting[-1]) if fitting else at
            advice = "Write a last line without a guard and without at_most."
            yield Found(where, "C06", f"{what} may find no open line", advice)
            break


def _stuck_places(atlas: Atlas) -> Iterator[Found]:
    """C06 once more, on the graph: a round of steps that may all be passed by is no way on."""
    for place in atlas.graph.places.values():
        for answer in answers_of(place.step) if place.id in atlas.reached else ():
            edges = atlas.graph.edges_of.get((place.id, answer), ())
            if not edges or edges[-1].guards or edges[-1].counters:
                message = f"after {shown(place.step.id)} every step may be passed by, round and round"
                advice = "Leave only out of one step of the round."
                yield Found((*atlas.place_path(place), "id"), "C06", message, advice)
                break


def _unreached(atlas: Atlas, shared: Set[str]) -> Iterator[Found]:
    """C03: steps that no talk can come to."""
    met = {(atlas.graph.places[id].stage.id, step.id) for id in atlas.reached for step in atlas.graph.places[id].steps}
    for stage in atlas.flow.stages:
        missed = [step for step in stage.steps if (stage.id, step.id) not in met]
        if stage.id in shared or not missed:
            continue
        if len(missed) == len(stage.steps):
            message = f"nothing leads to the stage {shown(stage.id)}"
            yield Found(atlas.stage_path(stage), "C03", message, "Lead a line to it, or take it out.")
            continue
        for step in missed:
            message = f"nothing leads to the step {shown(step.id)}"
            yield Found(atlas.step_path(stage, step), "C03", message, "Lead a line to it, or take it out.")


def _never_taken(atlas: Atlas) -> Iterator[Found]:
    """C04: lines whose answers are all taken by lines above them."""
    ranks = next((tuple(name for name, _ in rate.bands) for rate in rates(atlas) if rate.saves == "room"), ())
    for at, _stage, step, lines in atlas.nexts():
        answers = answers_of(step) if step else ("",)
        for i, line in enumerate(lines):
            mine = [answer for answer in answers if line.on in ("", answer)]
            if mine and all(_taken(line, answer, lines[:i], ranks) for answer in mine):
                message = f"the line to {shown(line.to)} never gets its turn: those above it take every answer"
                yield Found((*at, i), "C04", message, "Move it up, or take it out.")


def _taken(line: Line, answer: str, above: Sequence[Line], ranks: Sequence[str]) -> bool:
    """Whether a line above is taken whenever this one could be."""
    return any(
        not one.at_most
        and one.on in ("", answer)
        and all(any(_implies(guard, mine, ranks) for mine in line.guards) for guard in one.guards)
        for one in above
    )


def _implies(wide: Guard, narrow: Guard, ranks: Sequence[str]) -> bool:
    """Whether one guard holds whenever another does."""
    if wide.name != narrow.name:
        return False
    if isinstance(wide.value, bool) or not isinstance(narrow.value, int | str):
        return wide.value == narrow.value
    if isinstance(wide.value, str):
        known = wide.value in ranks and narrow.value in ranks
        return known and ranks.index(str(narrow.value)) <= ranks.index(wide.value)
    at_most = wide.name.endswith("at_most")
    return int(narrow.value) <= wide.value if at_most else int(narrow.value) >= wide.value


def _endless(atlas: Atlas) -> Iterator[Found]:
    """C05: places from which no end can be come to without the menu."""
    ends = {id for id, place in atlas.graph.places.items() if isinstance(place.step, End)}
    ending = backwards(ends, atlas.ways)
    told: set[Path] = set()
    for place in atlas.graph.places.values():
        at = atlas.place_path(place)
        if place.id in atlas.reached and place.id not in ending and at not in told:
            told.add(at)
            message = f"from {shown(place.step.id)} no end can be reached"
            yield Found(at, "C05", message, 'Lead a line from it on to a step with kind = "end".')


def _not_left(atlas: Atlas) -> Iterator[Found]:
    """C08: places where the menu offers nothing that ends the talk."""
    ends = {id for id, place in atlas.graph.places.items() if isinstance(place.step, End)}
    ending = backwards(ends, [edge for edge in atlas.ways if not edge.returns])
    offers = [anytime_answer(anytime) for anytime in atlas.flow.anytime if anytime.to]
    for id in sorted(atlas.reached - ends):
        edges = [edge for offer in offers for edge in atlas.graph.edges_of.get((id, offer), ())]
        if not any(edge.target in ending for edge in edges):
            advice = 'Write an [[anytime]] that leads to an aside with an end: to = "stop.ask".'
            yield Found(("anytime",), "C08", "nothing in the menu lets the two of them stop", advice)
            return


def _loops(atlas: Atlas) -> Iterator[Found]:
    """C13, C14: rounds without a limit, and limits that are none."""
    free = {edge: goals for edge, goals in _goals(atlas).items() if not edge.counters}
    onward: dict[str, set[str]] = {}
    for edge, goals in free.items():
        onward.setdefault(edge.source, set()).update(goals)
    order = {id: index for index, id in enumerate(atlas.graph.places)}
    told: set[Path] = set()
    for edge, target in ((edge, target) for edge, goals in free.items() for target in sorted(goals)):
        at = atlas.line_path(edge.lines[-1])
        ahead = order[target] > order[edge.source]
        if ahead or at in told or edge.source not in forwards(target, onward):
            continue
        told.add(at)
        message = f"this leads back to {shown(atlas.graph.places[target].step.id)}, again and again"
        yield Found(at, "C13", message, "Write at_most in one line of the round, and a line after it.")
    for at, _stage, _step, lines in atlas.nexts():
        for i, line in enumerate(lines):
            if line.at_most > MOST_ROUNDS:
                message = f"{line.at_most} rounds are as good as no limit"
                yield Found((*at, i, "at_most"), "C14", message, f"Write {MOST_ROUNDS} or fewer.")


def _goals(atlas: Atlas) -> dict[Edge, set[str]]:
    """Where the talk is after each edge of its own, and where it goes on when the aside it entered is over.

    An aside that only ends when a rest or a day has gone by is a round that people choose, so it needs no limit; one
    whose way back has a limit has one already.
    """
    places = atlas.graph.places
    own = [edge for edge in atlas.graph.edges if moves_by_itself(edge, places[edge.source])]
    inner = [edge for edge in own if places[edge.source].stage.aside and places[edge.target].stage.aside]
    unlimited = [edge for edge in inner if not edge.counters]
    leaving = {edge.source for edge in atlas.graph.edges if edge.returns and not edge.counters}
    led_back = backwards(leaving, unlimited)
    return {edge: {edge.target} | ({edge.back} if edge.back and edge.target in led_back else set()) for edge in own}


def rates(atlas: Atlas) -> list[Rate]:
    """The ratings of a flow."""
    return [step for _, _, step in atlas.steps() if isinstance(step, Rate)]
