"""The evenings: what happens before the power fails. Each is a promise of what a disk holds at any moment of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

import pytest
from tests.records.outage import SCENES, WORDS, Evening, Scene
from tests.records.power import BLOCK

from coach.conversation.events import Event
from coach.errors import CannotSave
from coach.records import disk, library
from coach.records.draft import Draft, DraftFile
from coach.records.journal import read_record

Make = Callable[..., Event]


def scene(before: Scene = lambda evening: None) -> Callable[[Scene], Scene]:
    """Put a scene on the list; each is played with the real functions."""

    def put(happens: Scene) -> Scene:
        SCENES[happens.__name__] = before, happens
        return happens

    return put


def _three(evening: Evening) -> None:
    evening.begin(events=3)


def _closed(evening: Evening) -> None:
    evening.begin(events=3)
    evening.journal.close()


def _torn(evening: Evening) -> None:
    _closed(evening)
    data = evening.path.read_bytes()
    evening.treasure = data[data.rindex(b"\n[[event]]\nseq = 2") : -20]
    evening.path.write_bytes(data[:-20])
    evening.events.pop()


def _torn_twice(evening: Evening) -> None:
    _torn(evening)
    evening.litter(".torn")


def _stripped(evening: Evening) -> None:
    _closed(evening)
    evening.path.write_bytes(evening.path.read_bytes().rstrip(b"\n"))


def _gap(evening: Evening) -> None:
    evening.begin(events=5)
    evening.journal.close()
    evening.treasure = evening.path.read_bytes().replace(b"seq = 2\n", b"seq = \0\n")
    evening.path.write_bytes(evening.treasure)
    del evening.events[2:]


def _edited(evening: Evening) -> None:
    _closed(evening)
    evening.treasure = evening.path.read_bytes().replace(b"and more ", b"and less ")
    evening.path.write_bytes(evening.treasure)
    evening.events = list(read_record(evening.path).events)
    evening.adopt = True


def _littered(evening: Evening) -> None:
    evening.begin(events=3)
    evening.litter(".draft", ".torn", ".bak", ".toml.new", ".draft.new")


def _littered_and_closed(evening: Evening) -> None:
    _littered(evening)
    evening.journal.close()


def _linked(evening: Evening) -> None:
    _closed(evening)
    os.link(evening.path, disk.beside(evening.path, ".toml.new"))


def _kept(evening: Evening) -> None:
    evening.begin(events=3)
    evening.keep()


@scene()
def a_talk(evening: Evening) -> None:
    """From its first byte on, closed and opened again."""
    evening.begin(events=4)
    evening.journal.close()
    evening.resume()
    evening.append()


def _no_home(evening: Evening) -> None:
    evening.home.talks.rmdir()


@scene(_no_home)
def the_first_talk_of_all(evening: Evening) -> None:
    """Its folder is not there yet."""
    evening.begin(events=1)


@scene()
def no_hard_links(evening: Evening) -> None:
    """A FAT stick."""
    evening.recorder.refusing["link"] = errno.EPERM
    evening.begin(events=2)


@scene()
def small_bites(evening: Evening) -> None:
    """The system takes a write in many pieces."""
    evening.recorder.bite = 2 * BLOCK // 5
    evening.begin(events=2)


@scene()
def a_beginning_that_is_refused(evening: Evening) -> None:
    """The talk cannot be begun at first; the second time it can."""
    for refused in ("sync folder", "sync"):
        with evening.refusing(refused), pytest.raises(CannotSave):
            evening.begin()
    evening.begin(events=1)


@scene(_three)
def a_sync_that_fails(evening: Evening) -> None:
    """And one that does not, after it."""
    with evening.refusing("sync"):
        evening.append()
        evening.append()
    evening.append()
    evening.append()


@scene(_three)
def a_sync_and_a_cut_that_fail(evening: Evening) -> None:
    """Half an event stays in the file for a while."""
    with evening.refusing("sync", "cut"):
        evening.append()
    evening.append()


@scene(_three)
def a_full_disk(evening: Evening) -> None:
    """It takes the first bytes of an event; later there is room again."""
    evening.recorder.room = 100
    evening.append()
    evening.recorder.room = 0
    evening.append()
    evening.recorder.room = None
    evening.append()


@scene(_three)
def a_record_written_anew(evening: Evening) -> None:
    """The disk fails, and then the file is gone; memory has all of it."""
    with evening.refusing("sync"):
        evening.append()
    evening.recorder.say("lost")
    os.unlink(evening.path)
    evening.append()
    evening.append()


@scene(_three)
def a_record_written_anew_whose_name_is_not_synced(evening: Evening) -> None:
    """The same, and the disk refuses the folder at first."""
    with evening.refusing("sync"):
        evening.append()
    evening.recorder.say("lost")
    os.unlink(evening.path)
    with evening.refusing("sync folder"):
        evening.append()
    evening.append()
    evening.append()


@scene(_three)
def a_record_that_somebody_shortened(evening: Evening) -> None:
    """The disk fails, and then the file is not what was saved."""
    with evening.refusing("sync"):
        evening.append()
    evening.recorder.say("lost")
    evening.recorder.say("saved", 0)
    handle = os.open(evening.path, os.O_RDWR)
    os.ftruncate(handle, os.fstat(handle).st_size - 50)
    os.fsync(handle)
    os.close(handle)
    evening.append()


@scene(_torn)
def a_torn_end(evening: Evening) -> None:
    """What cannot be read goes to `.torn`, and the talk goes on."""
    evening.resume()
    evening.append()


@scene(_torn_twice)
def a_second_torn_end(evening: Evening) -> None:
    """The same, and there is a `.torn` from earlier."""
    evening.resume()
    evening.append()


@scene(_torn)
def a_torn_end_and_a_disk_that_refuses(evening: Evening) -> None:
    """Going on succeeds at the fourth attempt."""
    for refused in ("sync", "sync folder", "cut"):
        with evening.refusing(refused), pytest.raises(CannotSave):
            evening.resume()
    evening.resume()
    evening.append()


@scene(_stripped)
def a_record_without_its_last_newline(evening: Evening) -> None:
    """An editor took it, or a crash; the next event is torn."""
    evening.resume()
    evening.append()


@scene(_gap)
def a_gap(evening: Evening) -> None:
    """The talk goes on from before it; the whole file goes to `.bak`."""
    evening.resume()
    evening.append()


@scene(_gap)
def a_gap_and_a_disk_that_refuses(evening: Evening) -> None:
    """Going on succeeds at the fourth attempt."""
    for refused in ("sync", "sync folder", "rename"):
        with evening.refusing(refused), pytest.raises(CannotSave):
            evening.resume()
    evening.resume()
    evening.append()


@scene(_edited)
def a_change_that_is_adopted(evening: Evening) -> None:
    """The file was changed by hand, and that was meant."""
    evening.resume()
    evening.append()


@scene(_littered)
def all_is_kept(evening: Evening) -> None:
    """And what lay beside it goes."""
    evening.append()
    evening.keep()


@scene(_littered)
def the_agreement_is_kept(evening: Evening) -> None:
    """And every other word goes."""
    evening.keep("agreement")


@scene(_linked)
def the_agreement_is_kept_of_a_talk_with_two_names(evening: Evening) -> None:
    """A crash as it was begun left the record under its first name, too; every word goes from both."""
    evening.resume()
    evening.append()
    evening.keep("agreement")


@scene(_three)
def keeping_that_is_refused(evening: Evening) -> None:
    """The talk is kept at the fourth attempt, with an event that happened meanwhile."""
    for refused in ("sync", "rename", "sync folder"):
        with evening.refusing(refused), pytest.raises(CannotSave):
            evening.keep()
    evening.keep()


@scene(_littered)
def a_talk_is_discarded(evening: Evening) -> None:
    """At its end nothing is kept."""
    evening.recorder.say("going")
    evening.journal.discard()
    evening.recorder.say("gone")


@scene(_littered)
def discarding_that_is_refused(evening: Evening) -> None:
    """The files go, the disk refuses the folder, and somebody tries again."""
    evening.recorder.say("going")
    with evening.refusing("sync folder"), pytest.raises(CannotSave):
        evening.journal.discard()
    evening.journal.discard()
    evening.recorder.say("gone")


@scene(_littered_and_closed)
def an_open_talk_is_deleted(evening: Evening) -> None:
    """From the list."""
    evening.recorder.say("going")
    library.delete(evening.path)
    evening.recorder.say("gone")


@scene(_kept)
def a_kept_talk_is_deleted(evening: Evening) -> None:
    """From the list."""
    evening.recorder.say("going")
    library.delete(evening.path)
    evening.recorder.say("gone")


@scene(_littered_and_closed)
def deleting_all_that_is_refused(evening: Evening) -> None:
    """The disk refuses the folder, and somebody tries again."""
    evening.recorder.say("going")
    with evening.refusing("sync folder"):
        assert library.delete_all(evening.home)
    assert not library.delete_all(evening.home)
    evening.recorder.say("gone")


@scene(_three)
def a_turn_is_typed_and_sent(evening: Evening) -> None:
    """Words are written and synced, the clock alone is written; then the turn is over."""
    file = DraftFile(evening.journal.draft_path)
    for n, sync in enumerate((True, False, True, False, False)):
        file.write(Draft(3, float(n), WORDS * (n + 1)), sync)
        if sync:
            evening.recorder.say("draft", n)
    evening.append()
    evening.recorder.say("sending")
    file.remove()
    evening.recorder.say("sent")
