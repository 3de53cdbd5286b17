"""Sudden ends: somebody types, the program dies, and what the screen had taken has to be on the disk.

A round is one start of the real program in a real terminal, and one death of it; the next round goes on with the same
talk. A seed decides what is typed and how it dies. How far it comes until then is up to the machine: what is asked of
the disk afterwards holds for any moment.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.terminal.keyboard import PATIENCE, Terminal
from tests.terminal.on_trial import WORDS, Box, Outcome, Plan, Talk
from tests.terminal.reckoning import reckon

PACE = 0.02
"""Seconds from key to key: 50 characters a second, five times as fast as people type."""

DEAF = 0.3
"""Seconds of talk after a change of screen in which keys do nothing."""

FLUSHED_NOWHERE = 120
"""Python's own exit code when there is no terminal left to empty its stdout into."""

LONGEST = 150
"""Characters after which a turn is over, so that all of it fits into the box."""


class Over(Exception):
    """The round's time is up."""


class Round:
    """One start, and one death."""

    def __init__(self, talk: Talk, plan: Plan, dice: random.Random) -> None:
        self.talk, self.plan, self.dice = talk, plan, dice
        self.outcome = Outcome(plan)
        self._said = list(talk.said)
        self.box = Box(talk.box)
        self._pending: str | None = None
        """A turn that was handed over, and that the screen has not taken yet."""
        self._place: int | None = None
        self._highest = 0
        self._unsaved = False
        self._end = float("inf")

    def play(self) -> Outcome:
        """Start, type, die, and look at the disk. Raises AssertionError if what is waited for never comes."""
        began = time.monotonic()
        with Terminal(self.talk.home, *self._command()) as self.terminal:
            self.terminal.on_change = self._look
            if self.plan.early is not None:
                self._end = began + self.plan.early
            try:
                self._sit_down()
                if self.plan.early is None and self.plan.hurry is None and self.plan.taken is None:
                    self._end = time.monotonic() + self.plan.after
                for _ in self._turns():
                    pass
            except Over:
                pass
            except AssertionError as missing:
                raise AssertionError(f"{self.plan} {missing}") from None
            died = self._die()
        if self._pending is not None and self._highest > len(self._said) + 1 and not self._unsaved:
            self._taken()
        reckon(self.talk, self.box, self._said, self._pending, died, self.outcome)
        return self.outcome

    # -- at the keyboard -----------------------------------------------------------------------------------------

    def _command(self) -> list[str]:
        calm = ["--calm", "--speed", str(self.plan.speed)]
        if self.talk.path is None:
            return ["start", str(self.talk.home / "many.toml"), "--left", "Sam", "--right", "Alex", *calm]
        return calm if self.plan.offered else ["resume", *calm]

    def _sit_down(self) -> None:
        """As far as the box, with what is to stand in it."""
        if self.talk.path is not None and self.plan.offered:
            self._until(lambda: "is open until" in self.terminal.text, "the offer")
            self._settle()
            self.terminal.strike("enter")
        self._until(lambda: self._place is not None, "a turn")
        if self._place == 0:
            self._settle()
            self.terminal.strike("enter")
            self._until(lambda: self._place == 1, "the first turn")
        elif self._place != len(self.talk.said) + 1:
            self.outcome.faults.append(f"it came back at turn {self._place}, not {len(self.talk.said) + 1}")
        elif self.talk.box.strip():
            self._until(lambda: _squeezed(self.talk.box) in _squeezed(self.terminal.text), f"box: {self.talk.box!r}")
            self.outcome.exact = True
        self._settle()

    def _turns(self) -> Iterator[None]:
        """Turn after turn, until the time is up."""
        if self.plan.erases:
            self._erase()
        while True:
            if len(self.box.text) < LONGEST:
                words = " ".join(self._words(self.dice.randint(1, 4)))
                self._type(f" {words}" if self.box.text else words)
            self._hand_over()
            yield

    def _words(self, count: int) -> list[str]:
        return [f"{self.dice.choice(WORDS)}{self.dice.randrange(1000)}" for _ in range(count)]

    def _type(self, words: str) -> None:
        for letter in words:
            self._press(letter, self.box.text + letter)

    def _press(self, key: str, becomes: str) -> None:
        due = max(self.box.sent[-1] + PACE, time.monotonic())
        time.sleep(max(0.0, min(due, self._end) - time.monotonic()))
        if due >= self._end:
            raise Over
        self.box.becomes(becomes, self.terminal.strike(key))
        self.talk.stood.add(becomes)

    def _hand_over(self) -> None:
        """Enter; the turn is acknowledged when the screen has moved on."""
        before, self._pending = self._place or 0, self.box.text.strip()
        at = self.terminal.strike("enter")
        if self.plan.hurry is not None:
            self._end = min(self._end, at + self.plan.hurry)
        self._until(lambda: (self._place or 0) > before, "the next turn")
        self._taken()
        if self.plan.taken is not None:
            self._end = min(self._end, time.monotonic() + self.plan.taken)
        if len(self._said) == self.talk.turns:
            self._end = min(self._end, time.monotonic() + 0.1)
            self._until(lambda: False, "the end of the round")
        self._settle()

    def _taken(self) -> None:
        assert self._pending is not None
        self._said.append(self._pending)
        self.talk.taken_back += [word for word, _ in self.box.erased]
        self._pending, self.box = None, Box("")
        self.outcome.acknowledged += 1

    def _erase(self) -> None:
        """Type a word that reaches the disk, take it back, and write on for more than a second."""
        self._end = float("inf")
        word = f"erased{self.dice.randrange(10**9)}"
        by_letter = len(self.box.text) > 20 or self.dice.random() < 0.5
        self._type(f" {word}" if self.box.text else word)
        self._until(lambda: word in (self.talk.draft or {"text": ""})["text"], "the word on the disk")
        if by_letter:
            for _ in word:
                self._press("backspace", self.box.text[:-1])
        else:
            self._press("ctrl+u", "")
        gone = len(self.box.states) - 1
        self.box.erased.append((word, gone))
        self._until(
            lambda: word[:6] not in self.terminal.text and self.terminal.still_for > 0.1, "the word off the screen"
        )
        while time.monotonic() < self.box.sent[gone] + 1.1:
            self._type(f" {self._words(1)[0]}")
        self._until(lambda: self.box.last_with((self.talk.draft or {"text": ""})["text"]) >= gone, "the word gone")
        self._end = time.monotonic() + self.dice.uniform(0.0, 0.4)

    def _settle(self) -> None:
        """Keys are deaf for a moment after a change of screen."""
        deaf = DEAF / self.plan.speed + 0.06
        self._until(lambda: self.terminal.still_for >= deaf, "a still screen")

    def _until(self, wanted: Callable[[], bool], what: str) -> None:
        late = time.monotonic() + PATIENCE
        while not wanted():
            now = time.monotonic()
            if now >= self._end:
                raise Over
            if now >= late or self.terminal.process.poll() is not None:
                raise AssertionError(
                    f"{self.box.text!r} was typed; waited for: {what}\n" + "\n".join(self.terminal.lines)
                )
            time.sleep(min(0.004, self._end - now))

    def _look(self) -> None:
        """By the thread that draws: which turn the screen asks for."""
        text = self.terminal.text
        self._unsaved = self._unsaved or "NOT SAVED" in text
        place = self.talk.place_of(text)
        if place is not None:
            self._place, self._highest = place, max(self._highest, place)

    # -- the death -----------------------------------------------------------------------------------------------

    def _die(self) -> float:
        sat = self._place is not None
        died = time.monotonic()
        if self.plan.way == "closed window":
            self.terminal.hang_up()
        else:
            self.terminal.process.send_signal(signal.Signals[self.plan.way])
        try:
            code = self.terminal.ends()
        except AssertionError as missing:
            raise AssertionError(f"{self.plan} {missing}") from None
        self.outcome.went_by = f"{code}{'' if sat else ' while starting'}"
        if self.plan.way == "closed window":
            right = {128 + signal.SIGHUP, FLUSHED_NOWHERE} | (set() if sat else {-signal.SIGHUP})
        elif self.plan.way == "SIGKILL":
            right = {-signal.SIGKILL}
        else:
            number = signal.Signals[self.plan.way]
            right = {128 + number} | (set() if sat else {-number})
        if code not in right:
            self.outcome.faults.append(f"{self.plan.way} ended it with {code}")
        return died


def _squeezed(text: str) -> str:
    """Letters and digits alone: a box wraps its words, and draws an edge beside them."""
    return re.sub(r"\W", "", text)


def rounds(folder: Path, dice: random.Random, count: int, longest: float = 1.5) -> Iterator[Outcome]:
    """So many rounds, talk after talk; one in four in the flow that comes with the program.

    Args:
        folder: where the talks are put, each in a folder of its own.
        longest: seconds of typing in a round at most.
    """
    talks: dict[Callable[[Path], Talk], Talk] = {}
    for number in range(count):
        make = Talk.of_an_argument if dice.random() < 0.25 else Talk.of_many_lines
        talk = talks.pop(make, None)
        if talk is None or talk.over:
            home = folder / f"talk-{number}" / "coach-home"
            home.mkdir(parents=True)
            talk = make(home)
        outcome = Round(talk, Plan.thrown(dice, longest), dice).play()
        if not outcome.lost and not outcome.faults:
            talks[make] = talk
        yield outcome
