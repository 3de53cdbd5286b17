"""What a talk on the screen has to do with the disk: it moves on when it is saved, and says so while it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from coach.errors import CoachError
from coach.tui.beside import BesideTheTalk
from coach.tui.later import Later
from coach.tui.messages import SaveElsewhere

if TYPE_CHECKING:
    from coach.tui import screens
else:
    screens = Later("coach.tui.screens")

RETRY = 2.0
"""Real seconds between two tries to save what is not saved."""

SECOND = 1.0
"""Real seconds between two looks at the turn that is being typed."""

FRAME = 0.01
"""Real seconds that the next screen waits for the disk with nothing else going on: not to be noticed."""

LOOK = 0.02
"""Real seconds between two looks at a disk that takes longer."""

HURRY = 1.0
"""Real seconds that leaving waits for what is typed just now; what is left is waited for once the screen is blank."""


class SavedTalk(BesideTheTalk):
    """An app with a talk that is saved as it goes."""

    def __init__(self, theme: str) -> None:
        super().__init__(theme)
        self._then: Callable[[], None] | None = None
        self._looking: Timer | None = None
        self._told = ""

    def look_after_the_disk(self) -> None:
        """Begin: the turn's seconds every second, and what is not saved every two."""
        self.set_interval(SECOND, self._every_second)
        self.set_interval(RETRY, lambda: self.sitting.saving.retry())

    @property
    def settling(self) -> bool:
        """Whether the disk still takes in what happened; nothing else can happen meanwhile, but leaving."""
        return self._looking is not None

    def once_settled(self, then: Callable[[], None]) -> None:
        """Go on as soon as what happened is on the disk, or has to wait too long for it."""
        if self.sitting.saving.settled(FRAME):
            then()
            return
        self._then = then
        if self._looking is None:
            self._looking = self.set_interval(LOOK, self._look_at_disk)

    def _look_at_disk(self) -> None:
        if self._looking and self._then and self.sitting.saving.settled():
            self._looking.stop()
            then, self._looking, self._then = self._then, None, None
            then()

    def save_spent(self, typed: bool = False) -> None:
        """Keep the turn as it stands: soon if its words changed, at leisure if only time passed."""
        screen = self.step_screen
        if screen is None or self.settling:
            return
        text, choice = screen.half
        if text or screen.keeps_spent:
            self.sitting.put_draft(text, screen.stopwatch.seconds(), typed=typed, choice=choice)

    def _every_second(self) -> None:
        self.save_spent()
        if isinstance(self.screen, screens.EndScreen) and self.sitting.outcome != self.screen.outcome:
            self.show()
        elif self.sitting.trouble != self._told:
            self.say_trouble()

    def say_trouble(self) -> None:
        """The banner stands for as long as something is not saved, and says when that is over."""
        before, self._told = self._told, self.sitting.trouble
        if self._told:
            from coach.sitting import not_saved

            self.banner(not_saved(self.sitting) + ("" if self.sitting.removes else " F9 saves it elsewhere."))
        elif before:
            self.banner("All is saved again.")

    @on(SaveElsewhere)
    def _move(self, message: SaveElsewhere) -> None:
        try:
            self.sitting.move(message.folder)
        except CoachError as error:
            message.screen.refused(str(error))
            return
        from coach.records.disk import shown

        message.screen.dismiss("")
        self._told = ""
        self.banner(f"From now on it is saved in {shown(message.folder)}.")

    def save_now(self) -> None:
        """What is typed goes to the disk; the talk stays open."""
        if self.seated:
            self.save_spent(typed=True)
            self.sitting.saving.flush_draft(HURRY)
