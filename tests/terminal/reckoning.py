"""After a death: the disk is held against what was typed, and against what the screen had taken."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.terminal.on_trial import Box, Outcome, Talk, said_in

from coach.errors import CoachError
from coach.records.record import Record, read_record

FILES = {".toml", ".draft", ".lock", ".torn", ".toml.new", ".draft.new"}
"""Endings that may stand in a folder of talks after a death."""


def reckon(talk: Talk, box: Box, taken: list[str], pending: str | None, died: float, out: Outcome) -> None:
    """Look at the disk; leave in the talk what the next start has to find.

    Args:
        box: what was typed since the last turn that the screen took.
        taken: the turns that it took, those of earlier rounds included.
        pending: a turn that was handed over and not taken yet.
        died: when, in seconds of the monotonic clock.
        out: is told everything that is found.
    """
    record = _record(talk.path, out)
    got = list(said_in(record))[len(talk.before) :] if record else []
    if got[: len(taken)] != taken:
        out.lost.append(f"of {len(taken)} turns that the screen took, the record holds {len(got)} or others")
    extra = got[len(taken) :]
    out.unacknowledged = pending is not None and extra == [pending]
    if extra and not out.unacknowledged:
        out.faults.append(f"the record holds {len(extra)} turns that nobody handed over")
    out.typing = pending is None and len(box.states) > 1
    if out.unacknowledged:
        talk.taken_back += [word for word, _ in box.erased]
        box = Box("")
    draft = _draft(talk, box, record)
    if draft is None:
        out.faults.append(f"the draft holds {talk.draft}, which never stood in the box: {box.text!r} did")
    kept = box.last_with(draft or "")
    if kept + 1 < len(box.states):
        out.lost_keys = len(box.states) - 1 - kept
        out.lost_ms = (died - box.sent[kept + 1]) * 1000
    talk.taken_back += [word for word, gone in box.erased if kept >= gone]
    _look_for_what_was_taken_back(talk, out)
    talk.said, talk.box = got, draft or ""


def _record(path: Path | None, out: Outcome) -> Record | None:
    """The record as it is read, twice: by the program's reader, and by any TOML reader."""
    if path is None:
        return None
    try:
        record = read_record(path)
    except CoachError as error:
        out.faults.append(str(error))
        return None
    out.torn = any("cut off" in notice for notice in record.notices)
    out.faults += [notice for notice in record.notices if "cut off" not in notice]
    if not record.notices:
        plainly = tomllib.loads(path.read_text(encoding="utf-8")).get("event", [])
        if tuple(each["text"] for each in plainly if each["kind"] == "said") != said_in(record):
            out.faults.append("another reader of TOML reads other words")
    return record


def _draft(talk: Talk, box: Box, record: Record | None) -> str | None:
    """The draft's words; empty if there is none for the turn that is asked for, None if they are junk."""
    if talk.path is None or not talk.path.with_suffix(".draft").exists():
        return "" if "" in box.states else None
    table = talk.draft
    if table is None or table["text"] not in talk.stood:
        return None
    if record is not None and record.events and table["for_seq"] <= record.events[-1].seq:
        return "" if "" in box.states else None  # of a turn that is in the record
    return str(table["text"]) if table["text"] in box.states else None


def _look_for_what_was_taken_back(talk: Talk, out: Outcome) -> None:
    files = [file for file in talk.home.rglob("*") if file.is_file()]
    for word in talk.taken_back:
        out.taken_back += 1
        found = [file.name for file in files if word.encode() in file.read_bytes()]
        if found:
            out.faults.append(f"a word that was taken back is in {', '.join(found)}")
    for file in (talk.home / "talks").glob("*"):
        if talk.path and file.name.removeprefix(talk.path.stem) not in FILES:
            out.faults.append(f"nobody knows what {file.name} is")
