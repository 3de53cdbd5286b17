"""A softer start while a turn is typed: the writer's alone, once a turn, never in the way, never kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.tui.at_keyboard import Hours, Keyboard, an_app, app_at, app_of, at, everything_on_disk, open_talk, own_flow
from tests.tui.test_steps import HINTS, SPEAK

from coach.records.places import places
from coach.records.record import read_record
from coach.records.settings import Settings, load
from coach.tui.widgets.writing import Writing
from coach.wording import BadWording

HURT = "you never listen to me"
NOTICE, STARTER = "One moment is easier to hear than a pattern.", "When ... happened, I felt ..."


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are looked at without much waiting."""
    for name in ("AT_A_CLAUSE", "IN_A_SENTENCE"):
        monkeypatch.setattr(f"coach.tui.soft_start.{name}", 0.02)


def box(keyboard: Keyboard) -> Writing:
    """Where the turn is typed."""
    return keyboard.app.screen.query_one(Writing)


async def looked_at(keyboard: Keyboard) -> None:
    """Wait until what is typed has been looked at, whatever came of it."""
    await keyboard.app.wording.make_ready()
    for _ in range(4):
        await keyboard.pilot.pause(0.05)


async def test_a_softer_start_is_offered_and_own_words_come_back() -> None:
    """Two lines under the box; F3 takes the start with its first gap selected; F3 again brings the own words back."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write(HURT)
        await keyboard.sees(NOTICE, f"F3 {STARTER}", "Alex, look away while Sam writes")
        await keyboard.press("f3")
        await keyboard.sees(STARTER, "F3 brings the other words back.")
        await keyboard.misses(NOTICE, HURT)
        assert HURT not in keyboard.text
        assert box(keyboard).selected_text == "..."
        await keyboard.write("the call")
        await keyboard.sees("When the call happened, I felt ...")
        await keyboard.press("f3")
        await keyboard.sees(HURT)
        await keyboard.press("f3")
        await keyboard.sees("When the call happened, I felt ...")
        await keyboard.press("enter")
        await keyboard.sees("Read it once.")
        assert app.sitting.events[-1].text == "When the call happened, I felt ..."
        assert NOTICE not in keyboard.text


async def test_any_other_key_goes_on_and_there_is_one_offer_a_turn() -> None:
    """Typing on takes it away; nothing more is said in this turn, and that rule is quiet for ten minutes."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.write(HURT)
        await keyboard.sees(NOTICE)
        await keyboard.write(" and i mean it")
        await keyboard.misses(NOTICE)
        await keyboard.press("f3")
        await keyboard.write(". you are such an idiot")
        await looked_at(keyboard)
        assert "F3" not in keyboard.text
        assert box(keyboard).text == f"{HURT} and i mean it. you are such an idiot"
        rule = next(iter(app.wording._quiet))
        clock = app.sitting.clock._monotonic
        assert isinstance(clock, Hours)
        assert await app.wording.of(HURT, "") is None
        clock.now += 601
        found = await app.wording.of(HURT, "")
        assert found
        assert found.rule == rule


async def test_enter_is_never_held_up() -> None:
    """With an offer on the screen, or before there could be one, Enter ends the turn at once."""
    for seen in (True, False):
        app = app_at(SPEAK)
        async with at(app) as keyboard:
            await keyboard.write(HURT)
            if seen:
                await keyboard.sees(NOTICE)
            await keyboard.press("enter")
            await keyboard.sees("Read it once.")
            assert app.sitting.events[-1].text == HURT
            await looked_at(keyboard)
            assert NOTICE not in keyboard.text


@pytest.mark.parametrize(
    "words",
    ["im scared of u when u drink", "you hit me last night and you always lie about it", "i'll kill myself if you go"],
)
async def test_words_of_danger_change_nothing_on_the_screen(words: str) -> None:
    """The partner sits beside it: the screen is the one that any other words would have."""
    pictures = []
    for typed in (words, "x" * len(words)):
        async with at(app_at(SPEAK)) as keyboard:
            await keyboard.write(typed)
            await looked_at(keyboard)
            assert "F3" not in keyboard.text
            pictures.append(keyboard.text.replace(typed, "").replace(words, ""))
    assert pictures[0] == pictures[1]


