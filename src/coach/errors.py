"""The one family of errors that a person may see.

Each carries one clear sentence (what is wrong, where, what to do) and the exit code of the command that met it.
Nothing here ever holds words that a partner said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.flow.faults import Fault


class CoachError(Exception):
    """Something a person can do something about; printed as one sentence, never as a traceback."""

    exit_code = 2
    """What the shell sees (see README, "Exit codes")."""


class NoSuchTalk(CoachError):
    """No talk, flow or file goes by that name."""


class NoSuchFlow(NoSuchTalk):
    """No flow goes by that name, or its file cannot be opened."""


class BadFlow(CoachError):
    """A flow file has faults; the message holds one line a fault."""

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        """One line a fault, and the faults themselves where there are any."""
        super().__init__(message)
        self.faults = faults
        """All of them, in the order of their lines."""


class BadScript(CoachError):
    """A line of a talk's plain text does not fit the talk."""


class DamagedRecord(CoachError):
    """Nothing of a record could be read."""

    exit_code = 3


class TalkIsOpenElsewhere(CoachError):
    """Another window has this talk, or it is locked."""

    exit_code = 4


class CannotSave(CoachError):
    """The disk refused; the talk may go on, unsaved, if the face says so."""

    exit_code = 5
