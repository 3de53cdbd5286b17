"""The named conditions that a flow may use. Each answers for one conversation, and can say why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.flow.model import SEATS, Guard

if TYPE_CHECKING:
    from coach.conversation.conversation import Conversation

Value = int | bool | str


def holds(guard: Guard, talk: Conversation) -> bool:
    """Whether a guard holds for a conversation. Pure."""
    return _GUARDS[guard.name][0](talk, guard.value)


def reason(guard: Guard) -> str:
    """One sentence that says what a guard wants."""
    return _GUARDS[guard.name][1].format(guard.value)


def _tries(talk: Conversation, value: Value) -> bool:
    return talk.visits.get(talk.place, 0) >= int(value)


def _ideas(talk: Conversation, value: Value) -> bool:
    return len(talk.ideas) >= int(value)


def _ideas_at_most(talk: Conversation, value: Value) -> bool:
    return len(talk.ideas) <= int(value)


def _ideas_each(talk: Conversation, value: Value) -> bool:
    return all(sum(idea.seat == seat for idea in talk.ideas) >= int(value) for seat in SEATS)


def _passes(talk: Conversation, value: Value) -> bool:
    return talk.passes >= int(value)


def _picked(talk: Conversation, value: Value) -> bool:
    return bool(talk.saved.get("picked")) == bool(value)


def _typed(talk: Conversation, value: Value) -> bool:
    return bool(talk.said and talk.said.text) == bool(value)


def _room(talk: Conversation, value: Value) -> bool:
    ranks = talk.script.room_ranks
    return bool(talk.room) and ranks.index(talk.room) <= ranks.index(str(value))


def _cooled(talk: Conversation, value: Value) -> bool:
    ranks = talk.script.room_ranks
    cooler = bool(talk.room) and ranks.index(talk.room) < ranks.index(talk.warmest)
    return cooler == bool(value)


_GUARDS: dict[str, tuple[Callable[[Conversation, Value], bool], str]] = {
    "tries": (_tries, "this has to have been asked {} times"),
    "ideas": (_ideas, "there have to be {} ideas"),
    "ideas_at_most": (_ideas_at_most, "there may be no more than {} ideas"),
    "ideas_each": (_ideas_each, "each of you has to have offered {}"),
    "passes": (_passes, "{} of you have to have passed"),
    "picked": (_picked, "picked has to be {}"),
    "typed": (_typed, "typed has to be {}"),
    "room": (_room, "the room has to be {} at most"),
    "cooled": (_cooled, "cooled has to be {}"),
}
