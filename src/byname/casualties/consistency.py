"""Casualties stage: each list's known size estimated from the other lists (internal consistency; Binette & Steorts
2022).

Goes in: capture histories. Comes out, for each list: how many people it names, and how many the other lists make of it.
The people of one list whom no other list names are known, so that the same method meets a truth on the user's own data.
"""

from __future__ import annotations

import math

import numpy as np

from byname.casualties.estimators.averaging import averaged
from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.loglinear import MANY_LISTS
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import ListSize, MethodEstimate
from byname.errors import CannotEstimate

FEWEST_SEEN = 20  # people of a list on other lists, without whom they say nothing of it


def list_sizes(histories: CaptureHistories, level: float = 0.95) -> tuple[ListSize, ...]:
    """Estimate the size of each list from the others; lists of which too few people stand on others are left out."""
    found = [_size_of(histories, name, level) for name in histories.lists] if len(histories.lists) > 2 else []
    return tuple(size for size in found if size is not None)


def within_list(histories: CaptureHistories, name: str) -> tuple[int, CaptureHistories] | None:
    """The size of a list, and its people as the other lists see them; None where fewer than two others do."""
    column = histories.lists.index(name)
    on = histories.patterns[:, column] == 1
    rest = np.delete(histories.patterns[on], column, axis=1)
    counts = histories.counts[on]
    seen = rest.any(axis=1) & (counts > 0)
    kept = rest[seen].any(axis=0)
    others = [other for other in histories.lists if other != name]
    names = tuple(other for other, k in zip(others, kept, strict=True) if k)
    if len(names) < 2:
        return None
    return int(counts.sum()), CaptureHistories(names, rest[seen][:, kept], counts[seen], histories.where)


def _size_of(histories: CaptureHistories, name: str, level: float) -> ListSize | None:
    inside = within_list(histories, name)
    if inside is None or inside[1].observed < FEWEST_SEEN:
        return None
    size, table = inside
    try:
        found = quick_conditional(table, level)
    except CannotEstimate:  # nothing fixes the number; the list is left out, as its absence shows
        return None
    return ListSize(name, size, found.estimate, found.low, found.high) if math.isfinite(found.estimate) else None


def quick_conditional(table: CaptureHistories, level: float) -> MethodEstimate:
    """The conditional estimate without what takes long: Chapman's for two lists, else the average over models of pairs.

    Raises CannotEstimate where no model fixes the number.
    """
    if len(table.lists) == 2:
        return chapman(table, table.lists[0], table.lists[1], level)
    return averaged(table, level, most_order=2 if len(table.lists) <= MANY_LISTS else 1)
