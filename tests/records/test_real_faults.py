"""Deaths, removed folders, missing permission, harmed bytes: what was reported as saved is there, and it is said."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest
from tests.records.at_work import PATIENCE, Make, begin, child, hears, holds
from tests.records.damage import HARM, a_record, gone_on_wrongly, read_wrongly, said

from coach.errors import CannotSave, TalkIsOpenElsewhere
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal, read_record
from coach.records.places import Places
from coach.records.record import understand

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and permissions are things of POSIX")

# -- deaths ----------------------------------------------------------------------------------------------------------

SLOW_TALKER = """
import os, sys
from pathlib import Path
from coach.records.journal import Journal
from tests.records.damage import said
journal, record = Journal.resume(Path(sys.argv[1]))
write = os.write
os.write = lambda handle, data: write(handle, bytes(data[:1]))
for seq in range(len(record.events), 10**6):
    journal.append(said(seq))
    print(seq, flush=True)
"""


def test_a_death_between_two_bytes_costs_the_event_that_was_being_written(home: Places, noon: datetime) -> None:
    """A torn end, for real: the rest is there, the torn bytes are kept beside it, and the talk goes on, ten times."""
    journal = begin(home.talks.parent, noon)
    journal.close()
    dice, torn = random.Random(1), 0
    for _ in range(10):
        with child(SLOW_TALKER, journal.path) as talker:
            saved = [int(hears(talker)) for _ in range(dice.randint(1, 3))]
            time.sleep(dice.uniform(0.0, 0.001))
            talker.kill()
            assert talker.stdout is not None
            saved += [int(line) for line in talker.stdout.read().split()]
        record = read_record(journal.path)
        assert record.events == tuple(said(seq) for seq in range(len(record.events)))
        assert len(record.events) - 1 in (saved[-1], saved[-1] + 1)
        assert all("cut off" in notice for notice in record.notices)
        torn += bool(record.notices)
    resumed, record = Journal.resume(journal.path)
    resumed.append(said(len(record.events)))
    resumed.close()
    holds(journal.path, said, len(record.events) + 1)
    assert torn, "not one of ten deaths was between two bytes"
    assert journal.path.with_suffix(".torn").read_bytes()


# -- two processes ---------------------------------------------------------------------------------------------------

HOLDER = """
import resource, sys, time
from pathlib import Path
from coach.records.journal import Journal
from tests.records.damage import said
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
journal, record = Journal.resume(Path(sys.argv[1]))
journal.append(said(0))
print("open", flush=True)
if sys.argv[2:]:
    import os
    sys.stdin.readline()
    os.abort()
