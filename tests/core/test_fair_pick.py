"""The fair pick: nobody is left short, and the same answers always lead to the same idea."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.fair_pick import OKAY, REASONS, VETO, fair_pick, nearest

A, B, C, D = range(4)

Ratings = Mapping[int, tuple[int, int]]

ratings = st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


def no_coin(sides: int) -> int:
    raise AssertionError(f"a coin of {sides} sides was thrown")


def first_side(sides: int) -> int:
    return 0


@pytest.mark.parametrize(
    ("given_ratings", "option", "reason"),
    [
        ({A: (4, 2), B: (3, 3), C: (4, 1)}, B, "lower"),
        ({A: (4, 2), D: (2, 3)}, A, "other"),
        ({A: (4, 0), B: (2, 2)}, B, "only"),
        ({A: (2, 2)}, A, "only"),
        ({A: (3, 4), B: (4, 3), C: (2, 2)}, A, "coin"),
    ],
)
def test_the_worked_examples_come_out_as_written(given_ratings: Ratings, option: int, reason: str) -> None:
    """The examples of the script and one for each reason give what they say."""
    pick = fair_pick(given_ratings, first_side)
    assert pick is not None
    assert (pick.option, pick.reason) == (option, reason)


@pytest.mark.parametrize("given_ratings", [{}, {A: (0, 4)}, {A: (1, 4), B: (4, 1)}, {A: (0, 0)}])
def test_nothing_is_picked_when_nothing_fits_both(given_ratings: Ratings) -> None:
    """An option with a veto, or with less than “okay” from one of them, is never taken for want of another."""
    assert fair_pick(given_ratings, no_coin) is None


def best_by_the_book(table: Ratings) -> list[int]:
    """The specification, word for word: every option that could rightly be taken."""
    unvetoed = [option for option in table if VETO not in table[option]]
    fitting = [option for option in unvetoed if all(rating >= OKAY for rating in table[option])]
    by_lower = [a for a in fitting if not any(min(table[b]) > min(table[a]) for b in fitting)]
    return sorted(a for a in by_lower if not any(max(table[b]) > max(table[a]) for b in by_lower))


@given(ratings, st.integers(0, 7))
def test_it_does_what_the_specification_says(table: Ratings, side: int) -> None:
    """It takes one of the options that the brute-force reading of the rules allows, and any of them by coin."""
    allowed = best_by_the_book(table)
    pick = fair_pick(table, lambda sides: side % sides)
    assert (pick.option if pick else None) == (allowed[side % len(allowed)] if allowed else None)


@given(ratings)
def test_the_worse_off_could_not_be_better_off(table: Ratings) -> None:
    """Nothing that fits both would have given the less happy of the two more; nothing vetoed is taken."""
    pick = fair_pick(table, first_side)
    if pick:
        assert VETO not in table[pick.option]
        assert min(table[pick.option]) == max(min(pair) for pair in table.values())


@given(ratings, st.randoms(use_true_random=False), st.integers(0, 7))
def test_the_order_of_options_and_of_seats_changes_nothing(table: Ratings, random: object, side: int) -> None:
    """Shuffled options and swapped seats give the same option for the same reason, with the same fall of the coin."""
    shuffled = sorted(table.items(), key=lambda pair: random.random())  # type: ignore[attr-defined]
    swapped = {option: (right, left) for option, (left, right) in shuffled}

    def coin(sides: int) -> int:
        return side % sides

    assert fair_pick(table, coin) == fair_pick(dict(shuffled), coin) == fair_pick(swapped, coin)
    assert nearest(table, coin) == nearest(dict(shuffled), coin) == nearest(swapped, coin)


@given(ratings)
def test_a_coin_is_thrown_only_when_all_else_is_level(table: Ratings) -> None:
    """The coin falls once, among the options that are level in both ratings, and else not at all."""
    thrown: list[int] = []

    def coin(sides: int) -> int:
        thrown.append(sides)
        return sides - 1

    pick = fair_pick(table, coin)
    level = best_by_the_book(table)
    assert thrown == ([len(level)] if len(level) > 1 else [])
    assert pick is None or (pick.reason == "coin") == bool(thrown)


@given(ratings)
def test_the_reason_is_the_one_that_decided(table: Ratings) -> None:
    """“only” where nothing else fits, “lower” where the lower ratings differ, “other” where just the higher ones do."""
    pick = fair_pick(table, first_side)
    fitting = [pair for pair in table.values() if min(pair) >= OKAY]
    if pick and pick.reason != "coin":
        level = [pair for pair in fitting if min(pair) == min(table[pick.option])]
        assert pick.reason == ("only" if len(fitting) == 1 else "lower" if len(level) == 1 else "other")
        assert pick.reason in REASONS


@given(ratings)
def test_the_nearest_is_one_without_a_veto_if_there_is_one(table: Ratings) -> None:
    """What is mended when nothing fits is something both could live with, wherever there is such a thing."""
    pick = nearest(table, first_side)
    assert pick is not None
    assert VETO not in table[pick.option] or all(VETO in pair for pair in table.values())
    bearable = [pair for pair in table.values() if VETO not in pair] or list(table.values())
    assert min(table[pick.option]) == max(min(pair) for pair in bearable)


def test_of_nothing_nothing_is_nearest() -> None:
    """Without ideas there is nothing to mend."""
    assert nearest({}, no_coin) is None
