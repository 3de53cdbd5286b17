"""An evening at which the power may fail, and what has to be there afterwards."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.records.power import Killed, Recorder, Said, State, crashes

from coach.conversation.events import Event
from coach.errors import CannotSave, CoachError
from coach.records import disk, library
from coach.records.draft import Draft, DraftFile
from coach.records.journal import Journal, read_record
from coach.records.places import Places, make_private, places

Make = Callable[..., Event]

WORDS = "CANARY-words-of-a-partner"
SCRIPT = 'schema = 1\ntitle = "x"\n' + "# what the talk is about\n" * 40
ENOUGH = 5
"""Problems that are enough to tell."""


@dataclass(frozen=True)
class Found:
    """What somebody finds who starts the program after the crash."""

    trouble: str = ""
    """What went wrong in reading, listing or going on, as nothing may."""
    events: tuple[Event, ...] | None = None
    """None: there is no talk."""
    kept: str | None = None
    draft: Draft | None = None
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    """Every file's bytes, before the program was started and after it had tidied and gone on."""

    def words(self, when: dict[str, bytes]) -> list[str]:
        """The files that hold what a partner said."""
        return [name for name, data in when.items() if WORDS.encode() in data]


class Evening:
    """One talk on a disk that will lose its power."""

    def __init__(self, folder: Path, make: Make, noon: datetime, known: dict[State, Found] | None = None) -> None:
        self.home = places({"COACH_HOME": str(folder / "home")})
        self.make, self.noon = make, noon
        self.events: list[Event] = []
        self.treasure = b""
        """Bytes that may never be lost while the talk is there."""
        self.adopt = False
        self.tried = 0
        """Disks that were made and looked at."""
        self.journal: Journal
        self.path = Path()
        self._scratch = folder / "after"
        self._known = {} if known is None else known
        self.recorder = Recorder(make_private(self.home.talks).parent)

    def settle(self) -> None:
        """What stands there now is on the disk for certain; what was said so far still holds."""
        said = {each.what: each.number for each in self.recorder.log if isinstance(each, Said)}
        self.recorder.settle()
        for what, number in said.items():
            self.recorder.say(what, min(number, len(self.events)))

    def begin(self, events: int = 0) -> None:
        """Begin a talk, and have some events in it."""
        self.journal = Journal.create(self.home, "argument", SCRIPT, self.noon, "0.1.0")
        self.path = self.journal.path
        self.recorder.say("begun")
        for _ in range(events):
            self.append()

    def append(self) -> None:
        """Something happens in the talk; it is told to be saved, or waits."""
        seq = len(self.events)
        self.events.append(self.make(seq, text=f"{WORDS} {seq}\n[[event]]\n" + "and more " * seq))
        try:
            self.journal.append(self.events[-1])
        except CannotSave:
            return
        self.saved()

    def saved(self) -> None:
        """All that happened is told to be saved."""
        self.recorder.say("saved", len(self.events) - len(self.journal.pending))

    def resume(self) -> None:
        """Go on with the talk; what is shown of it then is as good as told to be saved."""
        self.journal, record = Journal.resume(self.path, adopt=self.adopt)
        self.events = list(record.events)
        self.saved()

    def keep(self, kept: str = "all") -> None:
        """The talk is over, and its people keep it."""
        self.recorder.say(f"keeping {kept}")
        self.journal.finalise(kept, outcome="agreed", started=self.noon, minutes=1, agreement={"x": "fine"})  # type: ignore[arg-type]
        self.recorder.say(f"kept {kept}")

    @contextmanager
    def refusing(self, *what: str) -> Iterator[None]:
        """The disk reports an error on these for a while."""
        self.recorder.refusing |= dict.fromkeys(what, errno.EIO)
        yield
        for each in what:
            del self.recorder.refusing[each]

    def play(self, name: str, dies_at: int | None = None) -> bool:
        """Play a scene and record it.

        Args:
            dies_at: steps after which the process is killed; another one is started then.

        Returns:
            Whether it came to that.
        """
        before, happens = SCENES[name]
        with self.recorder.on():
            before(self)
            self.settle()
            self.recorder.dies_at = dies_at
            try:
                happens(self)
            except Killed:
                self.start_again()
                return True
        return False

    def start_again(self) -> None:
        """The process died, perhaps in the middle of something: the next one tidies, and goes on from what it sees."""
        self.recorder.revive()
        self.recorder.refusing.clear()
        self.recorder.room = None
        library.tidy(self.home, datetime.now(UTC))
        self.path = next(self.home.talks.glob("*.toml"), self.path)
        if not self.path.name or not self.path.exists():
            if any(each == Said("going") for each in self.recorder.log):
                self.recorder.say("gone")
        elif kept := read_record(self.path).kept:
            self.recorder.say(f"kept {kept}")
        else:
            self.resume()
            self.recorder.say("begun")
            self.append()

    def again(self, folder: Path, said: tuple[Said, ...], state: State) -> Evening:
        """The same talk on the disk that a crash left."""
        evening = Evening(folder, self.make, self.noon, self._known)
        evening.events, evening.treasure, evening.adopt = self.events, self.treasure, self.adopt
        evening.path = evening.home.talks / self.path.name
        evening.home.talks.rmdir()
        state.put(evening.home.talks.parent)
        evening.recorder.settle()
        evening.recorder.log += said
        return evening

    def litter(self, *endings: str) -> None:
        """What earlier crashes and this talk left beside its record; outside of any recording."""
        for ending in endings:
            disk.beside(self.path, ending).write_text(WORDS)

    def problems(self, most: int = 40, since: int = 0) -> list[str]:
        """What does not hold after a loss of power at any moment; empty if all is well."""
        found = []
        for said, state in crashes(self.recorder, most, since):
            for problem in self._promises(self._find(state), said):
                found.append(f"{problem} -- said: {said[-2:]}, on the disk: {sorted(state.files())}")
            if len(found) >= ENOUGH:
                break
        return found

    def _promises(self, found: Found, said: tuple[Said, ...]) -> Iterator[str]:
        told = {each.what: each.number for each in said}
        if found.trouble:
            yield found.trouble
        if "gone" in told:
            if found.words(found.before) or found.events is not None:
                yield f"words came back after the talk was deleted: {found.words(found.before)}"
        elif found.events is None:
            if found.words(found.after):
                yield f"words of a talk that is not there stay for ever: {found.words(found.after)}"
            if "begun" in told and not {"going", "lost"} & told.keys():
                yield "a talk that was begun is not there"
        else:
            yield from self._talk_promises(found, found.events, told)
            yield from self._draft_promises(found, told)

    def _talk_promises(self, found: Found, events: tuple[Event, ...], told: dict[str, int]) -> Iterator[str]:
        if found.kept and not {f"keeping {found.kept}", f"kept {found.kept}"} & told.keys():
            yield f"the talk is kept as {found.kept}, and nobody asked for it"
        if {"kept all", "kept agreement"} & told.keys():
            if not found.kept:
                yield "a talk that was kept is open"
            elif len(found.words(found.before)) != (found.kept == "all"):
                yield f"more is kept than was asked for: {found.words(found.before)}"
        if found.kept == "agreement":
            return
        least = len(self.events) if found.kept else told.get("saved", 0)
        if len(events) < least or list(events) != self.events[: len(events)]:
            yield f"of {least} saved events {len(events)} are there, or are not as they were"
        for when, files in (("after the crash", found.before), ("after going on", found.after)):
            if not found.kept and not any(self.treasure in data for data in files.values()):
                yield f"bytes that were to be set aside are lost {when}"

    def _draft_promises(self, found: Found, told: dict[str, int]) -> Iterator[str]:
        draft = found.draft
        if draft and draft.text != WORDS * (1 + int(draft.spent)):
            yield "a draft is shown that nobody typed"
        if "draft" in told and "sending" not in told and (not draft or draft.spent < told["draft"]):
            yield "a draft that was saved is lost, or an older one is shown"
        if "sent" in told and (draft or any(".draft" in name for name in found.words(found.before))):
            yield "a draft came back after its turn was sent"

    def _find(self, state: State) -> Found:
        if state not in self._known:
            self.tried += 1
            self._scratch.mkdir()
            state.put(self._scratch)
            with _no_waiting():
                self._known[state] = self._look(places({"COACH_HOME": str(self._scratch)}), state.files())
            shutil.rmtree(self._scratch)
        return self._known[state]

    def _look(self, home: Places, before: dict[str, bytes]) -> Found:
        path = home.talks / self.path.name
        draft = DraftFile(disk.beside(path, ".draft")).read()
        events, kept = None, None
        try:
            bad = [*library.open_talks(home).bad, *library.kept_talks(home).bad]
            library.tidy(home, datetime.now(UTC))
            if self.path.name and path.exists():
                record = read_record(path)
                events, kept = record.events, record.kept
                if kept is None:
                    events = self._go_on(path)
                elif record.notices:
                    bad += record.notices
        except (CoachError, OSError) as error:
            return Found(f"{type(error).__name__}: {error}", events, kept, draft, before)
        return Found("; ".join(bad), events, kept, draft, before, State.at(self._scratch).files())

    def _go_on(self, path: Path) -> tuple[Event, ...]:
        journal, record = Journal.resume(path, adopt=self.adopt)
        journal.append(self.make(len(record.events), text="afterwards"))
        journal.close()
        again = read_record(path)
        if again.notices or again.events[:-1] != record.events or again.events[-1].text != "afterwards":
            raise CoachError(f"the talk cannot be gone on with: {again.notices}")
        return record.events


@contextmanager
def _no_waiting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "fdatasync"):
            if hasattr(os, name):
                patch.setattr(os, name, lambda handle: None)
        yield


Scene = Callable[[Evening], None]
SCENES: dict[str, tuple[Scene, Scene]] = {}
"""By name: what was there before, and what happens while the power may fail at any moment."""
