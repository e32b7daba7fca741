"""Records stage: remembers what was made of a text, for lists repeat their places, names and dates over and over.

Only short texts are kept, and only so many, so that memory stays flat whatever a list holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
LONGEST = 200  # characters of all texts together; what is longer hardly comes twice


def remembered(function: Callable[P, R], most: int = 32_768) -> Callable[P, R]:
    """Keep the results of a function of texts; of more than `most` the least recently used gives way.

    >>> remembered(str.upper)("moscow")
    'MOSCOW'
    """
    keeping = cast(Callable[P, R], lru_cache(maxsize=most)(function))

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        size = 0
        for value in args:
            if type(value) is str:
                size += len(value)
        return keeping(*args, **kwargs) if size <= LONGEST else function(*args, **kwargs)

    return call
