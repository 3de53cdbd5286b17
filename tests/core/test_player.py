"""Going through frames with a clock that a test holds."""

from __future__ import annotations

import pytest

import evening
from coach.showing.frames import frames_of
from coach.showing.player import BREAK, LEAST, QUESTIONS, Player, as_a_friend

FRAMES = frames_of(evening.script(), evening.events())
BREAK_AT = next(frame.index for frame in FRAMES if frame.kind == "break")
SPEAK = next(frame.index for frame in FRAMES if frame.place == "why.first.speak")


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


def later(player: Player, hands: Hands, seconds: float) -> int:
    """Where a player is after some real seconds."""
    hands.now += seconds
    player.tick()
    return player.index


def test_steps_stay_within_the_talk(hands: Hands) -> None:
    """Back from the first and on from the last leads nowhere."""
    player = Player(FRAMES, hands)
    player.step(-1)
    assert (player.index, player.position) == (0, 0.0)
    player.step(10_000)
    assert (player.index, player.position) == (len(FRAMES) - 1, FRAMES[-1].t)


def test_a_part_begins_where_it_is_first_met(hands: Hands) -> None:
    """The parts of the rail in order; what is beside the way is no beginning; one too many leads nowhere."""
    player = Player(FRAMES, hands)
    assert player.parts == 5
    places = []
    for part in range(7):
        player.go_to_part(part)
        places.append(player.frame.place)
    assert places[:3] == ["pause.together.breathe", "why.first.speak", "best.first.camera"]
    assert places[3:5] == ["want.first.wish", "plan.first.then"]
    assert places[4] == places[5] == places[6]


def test_the_real_pace_is_the_frame_s_own(hands: Hands) -> None:
    """Ninety seconds of talk are ninety seconds; the mark moves with them."""
    player = Player(FRAMES, hands)
    player.go(SPEAK)
    player.toggle()
    assert later(player, hands, 45) == SPEAK
    assert player.position == pytest.approx(FRAMES[SPEAK].begins + 45)
    assert later(player, hands, 44.9) == SPEAK
    assert later(player, hands, 0.2) == SPEAK + 1


def test_a_faster_pace_keeps_the_place(hands: Hands) -> None:
    """Halfway through a turn is halfway through it at any pace; after the fastest comes the real one."""
    player = Player(FRAMES, hands)
    player.go(SPEAK)
    player.toggle()
    later(player, hands, 45)
    here = player.position
    paces = []
    for _ in range(3):
        player.faster()
        paces.append(player.pace)
        assert player.position == pytest.approx(here)
    assert paces == [4.0, 16.0, 1.0]
    player.faster()
    assert later(player, hands, 45 / 4 + 0.1) == SPEAK + 1


def test_standing_still_keeps_the_place(hands: Hands) -> None:
    """However long it stands, it goes on from there."""
    player = Player(FRAMES, hands)
    player.go(SPEAK)
    player.toggle()
    later(player, hands, 60)
    player.toggle()
    player.faster()
    player.faster()
    player.faster()
    assert later(player, hands, 5000) == SPEAK
    assert player.position == pytest.approx(FRAMES[SPEAK].begins + 60)
    player.toggle()
    assert later(player, hands, 29.9) == SPEAK
    assert later(player, hands, 0.2) == SPEAK + 1


def test_a_break_passes_in_two_seconds(hands: Hands) -> None:
    """At any pace: nobody watches others rest, and nobody misses that they did."""
    for presses in range(3):
        player = Player(FRAMES, hands)
        for _ in range(presses):
            player.faster()
        player.go(BREAK_AT)
        player.toggle()
        assert later(player, hands, BREAK - 0.1) == BREAK_AT
        assert later(player, hands, 0.2) == BREAK_AT + 1


def test_what_took_no_time_can_still_be_read(hands: Hands) -> None:
    """A moment stands for a second at least."""
    player = Player(FRAMES, hands)
    player.toggle()
    assert later(player, hands, LEAST - 0.01) == 0
    assert later(player, hands, 0.02) == 1


def test_the_clock_can_run_faster_for_a_demo(hands: Hands) -> None:
    """`--speed` shortens everything, the shortest too."""
    player = Player(FRAMES, hands, speed=1000)
    player.toggle()
    assert later(player, hands, 60) == len(FRAMES) - 1
    assert not player.playing


def test_it_stops_at_the_end_and_begins_again(hands: Hands) -> None:
    """Playing at the last moment plays from the first."""
    player = Player(FRAMES, hands)
    player.go(len(FRAMES) - 2)
    player.toggle()
    later(player, hands, 10_000)
    assert (player.playing, player.index) == (False, len(FRAMES) - 1)
    player.toggle()
    assert (player.playing, player.index) == (True, 0)


def test_a_talk_of_one_moment_does_not_play(hands: Hands) -> None:
    """There is nowhere to go."""
    player = Player(FRAMES[:1], hands)
    player.toggle()
    assert (player.playing, player.position) == (False, 0.0)


def test_as_a_friend_there_are_questions(hands: Hands) -> None:
    """One word before the talk, three questions after it; playing waits at each of them."""
    shown = as_a_friend(FRAMES)
    assert shown[0].words == "Watch Sam and Alex as a friend of both."
    assert tuple(frame.words for frame in shown[-3:]) == QUESTIONS
    assert [frame.index for frame in shown] == list(range(len(FRAMES) + 4))
    assert [frame.said for frame in shown[1:-3]] == [frame.said for frame in FRAMES]
    player = Player(shown, hands, speed=1000)
    player.toggle()
    assert later(player, hands, 600) == len(shown) - 3
    assert not player.playing
    assert as_a_friend(()) == ()
