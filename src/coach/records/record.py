"""A record as it was read: what stands in it, and in plain sentences what was missing, changed or not understood."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from coach.conversation.events import MOST_MINUTES, YEARS, Event, from_table
from coach.errors import CoachError, DamagedRecord, NoSuchTalk
from coach.records.disk import read_plain, shown, why
from coach.records.frames import FILE_LIMIT, Framed, read_frames
from coach.text import plain

SCHEMA = 1
"""The shape of record that this version writes. Older ones are read too; newer ones as far as they are understood."""

KEPT = ("all", "agreement")
"""What a finished record holds: everything that was shared, or the agreement alone."""

_HIGHEST_SEQ = 1_000_000
_NAMED = 5
"""Most places that one sentence names."""


class ChangedByHand(CoachError):
    """The file was changed outside this program; look at it, or say that it was meant and go on."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """One talk, as far as its file could be read."""

    path: Path
    id: str
    """As the header has it; the file's stem if the header was lost."""
    schema: int = SCHEMA
    app: str = ""
    """The version that wrote it."""
    flow: str = ""
    """The id of its flow."""
    flow_sha256: str = ""
    kept: str | None = None
    """One of `KEPT`; None while the talk is open."""
    outcome: str = ""
    topic: str = ""
    check_in: date | None = None
    """When to ask about the agreement."""
    started: datetime | None = None
    minutes: int | None = None
    """How long the talk took."""
    calm_after: int | None = None
    """Minutes on the wall until the room was calm and stayed so; None if it did not, or nothing tells."""
    script: str = ""
    """The flow's text as it was on that evening."""
    events: tuple[Event, ...] = ()
    """In the order of `seq`; lost ones are missing."""
    agreement: Mapping[str, Any] = field(default_factory=dict)
    """Plain values, if only the agreement was kept."""
    notices: tuple[str, ...] = ()
    """Sentences to show beside it; empty for a record that is as it was written. They never hold anybody's words."""
    edited: bool = False
    """Whether it was changed outside this program."""
    newer: bool = False
    """Whether a later version wrote it: never append to it."""

    @property
    def unbroken(self) -> tuple[Event, ...]:
        """The events before the first missing one: as far as a talk can be gone on with."""
        whole = 0
        while whole < len(self.events) and self.events[whole].seq == whole:
            whole += 1
        return self.events[:whole]

    def __repr__(self) -> str:
        """Never the words."""
        return f"Record({self.id!r}, kept={self.kept!r}, {len(self.events)} events, {len(self.notices)} notices)"


def read_record(path: Path) -> Record:
    """Read a talk without taking its lock.

    Raises:
        NoSuchTalk: there is no such file.
        DamagedRecord: not even its header could be read, or it is not a plain file of at most 16 MiB.
    """
    return understand(path, read_bytes(path))[0]


def read_bytes(path: Path) -> bytes:
    """The bytes of a record; raises as `read_record`."""
    try:
        return read_plain(path, FILE_LIMIT)
    except FileNotFoundError:
        raise NoSuchTalk(f"There is no talk at {shown(path)}.") from None
    except OSError as error:
        reason = "it is larger than 16 MiB" if error.errno == errno.EFBIG else why(error)
        raise DamagedRecord(f"{shown(path)} cannot be read: {reason}.") from error


def understand(path: Path, data: bytes) -> tuple[Record, Framed]:
    """The record that these bytes hold, and how they are framed.

    Raises:
        DamagedRecord: nothing of it can be read.
    """
    framed = read_frames(data)
    if not framed.frames:
        raise DamagedRecord(f"Nothing in {shown(path)} can be read as a talk.")
    tables = {frame.name: frame.table for frame in reversed(framed.frames) if frame.name != "event"}
    header = tables.get("", {})
    newer = number(header, "schema") > SCHEMA
    events, problems = _events([frame.table for frame in framed.frames if frame.name == "event"], newer)
    agreed = tables.get("agreement", {})
    script = tables.get("script", {}).get("text")
    script = script if isinstance(script, str) else ""
    kept = words(header, "kept") or None
    if not header:
        problems.insert(0, "The head of the record is missing.")
    if not script and kept != "agreement":
        problems.append("The flow that was talked through is missing from the record.")
    record = Record(
        path=path,
        **header_fields(path.stem, header),
        script=script,
        events=events,
        agreement={key: _plain(value) for key, value in agreed.items() if not isinstance(value, dict)},
        notices=(*_newer_sentence(newer, header), *_fault_sentences(framed), *problems),
        edited=any(fault.kind == "edited" for fault in framed.faults),
        newer=newer,
    )
    return record, framed


