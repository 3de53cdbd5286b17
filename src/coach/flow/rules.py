"""What must hold between the parts of one flow: names, targets, answers, choices and scales.

Only what can be seen without walking the talk; whether every loop ends and every place is reached is `checking.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from coach.flow.faults import Found, shown
from coach.flow.graph import answers_of
from coach.flow.lines import Path
from coach.flow.model import BACK, ONWARD, Choose, End, Flow, Line, Rate, Stage, Step, choice_key, choice_name

SCHEMA = 1
"""The only schema of a flow file so far."""

PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
"""What an id, and the name of a flow, looks like."""

OWN_KEYS = 3
"""F D S, or J K L."""

MOST_COMPARED = 40
"""Lines of one step that are held against each other; keeps a hostile file from costing minutes."""


def broken_rules(flow: Flow, found: Sequence[Found]) -> Iterator[Found]:
    """What is wrong between the parts of a flow.

    What already has a fault of its own (`found`) is passed over, so that one slip is one fault.
    """
    spoiled = {one.path[:length] for one in found for length in range(1, len(one.path) + 1)}
    yield from _names(flow, spoiled)
    yield from _whole(flow, spoiled)
    for at, step in _steps(flow):
        if not spoiled & {(*at, key) for key in ("kind", "choices", "bands", "of", "secret", "opens")}:
            yield from _line_answers(step.next, answers_of(step), at, f"the step {shown(step.id)}")
        if isinstance(step, Choose) and (*at, "choices") not in spoiled:
            yield from _choices(step, at, spoiled)
        if isinstance(step, Rate) and (*at, "top") not in spoiled:
            yield from _scale(step, at, spoiled)
    for i, stage in enumerate(flow.stages):
        yield from _line_answers(stage.next, (), ("stage", i), f"the stage {shown(stage.id)}")
    yield from _targets(flow)
    for _, at, lines in _nexts(flow):
        if at not in spoiled:
            yield from _order(lines, at)


def _steps(flow: Flow) -> Iterator[tuple[Path, Step]]:
    for i, stage in enumerate(flow.stages):
        for j, step in enumerate(stage.steps):
            yield ("stage", i, "step", j), step


def _nexts(flow: Flow) -> Iterator[tuple[Stage, Path, Sequence[Line]]]:
    for i, stage in enumerate(flow.stages):
        yield stage, ("stage", i, "next"), stage.next
        for j, step in enumerate(stage.steps):
            yield stage, ("stage", i, "step", j, "next"), step.next


def _names(flow: Flow, spoiled: Set[Path]) -> Iterator[Found]:
    stages = {stage.id for stage in flow.stages}
    yield from _ids([(("stage", i), stage.id) for i, stage in enumerate(flow.stages)], spoiled)
    yield from _ids([(("anytime", i), anytime.id) for i, anytime in enumerate(flow.anytime)], spoiled)
    for i, stage in enumerate(flow.stages):
        at: list[tuple[Path, str]] = [(("stage", i, "step", j), step.id) for j, step in enumerate(stage.steps)]
        yield from _ids(at, spoiled)
        for path, id in at:
            if id in stages and id:
                message = f"the step {shown(id)} has the name of a stage"
                yield Found((*path, "id"), "F14", message, "Rename it, so that a line cannot mean both.")
    if not PLAIN_NAME.fullmatch(flow.id):
        message = f"{shown(flow.id)} is no name for a flow"
        yield Found(("id",), "F12", message, "Name the file with small letters, digits and hyphens.")


def _ids(named: Sequence[tuple[Path, str]], spoiled: Set[Path]) -> Iterator[Found]:
    seen: set[str] = set()
    for path, id in named:
        if (*path, "id") in spoiled:
            continue
        if id in (BACK, ONWARD):
            yield Found((*path, "id"), "F12", f"{shown(id)} is a direction, no id", "Take another name.")
        elif not PLAIN_NAME.fullmatch(id):
            message, advice = f"{shown(id)} is no id", "Use small letters, digits and hyphens, 41 at most."
            yield Found((*path, "id"), "F12", message, advice)
        elif id in seen:
            yield Found((*path, "id"), "F13", f"the id {shown(id)} is taken", "Take another name.")
        seen.add(id)


def _whole(flow: Flow, spoiled: Set[Path]) -> Iterator[Found]:
    if ("schema",) not in spoiled and flow.schema != SCHEMA:
        message = f"this version reads schema {SCHEMA}, not {flow.schema}"
        yield Found(("schema",), "F11", message, f"Write schema = {SCHEMA}, or get a newer version.")
    if not flow.stages and ("stage",) not in spoiled:
        yield Found((), "F25", "a flow without stages", "Write at least one [[stage]] with a [[stage.step]].")
    for i, stage in enumerate(flow.stages):
        if not stage.steps and ("stage", i, "step") not in spoiled:
            message = f"the stage {shown(stage.id)} has no steps"
            yield Found(("stage", i), "F25", message, "Write a [[stage.step]] beneath it.")
    steps = [(step, stage.aside) for stage in flow.stages for step in stage.steps]
    unsure = any(path[-1] in ("kind", "step") for path in spoiled)
    if steps and not unsure and not any(isinstance(step, End) and not aside for step, aside in steps):
        advice = 'Write a step with kind = "end" outside the asides.'
        yield Found((), "F26", "no step ends the talk", advice)


def _line_answers(lines: Sequence[Line], known: Sequence[str], at: Path, what: str) -> Iterator[Found]:
    for i, line in enumerate(lines):
        if line.on and line.on not in known:
            message = f"{what} cannot be answered with {shown(line.on)}"
            advice = f"It may be {', '.join(known)}." if known else "Leave on out: it has no answers."
            yield Found((*at, "next", i, "on"), "F17", message, advice, line.on, (known,))


def _choices(step: Choose, at: Path, spoiled: Set[Path]) -> Iterator[Found]:
    keys: set[str] = set()
    names: set[str] = set()
    for i, raw in enumerate(step.choices):
        key, name, path = choice_key(raw, i), choice_name(raw), (*at, "choices", i)
        if not name or name in names:
            yield Found(path, "F27", f"{shown(raw)} has no name of its own", "Give each choice other words.")
        elif step.own_keys and i >= OWN_KEYS:
            yield Found(path, "F27", f"no key is left for {shown(raw)}", f"own_keys allows {OWN_KEYS} choices.")
        elif key in keys or len(key) > 1:
            advice = "Begin it with a digit that is free; there are ten, 0 to 9."
            yield Found(path, "F27", f"the key {key} of {shown(raw)} is not free", advice)
        keys.add(key)
        names.add(name)
    if not step.choices:
        yield Found((*at, "choices"), "F27", "there is nothing to choose from", 'Write choices = ["yes", "no"].')
    for name, values in (("says", step.says), ("days", step.days)):
        if values and len(values) != len(step.choices) and (*at, name) not in spoiled:
            message = f'"{name}" has {len(values)} for {len(step.choices)} choices'
            yield Found((*at, name), "F21", message, "Write one for each choice.")


def _scale(step: Rate, at: Path, spoiled: Set[Path]) -> Iterator[Found]:
    tops = [top for _, top in step.bands]
    if tops and (*at, "bands") not in spoiled:
        if any(lower >= upper for lower, upper in pairwise(tops)):
            yield Found((*at, "bands"), "F22", "the bands do not ascend", "Begin with the lowest.")
        elif tops[-1] != step.top:
            message = f"the bands end at {tops[-1]}, the scale at {step.top}"
            yield Found((*at, "bands"), "F22", message, f"Let the last band be = {step.top}.")
    if len(step.labels) not in (0, 2, step.top + 1) and (*at, "labels") not in spoiled:
        message = f"{len(step.labels)} labels for the numbers 0 to {step.top}"
        yield Found((*at, "labels"), "F23", message, f"Write 2, for the ends, or {step.top + 1}.")


def _targets(flow: Flow) -> Iterator[Found]:
    asides = {stage.id for stage in flow.stages if stage.aside}
    everywhere = {f"{stage.id}.{step.id}": None for stage in flow.stages for step in stage.steps}
    everywhere |= {stage.id: None for stage in flow.stages}
    own: dict[str, None] = {}
    for stage, at, lines in _nexts(flow):
        if len(at) == 3:
            own = dict.fromkeys((*(step.id for step in stage.steps), BACK, ONWARD))
        for i, line in enumerate(lines):
            for key, target in (("to", line.to), ("back", line.back)):
                if target and target not in own and target not in everywhere:
                    yield _nowhere((*at, i, key), target, own, everywhere)
            yield from _ways_back(stage, line, (*at, i), asides)
    for i, anytime in enumerate(flow.anytime):
        path = ("anytime", i, "to")
        if anytime.to and anytime.to not in everywhere:
            yield _nowhere(path, anytime.to, {}, everywhere)
        elif anytime.to and anytime.to.split(".")[0] not in asides:
            message = f"{shown(anytime.to)} is no aside, so nothing leads back from it"
            yield Found(path, "F16", message, "Lead to a stage with aside = true.")


def _nowhere(path: Path, target: str, own: dict[str, None], everywhere: dict[str, None]) -> Found:
    message = f"{shown(target)} is neither a step here nor a stage"
    return Found(path, "F15", message, "Name a step of this stage, a stage, or stage.step.", target, (own, everywhere))


def _ways_back(stage: Stage, line: Line, path: Path, asides: Set[str]) -> Iterator[Found]:
    if line.to == BACK and not stage.aside:
        message = f"{shown(stage.id)} is no aside, so there is no way back"
        yield Found((*path, "to"), "F16", message, "Name where it leads, or set aside = true in the stage.")
    if line.back and line.to.split(".")[0] not in asides:
        message = f"{shown(line.to)} is no aside that could lead back"
        yield Found((*path, "back"), "F16", message, "Leave back out, or lead into an aside.")


def _order(lines: Sequence[Line], at: Path) -> Iterator[Found]:
    for later, line in enumerate(lines[:MOST_COMPARED]):
        for earlier in lines[:later]:
            same = earlier.on == line.on and set(earlier.guards) == set(line.guards) and earlier.to == line.to
            covers = earlier.on in ("", line.on) and set(earlier.guards) <= set(line.guards) and not earlier.at_most
            if same or covers:
                what = "cannot be told apart from" if same else "never gets its turn after"
                message = f"the line to {shown(line.to)} {what} the one to {shown(earlier.to)} above it"
                yield Found((*at, later), "F18", message, "Move it up, give it a guard, or take it out.")
                break
