"""Keys that mean nothing where they stand: secrets that never open, words nobody saved, guards nothing can meet."""

from __future__ import annotations

from collections.abc import Iterator

from coach.flow.atlas import Atlas, asked
from coach.flow.faults import Found, shown
from coach.flow.graph import blocks
from coach.flow.lines import Path
from coach.flow.model import Agree, Choose, Guard, Rate, Say, Show, Stage, Step, shown_name

FITTING: dict[str, tuple[str, ...]] = {
    "say": ("both",),
    "choose": ("highest", "lowest", "same", "both"),
    "rate": ("highest", "lowest", "order", "pick"),
}
"""What secret answers of each kind can open to."""

COMPARING = ("highest", "lowest", "same", "order", "pick")
"""Openings that hold two answers against each other."""

NEEDED: dict[str, str] = {
    "room": 'a rate that saves = "room"',
    "cooled": 'a rate that saves = "room"',
    "ideas": 'a step that saves = "idea"',
    "ideas_at_most": 'a step that saves = "idea"',
    "ideas_each": 'a step that saves = "idea"',
    "picked": 'a rate with of = "idea"',
    "typed": "a say that is not secret",
    "passes": 'a say with text = "needed"',
}
"""What each guard looks at; `tries` needs nothing."""


def senseless(atlas: Atlas) -> Iterator[Found]:
    """C17 to C25."""
    for at, stage, step in atlas.steps():
        yield from _secret(at, stage, step)
        yield from _saves(at, step)
        yield from _clock(at, step)
        if isinstance(step, Rate) and step.of and not _present(atlas, "ideas"):
            yield Found((*at, "of"), "C25", "there are no ideas to rate", 'Let a step before it have saves = "idea".')
    for stage in atlas.flow.stages:
        yield from _rows(atlas, stage)
    yield from _rooms(atlas)
    yield from _shows(atlas)
    yield from _guards(atlas)


def _secret(at: Path, stage: Stage, step: Step) -> Iterator[Found]:
    """C17, C18, C19: what is hidden, and what becomes of it."""
    kinds = " or ".join(FITTING)
    if step.opens and not step.secret and step.kind in FITTING:
        yield Found((*at, "opens"), "C17", "only what is secret can open", "Write secret = true, or take opens out.")
    if step.kind not in FITTING:
        for key in [key for key in ("secret", "opens") if getattr(step, key)]:
            yield Found((*at, key), "C18", f"a {step.kind} cannot be secret", f"Only {kinds} can.")
    elif isinstance(step, Rate) and not step.secret:
        yield Found((*at, "kind"), "C18", "a rating is always secret", "Write secret = true.")
    elif step.secret:
        yield from _opens(at, stage, step)


def _opens(at: Path, stage: Stage, step: Step) -> Iterator[Found]:
    rates_ideas = isinstance(step, Rate) and bool(step.of)
    if step.opens and step.opens not in FITTING[step.kind]:
        advice = f"It may be {', '.join(FITTING[step.kind])}."
        yield Found((*at, "opens"), "C19", f"a {step.kind} cannot open to {shown(step.opens)}", advice)
    elif rates_ideas != (step.opens == "pick"):
        advice = 'Write both, opens = "pick" and of = "idea", or neither.'
        yield Found((*at, "opens"), "C19", "ideas are rated to pick one, and nothing else is picked", advice)
    elif step.opens in COMPARING and asked(stage, step) != "both":
        message = f"{shown(step.opens)} holds two answers against each other, but one seat is asked"
        yield Found((*at, "opens"), "C19", message, 'Write who = "both", or open it to "both".')


def _saves(at: Path, step: Step) -> Iterator[Found]:
    """C20: an answer to keep that never comes."""
    if step.saves and not isinstance(step, Say | Choose | Rate | Agree):
        yield Found((*at, "saves"), "C20", f"a {step.kind} has no answer to keep", "Take saves out.")
    elif step.saves and step.secret and not step.opens:
        message = "a secret answer that does not open is forgotten"
        yield Found((*at, "saves"), "C20", message, "Write opens, or take saves out.")


def _clock(at: Path, step: Step) -> Iterator[Found]:
    """C21: an end of a clock that does not run."""
    if step.seconds and any(step.seconds):
        return
    hold, finish = isinstance(step, Show) and step.hold, step.at_zero == "finish"
    for key in ("hold",) * hold + ("at_zero",) * finish:
        yield Found((*at, key), "C21", f'"{key}" has no clock to wait for', "Write seconds.")


