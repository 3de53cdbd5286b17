"""Proofs over a flow that the reader has found nothing wrong with; `coach flow check` tells what they find.

The reader sees one thing at a time; here a whole talk is looked at, on the same graph that the machine is built from:
every place can be reached, every talk can go on, end and be left, both seats have the same turns, every loop has a
limit, and no words are shown before they are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coach.flow import finding
from coach.flow.atlas import Atlas
from coach.flow.faults import Fault, Found
from coach.flow.model import Flow
from coach.flow.reading import Piece, joined, placed_faults, unified
from coach.flow.sense import senseless
from coach.flow.texts import unfit_texts, unknown_names
from coach.flow.turns import Difference, differences, largest_difference, unfair_lines, unlike_turns
from coach.flow.ways import broken_ways, unbuilt_ways

__all__ = ["Difference", "check_flow", "differences", "largest_difference"]


def check_flow(flow: Flow, file: str, asides: Mapping[str, str] | None = None) -> list[Fault]:
    """Every fault of a flow that the reader let through, from its first line to its last.

    Args:
        flow: as it was read, asides merged in.
        file: what faults call its file.
        asides: the shared asides, to tell their lines from the flow's own; without them, those of the program.
    """
    pieces = _pieces(flow, file, finding.asides() if asides is None else asides)
    found = list(_found(flow, _stages_in(flow, pieces)))
    return placed_faults(list(dict.fromkeys(found)), pieces)


def _found(flow: Flow, shared: frozenset[str]) -> Iterator[Found]:
    atlas = Atlas(flow)
    yield from senseless(atlas)
    yield from unfit_texts(atlas)
    unfair = list(unfair_lines(atlas))
    yield from unfair
    unbuilt = list(unbuilt_ways(atlas))
    yield from unbuilt
    if not unbuilt:
        yield from broken_ways(atlas, shared)
        yield from unlike_turns(atlas, {one.path[:2] for one in unfair})
        yield from unknown_names(atlas)


def _pieces(flow: Flow, file: str, asides: Mapping[str, str]) -> list[Piece]:
    """The texts that a flow was merged from: its own, then the asides it ends with."""
    own, added = flow.text, list[Piece]()
    for stem, text in reversed(list(asides.items())):
        tail = "\n" + unified(text)
        if own.endswith(tail):
            own = own.removesuffix(tail)
            added.insert(0, (f"asides/{stem}.toml", tail[1:]))
    pieces = [(file, own), *added]
    return pieces if joined(pieces) == flow.text else [(file, flow.text)]


def _stages_in(flow: Flow, pieces: list[Piece]) -> frozenset[str]:
    """The ids of the stages that came with the shared asides."""
    stems = {name.removeprefix("asides/").removesuffix(".toml") for name, _ in pieces[1:]}
    return frozenset(stage.id for stage in flow.stages if stage.id in stems)
