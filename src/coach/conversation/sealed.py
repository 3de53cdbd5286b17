"""Secret answers: given one seat after the other behind the look-away, opened together or never.

A `Sealed` lives in memory only. What leaves it is an `Answer` that holds nothing but what the pair opens to; the
numbers themselves stay here, for the one screen that may show them when both press.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from coach.conversation.ask import Ask, fill, rated
from coach.conversation.events import Answer
from coach.conversation.fair_pick import Coin, fair_pick, nearest
from coach.flow.model import SEATS, Choose, Rate, Say, Seat, Step, choice_name

Given = int | str | tuple[int, str]
"""A rating, a text, or (which choice, its line)."""

Shuffle = Callable[[list[int]], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One secret page as one seat meets it."""

    seat: Seat
    step: Step
    idea: int | None = None
    """The number of the idea that this page rates."""
    text: str = ""
    """That idea's words."""

    def __repr__(self) -> str:
        """Never the words."""
        return f"Page({self.seat!r}, {self.step.id!r}, {self.idea})"


@dataclass(frozen=True, slots=True)
class Sealed:
    """The pages of a secret ask and what has been given so far."""

    ask: Ask
    pages: tuple[Page, ...]
    given: tuple[Given, ...] = ()

    def __repr__(self) -> str:
        """Never the answers."""
        return f"Sealed({self.ask.place!r}, {len(self.given)} of {len(self.pages)})"

    @property
    def page(self) -> Page | None:
        """The page to show now; None when all are answered."""
        return self.pages[len(self.given)] if len(self.given) < len(self.pages) else None

    def with_answer(self, value: Given) -> Sealed:
        """The same with the current page answered."""
        return replace(self, given=(*self.given, value))

    def taken_back(self) -> Sealed:
        """The same with the last answer of the seat that is still answering taken back; unchanged at a hand-over."""
        last = len(self.given) - 1
        page = self.page
        if last < 0 or (page and page.seat != self.pages[last].seat):
            return self
        return replace(self, given=self.given[:-1])

    def ratings(self) -> Mapping[int, tuple[int, int]]:
        """Idea → (left's, right's rating). For the pick, and for the one screen where both may open them."""
        table: dict[int, dict[Seat, int]] = {}
        for page, value in zip(self.pages, self.given, strict=True):
            if page.idea is not None and isinstance(value, int):
                table.setdefault(page.idea, {})[page.seat] = value
        return {idea: (pair["left"], pair["right"]) for idea, pair in table.items()}

    def open(self, coin: Coin) -> Answer:
        """What the answers open to: the only thing that may be recorded.

        Raises:
            ValueError: a page has not been answered.
        """
        if self.page is not None:
            raise ValueError("a page has not been answered")
        step = self.ask.step
        left, right = self._opened("left"), self._opened("right")
        seat = self.ask.seat
        if rated(step):
            picked = fair_pick(self.ratings(), coin)
            pick = picked or nearest(self.ratings(), coin)
            on = "picked" if picked else "none"
            return Answer(on, idea=pick.option if pick else None, reason=pick.reason if pick else None)
        if isinstance(step, Rate):
            return self._open_rate(step, coin)
        if isinstance(step, Choose):
            return self._open_choice(step, left, right)
        return Answer("done", seat=seat, left=left, right=right)

    def _last(self) -> list[tuple[Seat, Given]]:
        step = self.ask.step
        return [(page.seat, value) for page, value in zip(self.pages, self.given, strict=True) if page.step is step]

    def _opened(self, seat: Seat) -> tuple[str, ...] | None:
        texts = tuple(
            str(value)
            for page, value in zip(self.pages, self.given, strict=True)
            if page.seat == seat and page.step.opens == "both" and isinstance(page.step, Say)
        )
        return texts or None

    def _open_rate(self, step: Rate, coin: Coin) -> Answer:
        numbers = {seat: int(value) for seat, value in self._last() if isinstance(value, int)}
        if step.opens == "order":
            most = [seat for seat in SEATS if numbers[seat] == max(numbers.values())]
            return Answer("done", first=most[coin(len(most))] if len(most) > 1 else most[0])
        number = min(numbers.values()) if step.opens == "lowest" else max(numbers.values())
        band = next((name for name, highest in step.bands if number <= highest), "done")
        return Answer(band if step.opens else "done")

    def _open_choice(self, step: Choose, left: tuple[str, ...] | None, right: tuple[str, ...] | None) -> Answer:
        taken = [value if isinstance(value, tuple) else (0, "") for _, value in self._last()]
        indexes = [index for index, _ in taken]
        if step.opens == "same":
            index = indexes[0] if len(set(indexes)) == 1 else len(step.choices) - 1
        else:
            index = min(indexes) if step.opens == "lowest" else max(indexes)
        line = taken[0][1] if self.ask.seat else ""
        return replace(chosen(self.ask, step, index, line), seat=self.ask.seat, left=left, right=right)


def chosen(ask: Ask, step: Choose, index: int, line: str = "") -> Answer:
    """The answer that taking a choice means: its name, and the words it stands for."""
    text = fill(step.says[index], {**dict(ask.values), "line": line}) if step.says else line
    return Answer(choice_name(step.choices[index]), text=text, days=step.days[index] if step.days else 0)


def seal(ask: Ask, shuffle: Shuffle | None = None) -> Sealed:
    """The pages of a secret ask, nothing answered yet.

    Args:
        shuffle: reorders a list of idea numbers in place, once for each seat; without it the order stays.
    """
    pages: list[Page] = []
    for seat in ask.seats:
        for step in ask.steps:
            if not rated(step):
                pages.append(Page(seat, step))
                continue
            order = [number for number, _ in ask.ideas]
            if shuffle:
                shuffle(order)
            texts = dict(ask.ideas)
            pages += [Page(seat, step, number, texts[number]) for number in order]
    return Sealed(ask, tuple(pages))
