"""Behind the look-away: one seat after the other answers in secret; then the answers open together, or never.

Answers live in a `Sealed` in memory. Nothing here is drafted, and a page leaves the screen when it is answered.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import cast

from textual import events, on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from coach.clock import Stopwatch
from coach.conversation.ask import Ask, other_seat
from coach.conversation.fair_pick import Coin
from coach.conversation.sealed import Page, Sealed, seal
from coach.flow.model import Choose, Rate, Say, Seat, choice_key
from coach.tui.frame import ESC, HELP, line
from coach.tui.messages import Turned
from coach.tui.steps.base import Around, StepScreen
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.key_row import Key
from coach.tui.widgets.marks import SeatAside, SeatName
from coach.tui.widgets.scale import Scale
from coach.tui.widgets.time_line import TimeLine
from coach.tui.widgets.writing import Writing


class SecretScreen(StepScreen):
    """Secret say, choose and rate steps: hand over, answer, take back, go on."""

    BINDINGS = [
        Binding("enter", "go_on", "go on", id="secret.go_on", show=False),
        Binding("backspace", "take_back", "change it", id="secret.take_back", show=False),
    ]

    AUTO_FOCUS = ""

    def __init__(self, ask: Ask, around: Around, coin: Coin, dice: random.Random | None = None) -> None:
        """Secret pages.

        Args:
            coin: decides what is level.
            dice: shuffles the order of ideas, for each seat anew.
        """
        super().__init__(ask, around)
        self._coin = coin
        self._sealed: Sealed = seal(ask, (dice or random.Random()).shuffle)
        self._handing_over = self._needs_hand_over()
        self._number: int | None = None
        self._seat_stopwatch = Stopwatch(around.clock)

    # -- which page ----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is being answered."""
        page = self._sealed.page
        return page if page else self._sealed.pages[-1]

    def _needs_hand_over(self) -> bool:
        """Words and choices could be seen by the other seat; a single number can't, its page says to look away."""
        page = self._sealed.page
        return page is not None and not isinstance(page.step, Rate)

    def middle(self) -> Iterable[Widget]:
        with Vertical(id="page"):
            yield from self._page()

    def _page(self) -> Iterable[Widget]:
        seat = self.page.seat
        name, other = self.ask.name(seat), self.ask.name(other_seat(seat))
        note = "take the keyboard" if self._handing_over else self._note()
        mark = SeatName(name, seat, note, glyphs=self.around.glyphs)
        aside = SeatAside(f"{other}, look away", other_seat(seat), glyphs=self.around.glyphs)
        marks = (mark, aside) if seat == "left" else (aside, mark)
        yield Horizontal(*marks, classes="row")  # `with` would need compose(), and pages are turned outside of it
        if self._handing_over:
            yield line(f"{name}, these pages are yours alone.", f"one-thing {seat} air", id="words")
            yield line("Enter when you are the only one looking.", f"quiet {seat}", id="small")
        elif isinstance(self.page.step, Rate):
            yield from self._rate_page(self.page.step, seat)
        else:
            yield from self._words_page(self.page.step, seat)

    def _note(self) -> str:
        return "only you see this" if isinstance(self.page.step, Say) else "press a number"

    def _rate_page(self, step: Rate, seat: Seat) -> Iterable[Widget]:
        yield line(self.page.text or step.words, f"one-thing {seat} air", id="words")
        if self.page.text:
            yield line(step.words, f"quiet {seat}")
        yield Scale(step.top, step.labels, seat).add_class("air")
        yield line(step.small, f"quiet {seat} air", id="small")

    def _words_page(self, step: Say | Choose | object, seat: Seat) -> Iterable[Widget]:
        page = cast("Say | Choose", step)
        yield line(page.words, f"one-thing {seat} air", id="words")
        if page.small:
            yield line(page.small, f"quiet {seat}", id="small")
        if isinstance(page, Choose):
            labels = tuple(self.ask.label(choice) for choice in page.choices)
            yield Choices(tuple(map(choice_key, page.choices, range(len(labels)))), labels, seat).add_class("air")
        writing = Writing(seat).add_class("air")
        writing.display = isinstance(page, Say)
        yield writing

    async def _turn_page(self) -> None:
        column = self.query_one("#page", Vertical)
        async with self.batch():
            await column.remove_children()
            await column.mount_all(self._page())
        self.name_keys()
        self.post_message(Turned())
        if not self._handing_over and isinstance(self.page.step, Say):
            self.query_one(Writing).focus()

    def keys(self) -> tuple[Key, ...]:
        if self._is_writing():
            return (Key(("Enter",), "next"), HELP, ESC)
        if self._number is not None:
            return (
                Key(("Enter",), "hand over" if self._last_of_seat() else "next"),
                Key(("Backspace",), "change"),
                HELP,
                ESC,
            )
        if self._handing_over:
            return (Key(("Enter",), "ready"), HELP, ESC)
        return (HELP, ESC)

    def _last_of_seat(self) -> bool:
        given = len(self._sealed.given)
        pages = self._sealed.pages
        return given + 1 < len(pages) and pages[given + 1].seat != pages[given].seat

    def look_at_clock(self) -> None:
        """Each seat has the same seconds, counted from its own first page."""
        left = self.ask.seconds - self._seat_stopwatch.seconds()
        shown = None if self._handing_over else max(0.0, left)
        self.query_one(TimeLine).show(shown, self.ask.seconds)

    # -- keys ----------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """A number, or a choice's key."""
        if self._handing_over or self._is_writing():
            return
        pressed = event.character or ""
        step = self.page.step
        if isinstance(step, Rate) and pressed.isdigit() and int(pressed) <= step.top:
            event.stop()
            self._number = int(pressed)
            self._show_pressed()
        elif isinstance(step, Choose):
            keys = tuple(map(choice_key, step.choices, range(len(step.choices))))
            if pressed and pressed in keys:
                event.stop()
                self._choose(step, keys.index(pressed))

    def _is_writing(self) -> bool:
        """Whether words are being typed."""
        return any(writing.display for writing in self.query(Writing))

    def _choose(self, step: Choose, index: int) -> None:
        self._number = index
        if step.choices[index].endswith("…"):
            self.query_one(Choices).display = False
            writing = self.query_one(Writing)
            writing.display = True
            writing.focus()
            self.name_keys()
        else:
            self._show_pressed()

    def _show_pressed(self) -> None:
        """A number was pressed, or taken back; which one is not drawn."""
        pressed = self._number is not None
        for numbers in (*self.query(Scale), *self.query(Choices)):
            numbers.set_class(pressed, "-pressed")
        self.query_one(SeatName).note = "pressed" if pressed else self._note()
        self.name_keys()

    async def action_go_on(self) -> None:
        """Enter: the keyboard is handed over, or the number stands."""
        if self._handing_over:
            self._handing_over = False
            self._seat_stopwatch = Stopwatch(self.around.clock)
            await self._turn_page()
        elif self._number is not None:
            await self._give(self._number if isinstance(self.page.step, Rate) else (self._number, ""))

    def action_take_back(self) -> None:
        """Backspace: the number that was pressed is taken back."""
        if self._number is not None and not self._is_writing():
            self._number = None
            self._show_pressed()

    @on(Writing.Done)
    async def _written(self, event: Writing.Done) -> None:
        text = event.text.strip()
        if isinstance(self.page.step, Choose):
            if text and self._number is not None:
                await self._give((self._number, text))
            else:
                self._number = None
                self.query_one(Writing).display = False
                self.query_one(Choices).display = True
                self.set_focus(None)
                self.name_keys()
        else:
            await self._give(text)

    async def _give(self, value: int | str | tuple[int, str]) -> None:
        seat = self.page.seat
        self._number = None
        self._sealed = self._sealed.with_answer(value)
        if self._sealed.page is None:
            self.answer(self._sealed.open(self._coin), self._sealed)
            return
        if self.page.seat != seat:
            self._handing_over = self._needs_hand_over()
            self._seat_stopwatch = Stopwatch(self.around.clock)
        await self._turn_page()
