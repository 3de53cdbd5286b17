"""All forms of a verb, from the endings that the language's file gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Forms:
    """forget → forget, forgets, forgot, forgetting, forgotten."""

    def __init__(self, irregular: Iterable[Sequence[str]], endings: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Irregular verbs with all their forms, the first being the plain one; endings, tried from the first on."""
        self._irregular: Mapping[str, tuple[str, ...]] = {forms[0]: tuple(forms) for forms in irregular}
        self._endings = endings

    def of(self, verb: str) -> tuple[str, ...]:
        """Every form of a verb, itself first; forms that nobody would write may be among them."""
        if verb in self._irregular:
            return self._irregular[verb]
        for ending, becomes in self._endings:
            if verb.endswith(ending):
                stem = verb[: len(verb) - len(ending)]
                return (verb, *(stem + new for new in becomes))
        return (verb,)
