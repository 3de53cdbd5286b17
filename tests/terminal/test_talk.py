"""Whole talks in a real terminal, from the first screen to the kept record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.player import Player
from tests.terminal.keyboard import LEFT, Terminal
from tests.tui.at_keyboard import open_talk, script
from tests.tui.test_steps import SPEAK

from coach.records.journal import Journal
from coach.records.library import kept_talks
from coach.records.places import places
from coach.records.record import Record, read_record

pytestmark = pytest.mark.terminal

TYPED = """
enter
a 2
b 3
enter
a: who puts the kids to bed
a: When you came home I had done it alone again 🙂
enter
b: For you it is the only hour.
a not yet
a: I miss the nice part of it.
enter
b: You miss the nice part.
a yes
a no
enter
b: When I am late I feel I come home to a closed shop.
enter
a: For you the evening is over before it starts.
b mostly
b: The quiet is what hurts.
enter
a: The quiet hurts.
b yes
b no
enter
a 2
b 2
a: the phone was on the table
enter
a worn out
b yes
b: I was on my feet since six.
enter
a: I could have asked.
enter
enter
enter
b can't find one yet
enter
enter
b: I could call.
enter
a: I'd love us to do bedtime together.
enter
b: I'd love ten quiet minutes.
enter
a: being there at lights out
a: which days
b: ten minutes to arrive
enter
enter
a: Phones in the hall
b: Tuesdays and Thursdays together
a: A sitter on Fridays
enter
a 4 2 1
b 3 2 0
> Phones in the hall
enter
a: If it is Tuesday, then I will wait with the story.
b: If I am late, then I will call before six.
a 8
b 9
both in a week
a 1
b 2
a: Thank you for staying.
enter
enter
a all we shared
b all we shared
end: agreed
"""

ALOUD = """
enter
a 1
b 1
enter
enter
a yes
enter
enter
b yes
a can't find one yet
enter
b can't find one yet
enter
enter
enter
enter
enter
both tomorrow
a all we shared
b all we shared
"""


def seated(talk: str, first: str) -> str:
    """The talk with whom the coin chose as `a`."""
    second = "right" if first == "left" else "left"
    talk = re.sub(r"(?m)^a\b", first, re.sub(r"(?m)^b\b", second, talk))
    return f"names: Sam, Alex\ncoin: {first}\n{talk}"


async def play(home: Path, flow: str, talk: str) -> tuple[Record, Player]:
    """One whole talk; Enter on the last screen leaves."""
    words = ["start", flow, "--left", "Sam", "--right", "Alex", "--calm", "--speed", "20"]
    with Terminal(home, *words, calm=0.08) as terminal:  # on a busy machine a shorter pause may fall into the deaf one
        terminal.sees("Press F1 any time for people to call.")
        await terminal.press("enter")
        terminal.sees("Nobody has to talk yet.")
        await terminal.press("enter")
        terminal.sees("press a number")
        first = "left" if "◖ Sam press a number" in terminal.text else "right"
        player = Player(terminal, script(flow), seated(talk, first))
        player.model.take(player.model.ahead[0])
        player.model.ahead = player.model.ahead[1:]
        await player.play()
        terminal.sees("Kept: all that was shared.")
        await terminal.press("enter")
        assert terminal.ends() == 0
        assert LEFT in terminal.raw
        assert terminal.after == ""
    (kept,) = kept_talks(places()).talks
    return read_record(kept.path), player


async def test_a_talk_that_is_typed_is_kept_word_for_word(coach_home: Path) -> None:
    """Every turn typed, two of them tried again; the record holds exactly that, and nothing lies beside it."""
    record, player = await play(coach_home, "argument", TYPED)
    assert [event.text for event in record.events] == [event.text for event in player.model.events]
    assert [event.step for event in record.events] == [event.step for event in player.model.events]
    assert "🙂" in "".join(event.text or "" for event in record.events)
    assert (record.kept, record.outcome, record.topic) == ("all", "agreed", "who puts the kids to bed")
    assert record.check_in is not None
    assert [path.suffix for path in (coach_home / "talks").iterdir()] == [".toml"]


async def test_a_talk_that_is_spoken_is_kept_without_a_word(coach_home: Path) -> None:
    """Enter and single keys are enough from the first screen to the last."""
    record, player = await play(coach_home, "five-minutes", ALOUD)
    assert [event.step for event in record.events] == [event.step for event in player.model.events]
    typed = [event.text for event in record.events if event.kind == "said"]
    assert typed == []


@pytest.mark.parametrize("what", ["example", "kept"])
async def test_a_kept_talk_can_be_watched_again(what: str, coach_home: Path) -> None:
    """`coach replay` opens, goes on a step, and Esc leaves."""
    if what == "kept":
        journal, record = Journal.resume(open_talk(SPEAK))
        journal.finalise("all", outcome="open", started=record.events[0].at, minutes=5, topic="bedtime")
    with Terminal(coach_home, "replay", *(["--example"] if what == "example" else [])) as terminal:
        terminal.sees("Space", "Esc leave")
        before = terminal.text
        await terminal.press("right")
        await terminal.until(lambda text: text != before, "the next moment")
        await terminal.press("escape")
        assert terminal.ends() == 0
        assert LEFT in terminal.raw
