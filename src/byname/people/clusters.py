"""People stage: people as clusters of records.

Goes in: scored pairs, the lists' rules, dates of death and judgements. Comes out: for each record the number of its
cluster. Pairs are taken in the order of their probability; two clusters merge only where the pairs between them support
it on the whole and no rule forbids it, so that a chain of doubtful pairs does not swallow a family.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.people.features import Codes
from byname.people.settings import Thresholds

_UNKNOWN = -(2**31)


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored pairs of row numbers, `a < b`, each pair once."""

    a: Codes
    b: Codes
    probability: npt.NDArray[np.float64]


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
        return _UNKNOWN


def cluster(rows: int, scored: Scored, constraints: Constraints, thresholds: Thresholds) -> Codes:
    """The cluster of each row, named by its smallest row.

    Agglomerative with mean linkage: a merge needs the mean probability of all pairs between the two clusters, where a
    pair that was never a candidate counts 0, to reach `thresholds.support`, except that a pair which the lists forbid
    is impossible. Equal probabilities are taken in the order of the rows.
    """
    forest = _Forest.of(rows, constraints)
    for a, b in constraints.same:
        forest.merge(forest.find(a), forest.find(b))
    order = np.lexsort((scored.b, scored.a, -scored.probability))
    keep = scored.probability[order] >= thresholds.link
    neighbours = _neighbours(scored)
    for place in order[keep].tolist():
        one, other = forest.find(int(scored.a[place])), forest.find(int(scored.b[place]))
        if (
            one != other
            and forest.may_merge(one, other, certain=bool(scored.probability[place] >= thresholds.overrule))
            and forest.support(one, other, neighbours) >= thresholds.support
        ):
            forest.merge(one, other)
    return np.array([forest.find(row) for row in range(rows)], np.int32)


def _neighbours(scored: Scored) -> dict[int, dict[int, float]]:
    result: dict[int, dict[int, float]] = {}
    for a, b, p in zip(scored.a.tolist(), scored.b.tolist(), scored.probability.tolist(), strict=True):
        result.setdefault(a, {})[b] = p
        result.setdefault(b, {})[a] = p
    return result


@dataclass(slots=True)
class _Forest:
    parent: list[int]
    members: dict[int, list[int]]
    lists: dict[int, set[int]]
    deaths: dict[int, set[int]]
    genders: dict[int, set[int]]
    apart: dict[int, set[int]]

    @staticmethod
    def of(rows: int, constraints: Constraints) -> _Forest:
        lists = {row: {value} for row, value in enumerate(constraints.once.tolist()) if value >= 0}
        deaths = {row: {value} for row, value in enumerate(constraints.death.tolist()) if value != _UNKNOWN}
        genders = {row: {value} for row, value in enumerate(constraints.gender.tolist()) if value >= 0}
        apart: dict[int, set[int]] = {}
        for a, b in constraints.different:
            apart.setdefault(a, set()).add(b)
            apart.setdefault(b, set()).add(a)
        return _Forest(list(range(rows)), {}, lists, deaths, genders, apart)

    def find(self, row: int) -> int:
        root = row
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[row] != root:
            self.parent[row], row = root, self.parent[row]
        return root

    def rows(self, root: int) -> Iterable[int]:
        return self.members.get(root, [root])

    def may_merge(self, one: int, other: int, *, certain: bool) -> bool:
        if not self.lists.get(one, set()).isdisjoint(self.lists.get(other, set())):
            return False
        facts = () if certain else (self.deaths, self.genders)
        if any(len(held.get(one, set()) | held.get(other, set())) > 1 for held in facts):
            return False
        smaller, larger = (one, other) if self.size(one) <= self.size(other) else (other, one)
        return not any(self.find(row) == larger for member in self.rows(smaller) for row in self.apart.get(member, ()))

    def size(self, root: int) -> int:
        return len(self.members.get(root, (root,)))

    def support(self, one: int, other: int, neighbours: dict[int, dict[int, float]]) -> float:
        total = sum(neighbours.get(a, {}).get(b, 0.0) for a in self.rows(one) for b in self.rows(other))
        return total / (self.size(one) * self.size(other))

    def merge(self, one: int, other: int) -> None:
        if one == other:
            return
        root, child = min(one, other), max(one, other)
        self.parent[child] = root
        self.members[root] = [*self.rows(root), *self.rows(child)]
        self.members.pop(child, None)
        for held in (self.lists, self.deaths, self.genders):
            if child in held:
                held.setdefault(root, set()).update(held.pop(child))
