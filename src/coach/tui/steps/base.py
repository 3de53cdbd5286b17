"""What every screen of a step shares: the rail, the column, the clock, the keys. One Ask in, one Answer out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.clock import Stopwatch, TalkClock
from coach.conversation.ask import Ask
from coach.conversation.events import Answer
from coach.conversation.sealed import Sealed
from coach.flow.model import Seat
from coach.tui.frame import TICK, Framed, line
from coach.tui.messages import Answered
from coach.tui.soft_start import Wording
from coach.tui.theme import UNICODE, Glyphs, Side
from coach.tui.widgets.key_row import Key, KeyRow
from coach.tui.widgets.time_line import TimeLine

WRITING = "Writing"
"""The place to write in, by its name: most screens have none, and it brings a text editor along."""

MORE = Key(("↑", "↓"), "more")


@dataclass(frozen=True, slots=True)
class Around:
    """What a screen needs besides its Ask."""

    clock: TalkClock
    glyphs: Glyphs = UNICODE
    still: bool = False
    """Nothing moves by itself (`--calm`)."""
    draft: str = ""
    """Words that stood in the box when the program ended."""
    choice: str = ""
    """The choice they belong to, where one had been picked."""
    spent: float = 0.0
    """Seconds of this step that were already spent then."""
    feelings: tuple[str, ...] = ()
    ratings: tuple[int, int] | None = None
    """The left and the right seat's rating of the idea that is being shown; both may open them."""
    wording: Wording | None = None
    """What offers softer starts; None offers none."""
    typed: tuple[tuple[int, str, str], ...] = ()
    """For a review: (event, name, words) of what was typed."""


class StepScreen(Framed):
    """One step. Subclasses give the middle and the keys."""

    BINDINGS = [
        Binding("down", "more(1)", "more", id="step.down", show=False),
        Binding("up", "more(-1)", "back up", id="step.up", show=False),
        Binding("pagedown", "more(8)", "more", id="step.page_down", show=False),
        Binding("pageup", "more(-8)", "back up", id="step.page_up", show=False),
    ]

    def __init__(self, ask: Ask, around: Around) -> None:
        super().__init__(ask.parts, max(ask.part, 0), ask.seat or "both", around.glyphs)
        self.ask = ask
        self.around = around
        self.stopwatch = Stopwatch(around.clock, ask.spent + around.spent)
        self._answered = False

    @property
    def spent_now(self) -> float:
        """Seconds spent since the talk came to this step, or came back to it from beside the way."""
        return self.stopwatch.seconds() - self.ask.spent

    @property
    def half(self) -> tuple[str, str]:
        """What is typed and not done, and the choice that it belongs to; empty where there is nothing to keep."""
        return "", ""

    @property
    def keeps_spent(self) -> bool:
        """Whether the seconds spent here are kept for a resume. Secret pages are asked again, with all their time."""
        return bool(self.ask.seconds) and not self.ask.secret

    @property
    def side(self) -> Side:
        """Where this step stands: with its seat, or in the middle."""
        return self.ask.seat or "both"

    @property
    def idle_seat(self) -> Seat | None:
        """The seat that is not asked; None when both are."""
        return None if self.ask.seat is None else "right" if self.ask.seat == "left" else "left"

    def middle(self) -> Iterable[Widget]:
        """The body of the screen."""
        yield from self.prompt()

    def prompt(self) -> Iterable[Widget]:
        """The one thing, the quieter line, and people's words where the step shows some."""
        yield line(self.ask.step.words, f"one-thing {self.side}", id="words")
        if self.ask.step.small:
            yield line(self.ask.step.small, f"quiet {self.side}", id="small")
        yield from self.shown()

    def shown(self) -> Iterable[Widget]:
        """People's words, each on the side of who said them."""
        for said in self.ask.shown:
            words = Content.assemble((f"{said.label}  ", "$quiet") if said.label else "", said.text)
            yield Static(words, classes=f"air words {said.seat or 'both'}")

    def on_mount(self) -> None:
        if self.ask.seconds:
            self.set_interval(TICK, self.look_at_clock)
            self.look_at_clock()
        self.call_after_refresh(self.name_keys)

    def on_resize(self) -> None:
        """What fits may be more or less now; and a window that was too small has taken the cursor away."""
        self.call_after_refresh(self.name_keys)
        self.call_after_refresh(self._refocus)

    @property
    def overflows(self) -> bool:
        """Whether there is more than fits, and the arrows scroll it."""
        body = self.query(".body")
        writing = any(each.display for each in self.query(WRITING))
        return bool(body) and body.first().max_scroll_y > 0 and not writing

    def name_keys(self) -> None:
        """Name the keys that work now; those that scroll only where there is more than fits."""
        if not self.query(".body"):  # the screen is gone, or still being put together
            return
        first, *rest = self.keys()
        self.query_one(KeyRow).keys = (first, MORE, *rest) if self.overflows else (first, *rest)

    def action_more(self, lines: int) -> None:
        """Scroll what does not fit."""
        self.query_one(".body").scroll_relative(y=lines, animate=False)

    def _refocus(self) -> None:
        for writing in self.query(WRITING):
            if self.focused is None and writing.display:
                self.set_focus(writing)

    def look_at_clock(self) -> None:
        """Show the time that is left, and act when there is none."""
        left = self.ask.seconds - self.stopwatch.seconds()
        self.query_one(TimeLine).show(max(0.0, left), self.ask.seconds)
        if left <= 0:
            self.at_zero(-left)

    def at_zero(self, over: float) -> None:
        """The clock is over since `over` seconds. Most steps simply wait."""

    def answer(self, answer: Answer, sealed: Sealed | None = None) -> None:
        """Hand over the answer; a second one does nothing."""
        if not self._answered and self.is_current:  # never from below the menu
            self._answered = True
            self.post_message(Answered(answer, self.spent_now, sealed))

    def reopen(self) -> None:
        """The answer was refused; the screen takes another."""
        self._answered = False
