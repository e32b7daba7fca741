"""What takes long to make and stays the same until the archive changes: numbers, drawings.

Takes how to make a thing, and the present state; gives the thing, made once for each state. What belongs to an older
state is forgotten.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Kept:
    """Things by key, for one state at a time; one thread makes one, the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._state = ""
        self._things: dict[object, Any] = {}

    def get(self, state: str, key: object, make: Callable[[], T]) -> T:
        """The thing of a key in this state.

        >>> kept = Kept()
        >>> kept.get("a", 1, lambda: "made"), kept.get("a", 1, lambda: "again"), kept.get("b", 1, lambda: "anew")
        ('made', 'made', 'anew')
        """
        with self._lock:
            if state != self._state:
                self._state = state
                self._things.clear()
            if key not in self._things:
                self._things[key] = make()
            return cast("T", self._things[key])
