"""Sealed answers: given alone, opened together, and nothing of them left but what they open to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.ask import Ask, Idea, other_seat
from coach.conversation.conversation import Conversation
from coach.conversation.events import Answer, to_table
from coach.conversation.sealed import Given, Sealed, seal
from coach.flow.model import SEATS, Choose, Rate, Say, Seat
from core.walking import ask_at, begun, moment, script

HEAT = "calm.together.heat"
PAGES = "flex.together.must"
ALONE = "best.first.camera"
RATING = "rating.together.rate"
KEEP = "close.together.keep"

numbers = st.integers(0, 9)
words = st.text(st.characters(categories=["L"]), min_size=4, max_size=20).map(lambda text: f"<{text}>")


def no_coin(sides: int) -> int:
    raise AssertionError(f"a coin of {sides} sides was thrown")


def filled(ask: Ask, answers: Iterable[Given]) -> Sealed:
    """A sealed ask with its pages answered, in the order in which they are asked."""
    sealed = seal(ask)
    for answer in answers:
        sealed = sealed.with_answer(answer)
    return sealed


def opened(ask: Ask, **by_seat: Sequence[Given]) -> Answer:
    """What a pair opens to, each seat's answers given when it is asked."""
    return filled(ask, [value for seat in ask.seats for value in by_seat[seat]]).open(no_coin)


def rating_talk(count: int, first: Seat = "left") -> Conversation:
    """A talk that has so many ideas to rate."""
    ideas = tuple(Idea(SEATS[number % 2], f"idea {number}") for number in range(count))
    return replace(begun("argument", first), ideas=ideas).at_place(RATING)


def one_choice(opens: str) -> Ask:
    """Both choose among three, and it opens in this way."""
    ask = ask_at("argument", KEEP)
    return replace(ask, steps=(replace(ask.step, opens=opens),))


# -- what is recorded --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "place"), [("argument", HEAT), ("five-minutes", "pause.together.heat")])
def test_only_the_band_of_the_room_gets_out(name: str, place: str) -> None:
    """All hundred pairs of heat lead to one of three events: who gave which number can't be told from any of them."""
    talk = replace(begun(name).at_place(place), back="pause.together.coin")
    events: dict[str, set[object]] = {}
    for left in range(10):
        for right in range(10):
            event = talk.event(opened(talk.ask, left=[left], right=[right]), moment(), 20.0)
            band = "cool" if max(left, right) <= 3 else "warm" if max(left, right) <= 6 else "hot"
            events.setdefault(band, set()).add(event)
            assert event.answer == band
    assert {band: len(same) for band, same in events.items()} == {"cool": 1, "warm": 1, "hot": 1}


def test_of_how_sure_they_are_the_lower_number_decides_and_is_gone() -> None:
    """A hundred pairs, two events: sure enough, or not."""
    talk = begun("argument").at_place("date.together.sure")
    pairs = [(left, right) for left in range(10) for right in range(10)]
    events = {talk.event(opened(talk.ask, left=[a], right=[b]), moment(), 20.0) for a, b in pairs}
    assert {event.answer for event in events} == {"low", "sure"}
    assert len(events) == 2
    assert opened(talk.ask, left=[9], right=[6]).on == "low"
    assert opened(talk.ask, left=[7], right=[9]).on == "sure"


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5))
def test_of_ratings_only_the_pick_and_its_reason_get_out(pairs: list[tuple[int, int]]) -> None:
    """The event of a rating holds the idea and why, and no field in which a number of a seat would fit."""
    talk = rating_talk(len(pairs))
    sealed = filled(talk.ask, [a for a, _ in pairs] + [b for _, b in pairs])
    event = talk.event(sealed.open(lambda sides: 0), moment(), 60.0)
    told = set(to_table(event)) - {"seq", "t", "at", "step", "kind", "seconds"}
    assert told == {"answer", "idea", "reason"}
    assert event.answer == ("picked" if any(min(pair) >= 2 for pair in pairs) else "none")


