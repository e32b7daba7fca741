"""Casualties stage: how the lists overlap.

Goes in: capture histories. Comes out: the groups of lists joined by shared people, the odds ratio of each pair of
lists, and warnings about lists that say little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from byname.casualties.histories import CaptureHistories

_TINY = 10


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """Two lists: people on both, and the log odds ratio of standing on one given the other, among people on a third
    list.

    `log_odds_ratio` and `standard_error` are None where no third list sees enough people; 0.5 is added to each cell.
    """

    first: str
    second: str
    on_both: int
    log_odds_ratio: float | None
    standard_error: float | None


def shared(histories: CaptureHistories) -> npt.NDArray[np.int64]:
    """How many people each two lists share (lists x lists); the diagonal holds the length of each list."""
    held = histories.patterns.astype(np.int64)
    result: npt.NDArray[np.int64] = held.T @ (held * histories.counts[:, None])
    return result


def overlap_groups(histories: CaptureHistories) -> list[list[str]]:
    """The lists in groups such that lists of different groups share nobody."""
    linked = shared(histories) > 0
    left, groups = set(range(len(histories.lists))), []
    while left:
        group: set[int] = set()
        edge = {min(left)}
        while edge:
            group |= edge
            edge = {j for i in edge for j in left if linked[i, j]} - group
        left -= group
        groups.append([histories.lists[i] for i in sorted(group)])
    return groups


def pair_overlaps(histories: CaptureHistories) -> list[PairOverlap]:
    """The dependence of each two lists among people on at least one other list, where the cell of neither is
    observed.
    """
    found = []
    both = shared(histories)
    for i, j in combinations(range(len(histories.lists)), 2):
        others = np.delete(histories.patterns, (i, j), axis=1).any(axis=1)
        a, b = histories.patterns[:, i] == 1, histories.patterns[:, j] == 1
        table: list[int] = [int(histories.counts[others & x & y].sum()) for x in (a, ~a) for y in (b, ~b)]
        ratio = error = None
        if any(table):
            n11, n10, n01, n00 = (cell + 0.5 for cell in table)
            ratio, error = math.log(n11 * n00 / (n10 * n01)), math.sqrt(1 / n11 + 1 / n10 + 1 / n01 + 1 / n00)
        found.append(PairOverlap(histories.lists[i], histories.lists[j], int(both[i, j]), ratio, error))
    return found


def list_warnings(histories: CaptureHistories) -> tuple[str, ...]:
    """What a reader must know of the lists before the number."""
    sizes = np.diag(shared(histories))
    warnings = [f"The list {name} names nobody." for name, n in zip(histories.lists, sizes, strict=True) if n == 0]
    warnings += [
        f"The list {name} names only {n} people."
        for name, n in zip(histories.lists, sizes, strict=True)
        if 0 < n < _TINY
    ]
    groups = [g for g in overlap_groups(histories) if len(g) < len(histories.lists)]
    if len(groups) > 1:
        names = "; ".join(", ".join(g) for g in groups)
        warnings.append(f"Groups of lists share nobody with each other: {names}.")
    return tuple(warnings)
