"""One sitting at the keyboard: a conversation, the journal it is saved in, the draft, and the clock.

Every face that talks goes through here, so that none can show what is not saved or save what did not happen:
answer → event → journal → conversation. Nothing here draws anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from coach import __version__
from coach.clock import TalkClock
from coach.conversation.ask import Ask
from coach.conversation.conversation import Conversation, begin, fold
from coach.conversation.events import Answer, Event
from coach.conversation.fair_pick import Coin
from coach.conversation.script import Script
from coach.errors import CannotSave
from coach.flow.model import Choose, Seat
from coach.records.draft import Draft, DraftFile, DraftWriter
from coach.records.journal import Journal, NullJournal
from coach.records.places import Places

AnyJournal = Journal | NullJournal

KEEPING = ("all", "agreement", "nothing")
"""What the choices of a step that saves "keep" mean, in their order."""


class Sitting:
    """A talk that is going on."""

    def __init__(
        self,
        script: Script,
        clock: TalkClock,
        start_journal: Callable[[], AnyJournal],
        *,
        coin: Coin = secrets.randbelow,
    ) -> None:
        """A talk of which nothing has happened yet; nothing is on the disk before its first event.

        Args:
            script: the flow that is talked through.
            clock: tells when things happen.
            start_journal: makes the journal when the first event comes; may raise CannotSave.
            coin: decides who starts, and ties.
        """
        self.talk: Conversation = begin(script)
        self.events: list[Event] = []
        self.clock = clock
        self.coin = coin
        self.journal: AnyJournal | None = None
        self.trouble = ""
        """Why the last events are not saved, as a sentence; empty when all is saved."""
        self._start_journal = start_journal
        self._drafts: DraftWriter | None = None
        self._over = False
        """The talk was kept or removed: nothing of it is written any more."""

    @property
    def ask(self) -> Ask:
        """What is wanted now."""
        return self.talk.ask

    @property
    def typed(self) -> tuple[tuple[int, str, str], ...]:
        """(event, name, words) of every turn that was typed, oldest first."""
        names = dict(zip(("left", "right"), self.talk.names, strict=True))
        return tuple(
            (event.seq, names.get(event.seat or "", ""), event.text)
            for event in self.events
            if event.kind == "said" and event.text
        )

    @property
    def keeps(self) -> bool:
        """Whether this talk is written down at all."""
        return not isinstance(self.journal, NullJournal)

    def go_on(self, journal: Journal, events: Iterable[Event]) -> Draft | None:
        """Take up an open talk where it was left.

        Returns:
            The half-typed turn and the seconds spent on it, if there are any.

        Raises:
            NotAllowed: the events do not make a talk of this flow.
        """
        self.events = list(events)
        self.talk = fold(self.talk.script, self.events)
        self.clock.set(self.talk.t)
        self._take(journal)
        self._rest()
        return DraftFile(journal.draft_path).read(self.talk.seq)

    def begin(self, names: tuple[str, str] | None) -> None:
        """The first event: who sits where, and who starts, as the coin falls."""
        first: Seat = "left" if self.coin(2) == 0 else "right"
        left, right = names or self.talk.names
        self._happened(self.talk.note("begun", self.clock.moment(), Answer(left=(left,), right=(right,), first=first)))

    def answer(self, answer: Answer, spent: float = 0.0) -> None:
        """Let an answer happen: on the disk before it is in the talk.

        Args:
            answer: what a face handed over.
            spent: seconds of talk that the step took.

        Raises:
            NotAllowed: the talk can't take it now; nothing has happened.
        """
        self._happened(self.talk.event(answer, self.clock.moment(), spent))
        self._rest()

    def note(self, kind: str, answer: Answer | None = None) -> None:
        """Let something happen that does not move the talk."""
        self._happened(self.talk.note(kind, self.clock.moment(), answer))

    def retry(self) -> bool:
        """Try again to save what is not saved; whether all is saved now."""
        if self._over:
            return True
        try:
            if self.journal is None and self.events:
                self._take(started := self._start_journal())
                if isinstance(started, Journal):
                    started.pending.extend(self.events)
            if self.journal is not None:
                self.journal.retry()
            self.trouble = ""
        except CannotSave as error:
            self.trouble = str(error)
        return not self.trouble

    def put_draft(self, text: str, spent: float, *, typed: bool) -> None:
        """Keep the half-typed turn as it stands now, and the seconds spent on it.

        Args:
            text: what stands in the box; its history is kept nowhere.
            spent: seconds of talk.
            typed: whether the text changed (synced within 0.3 s) or only time passed.
        """
        if self._drafts and not self._over:
            self._drafts.put(Draft(self.talk.seq, round(spent, 1), text), typed)

    def close(self) -> None:
        """Leave the talk as it is. What can be saved is saved."""
        if self._drafts:
            self._drafts.close()
        if self.journal:
            self.journal.close()

    def discard(self) -> None:
        """Remove everything of this talk from the disk; raises CannotSave if something stays."""
        if self._drafts:
            self._drafts.drop()
            self._drafts.close()
        if self.journal:
            self.journal.discard()
        self._over, self.trouble = True, ""

    def finish(self) -> str:
        """Do what the talk's end asks for, once it has ended.

        Returns:
            "all" or "agreement" if it was kept as that, "nothing" if it was removed, "open" if it stays open, "unsaved"
            if it should, but is not on the disk.

        Raises:
            CannotSave: it is still as it was.
        """
        if self.talk.here.step.next:
            return "unsaved" if self.trouble else "open" if self.keeps else "nothing"
        kept = self._keep() if self.talk.ended != "deleted" else "nothing"
        if self._drafts:
            self._drafts.drop()
        if kept == "nothing":
            self.discard()
            return kept
        if self.trouble and not self.retry():
            raise CannotSave(self.trouble)
        if self.journal:
            began = self.events[0].at
            self.journal.finalise(
                "agreement" if kept == "agreement" else "all",
                outcome=self.talk.ended,
                started=began,
                minutes=max(1, round(self.talk.t / 60)),
                topic=self._last("topic"),
                check_in=self._check_in(),
                agreement=self._agreement(),
                keep=self._without_taken_back,
            )
        self._over, self.trouble = True, ""
        return kept

    # -- inside --------------------------------------------------------------------------------------------------

    def _happened(self, event: Event) -> None:
        moved = self.talk.after(event)
        self.events.append(event)
        if self.journal is None:
            self.retry()
        else:
            self._append(event)
        if self._drafts:
            self._drafts.drop()
        self.talk = moved

    def _append(self, event: Event) -> None:
        try:
            if self.journal:
                self.journal.append(event)
            self.trouble = ""
        except CannotSave as error:
            self.trouble = str(error)

    def _take(self, journal: AnyJournal) -> None:
        self.journal = journal
        if journal.draft_path:
            self._drafts = DraftWriter(DraftFile(journal.draft_path))

    def _rest(self) -> None:
        """A break is not talk: its clock stands still."""
        if self.ask.kind == "wait":
            self.clock.stop("rest")
        else:
            self.clock.go("rest")

    def _keep(self) -> str:
        said = self._last("keep")
        for stage in self.talk.script.flow.stages:
            for step in stage.steps:
                if isinstance(step, Choose) and step.saves == "keep" and said in step.choices:
                    return KEEPING[min(step.choices.index(said), len(KEEPING) - 1)]
        return "nothing"

    def _last(self, name: str) -> str:
        said = self.talk.saved.get(name, ())
        return said[-1].text if said else ""

    def _without_taken_back(self, event: Event) -> Event:
        if event.seq not in self.talk.taken_back:
            return event
        return replace(event, kind="done", text=None)

    def _check_in(self) -> date | None:
        if not self._last("date") or self.talk.until is None:
            return None
        return self.talk.until.astimezone().date()

    def _agreement(self) -> dict[str, object]:
        """What a kept agreement holds: plain values, nothing else that was said."""
        names = dict(zip(("left", "right"), self.talk.names, strict=True))
        plans = [
            f"{names[said.seat]}: {said.text}" if said.seat else said.text
            for said in self.talk.saved.get("plan", ())
            if said.text
        ]
        values = {
            "names": list(self.talk.names),
            "picked": self._last("picked"),
            "plans": plans,
            "smaller": self._last("smaller"),
            "date": self._last("date"),
        }
        return {name: value for name, value in values.items() if value}


def start_journal(places: Places, script: Script, clock: TalkClock, save: bool) -> Callable[[], AnyJournal]:
    """What makes the journal of a new talk: none at all unless it is to be saved."""

    def start() -> AnyJournal:
        if not save:
            return NullJournal()
        flow = script.flow
        return Journal.create(places, flow.id, flow.text, clock.wall().astimezone(), __version__)

    return start