async def test_good_words_are_left_alone() -> None:
    """Nothing is praised either."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write("when you came home late I felt alone, and I'd love a text")
        await looked_at(keyboard)
        assert "F3" not in keyboard.text


async def test_saying_it_back_is_nobodys_own_blame() -> None:
    """At the mirror nothing is offered: the words are the other's."""
    async with at(app_at(f"{SPEAK}left: {HURT}\nenter\n")) as keyboard:
        await keyboard.sees("Say back what you heard.")
        await keyboard.write("for you i never listen, you always feel alone")
        await looked_at(keyboard)
        assert "F3" not in keyboard.text


@pytest.mark.parametrize(
    ("fit", "start"), [("want", "I'd love it if we could ..."), ("question", "What was going on for you when ...?")]
)
async def test_the_start_fits_what_the_step_asks_for(fit: str, start: str) -> None:
    """A flow says where a want or a question is asked for."""
    flow = own_flow("hints", HINTS.replace('hints = ["half each", "take turns"]', f'wording = "{fit}"'))
    async with at(an_app(flow)) as keyboard:
        await keyboard.press("enter")
        await keyboard.write("you always leave the dishes")
        await keyboard.sees(f"F3 {start}")


async def test_it_can_be_off_for_tonight_or_for_good(coach_home: Path) -> None:
    """H on the help; tonight is nowhere on the disk, for good is in the settings."""
    app = app_at(SPEAK)
    async with at(app) as keyboard:
        await keyboard.press("f1")
        await keyboard.sees("Softer starts are offered while you type; only you see them. H ends that for tonight.")
        await keyboard.press("h")
        await keyboard.sees("No softer starts are offered tonight. H ends that for good.")
        assert load(places()).softer_starts == "on"
        await keyboard.press("escape")
        await keyboard.write(HURT)
        await looked_at(keyboard)
        assert NOTICE not in keyboard.text
        await keyboard.press("f1", "h")
        await keyboard.sees("No softer starts are offered. H brings them back.")
        assert load(places()).softer_starts == "off"
    async with at(app_at(SPEAK, settings=Settings(softer_starts="off"))) as keyboard:
        await keyboard.write(HURT)
        await looked_at(keyboard)
        assert NOTICE not in keyboard.text
        await keyboard.press("f1", "h", "escape")
        await keyboard.write(".")
        await keyboard.sees(NOTICE)
        assert load(places()).softer_starts == "on"


async def test_nothing_of_it_is_kept(coach_home: Path) -> None:
    """Neither the offer nor that there was one stands in any file; the draft has what stands in the box."""
    path = open_talk(SPEAK)
    async with at(app_of(path)) as keyboard:
        await keyboard.write(HURT)
        await keyboard.sees(NOTICE)
        keyboard.app.save_now()
        await keyboard.press("enter")
        await keyboard.sees("Read it once.")
        found = b"".join(everything_on_disk(coach_home).values())
        assert HURT.encode() in found
        for word in (NOTICE, STARTER, "blame", "rule"):
            assert word.encode() not in found.replace(read_record(path).script.encode(), b"")[-2000:]
    assert read_record(path).events[-1].text == HURT


async def test_looking_never_stands_in_the_way_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes: keys arrive meanwhile, and what is found for older words is not shown."""
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.app.wording.make_ready()
        import coach.wording as wording

        go_on, begun, real = threading.Event(), threading.Event(), wording.review

        def slow(*given: object) -> object:
            begun.set()
            assert go_on.wait(20)
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(wording, "review", slow)
        await keyboard.write(HURT)
        await keyboard.happens(begun.is_set, "a look at the words")
        monkeypatch.setattr("coach.tui.soft_start.IN_A_SENTENCE", 60.0)
        await keyboard.write(", or so it felt tonight")
        assert box(keyboard).text.endswith("felt tonight")
        go_on.set()
        await looked_at(keyboard)
        assert NOTICE not in keyboard.text
        assert box(keyboard).text == f"{HURT}, or so it felt tonight"


async def test_rules_that_cannot_be_read_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged installation offers no softer starts; the talk goes on."""

    def damaged() -> None:
        raise BadWording("en.toml: this is not valid TOML.")

    monkeypatch.setattr("coach.tui.soft_start._rules", damaged)
    async with at(app_at(SPEAK)) as keyboard:
        await keyboard.write(HURT)
        await keyboard.happens(lambda: not keyboard.app.wording.on, "no more offers")
        assert keyboard.app.is_running
        assert box(keyboard).text == HURT
