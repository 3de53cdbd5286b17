"""What can be done beside the talk, from any of its screens: the menu, help, names, repair phrases, feeling words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from coach.conversation.events import Answer
from coach.errors import CannotSave
from coach.flow.graph import anytime_answer
from coach.records.draft import Draft
from coach.records.settings import save as save_settings
from coach.sitting import Sitting
from coach.tui.calm_app import CalmApp
from coach.tui.feelings import FeelingsScreen
from coach.tui.help import HelpScreen
from coach.tui.menu import Interlude, Pick, Spoken, menu
from coach.tui.opening import Names, NamesScreen
from coach.tui.sitting_down import Opening
from coach.tui.steps.base import StepScreen
from coach.tui.steps.end import EndScreen
from coach.tui.steps.hand_over import HandOverScreen
from coach.tui.steps.say import SayScreen
from coach.tui.widgets.writing import Writing


class BesideTheTalk(CalmApp[None]):
    """An app with a talk, whose clock stands still while something else is on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "menu", "menu", id="menu", show=False),
        Binding("f1,question_mark", "help", "help", id="help", show=False),
    ]

    opening: Opening
    sitting: Sitting
    names: tuple[str, str] | None
    """What the two are called, if they said so or it is remembered."""

    def show(self, draft: Draft | None = None) -> None:
        """The screen for what is asked now."""
        raise NotImplementedError

    def happen(self, answer: Answer, spent: float) -> bool:
        """Let an answer happen; False if the talk refused, which is said on the screen then."""
        raise NotImplementedError

    def grow_deaf(self) -> None:
        """From now on keys do nothing for a moment."""
        raise NotImplementedError

    def save_spent(self, typed: bool = False) -> None:
        """Keep the turn as it stands: soon if its words changed, at leisure if only time passed."""
        raise NotImplementedError

    def banner(self, words: str) -> None:
        """A sentence above the keys of the step that is shown; empty takes it away."""
        if isinstance(self.screen, StepScreen):
            self.screen.banner(words)

    def beside(self, screen: ModalScreen[str], then: Callable[[str], None] | None = None) -> None:
        """Push a screen beside the talk; the clock stands still until it is gone."""
        self.sitting.clock.stop("beside")

        def over(result: str | None) -> None:
            self.sitting.clock.go("beside")
            self.grow_deaf()
            if then and result:
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
                self.save_spent(typed=True)  # what is typed belongs to the event after this one
            clock = self.sitting.clock.running
            self.beside(Interlude(chosen, clock, still=self.opening.still, glyphs=self.glyphs))

    def _aside(self, answer: str) -> None:
        screen = self.screen
        spent = 0.0
        if isinstance(screen, StepScreen) and not isinstance(screen, HandOverScreen):
            spent = screen.stopwatch.seconds()
        if not self.sitting.events:
            self.sitting.begin(self.names)
        if self.happen(Answer(answer), spent):
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
            self.use_names(names)
            if self.sitting.events:
                self.sitting.note("named", Answer(left=(names.left,), right=(names.right,)))
            self._show_again()

        remembered = self.opening.settings.names is not None
        names = self.names or self.sitting.talk.names
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
                self.save_spent(typed=True)
            self.beside(Spoken(phrase))

        if phrases:
            self.beside(Pick("Say one of these.", phrases[:9], "Both of you see it."), said)

    def action_feelings(self) -> None:
        """F4: words for feelings."""
        words = self.sitting.talk.script.flow.feelings
        screen = self.screen
        if words and isinstance(screen, SayScreen) and screen.step.offers_feelings:
            self.beside(FeelingsScreen(words), screen.insert)

    def use_names(self, names: Names) -> None:
        self.names = (names.left, names.right)
        remembered = self.names if names.remember else None
        if remembered != self.opening.settings.names and self.opening.saves:
            self.opening.settings = replace(self.opening.settings, names=remembered)
            try:
                save_settings(self.opening.places, self.opening.settings)
            except CannotSave as error:
                self.banner(str(error))