@given(words, words, st.integers(1, 5))
def test_what_is_only_for_oneself_is_forgotten(facts: str, meaning: str, reading: int) -> None:
    """Of the private pages only the question that its author picked is in the event; the others are nowhere."""
    talk = begun("argument").at_place(ALONE)
    event = talk.event(filled(talk.ask, [facts, meaning, (reading, "")]).open(no_coin), moment(), 75.0)
    assert facts not in str(to_table(event))
    assert meaning not in str(to_table(event))
    assert event.text in talk.ask.step.says  # type: ignore[attr-defined]
    assert event.seat == "left"


@given(words, words, words, words)
def test_pages_that_open_to_both_open_whole_and_under_their_seat(must: str, bend: str, other: str, last: str) -> None:
    """What can't be done without and what could bend are shown together, each line under the seat that wrote it."""
    answer = opened(ask_at("argument", PAGES), left=[must, bend], right=[other, last])
    assert (answer.left, answer.right) == ((must, bend), (other, last))


# -- what is in memory -------------------------------------------------------------------------------------------


@given(numbers, numbers)
def test_a_sealed_number_is_in_no_repr(left: int, right: int) -> None:
    """The repr of a pair is the same for all numbers, and so is that of what is asked."""
    sealed, other = (filled(ask_at("argument", HEAT), pair) for pair in ((left, right), (0, 0)))
    assert repr(sealed) == repr(other)
    assert repr(sealed.ask) == repr(other.ask)


@given(words)
def test_words_are_in_no_repr(secret: str) -> None:
    """Neither pages nor ideas nor what was said is in the repr of a pair, a page, an ask or an answer."""
    sealed = filled(ask_at("argument", PAGES), [secret, secret, secret])
    assert secret not in repr(sealed)
    full = sealed.with_answer(secret)
    assert secret not in repr(full.open(no_coin))
    talk = replace(begun("argument"), ideas=(Idea("left", secret),)).at_place(RATING)
    rating = seal(talk.ask)
    assert rating.page is not None
    assert rating.page.text == secret
    for holder in (talk, talk.ask, rating, rating.page):
        assert secret not in repr(holder)
    asked = talk.after(talk.event(filled(talk.ask, [4, 4]).open(no_coin), moment()))
    assert secret in asked.ask.step.words
    assert secret not in repr(asked.ask)
    assert secret not in repr(asked)


def test_an_ask_holds_nothing_that_can_be_changed() -> None:
    """No dictionary and no list: whoever holds an ask can't change the talk through it."""
    ask = rating_talk(3).ask
    assert not [field.name for field in fields(ask) if isinstance(getattr(ask, field.name), dict | list | set)]
    assert isinstance(hash(ask), int)


# -- opening -----------------------------------------------------------------------------------------------------


@given(numbers, numbers)
def test_who_answers_first_changes_nothing_about_the_heat(left: int, right: int) -> None:
    """The same numbers of the same seats open to the same answer, whoever began."""
    both = [opened(ask_at("argument", HEAT, first), left=[left], right=[right]) for first in SEATS]
    assert both[0] == both[1]


@given(words, words, words, words)
def test_who_answers_first_changes_nothing_about_pages(a: str, b: str, c: str, d: str) -> None:
    """The pages stand under their own seat, whoever began."""
    both = [opened(ask_at("argument", PAGES, first), left=[a, b], right=[c, d]) for first in SEATS]
    assert both[0] == both[1]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5), st.integers(0, 4))
def test_who_answers_first_changes_nothing_about_the_pick(pairs: list[tuple[int, int]], side: int) -> None:
    """The same ratings open to the same idea with the same fall of the coin, whoever began and in whatever order."""
    answers = []
    for first in SEATS:
        for reverse in (False, True):
            ask = rating_talk(len(pairs), first).ask
            sealed = seal(ask, (lambda order: order.reverse()) if reverse else None)
            while page := sealed.page:
                assert page.idea is not None
                sealed = sealed.with_answer(pairs[page.idea][page.seat == "right"])
            assert sealed.ratings() == dict(enumerate(pairs))
            answers.append(sealed.open(lambda sides: side % sides))
    assert all(answer == answers[0] for answer in answers)


