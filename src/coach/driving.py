"""A talk played from its plain-text lines, without a screen: a fake clock, and the events a face would have made.

Every answer goes through `Conversation.event`, every secret through `seal` and `open`, so nothing can happen here that
could not happen at the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coach.conversation.ask import Ask
from coach.conversation.conversation import NotAllowed, begin
from coach.conversation.events import NOTES, Answer, Event, Moment
from coach.conversation.script import Script
from coach.conversation.sealed import Given, Page, Sealed, chosen, seal
from coach.errors import BadScript
from coach.flow.graph import anytime_answer
from coach.flow.model import Agree, Choose, End, Rate, Say, Wait
from coach.talk_lines import SETTINGS, Line, choice_of, names_of, number_of, ratings_of, time_of, wanted, words_on
from coach.talk_lines import parse as parse

EVENING = datetime.fromisoformat("2026-11-22 21:31")
"""When a talk begins that doesn't say: evening, wherever the program runs."""


def drive(script: Script, lines: Sequence[Line]) -> list[Event]:
    """The events of a talk that goes as its lines say.

    Args:
        script: the flow that is talked through.
        lines: as `parse` gives them.

    Raises:
        BadScript: a line does not fit what the talk wants at that point, or what it expects is not so.
    """
    driver = Driver(script, lines)
    for line in driver.ahead:
        driver.take(line)
    driver.finish()
    return driver.events