def header_fields(stem: str, header: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `Record` or of a line in a list that a header fills; what can't be meant is left out."""
    kept = words(header, "kept")
    day = header.get("check_in")
    calm_after = header.get("calm_after")
    started = header.get("started")
    started = in_utc(started) if isinstance(started, datetime) else None
    return {
        "id": words(header, "id") or stem,
        "schema": number(header, "schema") or SCHEMA,
        "app": words(header, "app"),
        "flow": words(header, "flow"),
        "flow_sha256": words(header, "flow_sha256"),
        "kept": kept or None,
        "outcome": words(header, "outcome"),
        "topic": words(header, "topic"),
        "check_in": day if isinstance(day, date) and not isinstance(day, datetime) else None,
        "started": started if started and started.year in YEARS else None,
        "minutes": number(header, "minutes") if "minutes" in header else None,
        "calm_after": calm_after if type(calm_after) is int and 0 <= calm_after < MOST_MINUTES else None,
    }


def words(table: Mapping[str, Any], key: str) -> str:
    """A text of a table, fit for a screen; empty if it is missing or something else."""
    value = table.get(key, "")
    if not isinstance(value, str):
        return ""
    return value if value.isprintable() else plain(value)


def number(table: Mapping[str, Any], key: str) -> int:
    """A whole number of a table, 0 or more; 0 if it is missing or something else."""
    value = table.get(key, 0)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone (somebody typed it) is taken to be UTC."""
    if moment.tzinfo is UTC:
        return moment
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return moment.replace(tzinfo=UTC)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return tuple(_plain(each) for each in value) if isinstance(value, list) else value


def _events(tables: list[dict[str, Any]], newer: bool) -> tuple[tuple[Event, ...], list[str]]:
    """The events in order, one for each number, and a sentence for each thing that is wrong with them."""
    found: dict[int, Event] = {}
    problems = []
    strange = twice = 0
    for table in tables:
        event = _event(table)
        if event is None:
            strange += 1
        elif (first := found.setdefault(event.seq, event)) is not event and first != event:
            twice += 1
    if strange:
        reason = "This version does not know" if newer else "It is unclear what is meant by"
        problems.append(f"{reason} {strange} of the things that happened; left out.")
    if twice:
        problems.append(f"{twice} of the things that happened stand there twice and differ; the first is used.")
    numbers = sorted(found)
    gaps = [(a + 1, b - 1) for a, b in pairwise([-1, *numbers]) if b - a > 1]
    if gaps:
        named = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in gaps[:_NAMED])
        problems.append(f"Missing from the record: event {named}{_more(len(gaps))}.")
    return tuple(found[seq] for seq in numbers), problems


def _event(table: dict[str, Any]) -> Event | None:
    try:
        event = from_table(
            {key: in_utc(value) if isinstance(value, datetime) else value for key, value in table.items()}
        )
    except ValueError:
        return None
    return event if 0 <= event.seq <= _HIGHEST_SEQ else None


def _newer_sentence(newer: bool, header: Mapping[str, Any]) -> list[str]:
    if not newer:
        return []
    return [f"Version {words(header, 'app')[:20] or '?'} wrote this, a newer one; what is not understood is left out."]


def _fault_sentences(framed: Framed) -> list[str]:
    lines: dict[str, list[int]] = {}
    for fault in framed.faults:
        lines.setdefault(fault.kind, []).append(fault.line)
    says = {
        "edited": "It was changed outside this program and is shown as it stands now",
        "damaged": "A part of it cannot be read",
        "torn": "Its last piece was cut off while it was being written",
        "crowded": "It holds far more pieces than a talk has; the rest was not read",
    }
    return [f"{says[kind]} ({_lines(found)})." for kind, found in lines.items()]


def _lines(found: list[int]) -> str:
    named = ", ".join(map(str, found[:_NAMED]))
    return ("line " if len(found) == 1 else "lines ") + named + _more(len(found))


def _more(count: int) -> str:
    return f" and {count - _NAMED} more" if count > _NAMED else ""
