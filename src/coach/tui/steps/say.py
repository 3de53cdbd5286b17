"""A turn: spoken or typed, with no mode to choose. Enter ends it; an empty line means it was said aloud."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.conversation.events import Answer
from coach.flow.model import Say
from coach.tui.frame import ESC, line
from coach.tui.messages import Drafted
from coach.tui.soft_start import SoftStart
from coach.tui.steps.base import StepScreen
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatAside, SeatName
from coach.tui.widgets.writing import NEARLY, Writing

GRACE = 20.0
"""Seconds to finish a sentence after the clock of a talking turn is over."""

QUIET = 20.0
"""Seconds without a key before a hint is shown, and between two hints."""

STILL_TYPING = 3.0
"""Seconds since the last key during which a turn is never ended by its clock."""


class SayScreen(StepScreen):
    """A say step."""

    BINDINGS = [
        Binding("tab", "next_stem", "next beginning", id="say.stem", show=False),
        Binding("f4", "app.feelings", "feeling words", id="say.feelings", show=False),
        Binding("f2", "app.repair", "repair", id="say.repair", show=False),
        Binding("f3", "softer", "softer start", id="say.softer", show=False),
    ]

    AUTO_FOCUS = "Writing"

    @property
    def step(self) -> Say:
        return cast(Say, self.ask.step)

    @property
    def AT_END(self) -> str:  # type: ignore[override]
        """What stands where the clock was."""
        return "Finish your sentence." if self.step.at_zero == "finish" else "whenever you're ready"

    @property
    def half(self) -> tuple[str, str]:
        return self._writing.text, ""

    @property
    def keeps_spent(self) -> bool:
        """Without a clock too: the text may have been taken away again."""
        return True

    def middle(self) -> Iterable[Widget]:
        self._stem = 0
        self._own_words: str | None = None
        """What stands in the box instead, and comes with F3: the writer's own words, or the softer ones."""
        self._swapping = False
        self._last_key = self.stopwatch.seconds()
        seat = self.ask.seat
        name = self.ask.name(seat) if seat else ""
        yield Vertical(
            SeatName(name, self.side, self._role(), glyphs=self.around.glyphs),
            line(self.ask.step.words, f"one-thing {self.side} air", id="words"),
            line(self._second_line(), f"quiet {self.side}", id="small"),
            # On a short screen a list goes before the prompt does.
            *(said.add_class("aside") if len(self.ask.shown) > 1 else said for said in self.shown()),
            id="prompt",  # Textual draws all that shares a container with what has changed: at each key, the box
        )
        self._writing = Writing(seat, text=self.around.draft, placeholder=self._placeholder(), classes="air")
        yield self._writing
        fit = self.step.wording
        yield SoftStart(self.around.wording if fit != "off" else None, "" if fit == "any" else fit)
        if self.idle_seat:
            aside = SeatAside("", self.idle_seat, glyphs=self.around.glyphs)
            aside.add_class("air", "aside")
            yield aside

    def on_mount(self) -> None:
        self.query_one(".body").add_class("tight")
        self.query_one("#small").display = bool(self._second_line())
        self._address_other(bool(self.around.draft))
        if self.step.hints or len(self.step.stems) > 1:
            self.set_interval(1.0, self._look_at_words)

    def keys(self) -> tuple[Key, ...]:
        done = "done or pass" if self.step.may_pass else "done"
        feelings = (Key(("F4",), "feelings"),) if self.around.feelings and self.step.offers_feelings else ()
        return (Key(("Enter",), done), Key(("F2",), "repair"), *feelings, Key(("F1",), "help"), ESC)

    def at_zero(self, over: float) -> None:
        still_typing = self.stopwatch.seconds() - self._last_key < STILL_TYPING
        if self.step.at_zero == "finish" and over >= GRACE and not still_typing:
            self._done(self._writing.text)

    @on(Writing.Done)
    def _written(self, event: Writing.Done) -> None:
        self._done(event.text)

    def _done(self, text: str) -> None:
        self.answer(Answer(text=text.strip(), seat=self.ask.seat))

    @on(Writing.Changed)
    def _changed(self, event: Writing.Changed) -> None:
        event.stop()
        self._last_key = self.stopwatch.seconds()
        if not self._swapping:
            self.query_one(SoftStart).typed(event.text_area.text)
        self._swapping = False
        if (typed := bool(event.text_area.text)) != self._typed:
            self._address_other(typed)
        self.app.post_message(Drafted(event.text_area.text, self.stopwatch.seconds()))

    @on(Writing.NearlyFull)
    def _nearly_full(self, event: Writing.NearlyFull) -> None:
        near = event.left <= NEARLY
        if self._own_words is not None and not near:
            return  # it says there how they come back
        self._small(f"{event.left} characters are left." if near else self._second_line())

    def action_next_stem(self) -> None:
        """The next sentence beginning."""
        if self.step.stems:
            self._stem = (self._stem + 1) % len(self.step.stems)
            self._small(self._second_line())

    def action_softer(self) -> None:
        """F3: the softer start; again: the writer's own words."""
        writing = self._writing
        starter = self.query_one(SoftStart).put_away()
        words = starter or self._own_words
        if words is None:
            return
        self._own_words, self._swapping = writing.text, True
        writing.load_text(words)
        writing.select_gap()
        self._small("F3 brings the other words back.")

    def insert(self, words: str) -> None:
        """Put words where the cursor is, such as a feeling word that was picked."""
        writing = self._writing
        row, column = writing.cursor_location
        before = writing.document.get_line(row)[:column]
        writing.insert(words if not before or before[-1].isspace() else f" {words}")
        writing.focus()

    # -- words ---------------------------------------------------------------------------------------------------

    def _role(self) -> str:
        return "has the floor" if self.ask.seat else ""

    def _address_other(self, typed: bool) -> None:
        self._typed = typed
        for aside in self.query(SeatAside):
            aside.words = self._aside(typed)
            aside.display = bool(aside.words)

    def _aside(self, typed: bool) -> str:
        seat = self.ask.seat
        if seat is None or self.idle_seat is None:
            return ""
        if typed:
            return f"{self.ask.name(self.idle_seat)}, look away while {self.ask.name(seat)} writes"
        return f"{self.ask.name(self.idle_seat)}: {self.step.other}" if self.step.other else ""

    def _second_line(self) -> str:
        if self.step.small:
            return self.step.small
        return self.step.stems[self._stem] if len(self.step.stems) > 1 else ""

    def _placeholder(self) -> str:
        if len(self.step.stems) == 1:
            return self.step.stems[0]
        return "Type one line." if self.step.text == "needed" else "Say it aloud, or type it."

    def _small(self, words: str) -> None:
        small = self.query_one("#small", Static)
        small.update(Content(words))
        small.display = bool(words)

    def _look_at_words(self) -> None:
        """Stems follow the clock while nobody types; hints come after a while of quiet."""
        quiet = self.stopwatch.seconds() - self._last_key
        if self.step.hints and quiet >= QUIET:
            hint = self.step.hints[int(quiet / QUIET - 1) % len(self.step.hints)]
            self._small(f"Perhaps: {hint}")
        elif len(self.step.stems) > 1 and self.ask.seconds and not self._writing.text:
            due = int(self.stopwatch.seconds() / self.ask.seconds * len(self.step.stems))
            if due > self._stem:
                self._stem = min(due, len(self.step.stems) - 1)
                self._small(self._second_line())