class Driver:
    """A talk on its way through its lines; `drive` for whoever only wants the events."""

    def __init__(self, script: Script, lines: Sequence[Line]) -> None:
        """A talk that has just begun.

        Args:
            script: the flow that is talked through.
            lines: those at its head (`names:`, `at:`, `coin: left`) are taken at once; the others are `ahead`.
        """
        self.talk = begin(script)
        self.events: list[Event] = []
        self.t = 0.0
        """Seconds of talk."""
        self.at = EVENING.astimezone(UTC)
        """The time on the wall."""
        self._throws: list[tuple[Line, int]] = []
        self._seconds: float | None = None
        self._longer = 0
        self._sealed: Sealed | None = None
        self.ahead = self._begin(lines)

    @property
    def ask(self) -> Ask:
        """What the talk wants now."""
        return self.talk.ask

    @property
    def page(self) -> Page | None:
        """The secret page that is open now."""
        return self._sealed.page if self._sealed else None

    def take(self, line: Line) -> None:
        """Let one line happen.

        Raises:
            BadScript: it doesn't fit.
        """
        try:
            _TAKES[line.head](self, line)
        except NotAllowed as refusal:
            raise line.bad(str(refusal)) from None

    def finish(self) -> None:
        """Say so if a throw of the coin was written down that never fell."""
        for line, _ in self._throws:
            raise line.bad("a tie was expected, but no coin was thrown after this line.")

    # -- what a line does ----------------------------------------------------------------------------------------

    def _begin(self, lines: Sequence[Line]) -> Sequence[Line]:
        names, first, taken = self.talk.names, self.talk.first, 0
        for line in lines:
            if line.head not in SETTINGS or line.head == "end":
                break
            taken += 1
            if line.head == "names":
                names = names_of(line)
            elif line.head == "at":
                self.at = time_of(line).astimezone(UTC)
            elif line.rest in ("left", "right"):
                first = "left" if line.rest == "left" else "right"
            else:
                self._throws.append((line, number_of(line)))
        self._note("begun", Answer(left=names[:1], right=names[1:], first=first))
        return lines[taken:]

    def _expect_words(self, line: Line) -> None:
        wanted = " ".join(line.rest.split())
        if not any(wanted in " ".join(words.split()) for words in words_on(self.ask, self.page)):
            step = self.page.step if self.page else self.ask.step
            raise line.bad(f"“{wanted}” was expected on the screen – {self._here}, which says “{step.words}”.")

    def _expect_place(self, line: Line) -> None:
        if line.rest != self.talk.place:
            raise line.bad(f"the talk was expected at {line.rest} – {self._here} and wants {self._wants()}.")

    def _expect_end(self, line: Line) -> None:
        if self.talk.ended != line.rest:
            so_far = f"it ended: {self.talk.ended}" if self.talk.ended else f"{self._here} and wants {self._wants()}"
            raise line.bad(f"the talk was expected to have ended: {line.rest} – {so_far}.")

    def _enter(self, line: Line) -> None:
        page, step = self.page, self.ask.step
        if page and isinstance(page.step, Say):
            self._give("")
        elif isinstance(step, Agree):
            self._answer(Answer("one", minutes=self._rest()))
        elif isinstance(step, Say) and not step.secret:
            self._answer(Answer(seat=self.ask.seat))
        elif step.kind in ("breathe", "show", "review"):
            self._answer(Answer())
        else:
            raise self._unexpected(line)

    def _together(self, line: Line) -> None:
        if not isinstance(self.ask.step, Agree):
            raise self._unexpected(line)
        self._answer(Answer("both"))

    def _seated(self, line: Line) -> None:
        ask, page = self.ask, self.page
        step = page.step if page else ask.step
        asked = page.seat if page else ask.seat or "both"
        if line.head != asked or line.colon != isinstance(step, Say):
            raise self._unexpected(line)
        if isinstance(step, Choose):
            choice = choice_of(line, ask, step)
            if choice is None:
                raise self._unexpected(line)
            self._hand_over(choice, chosen(ask, step, *choice))
        elif isinstance(step, Rate):
            self._rate(line, step)
        elif isinstance(step, Say):
            self._hand_over(line.rest, Answer(text=line.rest))
        else:
            raise self._unexpected(line)

    def _rate(self, line: Line, step: Rate) -> None:
        place = self.talk.seq
        for number in ratings_of(line, step):
            if number is None or self.page is None or self.page.seat != line.head or self.talk.seq != place:
                raise self._unexpected(line)
            self._give(number)

    def _wait(self, line: Line, early: bool = False) -> None:
        if not isinstance(self.ask.step, Wait):
            raise self._unexpected(line)
        left = max(self.talk.until or self.at, self.at) - self.at
        self.at += left / 2 if early else left
        self._answer(Answer("early" if early else "ready"))

    def _add_minutes(self, line: Line) -> None:
        step = self.ask.step
        if isinstance(step, Wait):
            self._note("longer", Answer(minutes=number_of(line)))
        elif isinstance(step, Agree) and step.minutes:
            self._longer += number_of(line)
        else:
            raise self._unexpected(line)

    def _menu(self, line: Line) -> None:
        offered = self.talk.script.flow.anytime
        item = next((item for item in offered if item.id == line.rest), None)
        if item is None or isinstance(self.ask.step, End):
            ids = ", ".join(item.id for item in offered)
            raise line.bad(f"one of the menu’s lines was expected ({ids}) – {self._here} and wants {self._wants()}.")
        if item.to:
            self._answer(Answer(anytime_answer(item)), seconds=0.0)
            return
        self.at += timedelta(seconds=item.seconds)
        self._note(item.id if item.id in NOTES else "breath")

    def _repair(self, line: Line) -> None:
        phrases = self.talk.script.flow.repairs
        if not 1 <= number_of(line) <= len(phrases) or not isinstance(self.ask.step, Say) or self.page:
            raise line.bad(f"a repair phrase from 1 to {len(phrases)} was expected, in a talking turn – {self._here}.")
        self._note("repair", Answer(text=phrases[number_of(line) - 1]))

    def _mend_names(self, line: Line) -> None:
        left, right = names_of(line)
        self._note("named", Answer(left=(left,), right=(right,)))

    def _resume(self, line: Line) -> None:
        if not (self.talk.ended and self.ask.step.next):
            raise self._unexpected(line)
        until = self.talk.until
        self.at = until if until and until > self.at else self.at + timedelta(days=1)
        self._answer(Answer("resumed"), seconds=0.0)

    def _take_seconds(self, line: Line) -> None:
        self._seconds = float(number_of(line))

    def _coin_falls(self, line: Line) -> None:
        if line.head == "at" or line.rest in ("left", "right"):
            raise line.bad(f"“{line.head}: {line.rest}” was expected at the head of the talk.")
        self._throws.append((line, number_of(line)))

    # -- making it happen ----------------------------------------------------------------------------------------

    def _hand_over(self, given: Given, answer: Answer) -> None:
        """A page's answer behind the look-away; in the open, the answer itself."""
        if self.page:
            self._give(given)
        else:
            self._answer(replace(answer, seat=self.ask.seat))

    def _give(self, value: Given) -> None:
        """Answer the open secret page; with the last one they open."""
        if self._sealed:
            self._sealed = self._sealed.with_answer(value)
            if self._sealed.page is None:
                self._answer(self._sealed.open(self._throw))

    def _answer(self, answer: Answer, seconds: float | None = None) -> None:
        ask = self.ask
        allotted = ask.seconds * (len(ask.seats) if ask.sealed else 1)
        spent = max(allotted - ask.spent, 0.0) if seconds is None else seconds
        spent = spent if self._seconds is None else self._seconds
        self._seconds, self._longer = None, 0
        self.t += spent
        self.at += timedelta(seconds=spent)
        self._happened(self.talk.event(answer, Moment(self.t, self.at), spent))

    def _note(self, kind: str, answer: Answer | None = None) -> None:
        self._happened(self.talk.note(kind, Moment(self.t, self.at), answer))

    def _happened(self, event: Event) -> None:
        self.events.append(event)
        self.talk = self.talk.after(event)
        if event.kind not in NOTES or event.kind == "begun":
            self._sealed = seal(self.ask) if self.ask.secret else None

    def _rest(self) -> int:
        return self.ask.minutes + self._longer if self.ask.minutes else 0

    def _throw(self, sides: int) -> int:
        line, side = self._throws.pop(0) if self._throws else (None, 0)
        if line and side >= sides:
            raise line.bad(f"a throw from 0 to {sides - 1} was expected.")
        return side

    # -- what went wrong -----------------------------------------------------------------------------------------

    @property
    def _here(self) -> str:
        return f"the talk is at {self.talk.place}"

    def _wants(self) -> str:
        return wanted(self.ask, self.page)

    def _unexpected(self, line: Line) -> BadScript:
        return line.bad(f"{self._wants()} was expected – {self._here}.")


_TAKES: dict[str, Callable[[Driver, Line], None]] = {
    ">": Driver._expect_words,
    "@": Driver._expect_place,
    "end": Driver._expect_end,
    "left": Driver._seated,
    "right": Driver._seated,
    "both": Driver._seated,
    "enter": Driver._enter,
    "together": Driver._together,
    "wait": Driver._wait,
    "early": lambda driver, line: driver._wait(line, early=True),
    "longer": Driver._add_minutes,
    "menu": Driver._menu,
    "repair": Driver._repair,
    "names": Driver._mend_names,
    "after": Driver._take_seconds,
    "resume": Driver._resume,
    "coin": Driver._coin_falls,
    "at": Driver._coin_falls,
}
