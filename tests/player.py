"""Plays the lines of a talk at a keyboard, whatever that is: a simulated one or one in a real terminal.

Beside it the same lines go through `coach.driving`, which knows what is asked at any moment. So the player looks at the
screen only as a person would: is that what I am asked now, is it me, do I have to take the keyboard first?
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Protocol

from coach.conversation.ask import rated
from coach.conversation.events import Event
from coach.conversation.script import Script
from coach.driving import Driver, parse
from coach.flow.model import Agree, Choose, Rate, Say, Show, Wait, choice_key
from coach.talk_lines import Line, choice_of, names_of, number_of
from coach.tui.widgets.key_row import own_keys

HAND_OVERS = ("Your turn. Take the keyboard.", "Enter when you are the only one looking.")
"""What stands on a screen before the keyboard has moved."""


class Face(Protocol):
    """A screen and a keyboard."""

    shuffles: bool
    """Ideas come in an order that only the screen knows."""

    @property
    def text(self) -> str:
        """Everything on the screen, white space made single."""

    async def press(self, *keys: str) -> None:
        """Press keys, named as Textual names them."""

    async def write(self, words: str) -> None:
        """Put words where the cursor is."""

    async def until(self, wanted: Callable[[str], bool], what: str) -> None:
        """Wait until the text of the screen is as wanted; fail after a while with the screen."""

    async def let_pass(self, seconds: float) -> None:
        """Let seconds of talk pass."""


class Player:
    """Two people who talk as their lines say."""

    def __init__(self, face: Face, script: Script, talk: str) -> None:
        """Args: talk: lines as in `flows/talks`; the names and the coin of the screen have to be those of its head."""
        self.face = face
        self.arrived: Callable[[], None] = lambda: None
        """Called whenever what is asked is on the screen, to look for what must always, or never, be there."""
        self.model = Driver(script, parse(talk, "talk"))

    async def play(self) -> None:
        """Every line, until the last one is done and what follows it is on the screen."""
        for line in self.model.ahead:
            await self.ready()
            if line.head == ">":
                words = _timeless(" ".join(line.rest.split()))
                await self.face.until(lambda text, words=words: words in _timeless(text), words)  # type: ignore[misc]
            else:
                await self._do(line)
            self.model.take(line)
        self.model.finish()
        await self.ready()

    async def ready(self) -> None:
        """What is asked now is on the screen, and who is asked has the keyboard."""
        await self.face.until(self._asked, f"{self.model.talk.place}: {self.model.ask.step.words}")
        while any(words in self.face.text for words in HAND_OVERS):
            await self.face.press("enter")
            await self.face.until(lambda text: not any(words in text for words in HAND_OVERS), "the keyboard is taken")
            await self.face.until(self._asked, f"{self.model.talk.place}: {self.model.ask.step.words}")
        self.arrived()

    def _asked(self, text: str) -> bool:
        page, ask = self.model.page, self.model.ask
        step, seat = (page.step, page.seat) if page else (ask.step, ask.seat)
        if seat and not re.search(_mark(ask.name(seat), seat, step.kind), text):
            return False
        if page and any(words in text for words in HAND_OVERS):
            return True
        if page and rated(step):
            ideas = [idea for _, idea in ask.ideas] if self.face.shuffles else [page.text]
            return any(" ".join(idea.split()) in text for idea in ideas)
        return _timeless(" ".join(step.words.split())) in _timeless(text)

    # -- what a line is at the keyboard --------------------------------------------------------------------------

    async def _do(self, line: Line) -> None:
        face, step = self.face, self.model.ask.step
        if line.head in ("left", "right", "both"):
            await self._answer(line)
        elif line.head == "enter" and isinstance(step, Show) and step.hold:
            await face.let_pass(self.model.ask.seconds + 1)
        elif line.head == "enter":
            await face.press("enter")
        elif line.head in ("together", "early"):
            await face.press("f", "j")
        elif line.head == "wait":
            until = self.model.talk.until
            assert isinstance(step, Wait)
            assert until
            await face.let_pass((until - self.model.at).total_seconds() + 1)
            await face.press("enter")
        elif line.head == "longer":
            assert isinstance(step, Agree | Wait)
            await face.press(*["plus"] * (number_of(line) // 10))
        elif line.head == "menu":
            await self._menu(line.rest)
        elif line.head == "repair":
            await face.press("f2")
            await face.until(lambda text: "Say one of these." in text, "repair phrases")
            await face.press(line.rest)
            await face.until(lambda text: "Say one of these." not in text, "one of them")
            await face.press("enter")
        elif line.head == "names":
            await self._mend(*names_of(line))
        elif line.head == "after":
            await face.let_pass(number_of(line))
        else:
            assert line.head in ("@", "end", "coin"), f"nobody can do that at a keyboard: {line.head}"

    async def _answer(self, line: Line) -> None:
        page, ask = self.model.page, self.model.ask
        step = page.step if page else ask.step
        if isinstance(step, Rate):
            await self._rate(line)
        elif isinstance(step, Choose):
            choice = choice_of(line, ask, step)
            assert choice is not None, line.rest
            index, words = choice
            own = step.own_keys and not page and ask.seat
            keys = own_keys(ask.seat, len(step.choices)) if own and ask.seat else ()
            await self.face.press(keys[index].lower() if keys else choice_key(step.choices[index], index))
            if words:
                await self.face.write(words)
            if words or keys or page:  # a slip can be taken back before Enter
                await self.face.press("enter")
        else:
            assert isinstance(step, Say)
            await self.face.write(line.rest)
            await self.face.press("enter")

    async def _rate(self, line: Line) -> None:
        texts = [" ".join(idea.split()) for _, idea in self.model.ask.ideas]
        numbers = line.rest.split()
        seen: list[int] = []
        for turn, number in enumerate(numbers):
            if texts and self.face.shuffles:
                await self.face.until(partial(_shows_one, [i for n, i in enumerate(texts) if n not in seen]), "an idea")
                there = [index for index, idea in enumerate(texts) if idea in self.face.text and index not in seen]
                seen.append(there[0])
                number = numbers[there[0]]
            await self.face.press(number)
            await self.face.until(lambda text: "Backspace change" in text, "a number was pressed")
            await self.face.press("enter")
            if turn + 1 < len(numbers):
                await self.face.until(lambda text: "Backspace change" not in text, "the next idea")

    async def _menu(self, item: str) -> None:
        anytime = self.model.talk.script.flow.anytime
        index = [each.id for each in anytime].index(item)
        await self.face.press("escape")
        await self.face.until(lambda text: "The clock is stopped." in text, "the menu")
        await self.face.press(str(index + 1))
        await self.face.until(lambda text: "The clock is stopped." not in text, item)
        if not anytime[index].to:
            words = anytime[index].words
            await self.face.until(lambda text: words in text, words)
            await self.face.press("enter")

    async def _mend(self, left: str, right: str) -> None:
        await self.face.press("f1")
        await self.face.until(lambda text: "Help and numbers" in text, "help")
        await self.face.press("n")
        await self.face.until(lambda text: "What are you called?" in text, "names")
        for name in (left, right):
            await self.face.press("home", *["delete"] * 20)
            await self.face.write(name)
            await self.face.press("tab")
        await self.face.press("enter")


def _timeless(text: str) -> str:
    """Here and without a screen it is not the same time of day."""
    return re.sub(r"\d\d:\d\d", "00:00", text)


def _mark(name: str, seat: str, kind: str) -> str:
    """How a screen says whose it is: the name, and for some steps a note on its inner side."""
    notes = {
        "say": "(has the floor|says it back|only you see this|take the keyboard)",
        "choose": "(only you can say|answers|only you see this|take the keyboard)",
        "rate": "press a number",
    }
    note = notes.get(kind, "")
    name = re.escape(name)
    # A hand-over names the seat and nothing else.
    return (rf"◖ {name}( {note})? " if seat == "left" else rf"({note} )?{name} ◗") if note else rf"(◖ {name}|{name} ◗)"


def gist(events: list[Event] | tuple[Event, ...]) -> list[tuple[object, ...]]:
    """What happened, without when."""
    return [
        (e.kind, e.step, e.seat, e.answer, e.text, e.left, e.right, e.first, e.idea, e.reason, e.lines) for e in events
    ]


def _shows_one(ideas: list[str], text: str) -> bool:
    """Whether one of these ideas is there to be rated: the page before it has gone."""
    return "Backspace change" not in text and any(idea in text for idea in ideas)
