"""People stage: people as clusters of records.

Goes in: scored pairs, the lists' rules, dates of death and judgements. Comes out: for each record the number of its
cluster. Pairs are taken in the order of their probability; two clusters merge only where the pairs between them support
it on the whole and no rule forbids it, so that a chain of doubtful pairs does not swallow a family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

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
    ranked = Scored(scored.a[order], scored.b[order], scored.probability[order])
    candidates = _neighbours(rows, scored.a, scored.b, scored.probability)
    apart = _neighbours(rows, *_ends(constraints.different), np.ones(len(constraints.different)))
    gender = np.where(constraints.gender < 0, NO_DAY, constraints.gender).astype(np.int32)
    forest = _forest(rows)
    _join(forest, _Facts(constraints.death.copy(), gender), *_ends(constraints.same))
    facts = _facts(forest.parent, constraints.death, gender)
    weakest = np.ones(rows)
    rules = _Rules(constraints.once, apart, thresholds.overrule, thresholds.support)
    _agglomerate(forest, facts, rules, candidates, ranked.a, ranked.b, ranked.probability, weakest)
    roots = _roots(forest.parent)
    return Clusters(roots, weakest[roots])


class _Forest(NamedTuple):
    """Clusters as trees: the parent of each row, the next member of its cluster, and the last member of each root."""

    parent: Codes
    following: Codes
    last: Codes


class _Facts(NamedTuple):
    """The day of death and the gender of each root, NO_DAY where unknown, _MIXED where its rows differ."""

    death: Codes
    gender: Codes


class _Neighbours(NamedTuple):
    """Each row's partners and the values of these pairs: `partner[starts[row]:starts[row + 1]]`."""

    starts: Offsets
    partner: Codes
    value: Probabilities


class _Rules(NamedTuple):
    """What a merge must respect: lists that name nobody twice, pairs judged apart, the probability from which two facts
    that differ are overruled, and the mean probability that a merge needs."""

    once: Codes
    apart: _Neighbours
    certain: float
    support: float


def _forest(rows: int) -> _Forest:
    own = np.arange(rows, dtype=np.int32)
    return _Forest(own.copy(), np.full(rows, _NOBODY, np.int32), own.copy())


def _ends(pairs: Sequence[tuple[int, int]]) -> tuple[Codes, Codes]:
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _neighbours(rows: int, a: Codes, b: Codes, values: Probabilities) -> _Neighbours:
    one, other = np.concatenate([a, b]), np.concatenate([b, a])
    starts = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=rows))]).astype(np.int64)
    order = np.argsort(one, kind="stable")
    return _Neighbours(starts, other[order], np.concatenate([values, values])[order])


@compiled
def _find(parent: Codes, row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@compiled
def _merge(forest: _Forest, facts: _Facts, one: int, other: int) -> None:
    root, child = min(one, other), max(one, other)
    if root == child:
        return
    forest.parent[child] = root
    forest.following[forest.last[root]] = child
    forest.last[root] = forest.last[child]
    for fact in (facts.death, facts.gender):
        if fact[root] == NO_DAY:
            fact[root] = fact[child]
        elif fact[child] != NO_DAY and fact[child] != fact[root]:
            fact[root] = _MIXED


@compiled
def _join(forest: _Forest, facts: _Facts, a: Codes, b: Codes) -> None:
    for pair in range(len(a)):
        _merge(forest, facts, _find(forest.parent, a[pair]), _find(forest.parent, b[pair]))


@compiled
def _facts(parent: Codes, death: Codes, gender: Codes) -> _Facts:
    result = np.full((2, len(parent)), NO_DAY, np.int32)
    for row in range(len(parent)):
        root = _find(parent, row)
        for place, value in enumerate((death[row], gender[row])):
            if value != NO_DAY:
                if result[place, root] == NO_DAY:
                    result[place, root] = value
                elif result[place, root] != value:
                    result[place, root] = _MIXED
    return _Facts(result[0], result[1])


@compiled
def _two_facts(fact: Codes, one: int, other: int) -> bool:
    if fact[one] == _MIXED or fact[other] == _MIXED:
        return True
    return fact[one] != NO_DAY and fact[other] != NO_DAY and fact[one] != fact[other]


@compiled
def _forbidden(forest: _Forest, rules: _Rules, one: int, other: int) -> bool:
    """Whether a list names both, or a judgement keeps two of their rows apart."""
    row = one
    while row != _NOBODY:
        for place in range(rules.apart.starts[row], rules.apart.starts[row + 1]):
            if _find(forest.parent, rules.apart.partner[place]) == other:
                return True
        if rules.once[row] >= 0:
            member = other
            while member != _NOBODY:
                if rules.once[member] == rules.once[row]:
                    return True
                member = forest.following[member]
        row = forest.following[row]
    return False


@compiled
def _support(forest: _Forest, candidates: _Neighbours, one: int, other: int) -> float:
    """The mean probability of all pairs between two clusters."""
    total, size_one, size_other = 0.0, 0, 0
    row = one
    while row != _NOBODY:
        size_one += 1
        for place in range(candidates.starts[row], candidates.starts[row + 1]):
            if _find(forest.parent, candidates.partner[place]) == other:
                total += candidates.value[place]
        row = forest.following[row]
    row = other
    while row != _NOBODY:
        size_other += 1
        row = forest.following[row]
    return total / (size_one * size_other)


@compiled
def _agglomerate(
    forest: _Forest,
    facts: _Facts,
    rules: _Rules,
    candidates: _Neighbours,
    a: Codes,
    b: Codes,
    chance: Probabilities,
    weakest: Probabilities,
) -> None:
    for pair in range(len(a)):
        one, other = _find(forest.parent, a[pair]), _find(forest.parent, b[pair])
        if one == other:
            continue
        if chance[pair] < rules.certain and (
            _two_facts(facts.death, one, other) or _two_facts(facts.gender, one, other)
        ):
            continue
        if _forbidden(forest, rules, one, other):
            continue
        if _support(forest, candidates, one, other) >= rules.support:
            weakest[min(one, other)] = min(weakest[one], weakest[other], chance[pair])
            _merge(forest, facts, one, other)


@compiled
def _roots(parent: Codes) -> Codes:
    roots = np.empty_like(parent)
    for row in range(len(parent)):
        roots[row] = _find(parent, row)
    return roots
