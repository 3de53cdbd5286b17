"""The two seats. By itself, because the first screen needs their names before it needs anything else of a flow."""

from __future__ import annotations

from typing import Literal

Seat = Literal["left", "right"]
"""A chair, named by the side of the keyboard it stands on."""

SEATS: tuple[Seat, Seat] = ("left", "right")
