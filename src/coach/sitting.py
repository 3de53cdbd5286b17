"""One sitting at the keyboard: a conversation, the journal it is saved in, the draft, and the clock.

Every face that talks goes through here, so that none can show what is not saved or save what did not happen:
answer → event → conversation and, in a thread, journal; a face moves on once that is `settled`. Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from coach import __version__
from coach.clock import TalkClock
from coach.conversation.ask import Ask
from coach.conversation.calm import minutes_until_calm
from coach.conversation.conversation import Conversation, begin, fold
from coach.conversation.events import NOTES, Answer, Event
from coach.conversation.fair_pick import Coin
from coach.conversation.script import Script
from coach.flow.model import Choose, Seat
from coach.records.draft import Draft, DraftFile, LaidAside
from coach.records.journal import Journal, NullJournal
from coach.records.places import Places
from coach.records.saving import AnyJournal, Saving, StartJournal

KEEPING = ("all", "agreement", "nothing")
"""What the choices of a step that saves "keep" mean, in their order."""


def toss(sides: int) -> int:
    """A coin that nobody can foresee."""
    import secrets

    return secrets.randbelow(sides)


class Sitting:
    """A talk that is going on."""

    def __init__(self, script: Script, clock: TalkClock, start_journal: StartJournal, *, coin: Coin = toss) -> None:
        """A talk of which nothing has happened yet; nothing is on the disk before its first event.

        Args:
            script: the flow that is talked through.
            clock: tells when things happen.
            start_journal: makes the journal when the first event comes.
            coin: decides who starts, and ties.
        """
        self.talk: Conversation = begin(script)
        self.events: list[Event] = []
        self.clock = clock
        self.coin = coin
        self.saving = Saving(start_journal)
        self._kept = ""

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
    def trouble(self) -> str:
        """Why something is not saved, as a sentence; empty when all is well."""
        return self.saving.trouble

    @property
    def removes(self) -> bool:
        """Whether the talk is being removed: what is wrong then is not that it isn't saved."""
        return self._kept == "nothing"

    @property
    def outcome(self) -> str:
        """What became of the record of a talk that has ended, once that is settled.

        "all" or "agreement" if it was kept as that, "nothing" if it was removed, "open" if it stays open, "unsaved" if
        something of it is in memory only.
        """
        if self.saving.over:
            return self._kept
        journal = self.saving.journal
        if journal is None or journal.unsaved:
            return "unsaved"
        return "open" if self.saving.keeps else "nothing"

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
        self.saving.take(journal)
        self._rest()
        draft = DraftFile(journal.draft_path).read()
        if draft is None:
            return None
        still = all(event.kind in NOTES for event in self.events[draft.for_seq :]) and draft.for_seq <= self.talk.seq
        wanted = (self.talk.back,) if still else (self.talk.back, self.talk.place)
        if draft.aside and draft.aside.place in wanted:
            self.saving.aside = draft.aside
        return draft if still else None

    def begin(self, names: tuple[str, str] | None) -> None:
        """The first event: who sits where, and who starts, as the coin falls."""
        first: Seat = "left" if self.coin(2) == 0 else "right"
        left, right = names or self.talk.names
        self._happened(self.talk.note("begun", self.clock.moment(), Answer(left=(left,), right=(right,), first=first)))

    def answer(self, answer: Answer, spent: float = 0.0) -> None:
        """Let an answer happen, and have it saved; a face shows what comes next once `saving` is settled.

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

    def put_draft(self, text: str, spent: float, *, typed: bool, choice: str = "") -> None:
        """Keep the half-typed turn as it stands now, and the seconds spent on it.

        Args:
            text: what stands in the box; its history is kept nowhere.
            spent: seconds of talk.
            typed: whether the text changed (synced within 0.3 s) or only time passed.
            choice: the choice that the line belongs to, where one was picked first.
        """
        if self.events:
            self.saving.put_draft(Draft(self.talk.seq, round(spent, 1), text, choice), typed)

    def lay_aside(self, text: str, choice: str, spent: float) -> None:
        """The talk is about to leave a turn in its middle: keep what is typed until it comes back."""
        if text:
            self.saving.aside = LaidAside(self.talk.place, text, choice)
            self.put_draft(text, spent, typed=True, choice=choice)

    @property
    def laid_aside(self) -> bool:
        """Whether something was typed here before the talk left for a break or the shelf."""
        aside = self.saving.aside
        return aside is not None and aside.place == self.talk.place

    def give_back(self) -> Draft | None:
        """What was typed here then, once: from now on it stands in its box again."""
        aside = self.saving.aside
        if aside is None or not self.laid_aside:
            return None
        self.saving.aside = None
        self.put_draft(aside.text, self.ask.spent, typed=True, choice=aside.choice)
        return Draft(self.talk.seq, self.ask.spent, aside.text, aside.choice)

    def move(self, folder: Path) -> None:
        """Go on in another folder, with everything so far; raises CoachError if that can't be."""
        self.saving.move(folder, self.events)

    def close(self) -> None:
        """Leave the talk as it is; see `Saving.close`."""
        self.saving.close()

    def discard(self) -> None:
        """Have everything of this talk removed from the disk."""
        self._kept = "nothing"
        self.saving.end(lambda journal: journal.discard())

    def finish(self) -> None:
        """Have done what the talk's end asks for, once it has ended; `outcome` tells what became of it."""
        if self.talk.here.step.next or self.saving.over:
            return
        self._kept = self._keep() if self.talk.ended != "deleted" else "nothing"
        if self._kept == "nothing":
            self.discard()
        else:
            self.saving.end(self._finalise)

    # -- inside --------------------------------------------------------------------------------------------------

    def _happened(self, event: Event) -> None:
        self.talk = self.talk.after(event)
        self.events.append(event)
        self.saving.save(event)

    def _finalise(self, journal: AnyJournal) -> None:
        journal.finalise(
            "agreement" if self._kept == "agreement" else "all",
            outcome=self.talk.ended,
            started=self.events[0].at,
            minutes=max(1, round(self.talk.t / 60)),
            calm_after=minutes_until_calm(self.talk.script, self.events),
            topic=self._last("topic"),
            check_in=self._check_in(),
            agreement=self._agreement(),
            keep=self._without_taken_back,
        )

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


class TakenUp(NamedTuple):
    """An open talk that is gone on with."""

    sitting: Sitting
    draft: Draft | None
    """The turn that was being typed."""
    notices: tuple[str, ...]
    """What is not as it was left, in sentences without anybody's words."""


def not_saved(sitting: Sitting) -> str:
    """What a face says as long as there is trouble."""
    return sitting.trouble if sitting.removes else f"NOT SAVED. {sitting.trouble}"


def start_journal(places: Places, script: Script, clock: TalkClock, save: bool = True) -> StartJournal:
    """What makes the journal of a talk: none at all unless it is to be saved."""

    def start(folder: Path | None, name: str) -> AnyJournal:
        if not save:
            return NullJournal()
        where, flow = replace(places, talks=folder) if folder else places, script.flow
        return Journal.create(where, flow.id, flow.text, clock.wall().astimezone(), __version__, name)

    return start
