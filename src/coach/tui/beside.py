"""What can be done beside the talk, from any of its screens: the menu, help, names, repair phrases, feeling words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from coach.conversation.events import Answer
from coach.errors import CannotSave
from coach.tui.calm_app import CalmApp
from coach.tui.later import Later
from coach.tui.messages import Softer

if TYPE_CHECKING:
    from coach.flow.model import Anytime
    from coach.records.draft import Draft
    from coach.sitting import Sitting
    from coach.sitting_down import Opening
    from coach.tui import screens
    from coach.tui.opening import Names
    from coach.tui.soft_start import Wording
    from coach.tui.steps import say, secret
    from coach.tui.steps.base import StepScreen
else:
    screens = Later("coach.tui.screens")
    say = Later("coach.tui.steps.say")
    secret = Later("coach.tui.steps.secret")


class BesideTheTalk(CalmApp[None]):
    """An app with a talk, whose clock stands still while something else is on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "menu", "menu", id="menu", show=False),
        Binding("f1,question_mark", "help", "help", id="help", show=False),
        Binding("f9", "elsewhere", "save elsewhere", id="elsewhere", show=False),
    ]

    opening: Opening
    sitting: Sitting
    wording: Wording
    """What offers softer starts."""
    names: tuple[str, str] | None
    """What the two are called, if they said so or it is remembered."""
    seated: bool
    """Whether the talk is there; not while it is got ready, in the first moments of the first breath."""

    @property
    def settling(self) -> bool:
        """Whether the disk still takes in what happened; nothing else can happen meanwhile, but leaving."""
        raise NotImplementedError

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
        screen = self.step_screen
        if screen:
            screen.banner(words)

    @property
    def step_screen(self) -> StepScreen | None:
        """The step that is asked, also below the menu, help or a held moment; None while there is none to read."""
        steps = (each for each in reversed(self.screen_stack) if isinstance(each, screens.StepScreen))
        screen = next(steps, None)
        return screen if screen and screen.is_mounted else None

    def _choices_now(self) -> tuple[Anytime, ...]:
        """What the menu offers: beside an offered talk only what leaves everything as it is."""
        anytime = self.sitting.talk.script.flow.anytime
        offering = isinstance(self.step_screen, screens.Welcome) and self.step_screen.offers
        return tuple(each for each in anytime if not each.to) if offering else anytime

    def beside(self, screen: ModalScreen[str], then: Callable[[str], None] | None = None) -> None:
        """Push a screen beside the talk; the clock stands still until it is gone."""
        why = f"beside {id(screen)}"  # one screen may lie over another
        self.sitting.clock.stop(why)

        def over(result: str | None) -> None:
            self.sitting.clock.go(why)
            self.grow_deaf()
            if then and result:
                then(result)

        self.push_screen(screen, over)

    def action_menu(self, pressed: str = "") -> None:
        """Esc: the quiet menu."""
        step = isinstance(self.screen, screens.StepScreen) and not isinstance(self.screen, screens.EndScreen)
        if not step or self.settling:
            return
        if pressed:
            self._menu_chosen(pressed)
        else:
            self.beside(screens.menu(self._choices_now()), self._menu_chosen)

    def _menu_chosen(self, pressed: str) -> None:
        anytime = self._choices_now()
        index = int(pressed) - 1
        if index == len(anytime):
            self.action_help()
        elif 0 <= index < len(anytime):
            chosen = anytime[index]
            if chosen.to:
                from coach.flow.graph import anytime_answer

                self._aside(anytime_answer(chosen))
                return
            if self.sitting.events:
                self.sitting.note("breath" if chosen.seconds else "hold")
                self.save_spent(typed=True)  # what is typed belongs to the event after this one
            clock = self.sitting.clock.running
            self.beside(screens.Interlude(chosen, clock, still=self.opening.still, glyphs=self.glyphs))

    def _aside(self, answer: str) -> None:
        screen = self.screen
        spent = 0.0
        if isinstance(screen, screens.StepScreen) and not isinstance(screen, screens.HandOverScreen):
            spent = screen.spent_now
        if not self.sitting.events:
            self.sitting.begin(self.names)
        if isinstance(screen, screens.StepScreen):
            self.sitting.lay_aside(*screen.half, screen.stopwatch.seconds())
        if self.happen(Answer(answer), spent):
            self.show()

    def action_help(self) -> None:
        """F1: help and numbers. From a text the question mark is a question mark."""
        if not isinstance(self.screen, screens.HelpScreen):
            names = not isinstance(self.step_screen, screens.EndScreen)
            self.beside(screens.HelpScreen(self.opening.settings.country, names, self.wording.how), self._mend_names)

    @on(Softer)
    def _softer(self, message: Softer) -> None:
        self.wording.how = screens.NEXT[self.wording.how]
        message.screen.say_softer(self.wording.how)
        if isinstance(self.step_screen, say.SayScreen):
            self.step_screen.query_one(screens.SoftStart).put_away()
        self._settle_on(softer_starts="off" if self.wording.how == "off" else "on")

    def _mend_names(self, _: str) -> None:
        if any(isinstance(screen, screens.NamesScreen) for screen in self.screen_stack):
            return  # they are being asked for below
        self.sitting.clock.stop("names")

        def named(names: Names | None) -> None:
            self.sitting.clock.go("names")
            if names is None:
                return
            self.use_names(names)
            if self.sitting.events:
                self.sitting.note("named", Answer(left=(names.left,), right=(names.right,)))
            self._show_again()

        remembered = self.opening.settings.names is not None
        names = self.sitting.talk.names if self.sitting.events else self.names or ("Left", "Right")
        self.push_screen(screens.NamesScreen(names, remembered, self.glyphs, self.opening.saves), named)

    def _show_again(self) -> None:
        """The same step anew, with what was typed. Secret pages stay: what was answered there is nowhere else."""
        screen = self.step_screen
        if screen is None or isinstance(screen, (secret.SecretScreen, screens.EndScreen)):
            return
        (text, choice), spent = screen.half, screen.stopwatch.seconds()
        while isinstance(self.screen, ModalScreen):
            self.screen.dismiss("")
        from coach.records.draft import Draft

        waiting = isinstance(screen, screens.HandOverScreen) or not self.sitting.events
        self.show(None if waiting else Draft(self.sitting.talk.seq, spent, text, choice))

    def action_repair(self) -> None:
        """F2: one line that mends, for both to see."""
        phrases = self.sitting.talk.script.flow.repairs

        def said(pressed: str) -> None:
            phrase = phrases[int(pressed) - 1]
            if self.sitting.events:
                self.sitting.note("repair", Answer(text=phrase))
                self.save_spent(typed=True)
            self.beside(screens.Spoken(phrase))

        if phrases:
            self.beside(screens.Pick("Say one of these.", phrases[:9], "Both of you see it."), said)

    def action_feelings(self) -> None:
        """F4: words for feelings."""
        words = self.sitting.talk.script.flow.feelings
        screen = self.screen
        if words and isinstance(screen, say.SayScreen) and screen.step.offers_feelings:
            self.beside(screens.FeelingsScreen(words), screen.insert)

    def action_elsewhere(self) -> None:
        """F9, while something is not saved: another folder."""
        step = isinstance(self.screen, screens.StepScreen) and not self.settling
        if step and self.sitting.trouble and not self.sitting.removes:
            from coach.records.places import another_disk

            path = self.sitting.saving.path
            self.beside(screens.Elsewhere(another_disk(path.parent if path else self.opening.places.talks)))

    def use_names(self, names: Names) -> None:
        self.names = (names.left, names.right)
        self._settle_on(names=self.names if names.remember else None)

    def _settle_on(self, **changed: Any) -> None:
        """Remember what was chosen, unless nothing is to be written."""
        settings = replace(self.opening.settings, **changed)
        if settings == self.opening.settings or not self.opening.saves:
            return
        from coach.records.settings import save

        self.opening.settings = settings
        try:
            save(self.opening.places, settings)
        except CannotSave as error:
            self.banner(str(error))
