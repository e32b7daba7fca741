"""How long a look at files counts: a site looks at every table for every page, and finds them as they were.

Whoever serves an archive gives the work of a request a memory of what was looked at in the last moments. Without one (a
command, a build, a test) every look is a new one. It holds only whether derived files are those that a build made, and
nothing of what people decided: what is withheld is asked anew each time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

MOMENT = 1.0  # seconds for which a look counts
_MOST = 1000  # looks that are remembered at once
T = TypeVar("T")


class Glances:
    """What was seen in the last moments, by key; what raises is not remembered."""

    def __init__(self, seconds: float = MOMENT, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[object, tuple[float, Any]] = {}

    def get(self, key: object, look: Callable[[], T]) -> T:
        """What a look gave a moment ago, or gives now.

        >>> glances = Glances()
        >>> glances.get("a", lambda: 1), glances.get("a", lambda: 2), Glances(0.0).get("a", lambda: 3)
        (1, 1, 3)
        """
        present = self._clock()
        known = self._seen.get(key)
        if known is not None and present < known[0]:
            return cast("T", known[1])
        found = look()
        with self._lock:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            self._seen[key] = (present + self._seconds, found)
        return found


GLANCES: ContextVar[Glances | None] = ContextVar("glances", default=None)


def a_moment_ago(key: object, look: Callable[[], T]) -> T:
    """What a look gave a moment ago, where such are remembered; else what it gives now."""
    glances = GLANCES.get()
    return look() if glances is None else glances.get(key, look)
