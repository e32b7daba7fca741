"""People stage: people as clusters of records.

Goes in: scored pairs, the lists' rules, dates of death and judgements. Comes out: for each record the number of its
cluster. Pairs are taken in the order of their probability; two clusters merge only where the pairs between them support
it on the whole and no rule forbids it, so that a chain of doubtful pairs does not swallow a family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from byname.people.comparison.compiled import compiled
from byname.people.comparison.features import NO_DAY, Codes
from byname.people.settings import Thresholds

Offsets = npt.NDArray[np.int64]
Probabilities = npt.NDArray[np.float64]
_MIXED: Final = NO_DAY + 1  # a cluster that holds two days of death, or two genders
_NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored pairs of row numbers, `a < b`, each pair once."""

    a: Codes
    b: Codes
    probability: Probabilities


@dataclass(frozen=True, slots=True)
class Constraints:
    """What may not be in one cluster.

    `once` gives for each row the number of its list where the list names nobody twice, else -1; `death` the exact day
    of death or `unknown_day()`; `gender` a code or -1; `same` and `different` are judged pairs of rows and are law.
    """

    once: Codes
    death: Codes
    gender: Codes
    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def unknown_day() -> int:
        """The mark of an unknown day."""
        return NO_DAY


@dataclass(frozen=True, slots=True)
class Clusters:
    """The cluster of each row, named by its smallest row, and the probability of each row's cluster.

    The probability is that of the weakest pair that holds the cluster together: the chance that all its records are one
    person where pairs of one cluster stand and fall together. 1 for a row alone.
    """

    of: Codes
    probability: Probabilities


def cluster(rows: int, scored: Scored, constraints: Constraints, thresholds: Thresholds) -> Clusters:
    """The clusters of the rows.

    Agglomerative with mean linkage: a merge needs the mean probability of all pairs between the two clusters, where a
    pair that was never a candidate counts 0, to reach `thresholds.support`, except that a pair which the lists forbid
    is impossible. Equal probabilities are taken in the order of the rows.
    """
    order = np.lexsort((scored.b, scored.a, -scored.probability))
    order = order[scored.probability[order] >= thresholds.link]
    starts, neighbours, probabilities = _neighbours(rows, scored.a, scored.b, scored.probability)
    apart_starts, apart, _ = _neighbours(rows, *_ends(constraints.different), np.ones(len(constraints.different)))
    gender = np.where(constraints.gender < 0, NO_DAY, constraints.gender).astype(np.int32)
    forest = _Forest(rows)
    _join(forest.parent, forest.following, forest.last, constraints.death.copy(), gender, *_ends(constraints.same))
    facts = _facts(forest.parent, constraints.death, gender)
    weakest = np.ones(rows)
    _agglomerate(
        forest.parent,
        forest.following,
        forest.last,
        constraints.once,
        *facts,
        apart_starts,
        apart,
        scored.a[order],
        scored.b[order],
        scored.probability[order],
        thresholds.overrule,
        weakest,
        starts,
        neighbours,
        probabilities,
        thresholds.support,
    )
    roots = _roots(forest.parent)
    return Clusters(roots, weakest[roots])


class _Forest:
    """Clusters as trees: the parent of each row, the next member of its cluster, and the last member of each root."""

    def __init__(self, rows: int) -> None:
        self.parent = np.arange(rows, dtype=np.int32)
        self.following = np.full(rows, _NOBODY, np.int32)
        self.last = np.arange(rows, dtype=np.int32)


def _ends(pairs: Sequence[tuple[int, int]]) -> tuple[Codes, Codes]:
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _neighbours(rows: int, a: Codes, b: Codes, values: Probabilities) -> tuple[Offsets, Codes, Probabilities]:
    """Each row's partners and the values of these pairs: `partner[starts[row]:starts[row + 1]]`."""
    one, other = np.concatenate([a, b]), np.concatenate([b, a])
    starts = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=rows))]).astype(np.int64)
    order = np.argsort(one, kind="stable")
    return starts, other[order], np.concatenate([values, values])[order]


