"""The first moments: the first breath stands while the talk is got ready behind it, and no key is lost meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events

from coach.errors import CoachError
from coach.tui.first_breath import Beginning, FirstBreath
from coach.tui.later import Later
from coach.tui.saved_talk import SavedTalk

if TYPE_CHECKING:
    from textual.worker import Worker

    from coach.sitting_down import Opening
    from coach.tui import screens
else:
    screens = Later("coach.tui.screens")

READ_RULES = 0.5
"""Real seconds after the first breath, or after an open talk was taken up, until the rules for softer starts are read:
the screen stands by then, and nobody types yet."""


class GettingReady(SavedTalk):
    """An app with a talk, or with one that is on its way."""

    def __init__(self, opening: Opening | Beginning) -> None:
        """A talk.

        Args:
            opening: how it opens; or how to get that ready while the first breath is on the screen already.
        """
        super().__init__(opening.theme)
        self.clock = opening.clock
        self.seated = False
        self.refused: CoachError | None = None
        """Why there can be no talk after all."""
        self._early: list[events.Key] = []
        """What was pressed before there was a talk to take it."""
        self._beginning = opening if isinstance(opening, Beginning) else None
        if not isinstance(opening, Beginning):
            self._sit_down(opening)

    def begin(self) -> None:
        """The talk is there: show it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.listen_to_signals()
        if beginning := self._beginning:
            self.push_screen(FirstBreath(beginning, self.glyphs))
            self.call_after_refresh(self.run_worker, partial(self._get_ready, beginning))
        else:
            self.begin()

    def _sit_down(self, opening: Opening) -> None:
        self.opening, self.sitting, self.names = opening, opening.sitting, opening.names
        self.wording = screens.Wording(self.clock.running, opening.settings.softer_starts)
        self.seated = True

    async def _get_ready(self, beginning: Beginning) -> None:
        """Beside the first breath: read the flow, look at the disk, and import every screen."""

        def prepare() -> Opening:
            import_module("coach.tui.screens")
            return beginning.prepare()

        try:
            opening = await asyncio.to_thread(prepare)
        except CoachError as error:
            self.refused = error
            self.exit()
            return
        self._sit_down(opening)
        self.begin()
        self._take_early_keys()

    def _take_early_keys(self) -> None:
        """What was pressed before there was a talk counts now; but nobody answers an offer that was not there yet."""
        early, self._early = self._early, []
        for event in early:
            if event.key == "escape":  # it has been counted for leaving
                self.action_menu()
            elif not self.opening.offer or event.key == "f1":
                # Before the first words a terminal makes a new line of Enter.
                key = "enter" if event.key == "ctrl+j" else event.key
                self.post_message(events.Key(key, event.character))

    def read_rules_soon(self) -> None:
        """Read the rules for softer starts and the screens that are left, once nothing else is going on."""
        self.set_timer(READ_RULES, self._begin_to_read)

    def _begin_to_read(self) -> None:
        # The function, not what it returns: nobody would await that if the program ends before the worker begins.
        self._reading: Worker[None] = self.run_worker(self._read_on)

    async def _read_on(self) -> None:
        await asyncio.to_thread(screens.import_all)
        await self.wording.make_ready()

    async def on_event(self, event: events.Event) -> None:
        """Keep what nobody can take yet; the ways out always work."""
        if isinstance(event, events.Key) and not event.is_forwarded and not self.seated and event.key != "ctrl+q":
            if not self._leaves(event.key):
                self._early.append(event)
            event.stop()
            return
        await super().on_event(event)
