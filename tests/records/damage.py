"""Random harm to the bytes of a record, and what may come of it: the truth, less of the truth, or a sentence."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.conversation.events import Event
from coach.errors import CoachError, DamagedRecord
from coach.records.journal import Journal
from coach.records.places import places
from coach.records.record import Record, read_record, understand

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SAID = (
    "plain words",
    '[[event]]\nseq = 99\ncrc = "00000000"\n[[event]]',
    'crc = "d5128aea"\n\n[script]\ntext = "no"\n',
    "quotes \" ' \"\"\" ''' and \\ back\\slashes \\n",
    "我们 👨‍👩‍👧 می‌خواهم ñ e\u0301",
    "tabs\tand\n\nlines\n",
    "# no comment = [1, {a.b.c = 2}]",
)
"""Words that look like the borders of a record."""


def said(seq: int) -> Event:
    """The event of a number."""
    seat = "left" if seq % 2 else "right"
    at = NOON + timedelta(seconds=seq)
    return Event(seq=seq, t=seq * 10.5, at=at, step="a.b", kind="said", seat=seat, text=SAID[seq % len(SAID)])


def a_record(home: Path, events: int = 14) -> bytes:
    """The bytes of an open talk."""
    here = places({"COACH_HOME": str(home)})
    journal = Journal.create(here, "argument", 'schema = 1\ntitle = "x"\n[[stage]]\n', NOON, "0.1.0")
    for seq in range(events):
        journal.append(said(seq))
    data = journal.path.read_bytes()
    journal.discard()
    return data


# -- harm ------------------------------------------------------------------------------------------------------------


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _flip(data: bytes, dice: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 8))):
        flipped[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _splice(data: bytes, dice: random.Random) -> bytes:
    """A stretch of it in another place, or other bytes."""
    a, length = dice.randrange(len(data)), dice.randrange(1, 400)
    b = dice.randrange(len(data))
    put = data[b : b + dice.randrange(400)] if dice.random() < 0.6 else dice.randbytes(dice.randrange(60))
    return data[:a] + put + data[a + length :]


def _nul_tail(data: bytes, dice: random.Random) -> bytes:
    """The size had reached the disk, and the last bytes had not."""
    cut = dice.randrange(len(data))
    return data[:cut] + bytes(min(len(data) - cut, dice.choice((1, 7, 512, 4096))))


def _lost_sector(data: bytes, dice: random.Random) -> bytes:
    size = dice.choice((16, 64, 512))
    at = dice.randrange(max(1, len(data) // size)) * size
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def _junk_tail(data: bytes, dice: random.Random) -> bytes:
    return data + dice.choice((dice.randbytes(dice.randrange(1, 200)), b"\0" * 512, b"\n[[event]]\nseq = 14\n"))


HARM: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "flipped bits": _flip,
    "splice": _splice,
    "NUL tail": _nul_tail,
    "lost sector": _lost_sector,
    "junk tail": _junk_tail,
}


# -- what may come of it ---------------------------------------------------------------------------------------------


def read_wrongly(truth: Record, harmed: bytes) -> str:
    """Read harmed bytes; a sentence if something is wrong and nobody is told, else empty."""
    try:
        record = understand(truth.path, harmed)[0]
    except DamagedRecord:
        return ""
    if record.notices:
        strange = [event for event in record.events if event not in truth.events]
        return "an event reads differently, and is not called changed" if strange and not record.edited else ""
    # A record that ends with a whole piece may be a shorter talk: nothing can tell.
    shorter = record.events == truth.events[: len(record.events)]
    same = replace(record, events=()) == replace(truth, events=())
    return "" if shorter and same else "it reads differently, and nothing is said"


def gone_on_wrongly(truth: Record, harmed: bytes) -> str:
    """Put harmed bytes where the record was and go on with the talk; a sentence if that did harm, else empty."""
    path = truth.path
    for ending in (".torn", ".bak"):
        path.with_suffix(ending).unlink(missing_ok=True)
    path.write_bytes(harmed)
    try:
        journal, record = Journal.resume(path)
    except CoachError:
        return "" if path.read_bytes() == harmed else "it was refused, and changed all the same"
    try:
        if record.events != truth.events[: len(record.events)]:
            return "it goes on from events that never happened"
        if not _all_kept(path, harmed):
            return "bytes were thrown away"
        journal.append(said(len(record.events)))
    finally:
        journal.close()
    again = read_record(path)
    if again.events != (*record.events, said(len(record.events))):
        return "after going on it holds other events"
    return "" if again.notices == () or not record.script else f"after going on: {again.notices[0]}"


def _all_kept(path: Path, harmed: bytes) -> bool:
    """Whether every byte of a harmed record is still in a file."""
    if (bak := path.with_suffix(".bak")).exists():
        return bak.read_bytes() == harmed
    torn = path.with_suffix(".torn")
    kept = path.read_bytes() + (torn.read_bytes() if torn.exists() else b"")
    # The last newline, which belongs to no piece, may have been given back.
    return (harmed + b"\n").startswith(kept) and not harmed[len(kept) :].strip()
