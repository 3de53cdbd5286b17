"""What every word of a flow must hold to: short, calm, and without a name that is not known yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from coach.flow.atlas import Atlas, by_source
from coach.flow.faults import Found, shown
from coach.flow.graph import Place
from coach.flow.lines import Path
from coach.flow.model import Agree, Anytime, Choose, Flow, Rate, Say, Stage, Step, choice_name
from coach.flow.shapes import placeholders

LONGEST: dict[str, int] = {
    "title": 60,
    "about": 100,
    "short": 12,
    "menu": 40,
    "words": 80,
    "small": 80,
    "other": 80,
    "choices": 40,
    "says": 80,
    "stems": 40,
    "hints": 40,
    "things": 80,
    "labels": 24,
    "reasons": 80,
    "keys": 24,
    "repairs": 40,
    "feelings": 20,
}
"""Characters that each key may hold, or each item of its list."""

MOST_SENTENCES = 2
"""In `words`: one thing to do, and one more at most."""

FILLED = ("words", "small", "other", "choices", "says")
"""Keys of a step in which `{names}` are replaced."""

ALWAYS = frozenset(("left", "right", "first", "second", "n", "expiry"))
"""What is known from the first screen on."""

_SENTENCE = re.compile(r"[.?]+[”’\"']*(?=\s|$)")

Known = Mapping[str, frozenset[str]]
"""Place → what is known there whichever way the talk came."""


def unfit_texts(atlas: Atlas) -> Iterator[Found]:
    """C15 and C16: what is too long, empty or loud. C26: names in braces where nothing is filled in."""
    for at, owner, key, text in _texts(atlas.flow):
        if len(text) > LONGEST[key]:
            message = f'"{key}" has {len(text)} characters'
            yield Found(at, "C15", message, f"{LONGEST[key]} are the most: say less.")
        elif key == "words" and isinstance(owner, Step) and not text.strip():
            yield Found(at, "C15", "the words of a step are empty", "Say the one thing to do.")
        elif key == "words" and len(_sentences(text)) > MOST_SENTENCES:
            message = f"{len(_sentences(text))} sentences in one prompt"
            yield Found(at, "C15", message, f"{MOST_SENTENCES} are the most; a quieter one may stand in small.")
        if loud := set("!¡！‼⁉") & set(text):
            yield Found(at, "C16", f'"{key}" holds {shown(min(loud))}', "Say it calmly, with a full stop.")
        if "\n" in text or "\t" in text:
            yield Found(at, "C16", f'"{key}" holds a line break or a tab', "Write it on one line.")
        if names := [] if isinstance(owner, Step) and key in FILLED else placeholders(text):
            message = f'in "{key}" nothing is put in for {shown("{" + names[0] + "}")}'
            yield Found(at, "C26", message, f"Names in braces may stand in {', '.join(FILLED)} of a step.")


def unknown_names(atlas: Atlas) -> Iterator[Found]:
    """C26: names in braces that may not be known yet when they are shown."""
    known = known_names(atlas)
    told: set[tuple[Path, str]] = set()
    for id, names in known.items():
        place = atlas.graph.places[id]
        for step in place.steps:
            for at, key, text in _step_texts(step, atlas.step_path(place.stage, step)):
                here = names | _own_names(place, step, key, at)
                for name in placeholders(text) if key in FILLED else []:
                    if name not in here and (at, name) not in told:
                        told.add((at, name))
                        yield Found(at, "C26", f"{shown('{' + name + '}')} may not be known here", _origin(name))


def known_names(atlas: Atlas) -> Known:
    """What every place that can be reached knows.

    Words of a turn that may be passed count as known: they may be empty, and the flow's author sees to that.
    """
    graph = atlas.graph
    asides = {id for id, place in graph.places.items() if place.stage.aside}
    gains: dict[str, frozenset[str]] = {}
    leads: list[tuple[str, str, str, str]] = []
    for edge in graph.edges:
        if edge.returns or edge.source not in atlas.reached:
            continue
        leads.append((edge.source, edge.answer, edge.target, ""))
        if edge.back and edge.back != edge.source:
            gains.setdefault(edge.target, frozenset())
            leads.append((edge.source, edge.answer, edge.back, edge.target))
    for entry in gains:
        inner = [lead for lead in leads if lead[0] in asides and lead[2] in asides]
        gains[entry] = _brought_back(atlas, _spread(atlas, entry, inner, {}))
    return {id: names | ALWAYS for id, names in _spread(atlas, graph.start, leads, gains).items()}


def _spread(
    atlas: Atlas, start: str, leads: Iterable[tuple[str, str, str, str]], gains: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """What is known at each place after a place at which nothing is: on every way, so only what all of them bring."""
    onward: dict[str, list[tuple[str, str, str]]] = {}
    for source, answer, target, aside in leads:
        onward.setdefault(source, []).append((answer, target, aside))
    known = {start: frozenset[str]()}
    waiting = [start]
    while waiting:
        source = waiting.pop()
        for answer, target, aside in onward.get(source, ()):
            brought = known[source] | learnt(atlas, source, answer) | gains.get(aside, frozenset())
            now = known[target] & brought if target in known else brought
            if known.get(target) != now:
                known[target] = now
                waiting.append(target)
    return known


def _brought_back(atlas: Atlas, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What an aside has learnt on every way by which a talk can leave it for the place it came from."""
    returning = by_source(edge for edge in atlas.graph.edges if edge.returns)
    brought = [
        known[source] | learnt(atlas, source, edge.answer)
        for source, edges in returning.items()
        if source in known
        for edge in edges
    ]
    return frozenset.intersection(*brought) if brought else frozenset()


