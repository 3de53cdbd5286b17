"""Wiring only: an answer becomes an event, the event is saved, then the next screen shows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from coach.conversation.ask import rated
from coach.conversation.conversation import NotAllowed
from coach.conversation.events import Answer
from coach.conversation.sealed import Sealed
from coach.errors import CannotSave, CoachError
from coach.flow.graph import anytime_answer
from coach.records.draft import Draft
from coach.records.places import Places
from coach.records.settings import Settings, mark_card_seen
from coach.records.settings import save as save_settings
from coach.sitting import Sitting
from coach.tui.calm_app import CalmApp
from coach.tui.card import FirstCard
from coach.tui.feelings import FeelingsScreen
from coach.tui.help import HelpScreen
from coach.tui.menu import Interlude, Pick, Spoken, menu
from coach.tui.messages import Answered, Drafted, Longer, Ready
from coach.tui.opening import Names, NamesScreen, OpenTalkOffer, Welcome
from coach.tui.steps import screen_for
from coach.tui.steps.base import Around, StepScreen
from coach.tui.steps.end import EndScreen
from coach.tui.steps.hand_over import HandOverScreen, needs_hand_over
from coach.tui.steps.say import SayScreen
from coach.tui.steps.secret import SecretScreen
from coach.tui.widgets.writing import Writing

DEAF = 0.3
"""Seconds after each change of screen in which keys do nothing, so that two presses are never two answers."""

RETRY = 2.0
"""Real seconds between two tries to save what is not saved."""

KEPT = {
    "all": "Kept: all that was shared. “coach replay” shows it.",
    "agreement": "Kept: just the agreement. “coach show” prints it.",
    "nothing": "Nothing is kept.",
    "open": "It stays open. “coach” offers it again.",
}
"""One line on what became of the record."""


@dataclass
class Opening:
    """How a sitting opens."""

    sitting: Sitting
    places: Places
    settings: Settings = field(default_factory=Settings)
    saves: bool = True
    """False with --no-save: nothing is written anywhere, settings included."""
    card: bool = False
    """The first-run card stands in front."""
    names: tuple[str, str] | None = None
    """Names that were given or are remembered; None asks for them, lightly, after the first breath."""
    offer: OpenTalkOffer | None = None
    """An open talk that is offered under the first breath."""
    aside: str = ""
    """One more quiet line under the first breath."""
    draft: Draft | None = None
    """The half-typed turn of a talk that is taken up."""
    still: bool = False
    """--calm: nothing moves by itself."""
    deaf: float = DEAF
    dice: random.Random | None = None
    """Shuffles ideas for rating; fixed for pictures and tests."""


class CoachApp(CalmApp[None]):
    """A talk at one keyboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "menu", "menu", id="menu", show=False),
        Binding("f1,question_mark", "help", "help", id="help", show=False),
    ]

    LAST_WORDS = "Something broke. What you said is saved: “coach resume” goes on where you were."

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening.settings.theme)
        self.opening = opening
        self.sitting = opening.sitting
        self.kept = ""
        """What became of the record, once the talk has ended."""
        self._names = opening.names
        self._sealed: Sealed | None = None
        self._deaf_until = 0.0
        self._handed_over = ""

    # -- showing -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.listen_to_signals()
        self.set_interval(1.0, self._save_spent)
        self.set_interval(RETRY, self._retry)
        self._first_screen()
        if self.opening.card:
            self.push_screen(FirstCard(), lambda _: self._card_seen())

    def _first_screen(self) -> None:
        sitting = self.sitting
        if sitting.events:
            self.take_up(self.opening.draft)
            return
        around = self._around()
        self.push_screen(Welcome(sitting.ask, around, self.opening.offer, self.opening.aside))
        self._grow_deaf()

    def take_up(self, draft: Draft | None) -> None:
        """Show an open talk exactly where it was left."""
        ask = self.sitting.ask
        if ask.kind == "wait" and ask.until and ask.until <= self.sitting.clock.wall():
            self._happen(Answer("ready"), 0.0)
        elif ask.kind == "end":
            self._happen(Answer("resumed"), 0.0)
        self.show(draft)

    def show(self, draft: Draft | None = None) -> None:
        """The screen for what is asked now."""
        ask = self.sitting.ask
        if ask.step.saves == "keep" and not self.sitting.keeps:
            self._happen(Answer(ask.steps[-1].choices[-1]), 0.0)  # type: ignore[attr-defined]
            ask = self.sitting.ask
        around = self._around(draft)
        screen: StepScreen
        if ask.kind == "end":
            screen = EndScreen(ask, around, KEPT[self._finish()])
        elif ask.secret:
            screen = SecretScreen(ask, around, self.sitting.coin, self.opening.dice)
        elif needs_hand_over(ask) and draft is None and self._handed_over != self._here():
            screen = HandOverScreen(ask, around)
        else:
            screen = screen_for(ask, around)
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        self._grow_deaf()
        self.call_after_refresh(self._say_trouble)

    def _here(self) -> str:
        return f"{self.sitting.talk.seq} {self.sitting.talk.place}"

    def _around(self, draft: Draft | None = None) -> Around:
        sitting = self.sitting
        return Around(
            clock=sitting.clock,
            glyphs=self.glyphs,
            still=self.opening.still,
            draft=draft.text if draft else "",
            spent=max(0.0, draft.spent - sitting.ask.spent) if draft else 0.0,
            feelings=sitting.talk.script.flow.feelings,
            sealed=self._sealed,
            typed=sitting.typed if sitting.ask.kind == "review" else (),
        )

    def _grow_deaf(self) -> None:
        self._deaf_until = self.sitting.clock.running() + self.opening.deaf

    async def on_event(self, event: events.Event) -> None:
        """Keys are deaf for a moment after each change of screen; ways out never are."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            deaf = self.sitting.clock.running() < self._deaf_until
            if deaf and event.key not in ("escape", "ctrl+q", "ctrl+c"):
                event.stop()
                return
            if event.key.startswith("alt+") and event.key[4:].isdigit() and isinstance(self.screen, StepScreen):
                # Esc quickly followed by a digit arrives as one key: the menu was opened and answered.
                event.stop()
                self._escapes.append(0.0)
                self.action_menu(event.key[4:])
                return
        await super().on_event(event)

    # -- what happens --------------------------------------------------------------------------------------------

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        if not self.sitting.events:
            self._begin(message)
            return
        if self._happen(message.answer, message.spent, message.sealed):
            self.show()

    @on(Ready)
    def _keyboard_taken(self) -> None:
        self._handed_over = self._here()
        self.show()

    @on(Drafted)
    def _drafted(self, message: Drafted) -> None:
        self.sitting.put_draft(message.text, message.spent, typed=message.typed)

    @on(Longer)
    def _longer(self, message: Longer) -> None:
        self.sitting.note("longer", Answer(minutes=message.minutes))
        self.show()

    def _happen(self, answer: Answer, spent: float, sealed: Sealed | None = None) -> bool:
        try:
            self.sitting.answer(answer, spent)
        except NotAllowed as reason:
            if isinstance(self.screen, StepScreen):
                self.screen.reopen()
                self.screen.banner(str(reason))
            return False
        self._sealed = sealed if sealed and rated(sealed.ask.step) else None
        return True

    def _begin(self, message: Answered) -> None:
        """The first breath is over: names, lightly, then the talk begins."""

        def named(names: Names | None) -> None:
            self.sitting.clock.go("beside")
            if names:
                self._use_names(names)
            self.sitting.begin(self._names)
            if self._happen(message.answer, message.spent, message.sealed):
                self.show()

        if self._names is None:
            self.sitting.clock.stop("beside")
            self.push_screen(NamesScreen(("Left", "Right"), glyphs=self.glyphs), named)
            self._grow_deaf()
        else:
            named(None)

    def _use_names(self, names: Names) -> None:
        self._names = (names.left, names.right)
        if names.remember and self.opening.saves:
            self.opening.settings = replace(self.opening.settings, names=self._names)
            try:
                save_settings(self.opening.places, self.opening.settings)
            except CannotSave as error:
                self._banner(str(error))

    # -- the open talk under the first breath --------------------------------------------------------------------

    @on(Welcome.GoOn)
    def _go_on_with_open(self, message: Welcome.GoOn) -> None:
        try:
            self.sitting, draft = message.offer.take_up()
        except CoachError as error:
            self._banner(str(error))
            return
        self.take_up(draft)

    @on(Welcome.Delete)
    def _delete_open(self, message: Welcome.Delete) -> None:
        try:
            message.offer.delete()
        except CoachError as error:
            self._banner(str(error))

    def _card_seen(self) -> None:
        if self.opening.saves:
            mark_card_seen(self.opening.places)
        self._grow_deaf()

    # -- beside the talk -----------------------------------------------------------------------------------------

    def beside(self, screen: ModalScreen[str], then: object = None) -> None:
        """Push a screen beside the talk; the clock stands still until it is gone."""
        self.sitting.clock.stop("beside")

        def over(result: str | None) -> None:
            self.sitting.clock.go("beside")
            if callable(then) and result:
                then(result)

        self.push_screen(screen, over)

    def action_menu(self, pressed: str = "") -> None:
        """Esc: the quiet menu."""
        if not isinstance(self.screen, StepScreen) or isinstance(self.screen, EndScreen):
            return
        if pressed:
            self._menu_chosen(pressed)
        else:
            self.beside(menu(self.sitting.talk.script.flow.anytime), self._menu_chosen)

    def _menu_chosen(self, pressed: str) -> None:
        anytime = self.sitting.talk.script.flow.anytime
        index = int(pressed) - 1
        if index == len(anytime):
            self.action_help()
        elif 0 <= index < len(anytime):
            chosen = anytime[index]
            if chosen.to:
                self._aside(anytime_answer(chosen))
                return
            if self.sitting.events:
                self.sitting.note("breath" if chosen.seconds else "hold")
            clock = self.sitting.clock.running
            self.beside(Interlude(chosen, clock, still=self.opening.still, glyphs=self.glyphs))

    def _aside(self, answer: str) -> None:
        spent = self.screen.stopwatch.seconds() if isinstance(self.screen, StepScreen) else 0.0
        if not self.sitting.events:
            self.sitting.begin(self._names)
        if self._happen(Answer(answer), spent):
            self.show()

    def action_help(self) -> None:
        """F1: help and numbers. From a text the question mark is a question mark."""
        if not isinstance(self.screen, HelpScreen):
            self.beside(HelpScreen(self.opening.settings.country), self._mend_names)

    def _mend_names(self, _: str) -> None:
        self.sitting.clock.stop("beside")

        def named(names: Names | None) -> None:
            self.sitting.clock.go("beside")
            if names is None:
                return
            self._use_names(names)
            if self.sitting.events:
                self.sitting.note("named", Answer(left=(names.left,), right=(names.right,)))
            self._show_again()

        remembered = self.opening.settings.names is not None
        names = self._names or self.sitting.talk.names
        self.push_screen(NamesScreen(names, remembered, self.glyphs), named)

    def _show_again(self) -> None:
        """The same step anew, with what was typed."""
        screen = self.screen
        if not isinstance(screen, StepScreen) or not self.sitting.events:
            return
        text = screen.query_one(Writing).text if isinstance(screen, SayScreen) else ""
        self.show(Draft(self.sitting.talk.seq, screen.stopwatch.seconds(), text))

    def action_repair(self) -> None:
        """F2: one line that mends, for both to see."""
        phrases = self.sitting.talk.script.flow.repairs

        def said(pressed: str) -> None:
            phrase = phrases[int(pressed) - 1]
            if self.sitting.events:
                self.sitting.note("repair", Answer(text=phrase))
            self.beside(Spoken(phrase))

        if phrases:
            self.beside(Pick("Say one of these.", phrases[:9], "Both of you see it."), said)

    def action_feelings(self) -> None:
        """F4: words for feelings."""
        words = self.sitting.talk.script.flow.feelings
        screen = self.screen
        if words and isinstance(screen, SayScreen):
            self.beside(FeelingsScreen(words), screen.insert)

    # -- saving and leaving --------------------------------------------------------------------------------------

    def _finish(self) -> str:
        try:
            self.kept = self.sitting.finish()
        except CannotSave as error:
            self.sitting.trouble = str(error)
            self.kept = "open"
        return self.kept

    def _save_spent(self) -> None:
        screen = self.screen
        if isinstance(screen, SayScreen):
            self.sitting.put_draft(screen.query_one(Writing).text, screen.stopwatch.seconds(), typed=False)
        elif isinstance(screen, StepScreen) and screen.ask.seconds and self.sitting.events:
            self.sitting.put_draft("", screen.stopwatch.seconds(), typed=False)

    def _retry(self) -> None:
        if self.sitting.trouble:
            self.sitting.retry()
            self._say_trouble()

    def _say_trouble(self) -> None:
        trouble = self.sitting.trouble
        self._banner(f"NOT SAVED. {trouble} It is tried again every 2 seconds." if trouble else "")

    def _banner(self, words: str) -> None:
        if isinstance(self.screen, StepScreen):
            self.screen.banner(words)

    def interrupted_once(self) -> None:
        self._banner("Ctrl+C again leaves. What is open stays open.")

    def save_now(self) -> None:
        """What is typed goes to the disk; the talk stays open."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(screen, SayScreen) and screen.is_mounted:
            self.sitting.put_draft(screen.query_one(Writing).text, screen.stopwatch.seconds(), typed=True)
        self.sitting.close()

    def quick_exit(self) -> None:
        """Esc Esc Esc. Nothing is deleted, unless the settings ask for it."""
        if self.opening.settings.quick_exit == "delete" and self.sitting.journal and not self.kept:
            self.exit(return_code=0)
            try:
                self.sitting.discard()
            except CannotSave:
                return
        else:
            super().quick_exit()
