"""Records that earlier versions wrote: each shape of record that was ever released can be read for good."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coach.conversation.conversation import fold
from coach.preparing import script_of
from coach.records.journal import Journal
from coach.records.library import kept_talks, open_talks
from coach.records.places import Places
from coach.records.record import SCHEMA, read_record

RELEASED = Path(__file__).with_name("released")
SCHEMAS = range(1, SCHEMA + 1)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_open_talk_can_be_gone_on_with(schema: int, tmp_path: Path) -> None:
    """Its flow is the one of that evening, its events make a talk of it, and the next one is taken."""
    path = Path(shutil.copy(RELEASED / f"{schema}-open.toml", tmp_path))
    journal, record = Journal.resume(path)
    journal.close()
    talk = fold(script_of(record), record.events)
    assert (record.schema, record.notices, record.kept) == (schema, (), None)
    assert (talk.place, talk.names) == ("why.first.read", ("Sam", "Alex"))
    assert talk.said
    assert talk.said.text == "When the plan changed, I felt alone with it."


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_kept_talk_can_be_read_to_its_end(schema: int) -> None:
    """Nothing of it is missing or strange."""
    record = read_record(RELEASED / f"{schema}-kept.toml")
    talk = fold(script_of(record), record.events)
    assert (record.schema, record.notices, record.kept, talk.ended) == (schema, (), "all", "agreed")
    assert (record.topic, record.minutes) == ("who puts the kids to bed", 24)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_kept_agreement_can_be_read(schema: int) -> None:
    """All that is in it."""
    record = read_record(RELEASED / f"{schema}-agreement.toml")
    assert (record.schema, record.notices, record.kept, record.events) == (schema, (), "agreement", ())
    assert record.agreement["picked"] == "Swap Tuesdays"


def test_they_are_listed(home: Places) -> None:
    """As any other."""
    home.talks.mkdir(parents=True)
    for path in RELEASED.iterdir():
        shutil.copy(path, home.talks)
    kept, still_open = kept_talks(home), open_talks(home)
    assert (len(kept.talks), len(still_open.talks)) == (2 * len(SCHEMAS), len(SCHEMAS))
    assert kept.bad == still_open.bad == ()
