"""Modules that are imported when something of them is first wanted; the first breath waits for none of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module. Type checkers are shown the module itself, below `TYPE_CHECKING`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