@given(st.sampled_from(["highest", "lowest", "same"]), st.integers(0, 2), st.integers(0, 2))
def test_a_choice_opens_as_the_flow_says(opens: str, left: int, right: int) -> None:
    """The higher one, the lower one, or the one both took; if they differ where they must agree, the last one."""
    ask = one_choice(opens)
    step = ask.step
    assert isinstance(step, Choose)
    wanted = {
        "highest": max(left, right),
        "lowest": min(left, right),
        "same": left if left == right else 2,
    }[opens]
    assert opened(ask, left=[(left, "")], right=[(right, "")]).on == step.choices[wanted]
    turned = replace(ask, seats=ask.seats[::-1])
    assert opened(ask, left=[(left, "")], right=[(right, "")]) == opened(turned, left=[(left, "")], right=[(right, "")])


@given(numbers, numbers, st.integers(0, 1))
def test_an_order_opens_to_the_seat_with_the_higher_number(left: int, right: int, side: int) -> None:
    """A coin is thrown only on a tie, and its fall means the same seat whoever answered first."""
    ask = ask_at("argument", HEAT)
    ask = replace(ask, steps=(replace(ask.step, opens="order"),))
    turned = replace(ask, seats=ask.seats[::-1])
    throws: list[int] = []

    def coin(sides: int) -> int:
        throws.append(sides)
        return side

    first = filled(ask, [left, right]).open(coin).first
    assert first == filled(turned, [right, left]).open(coin).first
    assert throws == ([2, 2] if left == right else [])
    assert first == (SEATS[side] if left == right else "left" if left > right else "right")


@pytest.mark.parametrize("place", [HEAT, PAGES, ALONE, KEEP])
def test_half_a_pair_is_never_opened(place: str) -> None:
    """As long as one page is unanswered, opening is an error; with the last one it isn't."""
    sealed = seal(ask_at("argument", place))
    while page := sealed.page:
        with pytest.raises(ValueError, match="has not been answered"):
            sealed.open(no_coin)
        step = page.step
        sealed = sealed.with_answer(0 if isinstance(step, Rate) else "words" if isinstance(step, Say) else (1, ""))
    assert sealed.open(no_coin).on


# -- before the hand-over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [HEAT, PAGES, RATING])
@pytest.mark.parametrize("first", SEATS)
def test_an_answer_is_taken_back_only_by_the_seat_that_gave_it(place: str, first: Seat) -> None:
    """A mis-hit can be mended until the keyboard is handed over; after that the other seat can't touch it."""
    ask = rating_talk(3, first).ask if place == RATING else ask_at("argument", place, first)
    sealed = seal(ask)
    each = len(sealed.pages) // 2
    assert [page.seat for page in sealed.pages] == [first] * each + [other_seat(first)] * each
    assert sealed.taken_back() == sealed
    for given_so_far in range(1, 2 * each + 1):
        sealed = sealed.with_answer(given_so_far)
        kept = len(sealed.taken_back().given)
        assert kept == (each if given_so_far == each else given_so_far - 1)
        assert sealed.taken_back().given == sealed.given[:kept]


def test_a_pair_is_a_value() -> None:
    """Answering makes a new pair and leaves the old one half empty."""
    empty = seal(ask_at("argument", HEAT))
    empty.with_answer(4)
    assert empty.given == ()


def test_ideas_are_shuffled_anew_for_each_seat_and_without_names() -> None:
    """Each seat rates every idea once, in an order of its own, and no page says who offered it."""
    orders = [[4, 2, 0, 1, 3], [1, 0, 3, 2, 4]]
    shuffles = iter(orders)

    def shuffle(order: list[int]) -> None:
        assert order == [0, 1, 2, 3, 4]
        order[:] = next(shuffles)

    ask = rating_talk(5).ask
    pages = seal(ask, shuffle).pages
    assert [(page.seat, page.idea) for page in pages] == [
        (seat, number) for seat, order in zip(ask.seats, orders, strict=True) for number in order
    ]
    assert all(page.text == f"idea {page.idea}" for page in pages)


def test_every_way_of_opening_in_the_flows_is_one_of_these() -> None:
    """No flow uses an opening that nothing here has tried."""
    used = {step.opens for name in ("argument", "five-minutes") for s in script(name).flow.stages for step in s.steps}
    assert used <= {"", "highest", "lowest", "both", "pick", "same", "order"}
