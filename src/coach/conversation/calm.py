"""How long a room took to become calm. Nobody's number: the band that both ratings opened to is all there is."""

from __future__ import annotations

from collections.abc import Sequence

from coach.conversation.conversation import begin
from coach.conversation.events import Event
from coach.conversation.script import Script


def minutes_until_calm(script: Script, events: Sequence[Event]) -> int | None:
    """Minutes on the wall, breaks among them, from the first event to the first rating in the room's coolest band.

    Args:
        script: the flow that was talked through.
        events: the talk from its first event on.

    Returns:
        None if it was never rated so, or if the wall clock was set back meanwhile.
    """
    coolest = script.room_ranks[:1]
    talk = begin(script)
    for event in events:
        talk = talk.after(event)
        if talk.room in coolest:
            seconds = (event.at - events[0].at).total_seconds()
            return round(seconds / 60) if seconds >= 0 else None
    return None
