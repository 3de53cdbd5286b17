"""Making the file of an open talk fit to go on with: what cannot be used is kept beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.records import disk
from coach.records.disk import beside, shown
from coach.records.frames import Framed, TooLong
from coach.records.record import SCHEMA, ChangedByHand, Record, read_bytes, understand
from coach.records.tape import Tape
from coach.records.writing import cannot_save, whole


def open_to_go_on(path: Path, adopt: bool) -> tuple[Tape, dict[str, Any], Record]:
    """The open file of a talk whose lock is held, its header, and what stands in it.

    A torn tail goes to `.torn` and is cut off. A file with other faults goes to `.bak` and is written anew, up to the
    first event that is missing.

    Raises:
        DamagedRecord, NoSuchTalk: as `read_record`.
        CannotSave: the disk refuses.
        ChangedByHand, CoachError: this talk may not be gone on with; see `Journal.resume`.
    """
    data = read_bytes(path)
    record, framed = understand(path, data)
    _may_go_on(record, adopt)
    header = {"schema": SCHEMA, "id": record.id, "app": record.app, "flow": record.flow}
    header["flow_sha256"] = record.flow_sha256
    try:
        if _is_as_written(record, framed):
            good, torn = data[: framed.good_size], data[framed.good_size :]
            if torn.strip():
                disk.set_aside(beside(path, ".torn"), torn)
            if not good.endswith(b"\n"):
                # The last piece counts as whole only while nothing stands behind it: a torn append would undo it.
                data = good = good + b"\n"
                disk.replace(path, data)
            return Tape.open(path, data, len(good)), header, record
        anew = whole(header, record.script, record.unbroken)
        disk.set_aside(beside(path, ".bak"), data)
        disk.replace(path, anew)
        return Tape.open(path, anew, len(anew)), header, _up_to_the_gap(record)
    except (OSError, TooLong) as error:
        raise cannot_save(error) from error


def _may_go_on(record: Record, adopt: bool) -> None:
    if record.newer:
        wrote = f"version {record.app[:20]}" if record.app else "a newer version"
        raise CoachError(f"This talk was begun with {wrote} of this program; go on with it there. It can be read here.")
    if record.kept:
        raise CoachError("This talk is finished; “coach replay” shows it again.")
    if record.edited and not adopt:
        raise ChangedByHand(
            f"The file of this talk was changed outside this program. If that was meant, “coach resume {record.id}"
            " --adopt” goes on with it as it is."
        )


def _is_as_written(record: Record, framed: Framed) -> bool:
    happened = sum(frame.name == "event" for frame in framed.frames)
    return (
        all(fault.kind == "torn" for fault in framed.faults)
        and happened == len(record.unbroken)
        and bool(record.script)
        and framed.frames[0].name == ""
    )


def _up_to_the_gap(record: Record) -> Record:
    lost = len(record.events) - len(record.unbroken)
    if not lost:
        return record
    notice = (
        f"The talk goes on from before the gap; what came after it is kept in {shown(beside(record.path, '.bak'))}."
    )
    return replace(record, events=record.unbroken, notices=(*record.notices, notice))