@compiled
def _find(parent: Codes, row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@compiled
def _merge(parent: Codes, following: Codes, last: Codes, death: Codes, gender: Codes, one: int, other: int) -> None:
    root, child = min(one, other), max(one, other)
    if root == child:
        return
    parent[child] = root
    following[last[root]] = child
    last[root] = last[child]
    for fact in (death, gender):
        if fact[root] == NO_DAY:
            fact[root] = fact[child]
        elif fact[child] != NO_DAY and fact[child] != fact[root]:
            fact[root] = _MIXED


@compiled
def _join(parent: Codes, following: Codes, last: Codes, death: Codes, gender: Codes, a: Codes, b: Codes) -> None:
    for pair in range(len(a)):
        _merge(parent, following, last, death, gender, _find(parent, a[pair]), _find(parent, b[pair]))


@compiled
def _facts(parent: Codes, death: Codes, gender: Codes) -> tuple[Codes, Codes]:
    """The day of death and the gender of each root, NO_DAY where unknown, _MIXED where its rows differ."""
    result = np.full((2, len(parent)), NO_DAY, np.int32)
    for row in range(len(parent)):
        root = _find(parent, row)
        for place, value in enumerate((death[row], gender[row])):
            if value != NO_DAY:
                if result[place, root] == NO_DAY:
                    result[place, root] = value
                elif result[place, root] != value:
                    result[place, root] = _MIXED
    return result[0], result[1]


@compiled
def _two_facts(fact: Codes, one: int, other: int) -> bool:
    if fact[one] == _MIXED or fact[other] == _MIXED:
        return True
    return fact[one] != NO_DAY and fact[other] != NO_DAY and fact[one] != fact[other]


@compiled
def _forbidden(
    parent: Codes, following: Codes, once: Codes, apart_starts: Offsets, apart: Codes, one: int, other: int
) -> bool:
    """Whether a list names both, or a judgement keeps two of their rows apart."""
    row = one
    while row != _NOBODY:
        for place in range(apart_starts[row], apart_starts[row + 1]):
            if _find(parent, apart[place]) == other:
                return True
        if once[row] >= 0:
            member = other
            while member != _NOBODY:
                if once[member] == once[row]:
                    return True
                member = following[member]
        row = following[row]
    return False


@compiled
def _support(
    parent: Codes,
    following: Codes,
    starts: Offsets,
    neighbours: Codes,
    probabilities: Probabilities,
    one: int,
    other: int,
) -> float:
    """The mean probability of all pairs between two clusters."""
    total, size_one, size_other = 0.0, 0, 0
    row = one
    while row != _NOBODY:
        size_one += 1
        for place in range(starts[row], starts[row + 1]):
            if _find(parent, neighbours[place]) == other:
                total += probabilities[place]
        row = following[row]
    row = other
    while row != _NOBODY:
        size_other += 1
        row = following[row]
    return total / (size_one * size_other)


@compiled
def _agglomerate(
    parent: Codes,
    following: Codes,
    last: Codes,
    once: Codes,
    death: Codes,
    gender: Codes,
    apart_starts: Offsets,
    apart: Codes,
    a: Codes,
    b: Codes,
    chance: Probabilities,
    certain: float,
    weakest: Probabilities,
    starts: Offsets,
    neighbours: Codes,
    probabilities: Probabilities,
    least: float,
) -> None:
    for pair in range(len(a)):
        one, other = _find(parent, a[pair]), _find(parent, b[pair])
        if one == other:
            continue
        if chance[pair] < certain and (_two_facts(death, one, other) or _two_facts(gender, one, other)):
            continue
        if _forbidden(parent, following, once, apart_starts, apart, one, other):
            continue
        if _support(parent, following, starts, neighbours, probabilities, one, other) >= least:
            weakest[min(one, other)] = min(weakest[one], weakest[other], chance[pair])
            _merge(parent, following, last, death, gender, one, other)


@compiled
def _roots(parent: Codes) -> Codes:
    roots = np.empty_like(parent)
    for row in range(len(parent)):
        roots[row] = _find(parent, row)
    return roots
