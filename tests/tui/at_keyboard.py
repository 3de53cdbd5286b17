"""The whole program under a simulated keyboard: its own clock that stands still, the same coin, the same dice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from textual import events
from textual.app import App
from textual.pilot import Pilot

from coach.clock import TalkClock
from coach.conversation.fair_pick import Coin
from coach.conversation.script import Script
from coach.driving import drive, parse
from coach.flow.finding import find_flow
from coach.preparing import take_up
from coach.records.journal import Journal
from coach.records.library import open_talks
from coach.records.places import Places, places
from coach.sitting import Sitting, start_journal
from coach.sitting_down import Opening
from coach.tui.app import CoachApp

EVENING = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)
PATIENCE = 6.0
"""Real seconds that anything is waited for before a test gives up."""
SMALL, WIDE = (40, 15), (80, 24)
NAMES = ("Sam", "Alex")


class Hours:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wall(self) -> datetime:
        """The time on the wall."""
        return EVENING + timedelta(seconds=self.now)


class Unshuffled(random.Random):
    """Leaves ideas in their order."""

    def shuffle(self, x: object) -> None:  # type: ignore[override]
        """Nothing."""


@cache
def script(flow: str) -> Script:
    """A flow by name or path."""
    return Script(find_flow(flow, None))


def coin_of(*throws: int) -> Coin:
    """A coin that falls as written, and then on 0."""
    rest = list(throws)
    return lambda sides: rest.pop(0) if rest else 0


def an_app(flow: str = "argument", hours: Hours | None = None, coin: Coin | None = None, **opening: object) -> CoachApp:
    """A new talk as `coach start` opens it, after the card, with both names known."""
    hours = hours or Hours()
    here, clock = places(), TalkClock(1.0, hours, hours.wall)
    saves = bool(opening.get("saves", True))
    sitting = Sitting(script(flow), clock, start_journal(here, script(flow), clock, saves), coin=coin or coin_of())
    given: dict[str, object] = {"names": NAMES, "deaf": 0.0, "still": True, "dice": Unshuffled(), **opening}
    return CoachApp(Opening(sitting, here, **given))  # type: ignore[arg-type]


def open_talk(talk: str, flow: str = "argument") -> Path:
    """Puts an open talk on the disk that has come as far as these lines."""
    here, lines = places(), parse(f"names: Sam, Alex\n{talk}", "talk")
    journal = Journal.create(here, flow, script(flow).flow.text, EVENING, "0.1.0")
    for event in drive(script(flow), lines):
        journal.append(event)
    journal.close()
    return journal.path


def app_at(talk: str, flow: str = "argument", hours: Hours | None = None, **opening: object) -> CoachApp:
    """The talk that these lines lead to, as `coach resume` opens it."""
    hours = hours or Hours()
    return app_of(open_talk(talk, flow), hours, **opening)


def app_of(path: Path, hours: Hours | None = None, **opening: object) -> CoachApp:
    """A talk on the disk, as `coach resume` opens it."""
    hours = hours or Hours()
    sitting, draft, notices = take_up(path, TalkClock(1.0, hours, hours.wall))
    sitting.coin = coin_of()
    left = {"draft": draft, "notices": notices}
    given: dict[str, object] = {"deaf": 0.0, "still": True, "dice": Unshuffled(), **left, **opening}
    return CoachApp(Opening(sitting, places(), names=sitting.talk.names, **given))  # type: ignore[arg-type]


def own_flow(name: str, text: str) -> str:
    """A flow of one's own, as a path that `find_flow` takes."""
    path = places().flows / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def screen_of(app: App[None]) -> list[str]:
    """The lines of the screen on top."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


class Keyboard:
    """Hands and eyes for one app."""

    shuffles = False

    def __init__(self, pilot: Pilot[None], app: CoachApp) -> None:
        self.pilot, self.app = pilot, app
        self.patient = True
        """Whether to wait for the disk after each key."""
        self.after_each: Callable[[], None] = lambda: None
        """Called after every key, to look for what must never be there."""

    @property
    def lines(self) -> list[str]:
        """The screen, without the air to the right."""
        return [line.rstrip() for line in screen_of(self.app)]

    @property
    def text(self) -> str:
        """Everything on the screen, white space made single."""
        return " ".join(" ".join(screen_of(self.app)).split())

    async def press(self, *keys: str) -> None:
        """Press keys one after the other; what they bring is on the screen afterwards."""
        for key in keys:
            if key != "escape":
                self.app._escapes.clear()  # a person takes longer than two seconds from one menu to the third
            self.app.post_message(events.Key(*_key(key)))
            await self._settle()
            self.after_each()

    async def _settle(self) -> None:
        """Every widget has looked at what it was told. (`Pilot.press` waits some 60 ms longer, for each key.)"""
        for _ in range(2):
            await self.pilot._wait_for_screen()
            await asyncio.sleep(0)
        while self.patient and self.app.settling and self.app.is_running:  # keys are deaf while the disk is at work
            await self.pilot.pause(0.005)

    async def write(self, words: str) -> None:
        """Words arrive as a terminal sends what is pasted; a Pilot drops emoji when it types them."""
        self.app.post_message(events.Paste(words))
        await self._settle()
        self.after_each()

    async def until(self, wanted: Callable[[str], bool], what: str) -> None:
        """Wait until the text of the screen is as wanted."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not ((text := self.text) and wanted(text)):
            if loop.time() > end:
                raise AssertionError(f"waited for: {what}\n" + "\n".join(self.lines))
            await self.pilot.pause(0.02)

    async def sees(self, *words: str) -> None:
        """Wait until all of these are on the screen."""
        for each in words:
            await self.until(lambda text, each=each: each in text, each)  # type: ignore[misc]

    async def misses(self, *words: str) -> None:
        """Wait until none of these is on the screen."""
        for each in words:
            await self.until(lambda text, each=each: each not in text, f"no {each}")  # type: ignore[misc]

    async def happens(self, wanted: Callable[[], bool], what: str) -> None:
        """Wait for something that is not on the screen."""
        await self.until(lambda _: wanted(), what)

    async def let_pass(self, seconds: float) -> None:
        """Let seconds of talk pass; timers of screens look at the clock every quarter of a real second."""
        hours = self.app.sitting.clock._monotonic
        assert isinstance(hours, Hours)
        hours.now += seconds
        screen = self.app.screen
        look = getattr(screen, "look_at_clock", None)
        if look and getattr(screen, "ask", None) and screen.ask.seconds:  # type: ignore[attr-defined]
            look()
        await self._settle()
        self.after_each()

    def row_of(self, words: str) -> str:
        """The one line of the screen in which these words stand."""
        found = [line for line in self.lines if words in line]
        assert len(found) == 1, f"{words!r} stands in {len(found)} lines:\n" + "\n".join(self.lines)
        return found[0]


@asynccontextmanager
async def at(app: CoachApp, size: tuple[int, int] = WIDE) -> AsyncIterator[Keyboard]:
    """The app running, and somebody at its keyboard; what it holds open is closed afterwards."""
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Keyboard(pilot, app)
    finally:
        app.sitting.close()


def _key(name: str) -> tuple[str, str | None]:
    """A key and its character."""
    characters = {"enter": "\r", "tab": "\t", "plus": "+", "question_mark": "?", "space": " "}
    return name, name if len(name) == 1 else characters.get(name)


def everything_on_disk(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, as far as it is still there when it is read."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        try:
            found[path.name] = path.read_bytes()
        except (IsADirectoryError, FileNotFoundError):
            continue
    return found


def kept_nowhere(folder: Path, words: Iterable[str]) -> None:
    """Fails if any of the words is in a file below this folder."""
    for name, data in everything_on_disk(folder).items():
        for word in words:
            assert word.encode() not in data, f"{name} holds a secret"


def events_of(here: Places) -> list[str]:
    """The kinds of events of the one open talk."""
    from coach.records.record import read_record

    (talk,) = open_talks(here).talks
    return [event.kind for event in read_record(talk.path).events]
