"""The shelf: every talk is found by its name, lists read little, and what is removed is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.conversation.events import Event
from coach.errors import NoSuchTalk, TalkIsOpenElsewhere
from coach.records import library
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal, read_record
from coach.records.places import Places, make_private

Make = Callable[..., Event]
DAY = timedelta(days=1)


@pytest.fixture
def begin(home: Places, noon: datetime, event: Make) -> Callable[..., Path]:
    """Makes a talk that began so many days after the first, open or kept."""

    def make(days: int = 0, kept: bool = False, until: datetime | None = None) -> Path:
        started = noon + days * DAY
        journal = Journal.create(home, "argument", "x", started, "0.1.0")
        journal.append(event(0, at=started, kind="begun", left=("Ann",), right=("Bo",), text=None))
        journal.append(event(1, at=started, kind="agreed" if until else "said", until=until))
        journal.append(event(2, at=started, kind="hold"))
        if kept:
            journal.finalise(
                "all", outcome="agreed", topic="dishes", started=started, minutes=40, check_in=date(2026, 12, 1)
            )
        journal.close()
        os.utime(journal.path, (started.timestamp(), started.timestamp()))
        return journal.path

    return make


def test_an_empty_shelf_has_nothing(home: Places) -> None:
    """Before the first talk every list is empty, and no folder is made."""
    assert library.kept_talks(home) == library.Listing(())
    assert library.open_talks(home) == library.Listing(())
    assert library.newest_open(home) is None
    with pytest.raises(NoSuchTalk):
        library.find(home, None)
    assert not home.talks.exists()


def test_open_and_kept_are_told_apart(home: Places, begin: Callable[..., Path], noon: datetime) -> None:
    """An open talk is in no list of kept ones, and the other way round; each line has what it needs."""
    later, first, still = begin(2, kept=True), begin(1, kept=True), begin(3)
    assert [talk.path for talk in library.kept_talks(home).talks] == [first, later]
    (talk,) = library.open_talks(home).talks
    assert (talk.path, talk.started, talk.modified) == (still, noon + 3 * DAY, noon + 3 * DAY)
    line = library.kept_talks(home).talks[0]
    assert (line.id, line.flow, line.kept, line.started) == (first.stem, "argument", "all", noon + DAY)
    assert (line.minutes, line.outcome, line.topic, line.check_in) == (40, "agreed", "dishes", date(2026, 12, 1))
    assert "dishes" not in repr(line)


@pytest.mark.parametrize("seconds", [-1e13, 253402300799.0, 1e13])
def test_a_file_from_no_known_year_is_still_listed(
    seconds: float, home: Places, begin: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems keep any time; when such a talk expires can be told in any zone."""
    begin()
    monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(st_mtime=seconds))
    (talk,) = library.open_talks(home).talks
    for hours in (-12, 14):
        assert talk.expires.astimezone(timezone(timedelta(hours=hours))).year in (1970, 8999, 9000)