time.sleep(60)
"""


@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM", "SIGSEGV", "abort"])
def test_a_lock_goes_with_its_holder_however_it_ends(home: Places, noon: datetime, end: str) -> None:
    """While one process has the talk another is told so; it is free as soon as the first is gone."""
    journal = begin(home.talks.parent, noon)
    journal.close()
    with child(HOLDER, journal.path, *(["abort"] if end == "abort" else [])) as holder:
        assert hears(holder) == "open"
        with pytest.raises(TalkIsOpenElsewhere, match=f"process {holder.pid}"):
            Journal.resume(journal.path)
        if end == "abort":
            assert holder.stdin is not None
            print(file=holder.stdin, flush=True)
        else:
            holder.send_signal(signal.Signals[end])
        assert holder.wait(PATIENCE) == -(signal.SIGABRT if end == "abort" else signal.Signals[end])
        resumed, record = Journal.resume(journal.path)
    assert record.events == (said(0),)
    resumed.append(said(1))
    resumed.close()
    holds(journal.path, said, 2)


# -- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_removed_under_an_open_talk_is_missed(home: Places, noon: datetime, event: Make) -> None:
    """`rm -rf`: the next event says so, waits in memory, and nothing is written into the void."""
    journal = begin(home.talks.parent, noon)
    journal.append(event(0))
    shutil.rmtree(home.talks)
    with pytest.raises(CannotSave, match=r"^The talk cannot be saved: the file or its folder is gone\.$"):
        journal.append(event(1))
    with pytest.raises(CannotSave, match="the file or its folder is gone"):
        DraftFile(journal.draft_path).write(Draft(2, 1.0, "words"), sync=True)
    assert [each.seq for each in journal.pending] == [1]
    journal.close()
    assert not home.talks.exists()


def test_a_folder_that_is_renamed_under_an_open_talk_takes_the_talk_along(
    home: Places, noon: datetime, event: Make
) -> None:
    """What is reported as saved is in the folder under its new name, which is locked as long as the talk is open."""
    journal = begin(home.talks.parent, noon)
    journal.append(event(0))
    moved = home.talks.rename(home.talks.with_name("moved")) / journal.path.name
    journal.append(event(1))
    holds(moved, event, 2)
    with pytest.raises(TalkIsOpenElsewhere):
        Journal.resume(moved)
    journal.close()
    resumed, record = Journal.resume(moved)
    assert len(record.events) == 2
    resumed.close()


FORBIDDEN = """
import os, sys
from pathlib import Path
from coach.errors import CannotSave, CoachError
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal
from coach.records.places import places
from tests.records.damage import NOON, said
if os.geteuid() == 0:
    # Somebody else may not be let into this Python: everything that is needed is loaded before.
    journal = Journal.create(places({"COACH_HOME": sys.argv[1]}), "argument", "x", NOON, "0.1.0")
    journal.append(said(0))
    journal.close()
    Journal.resume(journal.path)[0].discard()
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
def tells(attempt):
    try:
        attempt()
    except CoachError as error:
        print(error, flush=True)
    else:
        print("taken", flush=True)
here = places({"COACH_HOME": sys.argv[2]})
journal = Journal.create(here, "argument", "x", NOON, "0.1.0")
journal.append(said(0))
os.chmod(here.talks, 0o500)
tells(lambda: DraftFile(journal.draft_path).write(Draft(1, 1.0, "words"), sync=True))
tells(lambda: journal.append(said(1)))
tells(lambda: Journal.create(here, "argument", "x", NOON, "0.1.0"))
journal.close()
os.chmod(journal.path, 0o400)
tells(lambda: Journal.resume(journal.path))
os.chmod(here.talks, 0o700)
os.chmod(journal.path, 0o600)
journal, record = Journal.resume(journal.path)
journal.append(said(2))
journal.close()
print(journal.path, flush=True)
"""


def test_a_folder_without_permission_is_said_and_costs_nothing(tmp_path: Path) -> None:
    """EACCES for somebody who is not root: each refusal is a sentence, and given permission again the talk goes on."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        with child(FORBIDDEN, tmp_path, Path(folder) / "ours") as talker:
            assert hears(talker) == "The turn being typed cannot be saved: the folder does not let this program in."
            assert hears(talker) == "taken"
            new = f"No lock can be made in {folder}/ours/talks: the folder does not let this program in."
            assert hears(talker) == new
            assert hears(talker) == "The talk cannot be saved: the folder does not let this program in."
            holds(Path(hears(talker)), said, 3)


# -- random harm -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", HARM)
def test_harmed_bytes_are_never_read_as_something_else(home: Places, kind: str) -> None:
    """Whatever became of a record's bytes: it is the truth, less of it, or there is a sentence; and no byte is lost."""
    whole = a_record(home.talks.parent)
    path = home.talks / "2026-11-22-1200-aaaa.toml"
    truth = understand(path, whole)[0]
    dice = random.Random(kind)
    for turn in range(60):
        harmed = HARM[kind](whole, dice)
        assert not read_wrongly(truth, harmed), turn
        if turn % 6 == 0:
            assert not gone_on_wrongly(truth, harmed), turn