def learnt(atlas: Atlas, source: str, answer: str) -> frozenset[str]:
    """What an answer makes known."""
    place = atlas.graph.places[source]
    if answer.startswith("anytime ") or answer == "resumed":
        return frozenset()
    names: set[str] = set()
    for step in place.steps:
        last = step is place.step
        if isinstance(step, Say) and step.secret:
            names |= {step.saves} if step.opens == "both" and isinstance(place.step, Say) else set()
        elif isinstance(step, Rate) and last:
            names |= _rated(step, answer)
        elif last:
            names |= {step.saves} if step.saves != "room" else set()
        if last and _sets_a_time(step, answer):
            names |= {"day", "until"}
    return frozenset(names) - {"", "idea"}


def _rated(step: Rate, answer: str) -> set[str]:
    if step.of:
        picked = {"picked", "reason"} if step.reasons else {"picked"}
        return picked if answer == "picked" else {"nearest"}
    return {"room", "room_was"} if step.saves == "room" and step.bands else set()


def _sets_a_time(step: Step, answer: str) -> bool:
    if isinstance(step, Choose):
        return bool(step.days)
    # A rest is agreed by either; "both" means to go on without it, unless the step does not offer that.
    return isinstance(step, Agree) and bool(step.minutes) and (answer == "one" or step.keys[:1] == ("",))


def _own_names(place: Place, step: Step, key: str, at: Path) -> set[str]:
    """What is known at this step alone."""
    names = {"speaker", "listener"} if place.stage.turns == "each" else set()
    if isinstance(step, Agree) and step.minutes:
        names.add("rest")
    if isinstance(step, Choose) and key == "says":
        index = at[-1] if isinstance(at[-1], int) else 0
        if index < len(step.choices) and step.choices[index].endswith("…"):
            names.add("line")
    return names


def _origin(name: str) -> str:
    return {
        "speaker": 'Somebody is it only in a stage with turns = "each".',
        "listener": 'Somebody is it only in a stage with turns = "each".',
        "line": 'It is what was typed after a choice that ends in "…", and stands in says only.',
        "rest": "It stands in an agree step with minutes.",
        "day": "Ask for it before, with a choose that has days.",
        "until": "Ask for it before, with an agree that has minutes or a choose that has days.",
        "room": 'Ask for it before, on every way, with a rate that saves = "room".',
        "room_was": 'Ask for it before, on every way, with a rate that saves = "room".',
        "picked": 'It is known after the answer "picked" of a rate with of = "idea".',
        "reason": 'It is known after the answer "picked" of a rate with of = "idea".',
        "nearest": 'It is known after the answer "none" of a rate with of = "idea".',
    }.get(name, f"Let a step before it, on every way, have saves = {shown(name)}.")


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part.strip()]


def _texts(flow: Flow) -> Iterator[tuple[Path, object, str, str]]:
    """Every text that people may read: where it is, what it belongs to, its key, itself."""
    owners: list[tuple[Path, object]] = [((), flow)]
    owners += [(("anytime", i), anytime) for i, anytime in enumerate(flow.anytime)]
    for i, stage in enumerate(flow.stages):
        owners.append((("stage", i), stage))
        owners += [(("stage", i, "step", j), step) for j, step in enumerate(stage.steps)]
    for path, owner in owners:
        for at, key, text in _step_texts(owner, path):
            yield at, owner, key, text


def _step_texts(owner: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """The texts of one step, stage, menu line or flow."""
    if not isinstance(owner, Flow | Anytime | Stage | Step):
        return
    for key in (f.name for f in fields(owner) if f.name in LONGEST):
        value = getattr(owner, key)
        if isinstance(value, str):
            yield (*path, key), key, value
            continue
        for i, item in enumerate(value):
            yield (*path, key, i), key, choice_name(item) if key == "choices" else item
