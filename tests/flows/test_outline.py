"""What `coach flow show` prints of a flow."""

from __future__ import annotations

import pytest

from coach.flow.finding import find_flow
from coach.flow.graph import Graph
from coach.flow.model import Flow
from coach.flow.outline import WIDTH, first_try, outline
from coach.flow.reading import read_flow

NAMES = ("argument", "five-minutes")

STEP = '[[stage.step]]\nid = "{}"\nkind = "{}"\nwords = "{}"\n{}\n'
END = '[[stage]]\nid = "close"\ntitle = "Close"\n' + STEP.format("end", "end", "Rest now.", 'outcome = "agreed"')


@pytest.fixture(params=NAMES)
def shipped(request: pytest.FixtureRequest) -> Flow:
    """Each flow that came with the program."""
    return find_flow(str(request.param), None)


def flow(*stages: str) -> Flow:
    """A flow without asides."""
    return read_flow("\n".join(['schema = 1\ntitle = "T"', *stages]), "t", {})


def test_five_minutes_are_five_minutes() -> None:
    """To the second, and it is said as a clock says it."""
    text = outline(find_flow("five-minutes", None))
    assert "\n5:00 if all goes at the first try.\n" in text


def test_the_argument_takes_as_long_as_it_says() -> None:
    """Its own words about itself and its length are the same."""
    found = find_flow("argument", None)
    assert "About 24 minutes" in found.about
    assert "\nAbout 24 minutes if all goes at the first try.\n" in outline(found)


def test_every_step_is_there_with_its_words(shipped: Flow) -> None:
    """Once each; by-ways further in than the straight way; those beside the way after all others."""
    lines = outline(shipped).splitlines()
    steps = [step for stage in sorted(shipped.stages, key=lambda stage: stage.aside) for step in stage.steps]
    told = [line for line in lines if line.startswith("  ") and " · " not in line]
    assert len(told) == len(steps)
    for line, step in zip(told, steps, strict=True):
        assert line.split()[0] == step.id
        assert step.words in line
        assert line.startswith("      ") or not step.byway


def test_it_fits_a_terminal(shipped: Flow) -> None:
    """100 columns at most, nothing at the ends of lines, and no line that a terminal would obey."""
    for line in outline(shipped).splitlines():
        assert len(line) <= WIDTH
        assert line == line.rstrip()
        assert line.isprintable()


def test_long_names_are_shortened() -> None:
    """A flow that is not calm at all still fits."""
    long = "very-long-" * 4
    text = outline(
        flow(
            f'[[stage]]\nid = "{long}"\ntitle = "{long * 3}"\n' + STEP.format(f"step-{long[5:]}", "say", long * 9, ""),
            END,
        )
    )
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "…" in text


def test_two_secret_answers_take_their_seconds_twice() -> None:
    """One after the other behind the look-away; in a turn only one seat answers, but each seat has a turn."""
    rate = STEP.format("heat", "rate", "How heated?", 'secret = true\nopens = "highest"\ntop = 9\nseconds = 10')
    page = STEP.format("page", "say", "A page.", "secret = true\nseconds = 7")
    text = outline(
        flow(
            '[[stage]]\nid = "a"\ntitle = "A"\n' + rate,
            '[[stage]]\nid = "b"\ntitle = "B"\nturns = "each"\n' + page,
            END,
        )
    )
    assert "\n0:34 if all" in text
    assert "both, secret" in text
    assert "speaker, secret" in text


def test_ideas_are_waited_for_round_by_round() -> None:
    """The straight way of the argument has five ideas, because that is what its line wants."""
    way = first_try(Graph(find_flow("argument", None)))
    assert [place.turn for place in way if place.step.saves == "idea"] == [
        "first",
        "second",
        "first",
        "second",
        "first",
    ]
    assert way[-1].step.kind == "end"


def test_a_straight_way_comes_to_an_end(shipped: Flow) -> None:
    """Of the main way, and past every step that is no by-way."""
    way = first_try(Graph(shipped))
    assert way[-1].step.id == "end"
    passed = {(place.stage.id, step.id) for place in way for step in place.steps}
    main = {
        (stage.id, step.id) for stage in shipped.stages if not stage.aside for step in stage.steps if not step.byway
    }
    assert main - passed <= {("widen", "idea"), ("wider", "idea")}


def test_the_menu_and_the_difference_are_told(shipped: Flow) -> None:
    """What can happen at any moment, and how far two turns can differ at most."""
    text = outline(shipped)
    for anytime in shipped.anytime:
        assert f"  {anytime.menu} · " in text
    more = "5:05 and 7 talking turns" if shipped.id == "argument" else "1 talking turn"
    assert f"by {more} at most (why)." in " ".join(text.split())
