"""What holds at every moment of every talk that can be had: proved on talks that wander through the real machine."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coach.conversation.ask import Ask
from coach.conversation.conversation import begin, fold
from coach.conversation.events import Answer, Event, from_table, to_table
from coach.conversation.sealed import seal
from coach.flow.graph import answers_of, anytime_answer
from coach.flow.model import SEATS, Choose, Seat
from core.walking import after_the_why, any_answer, main_places, moment, script

RARELY = 60
"""One answer in so many is the menu's."""


class Wandering(RuleBasedStateMachine):
    """One talk after another, each answered at random until it is over."""

    flow: ClassVar[str]
    longest: ClassVar[int]
    """No talk has more events than this on its main way, however it is answered; counted by hand in the flow."""

    def __init__(self) -> None:
        super().__init__()
        self.script = script(self.flow)
        self.late = after_the_why(self.script.graph)
        self.main = main_places(self.script.graph)

    @initialize(first=st.sampled_from(SEATS))
    def begin(self, first: Seat) -> None:
        self.talk = self.replayed = begin(self.script)
        self.events: list[Event] = []
        self.unseen: list[str] = []
        self.tried: set[str] = set()
        self._happens(self.talk.note("begun", moment(), Answer(left=("Sam",), right=("Alex",), first=first)))

    @precondition(lambda self: not self._over)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        answer = any_answer(self.talk, lambda sides: data.draw(st.integers(0, sides - 1)), self.unseen)
        if not self.talk.ended and data.draw(st.integers(1, RARELY)) == RARELY:
            answer = Answer(data.draw(st.sampled_from(self._menu)))
        note(f"{self.talk.place}: {answer.on}")
        self._happens(self.talk.event(answer, moment(self.talk.t + 5), 5.0))

    @precondition(lambda self: self._over)
    @rule(first=st.sampled_from(SEATS))
    def begin_another(self, first: Seat) -> None:
        assert fold(self.script, self.events) == self.talk
        self.begin(first)

    @invariant()
    def every_prefix_of_the_record_makes_the_same_talk(self) -> None:
        assert self.replayed == self.talk
        assert self.replayed.ask == self.talk.ask

    @invariant()
    def nothing_comes_before_both_were_heard(self) -> None:
        if self.talk.place in self.late:
            assert set(self.talk.heard) == set(SEATS)

    @invariant()
    def there_is_always_a_way_out(self) -> None:
        if self.talk.place in self.tried:
            return
        self.tried.add(self.talk.place)
        answers = answers_of(self.talk.here.step)
        assert answers or self.talk.ended
        for answer in (*answers, *([] if self.talk.ended else self._menu)):
            assert self.talk.event(Answer(answer), moment(self.talk.t)).answer == answer

    @invariant()
    def every_word_is_filled_in(self) -> None:
        for words in words_of(self.talk.ask):
            assert "{" not in words

    @invariant()
    def an_unrevealed_page_is_seen_nowhere(self) -> None:
        if self.unseen:
            everything = " ".join([*words_of(self.talk.ask), str(self.talk.ask.values), str(to_table(self.events[-1]))])
            assert not [page for page in self.unseen if page in everything]

    @invariant()
    def the_main_way_is_bounded(self) -> None:
        moves = [event for event in self.events if event.step in self.main and event.kind not in ("begun", "aside")]
        assert len(moves) <= self.longest

    @property
    def _over(self) -> bool:
        return bool(self.talk.ended and not self.talk.here.step.next)

    @property
    def _menu(self) -> list[str]:
        return [anytime_answer(item) for item in self.script.flow.anytime if item.to]

    def _happens(self, event: Event) -> None:
        self.events.append(event)
        self.talk = self.talk.after(event)
        self.replayed = self.replayed.after(from_table(to_table(event)))


class WanderingThroughAnArgument(Wandering):
    flow = "argument"
    longest = 105


class WanderingThroughFiveMinutes(Wandering):
    flow = "five-minutes"
    longest = 27


def words_of(ask: Ask) -> list[str]:
    """Everything that a face may put on the screen for an ask."""
    words = [text for step in ask.steps for text in (step.words, step.small, step.other)]
    words += [ask.label(choice) for step in ask.steps if isinstance(step, Choose) for choice in step.choices]
    words += [said.text for said in ask.shown] + [text for _, text in ask.ideas]
    return words + ([page.text for page in seal(ask).pages] if ask.secret else [])


TestAnArgument = WanderingThroughAnArgument.TestCase
TestAnArgument.settings = settings(stateful_step_count=120)
TestFiveMinutes = WanderingThroughFiveMinutes.TestCase
TestFiveMinutes.settings = settings(stateful_step_count=60)
