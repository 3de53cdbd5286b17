"""How long a room took to become calm. Nobody's number: the band that both ratings opened to is all there is."""

from __future__ import annotations

from collections.abc import Sequence

from coach.conversation.conversation import begin
from coach.conversation.events import MOST_MINUTES, Event
from coach.conversation.script import Script


def minutes_until_calm(script: Script, events: Sequence[Event]) -> int | None:
    """Whole minutes on the wall, breaks and days on the shelf among them, until the room was calm and stayed so.

    They begin with the first event, which at the keyboard follows on the first breath, and end with the first rating
    in the room's coolest band after the last one in another.

    Args:
        script: the flow that was talked through.
        events: the talk from its first event on.

    Returns:
        None if it was not calm at the end or was never asked, or if the wall clock was set meanwhile.
    """
    coolest = script.room_ranks[:1]
    talk, calm_at = begin(script), None
    for event in events:
        talk = talk.after(event)
        calm_at = (calm_at or event.at) if talk.room in coolest else None
    if calm_at is None:
        return None
    minutes = int((calm_at - events[0].at).total_seconds() // 60)
    return minutes if 0 <= minutes < MOST_MINUTES else None