def _rows(atlas: Atlas, stage: Stage) -> Iterator[Found]:
    """C07 and C19 in a row of secret steps: one place, led on by its last step."""
    for row in blocks(stage):
        for step in row[:-1]:
            at = atlas.step_path(stage, step)
            kept = isinstance(step, Say) and isinstance(row[-1], Say)
            if (step.opens or step.saves) and not kept:
                message = f"the answer is lost: {shown(row[-1].id)} follows in the same row of secret steps"
                advice = "Give this step a next, which ends the row."
                yield Found((*at, "opens" if step.opens else "saves"), "C19", message, advice)
        for step in row[1:]:
            if step.only:
                message = f"{shown(step.id)} is one place with {shown(row[0].id)} and cannot be passed by alone"
                advice = "Write only in the first step of the row, or end the row before with a next."
                yield Found((*atlas.step_path(stage, step), "only"), "C07", message, advice)


def _room_rates(atlas: Atlas) -> list[tuple[Path, Rate]]:
    """Every rating of the room, those in asides first: a flow may have its asides from elsewhere."""
    steps = sorted(atlas.steps(), key=lambda found: not found[1].aside)
    return [(at, step) for at, _, step in steps if isinstance(step, Rate) and step.saves == "room"]


def _rooms(atlas: Atlas) -> Iterator[Found]:
    """C22: one scale for the room, wherever it is asked for."""
    for at, _stage, step in atlas.steps():
        if step.saves == "room" and not isinstance(step, Rate):
            yield Found((*at, "saves"), "C22", "only a rate can tell how heated the room is", "Take another name.")
    rates = _room_rates(atlas)
    for at, rate in rates:
        if not rate.bands or rate.opens not in ("highest", "lowest", ""):
            advice = 'Write bands = { cool = 3, … } and opens = "highest".'
            yield Found((*at, "saves"), "C22", "the room is kept as a band, and there is none", advice)
        elif rate.bands != rates[0][1].bands:
            message = f"the bands are not those of {shown(rates[0][1].id)}, which asks for the room too"
            yield Found((*at, "bands"), "C22", message, "Use the same bands everywhere.")


def _shows(atlas: Atlas) -> Iterator[Found]:
    """C24: words to show that nobody saved."""
    saved = {step.saves for _, _, step in atlas.steps()} - {"", "room", "picked", "nearest"}
    saved |= {"picked", "nearest"} if _present(atlas, "picked") else set()
    saved |= {"said"} if _present(atlas, "typed") else set()
    known = tuple(sorted(saved))
    for at, _stage, step in atlas.steps():
        for i, entry in enumerate(step.shows):
            name, _label = shown_name(entry)
            if name not in saved:
                advice = f'Let a step have saves = {shown(name)}, or show "said".'
                yield Found((*at, "shows", i), "C24", f"nothing saves {shown(name)}", advice, name, (known,))


def _guards(atlas: Atlas) -> Iterator[Found]:
    """C23: guards that look at what never happens."""
    bands = tuple(dict.fromkeys(name for _, rate in _room_rates(atlas) for name, _ in rate.bands))
    for at, guard in _all_guards(atlas):
        if not _present(atlas, guard.name):
            message = f"the guard {shown(guard.name)} looks at what never happens in this flow"
            yield Found((*at, guard.name), "C23", message, f"It needs {NEEDED[guard.name]}.")
        elif guard.name == "room" and guard.value not in bands:
            message = f"{shown(str(guard.value))} is none of the room's bands"
            advice = f"They are {', '.join(bands)}."
            yield Found((*at, guard.name), "C23", message, advice, str(guard.value), (bands,))


def _all_guards(atlas: Atlas) -> Iterator[tuple[Path, Guard]]:
    for at, _stage, step in atlas.steps():
        yield from (((*at, "only"), guard) for guard in step.only)
    for at, _stage, _step, lines in atlas.nexts():
        for i, line in enumerate(lines):
            yield from (((*at, i), guard) for guard in line.guards)


def _present(atlas: Atlas, guard: str) -> bool:
    """Whether anything in the flow happens that a guard looks at."""
    steps = [step for _, _, step in atlas.steps()]
    if guard in ("room", "cooled"):
        return bool(_room_rates(atlas))
    if guard.startswith("ideas"):
        return any(step.saves == "idea" for step in steps)
    if guard == "picked":
        return any(isinstance(step, Rate) and step.of for step in steps)
    says = [step for step in steps if isinstance(step, Say) and not step.secret]
    if guard == "passes":
        return any(say.text == "needed" for say in says)
    return bool(says) or guard == "tries"
