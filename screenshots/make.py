#!/usr/bin/env python3
"""The pictures that the README shows, taken of the program itself: `python screenshots/make.py [NAME …]`.

A story is played at the real keyboard of a real talk, with a clock that only moves when the story says so, a coin that
always falls the same way, ideas that are not shuffled, and a folder that is gone afterwards. Played twice, the same
story gives the same bytes. The pictures are SVG without a single outside reference.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual import events
from textual.app import App
from textual.pilot import Pilot

from coach.clock import TalkClock
from coach.conversation.script import Script
from coach.flow.finding import find_flow
from coach.preparing import example, script_of
from coach.records.places import places
from coach.records.settings import Settings
from coach.showing.frames import frames_of
from coach.showing.text import heading
from coach.sitting import Sitting, start_journal
from coach.sitting_down import Opening
from coach.tui.app import CoachApp
from coach.tui.replay import ReplayApp
from coach.tui.widgets.writing import Writing

HERE = Path(__file__).resolve().parent
EVENING = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)
STILL = 0.35
"""Real seconds after which a picture that has not changed will not change."""
PATIENCE = 15.0
"""Real seconds that words are waited for."""

FONTS = "ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"

BREAK = """
press enter
press 8 enter
press 5 enter
sees Too heated
press enter
sees Resting until
pass 400
sees 14 min
shot break
"""

DAWN = """
pass 14
sees 1:16
shot breath-dawn
"""

SMALL = """
press enter
press 2 enter
press 1 enter
press enter
press enter
press enter
sees One moment
write When I do bedtime alone three nights in a row, I felt like the only parent.
pass 31
sees 0:59
shot small
"""

REPLAY = """
press 2
press right right
sees For you it was loud
shot replay
"""


class Hours:
    """Time that passes only when a story says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wall(self) -> datetime:
        """The time on the wall."""
        return EVENING + timedelta(seconds=self.now)


class Unshuffled(random.Random):
    """Dice that leave ideas in their order."""

    def shuffle(self, x: object) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Story:
    """What is done, and in which window."""

    lines: str
    app: Callable[[Hours], App[None]]
    size: tuple[int, int] = (80, 24)

    @property
    def names(self) -> tuple[str, ...]:
        """The pictures that are taken on the way."""
        return tuple(re.findall(r"^shot (\S+)$", self.lines, re.MULTILINE))


def talk_app(hours: Hours, *, card: bool = False, theme: str = "dusk") -> CoachApp:
    """A new talk of Sam and Alex; the coin says Sam."""
    here, clock, script = places(), TalkClock(1.0, hours, hours.wall), Script(find_flow("argument", None))
    sitting = Sitting(script, clock, start_journal(here, script, clock, True), coin=lambda sides: 0)
    settings = Settings(theme=theme, softer_starts="off")  # type: ignore[arg-type]
    opening = Opening(sitting, here, settings, card=card, names=("Sam", "Alex"), deaf=0.0, dice=Unshuffled())
    return CoachApp(opening)


def replay_app(hours: Hours) -> ReplayApp:
    """What `coach replay --example` shows."""
    record = example()
    return ReplayApp(frames_of(script_of(record), record.events), heading(record), clock=hours)


STORIES = (
    Story((HERE / "talk.story").read_text(encoding="utf-8"), lambda hours: talk_app(hours, card=True)),
    Story(BREAK, talk_app),
    Story(DAWN, lambda hours: talk_app(hours, theme="dawn")),
    Story(SMALL, talk_app, (40, 15)),
    Story(REPLAY, replay_app),
)


class Teller:
    """Plays a story, line by line, and hands over the pictures."""

    def __init__(self, pilot: Pilot[None], hours: Hours) -> None:
        self.pilot, self.app, self.hours = pilot, pilot.app, hours

    async def tell(self, line: str) -> str:
        """Let one line happen; the picture, if it takes one, else nothing."""
        word, _, rest = line.partition(" ")
        if word == "shot":
            return await self.shot()
        await {"press": self.press, "write": self.write, "pass": self.let_pass, "sees": self.sees}[word](rest)
        return ""

    async def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys.split():
            await self.pilot.press(key)
            await self.pilot.pause(0.02)

    async def write(self, words: str) -> None:
        """Words, as a terminal sends what is pasted.

        Raises:
            LookupError: there is nothing to write in.
        """
        if not isinstance(self.app.focused, Writing):
            raise LookupError(f"the story writes “{words}”, and the screen says: {self.text()}")
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()

    async def let_pass(self, seconds: str) -> None:
        """Seconds of talk go by; what a clock says then is for `sees` to wait for."""
        self.hours.now += float(seconds)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        """Wait until words stand on the screen.

        Raises:
            LookupError: they never came, so the story does not fit the program any more.
        """
        end = time.monotonic() + PATIENCE
        while words not in self.text():
            if time.monotonic() > end:
                raise LookupError(f"the story expected “{words}”, and the screen says: {self.text()}")
            await self.pilot.pause(0.02)

    async def shot(self) -> str:
        """The picture, once it stands still."""
        last, now = "", self.picture()
        while now != last:
            await self.pilot.pause(STILL)
            last, now = now, self.picture()
        return now

    def picture(self) -> str:
        """The screen as it is, as an SVG of our own making."""
        return without_outside(self.app.export_screenshot(title="coach"))

    def text(self) -> str:
        """Everything on the screen, white space made single."""
        found = re.findall(r"<text[^>]*>([^<]*)</text>", self.picture())
        return " ".join(" ".join(found).replace("&#160;", " ").split())


def without_outside(svg: str) -> str:
    """The same picture without web fonts, with names that do not change from run to run."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "picture", svg)
    svg = re.sub(r"font-family: (?:Fira Code, monospace|arial);", f"font-family: {FONTS};", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


@asynccontextmanager
async def _a_quiet_place() -> AsyncIterator[None]:
    """An empty folder and a known time zone, while a story is told."""
    names = ("COACH_HOME", "TZ", "NO_COLOR")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(COACH_HOME=home, TZ="UTC")
        os.environ.pop("NO_COLOR", None)
        time.tzset()
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
            time.tzset()


async def pictures_of(story: Story) -> dict[str, str]:
    """Every picture of a story, by its name."""
    pictures: dict[str, str] = {}
    hours = Hours()
    async with _a_quiet_place():
        app = story.app(hours)
        app.animation_level = "none"
        async with app.run_test(size=story.size) as pilot:
            teller = Teller(pilot, hours)
            for line in story.lines.strip().splitlines():
                picture = await teller.tell(line)
                if picture:
                    pictures[line.partition(" ")[2]] = picture
    return pictures


def main(wanted: list[str]) -> int:
    """Write the pictures that are named, or all of them, beside this file."""
    unknown = set(wanted) - {name for story in STORIES for name in story.names}
    if unknown:
        print(f"no such picture: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for story in STORIES:
        if not wanted or set(wanted) & set(story.names):
            for name, picture in asyncio.run(pictures_of(story)).items():
                (HERE / f"{name}.svg").write_text(picture, encoding="utf-8")
                print(f"{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
