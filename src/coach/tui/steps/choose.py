"""One of a few answers: by number, or with a seat's own keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual import events, on
from textual.binding import Binding
from textual.timer import Timer
from textual.widget import Widget

from coach.conversation.events import Answer
from coach.conversation.sealed import chosen
from coach.flow.model import Choose, Seat, choice_key
from coach.tui.frame import ESC, HELP, line
from coach.tui.messages import Drafted
from coach.tui.steps.base import StepScreen
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.key_row import Key, OwnKeys, own_keys
from coach.tui.widgets.marks import SeatAside, SeatName
from coach.tui.widgets.writing import Writing

CORRECT = 2.0
"""Seconds in which another own key corrects the first, or Enter lets it stand at once."""


class ChooseScreen(StepScreen):
    """A choose step that is not secret."""

    BINDINGS = [Binding("enter", "settle", "that one", id="choose.settle", show=False)]

    AUTO_FOCUS = ""

    _picked: int | None = None
    _settling: Timer | None = None

    @property
    def step(self) -> Choose:
        return cast(Choose, self.ask.step)

    @property
    def own(self) -> Seat | None:
        """The seat whose own keys answer; None when the numbers do."""
        return self.ask.seat if self.step.own_keys and len(self.step.choices) <= 3 else None

    def middle(self) -> Iterable[Widget]:
        seat = self.ask.seat
        if seat:
            note = "only you can say" if self.own else "answers"
            yield SeatName(self.ask.name(seat), seat, note, glyphs=self.around.glyphs)
        yield line(self.ask.step.words, f"one-thing {self.side} air", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, f"quiet {self.side}", id="small")
        yield from self.shown()
        labels = tuple(self.ask.label(choice) for choice in self.step.choices)
        if self.own:
            yield OwnKeys(self.own, labels).add_class("air")
        else:
            keys = tuple(map(choice_key, self.step.choices, range(len(labels))))
            yield Choices(keys, labels, self.side).add_class("air")
        self._writing = Writing(seat, limit=300, text=self.around.draft, classes="air")
        self._writing.display = False
        yield self._writing
        if self.idle_seat and self.step.other:
            words = f"{self.ask.name(self.idle_seat)}: {self.step.other}"
            aside = SeatAside(words, self.idle_seat, glyphs=self.around.glyphs)
            aside.add_class("air", "aside")
            yield aside

    def on_mount(self) -> None:
        if self.around.draft and self.around.choice in self.step.choices:
            self._pick(self.step.choices.index(self.around.choice))

    @property
    def _worded(self) -> str:
        """The choice that was picked, if it takes a line."""
        choice = "" if self._picked is None else self.step.choices[self._picked]
        return choice if choice.endswith("…") else ""

    @property
    def half(self) -> tuple[str, str]:
        return (self._writing.text, self._worded) if self._worded else ("", "")

    @on(Writing.Changed)
    def _changed(self) -> None:
        text, choice = self.half
        self.post_message(Drafted(text, self.stopwatch.seconds(), choice))

    def keys(self) -> tuple[Key, ...]:
        if self._worded:
            return (Key(("Enter",), "done"), HELP, ESC)
        # Drawn under the words, they may be out of sight under long ones.
        if self.own and self.overflows:
            return (Key(own_keys(self.own, len(self.step.choices)), "answer", self.own), HELP, ESC)
        return (HELP, ESC)

    def on_key(self, event: events.Key) -> None:
        """A choice's own key or its number."""
        if self._worded:
            return
        pressed = (event.character or "").upper()
        count = len(self.step.choices)
        wanted = own_keys(self.own, count) if self.own else tuple(map(choice_key, self.step.choices, range(count)))
        if pressed and pressed in wanted:
            event.stop()
            self._pick(wanted.index(pressed))

    def _pick(self, index: int) -> None:
        self._picked = index
        if self._worded:
            self._writing.display = True
            self._writing.focus()
            self.query_one(Choices).display = False
            self.name_keys()
        elif self.own:
            self.query_one(OwnKeys).chosen = index
            if self._settling:
                self._settling.stop()
            self._settling = self.set_timer(CORRECT, self.action_settle)
        else:
            self.action_settle()

    def on_screen_resume(self) -> None:
        """Back from the menu: the seconds to correct an own key begin anew."""
        if self._picked is not None and self.own:
            self._pick(self._picked)

    def action_settle(self) -> None:
        """Let the choice that was picked stand."""
        if self._picked is not None and not self._worded:
            self._choose(self._picked, "")

    @on(Writing.Done)
    def _line_written(self, event: Writing.Done) -> None:
        if self._picked is not None and event.text.strip():
            self._choose(self._picked, event.text.strip())
        else:
            self._picked = None
            self._writing.display = False
            self.query_one(Choices).display = True
            self.set_focus(None)
            self.name_keys()

    def _choose(self, index: int, words: str) -> None:
        answer = chosen(self.ask, self.step, index, words)
        self.answer(Answer(answer.on, answer.text, self.ask.seat, days=answer.days))