def test_a_list_reads_four_kibibytes_of_each_kept_talk(
    home: Places, begin: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the talks, a list opens each once and reads its first 4 KiB once."""
    for days in range(5):
        with begin(days, kept=True).open("ab") as file:
            file.write(b"#" * 100_000)
    reads: list[int] = []
    opens: list[object] = []
    read, opened = os.read, os.open

    def counted_read(handle: int, most: int) -> bytes:
        reads.append(most)
        return read(handle, most)

    def counted_open(path: str, flags: int) -> int:
        opens.append(path)
        return opened(path, flags)

    monkeypatch.setattr(os, "read", counted_read)
    monkeypatch.setattr(os, "open", counted_open)
    assert len(library.kept_talks(home).talks) == 5
    assert reads == [4096] * 5
    assert len(opens) == 5


def test_a_talk_is_found_by_what_people_type(home: Places, begin: Callable[..., Path]) -> None:
    """An id, the unique start of one, a path, or nothing for the latest kept."""
    kept, latest, still = begin(0, kept=True), begin(1, kept=True), begin(2)
    assert library.find(home, None) == latest
    assert library.find(home, still.stem) == still
    assert library.find(home, kept.stem[:10]) == kept
    assert library.find(home, str(kept)) == kept
    for name in ("2026-11-2", "2027", "", "..", "*", "2026-11-22/../x", "x.toml", "a\0.toml", "\x1b[2J"):
        with pytest.raises(NoSuchTalk) as unknown:
            library.find(home, name)
        assert str(unknown.value).isprintable()


def test_a_name_that_is_the_start_of_another_is_still_a_name(home: Places) -> None:
    """A whole id always means that talk."""
    make_private(home.talks)
    for stem in ("abc", "abcd"):
        (home.talks / f"{stem}.toml").write_text("x")
    assert library.find(home, "abc").stem == "abc"
    with pytest.raises(NoSuchTalk, match="abc, abcd"):
        library.find(home, "ab")


@pytest.mark.skipif(os.name != "posix", reason="no symlinks or FIFOs to be had")
def test_files_that_are_no_talks_are_passed_over_and_named(home: Places, begin: Callable[..., Path]) -> None:
    """Junk, links, FIFOs and folders hide no talk and raise nothing; each is one sentence."""
    good = begin(0, kept=True)
    (home.talks / "junk.toml").write_bytes(b"\xff\x00")
    (home.talks / "empty.toml").write_bytes(b"")
    (home.talks / "link.toml").symlink_to(good)
    (home.talks / "folder.toml").mkdir()
    os.mkfifo(home.talks / "fifo.toml")
    for listing in (library.kept_talks(home), library.open_talks(home)):
        assert [sentence.split(" ")[0] for sentence in listing.bad] == [
            "empty.toml",
            "fifo.toml",
            "folder.toml",
            "junk.toml",
            "link.toml",
        ]
    assert [talk.path for talk in library.kept_talks(home).talks] == [good]


def test_the_newest_open_talk_is_the_one_last_gone_on_with(
    home: Places, begin: Callable[..., Path], noon: datetime
) -> None:
    """What counts is the last event, not the beginning."""
    early, late = begin(0), begin(1)
    newest = library.newest_open(home)
    assert newest is not None
    assert newest.path == late
    os.utime(early, ((noon + 2 * DAY).timestamp(),) * 2)
    newest = library.newest_open(home)
    assert newest is not None
    assert newest.path == early


def test_an_open_talk_says_until_when_it_rests(home: Places, begin: Callable[..., Path], noon: datetime) -> None:
    """The end of a break or the shelf's day is the last one agreed on, one that a note made later included."""
    until = noon + 3 * DAY
    path = begin(0, until=until)
    (talk,) = library.open_talks(home).talks
    assert talk.until == until
    journal, _ = Journal.resume(path)
    journal.append(Event(seq=3, t=1.0, at=noon, step="a.b", kind="longer", until=until + DAY))
    journal.close()
    os.utime(path, (noon.timestamp(),) * 2)
    assert library.open_talks(home).talks[0].until == until + DAY
    begin(1)
    assert library.open_talks(home).talks[1].until is None


def test_an_open_talk_goes_after_seven_days_or_after_its_day(
    home: Places, begin: Callable[..., Path], noon: datetime
) -> None:
    """Kept talks stay; open ones go, all their files, a week after their last event or their shelf date."""
    kept, plain, shelved = begin(0, kept=True), begin(0), begin(0, until=noon + 20 * DAY)
    DraftFile(plain.with_suffix(".draft")).write(Draft(3, 1.0, "words"), sync=False)
    assert library.tidy(home, noon + 7 * DAY - timedelta(seconds=1)) == ()
    assert library.tidy(home, noon + 7 * DAY) == (plain.stem,)
    assert library.tidy(home, noon + 27 * DAY - timedelta(seconds=1)) == ()
    assert library.tidy(home, noon + 27 * DAY) == (shelved.stem,)
    assert list(home.talks.iterdir()) == [kept]


def test_tidying_leaves_what_is_open_in_a_window(home: Places, begin: Callable[..., Path], noon: datetime) -> None:
    """A talk that somebody is in does not expire under them."""
    path = begin(0)
    journal, _ = Journal.resume(path)
    assert library.tidy(home, noon + 100 * DAY) == ()
    journal.append(Event(seq=3, t=1.0, at=noon, step="a.b", kind="resumed"))
    journal.close()
    os.utime(path, (noon.timestamp(), noon.timestamp()))
    assert library.tidy(home, noon + 100 * DAY) == (path.stem,)


def test_tidying_takes_what_a_crash_left_behind(home: Places, begin: Callable[..., Path], noon: datetime) -> None:
    """Words beside a kept talk, or of a talk that is gone, do not stay; an open talk's draft and others' files do."""
    kept, still = begin(0, kept=True), begin(0)
    gone = home.talks / "2026-01-01-1200-abcd.toml"
    for path in (kept, still, gone):
        for ending in (".draft", ".torn", ".bak", ".toml.new", ".lock"):
            path.with_name(path.stem + ending).write_text("words")
    (home.talks / "notes.bak").write_text("somebody's own")
    library.tidy(home, noon)
    names = {path.name.removeprefix(still.stem) for path in home.talks.iterdir()}
    assert names == {kept.name, "notes.bak", ".toml", ".draft", ".torn", ".bak", ".toml.new", ".lock"}


def test_deleting_removes_every_file_of_that_talk_alone(home: Places, begin: Callable[..., Path]) -> None:
    """Record, draft, torn, backup, half-written and lock files go; another talk keeps its own."""
    one, other = begin(0), begin(1)
    for path in (one, other):
        DraftFile(path.with_suffix(".draft")).write(Draft(3, 1.0, "words"), sync=False)
        for ending in (".torn", ".bak", ".toml.new", ".draft.new"):
            path.with_name(path.stem + ending).write_text("words")
    library.delete(one)
    assert {path.name.split(".")[0] for path in home.talks.iterdir()} == {other.stem}
    assert len(list(home.talks.iterdir())) == 6
    with pytest.raises(NoSuchTalk):
        library.delete(one)


def test_deleting_takes_no_talk_from_under_a_window_and_no_other_file(home: Places, begin: Callable[..., Path]) -> None:
    """An open window keeps its talk, and a file that is not a record is not removed, a damaged record is."""
    path = begin(0)
    journal, _ = Journal.resume(path)
    with pytest.raises(TalkIsOpenElsewhere):
        library.delete(path)
    journal.close()
    other = home.talks / "pyproject.toml"
    other.write_text("[project]\n")
    with pytest.raises(NoSuchTalk):
        library.delete(other)
    path.write_bytes(b"\x00")
    library.delete(path)
    assert list(home.talks.iterdir()) == [other]


def test_deleting_all_leaves_nothing_of_any_talk(home: Places, begin: Callable[..., Path]) -> None:
    """Open, kept and orphaned files go; a talk in a window is named instead."""
    begin(0), begin(1, kept=True)
    (home.talks / "2026-01-01-1200-abcd.draft").write_text("words")
    held = begin(2)
    journal, _ = Journal.resume(held)
    (problem,) = library.delete_all(home)
    assert held.stem in problem
    journal.close()
    assert library.delete_all(home) == ()
    assert list(home.talks.iterdir()) == []


def test_a_moment_typed_without_a_zone_is_taken_as_utc(begin: Callable[..., Path], noon: datetime) -> None:
    """An edited record with a bare time can still be compared with the clock."""
    path = begin(0)
    path.write_bytes(path.read_bytes().replace(b"12:00:00Z", b"12:00:00"))
    assert all(event.at == noon and event.at.tzinfo is UTC for event in read_record(path).events)


def test_the_shelf_brings_no_screen_along() -> None:
    """Nothing in records/ imports Textual, Rich or transitions."""
    code = (
        "import sys, pkgutil, importlib, coach.records as r\n"
        "for m in pkgutil.iter_modules(r.__path__): importlib.import_module('coach.records.' + m.name)\n"
        "sys.exit(bool({'textual', 'rich', 'transitions', 'platformdirs'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
