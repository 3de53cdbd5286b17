"""The clock of a talk: what is talk, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.clock import LULL, Stopwatch, TalkClock

EVENING = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)


class Machine:
    """A machine's own seconds, and the time on its wall; they need not agree."""

    def __init__(self) -> None:
        self.now, self.off = 100.0, timedelta(0)

    def __call__(self) -> float:
        return self.now

    def wall(self) -> datetime:
        """The time on the wall."""
        return EVENING + timedelta(seconds=self.now) + self.off


def test_it_stands_still_for_every_reason_it_was_given() -> None:
    """The menu over a break: only when both are over does it go on."""
    machine = Machine()
    clock = TalkClock(1.0, machine)
    machine.now += 5
    clock.stop("menu")
    clock.stop("rest")
    machine.now += 60
    clock.go("menu")
    machine.now += 60
    assert clock.t() == 5.0
    clock.go("rest")
    machine.now += 2
    assert clock.t() == 7.0


def test_a_sleep_is_no_talk() -> None:
    """Nobody looked for hours: the seconds until the last look count, and those after the next."""
    machine = Machine()
    clock = TalkClock(1.0, machine, lull=LULL)
    turn = Stopwatch(clock)
    for _ in range(30):
        machine.now += LULL
        turn.seconds()
    assert turn.seconds() == 30 * LULL
    machine.now += 7200.0
    assert turn.seconds() == 30 * LULL
    machine.now += 3.0
    assert turn.seconds() == 30 * LULL + 3.0


def test_a_sleep_in_the_menu_is_no_talk_either() -> None:
    """What stood still goes on from where it stood."""
    machine = Machine()
    clock = TalkClock(1.0, machine, lull=LULL)
    clock.stop("menu")
    machine.now += 7200.0
    clock.go("menu")
    machine.now += 4.0
    assert clock.t() == 4.0


def test_a_sleep_at_any_speed_is_no_talk() -> None:
    """The lull is real seconds; a demo that goes a thousand times as fast has none."""
    machine = Machine()
    clock = TalkClock(1000.0, machine, lull=LULL)
    machine.now += 9.0
    assert clock.t() == 9000.0
    machine.now += 60.0
    assert clock.t() == 9000.0


def test_the_wall_is_for_people_only() -> None:
    """Set back or forward by hours, it changes no second of talk, and a moment has both."""
    machine = Machine()
    clock = TalkClock(1.0, machine, machine.wall)
    for off in (timedelta(hours=-9), timedelta(days=3)):
        machine.off = off
        machine.now += 1.0
    moment = clock.moment()
    assert moment.t == 2.0
    assert moment.at == EVENING + timedelta(seconds=machine.now, days=3)
