"""One evening of Sam and Alex, as the tests of the record's faces look at it: a break, a picked idea, a plan."""

from __future__ import annotations

from functools import cache

from coach.conversation.events import Event
from coach.conversation.script import Script
from coach.driving import drive, parse
from coach.flow.finding import find_flow

HOSTILE = "[/b] [@click=app.quit]x[/] \\[ {topic}"
"""Words that a careless screen would take for its own."""

TALK = f"""
names: Sam, Alex
at: 2026-11-22T21:31:00+00:00
coin: left
enter
left 8
right 3
enter
wait
enter
left 2
right 1
enter
left: who puts the kids to bed
left: When you come home I have done bedtime alone again, and it is the only hour I get with them.
enter
after 38
right: For you it's not about fairness. {HOSTILE}
left not yet
repair 7
left: I miss the nice part of it.
enter
enter
left yes
left no
enter
right: When I am late I feel I come home to a closed shop.
enter
left: For you the evening is over before it starts.
right mostly
enter
left: You felt shut out when the door was closed, because being there matters to you.
right yes
right no
enter
left 2
right 2
left: the phone was on the table
enter
left worn out
right yes
right: I was on my feet since six.
enter
enter
right: the door was closed
enter
right can't find one yet
enter
left: I wanted ten minutes of nothing.
enter
right: I could call when I am late.
enter
left: I'd love us to do bedtime together twice a week.
enter
enter
left: being there at lights out
left: which days
right: ten minutes to arrive
enter
enter
left: Phones in the hall until the kids are down
right: Tuesdays and Thursdays together
left: A sitter on Fridays
enter
left 4 2 1
right 2 3 0
enter
left: If it is Tuesday, then I will wait with the story until half past seven.
right: If I am late, then I will call before six.
left 8
right 5
both: Only Tuesday, for now.
both in a week
left 1
right 2
enter
left: Thank you for staying.
enter
enter
left all we shared
right all we shared
end: agreed
"""


@cache
def script(flow: str = "argument") -> Script:
    """A flow that came with the program, ready to be talked through."""
    return Script(find_flow(flow, None))


@cache
def events() -> tuple[Event, ...]:
    """What happened that evening."""
    return tuple(drive(script(), parse(TALK, "evening")))
