"""Wiring only: an answer becomes an event, the event is saved, then the next screen shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events, on

from coach.conversation.events import Answer
from coach.errors import CoachError
from coach.tui.calm_app import SMALLEST
from coach.tui.first_breath import FirstBreath
from coach.tui.getting_ready import GettingReady
from coach.tui.later import Later
from coach.tui.messages import Answered, DeleteOpen, Drafted, Longer, Ready, TakeUp, Turned, Watch

if TYPE_CHECKING:
    from coach.conversation.sealed import Sealed
    from coach.records.draft import Draft
    from coach.sitting_down import Opening
    from coach.tui import screens
    from coach.tui.first_breath import Beginning
    from coach.tui.opening import Names
    from coach.tui.steps import secret
    from coach.tui.steps.base import Around, StepScreen
else:
    screens = Later("coach.tui.screens")
    secret = Later("coach.tui.steps.secret")

SET_BACK = timedelta(minutes=5)
"""A clock on the wall that is behind the last event by more than this was set back."""


class CoachApp(GettingReady):
    """A talk at one keyboard."""

    LAST_WORDS = "Something broke. What you said is saved: “coach resume” goes on where you were."

    def __init__(self, opening: Opening | Beginning) -> None:
        """Args: opening: how it opens, or how to get that ready behind the first breath."""
        self._ratings: tuple[int, int] | None = None
        """How the two rated the idea that is being shown; in memory only, for that screen alone."""
        self.left_quietly = False
        """By Esc Esc Esc: the shell is told nothing."""
        self._deaf_until = 0.0
        self._handed_over = ""
        super().__init__(opening)

    # -- showing -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        self.look_after_the_disk()
        if self.sitting.events:
            self.take_up(self.opening.draft)
        else:
            self.show()
        if self._beginning:  # keys that came before the talk are no second answer to anything
            self._deaf_until = 0.0
        if self.opening.card:
            self.clock.stop("card")
            self.push_screen(screens.FirstCard(), lambda _: self._card_seen())

    def take_up(self, draft: Draft | None) -> None:
        """Show an open talk exactly where it was left."""
        ask, now = self.sitting.ask, self.clock.wall()
        if ask.kind == "wait" and ask.until and not self.sitting.events[-1].at - SET_BACK <= now < ask.until:
            # Its time has passed, or the clock on the wall was set back: nobody is kept waiting by a clock.
            self.happen(Answer("ready"), 0.0)
        elif ask.kind == "end":
            self.happen(Answer("resumed"), 0.0)
        self.read_rules_soon()
        self.show(draft)
        if self.opening.notices:
            self.call_after_refresh(self.banner, self.opening.notices[0])

    def show(self, draft: Draft | None = None) -> None:
        """The screen for what is asked now, once what happened is on the disk."""
        from coach.conversation.asking import only_answer

        if not self.opening.saves and (answer := only_answer(self.sitting.talk)):
            self.happen(Answer(answer), 0.0)
        if self.sitting.ask.kind == "end":
            self.sitting.finish()
        self.once_settled(lambda: self._show(draft))

    def _show(self, draft: Draft | None = None) -> None:
        ask, around = self.sitting.ask, self._around(draft)
        hands_over = screens.needs_hand_over(ask) or self.sitting.laid_aside
        screen: StepScreen
        if not self.sitting.events and ask.kind == "breathe":
            named = replace(ask, names=self.names) if self.names else ask
            breathed = self.screen.spent if isinstance(self.screen, FirstBreath) else 0.0
            around = replace(around, spent=breathed)
            screen = screens.Welcome(named, around, self.opening.offer, self.opening.aside)
        elif ask.kind == "end":
            from coach.records.disk import shown

            path = self.sitting.saving.path
            where = shown(path) if path and path.parent != self.opening.places.talks else ""
            screen = screens.EndScreen(ask, around, self.sitting.outcome, where)
        elif ask.secret:
            screen = secret.SecretScreen(ask, around, self.sitting.coin, self.opening.dice)
        elif hands_over and draft is None and self._handed_over != self._here():
            screen = screens.HandOverScreen(ask, around)
        else:
            left = self.sitting.give_back()
            screen = screens.screen_for(ask, self._around(left) if left and not around.draft else around)
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        self.grow_deaf()
        self.call_after_refresh(self.say_trouble)

    def on_resize(self, event: events.Resize) -> None:
        """Nobody loses seconds to a window in which nothing can be read."""
        (self.clock.stop if self._too_small else self.clock.go)("small")

    @property
    def _too_small(self) -> bool:
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def _here(self) -> str:
        return f"{self.sitting.talk.seq} {self.sitting.talk.place}"

    def _around(self, draft: Draft | None = None) -> Around:
        sitting = self.sitting
        return screens.Around(
            clock=sitting.clock,
            glyphs=self.glyphs,
            still=self.opening.still,
            draft=draft.text if draft else "",
            choice=draft.choice if draft else "",
            spent=max(0.0, draft.spent - sitting.ask.spent) if draft else 0.0,
            feelings=sitting.talk.script.flow.feelings,
            ratings=self._ratings,
            wording=self.wording,
            typed=sitting.typed if sitting.ask.kind == "review" else (),
        )

    @on(Turned)
    def grow_deaf(self) -> None:
        """From now on keys do nothing for a moment."""
        self._deaf_until = self.clock.running() + self.opening.deaf

    async def on_event(self, event: events.Event) -> None:
        """Keys are deaf for a moment after each change of screen; ways out never are."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.seated:
            deaf = self.clock.running() < self._deaf_until or self._too_small or self.settling
            if deaf and event.key not in ("escape", "ctrl+q", "ctrl+c"):
                event.stop()
                return
            if event.key.startswith("alt+") and event.key[4:].isdigit() and isinstance(self.screen, screens.StepScreen):
                # Esc quickly followed by a digit arrives as one key: the menu was opened and answered.
                event.stop()
                self.action_menu(event.key[4:])
                return
        await super().on_event(event)

    # -- what happens --------------------------------------------------------------------------------------------

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        if self.settling:  # a clock ran out on a screen that is about to go
            return
        if not self.sitting.events:
            self._first_breath_over(message)
            return
        if self.happen(message.answer, message.spent, message.sealed):
            self.show()

    @on(Ready)
    def _keyboard_taken(self) -> None:
        self._handed_over = self._here()
        self.show()

    @on(Drafted)
    def _drafted(self, message: Drafted) -> None:
        if not self.settling:
            self.sitting.put_draft(message.text, message.spent, typed=True, choice=message.choice)

    @on(Longer)
    def _longer(self, message: Longer) -> None:
        if not self.settling:
            self.sitting.note("longer", Answer(minutes=message.minutes))
            self.show()

    def happen(self, answer: Answer, spent: float, sealed: Sealed | None = None) -> bool:
        from coach.conversation.conversation import NotAllowed

        try:
            self.sitting.answer(answer, spent)
        except NotAllowed as reason:
            if isinstance(self.screen, screens.StepScreen):
                self.screen.reopen()
                self.screen.banner(str(reason))
            return False
        ratings = sealed.ratings() if sealed and answer.on == "picked" else {}
        self._ratings = ratings.get(answer.idea) if answer.idea is not None else None
        return True

    def _first_breath_over(self, message: Answered) -> None:
        """The first breath is over: names, lightly, then the talk begins."""

        def named(names: Names | None) -> None:
            self.clock.go("names")
            if names:
                self.use_names(names)
            self.sitting.begin(self.names)
            self.read_rules_soon()
            if self.happen(message.answer, message.spent, message.sealed):
                self.show()

        if self.names is None:
            self.clock.stop("names")
            asked = screens.NamesScreen(("Left", "Right"), glyphs=self.glyphs, saves=self.opening.saves)
            self.push_screen(asked, named)
            self.grow_deaf()
        else:
            named(None)

    # -- the open talk under the first breath --------------------------------------------------------------------

    @on(TakeUp)
    def _go_on_with_open(self, message: TakeUp) -> None:
        from coach.records.record import ChangedByHand

        try:
            taken = message.offer.take_up(message.adopt)
        except ChangedByHand:
            if isinstance(self.screen, screens.Welcome):
                self.screen.ask_to_adopt()
            return
        except CoachError as error:
            self.banner(str(error))
            return
        self.sitting, self.opening.notices = taken.sitting, taken.notices
        self.opening.offer = None
        self.take_up(taken.draft)

    @on(Watch)
    def _watch(self) -> None:
        if self.opening.offer:
            self.opening.watches = self.opening.offer.path
        self.exit(return_code=0)

    @on(DeleteOpen)
    def _delete_open(self, message: DeleteOpen) -> None:
        try:
            message.offer.delete()
        except CoachError as error:
            self.banner(str(error))
            return
        if isinstance(self.screen, screens.Welcome):
            self.screen.forget("Deleted.")

    def _card_seen(self) -> None:
        self.clock.go("card")
        if self.opening.saves:
            from coach.records.settings import mark_card_seen

            mark_card_seen(self.opening.places)
        self.grow_deaf()

    # -- saving and leaving --------------------------------------------------------------------------------------

    def interrupted_once(self) -> None:
        self.banner("Ctrl+C again leaves. What is open stays open.")

    def asleep(self, sleeps: bool) -> None:
        """Stopped by the shell: that is no talk."""
        (self.clock.stop if sleeps else self.clock.go)("asleep")

    def quick_exit(self) -> None:
        """Esc Esc Esc. Nothing is deleted, unless the settings ask for it, and nothing is said in the shell."""
        self.left_quietly = True
        if not self.seated:
            self.exit(return_code=0)
            return
        if self.opening.settings.quick_exit == "delete" and self.sitting.events and not self.sitting.talk.ended:
            self.sitting.discard()
        self.save_spent(typed=True)
        self.exit(return_code=0)
