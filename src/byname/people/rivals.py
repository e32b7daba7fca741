"""People stage: entries of one list that fit the same record.

Goes in: scored pairs with their weights, and the lists that name nobody twice. Comes out: for each pair how much its
rivals lower it. Where a list names nobody twice, at most one of its entries is the person, so entries that fit share
the odds; but two entries that are themselves alike enough to be one person printed twice are no rivals. Father and son,
or cousins, are: who was born at another time is nobody's double, nor is who lived or was arrested elsewhere unless born
alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from byname.people.comparison.comparison import KINDS, Features, compare
from byname.people.pair_scan import score_pairs
from byname.people.scoring_tables import ScoringTables
from byname.statistics.ordered import among, distinct

Rows = npt.NDArray[np.int32]
_REACH: Final = 4  # rivals further down in a group of entries are never doubles of its first ones
_BORN_ALIKE: Final = ("day", "year", "day_off", "year_off")
_BORN_APART: Final = ("three_years", "ten_years", "different", "child")
_WEAK: Final = 2.0**-7  # odds below which an entry is nobody's rival


def competing_match_weight(
    features: Features, a: Rows, b: Rows, odds: npt.NDArray[np.float64], once: Rows, tables: ScoringTables
) -> tuple[npt.NDArray[np.float64], Rows, Rows]:
    """The log2 factor, never positive, by which rivals lower the odds of each pair; and the doubles that were found.

    `once` gives the list of each row where it names nobody twice, else -1. Doubles are pairs `a < b` of one such list.
    """
    groups = [RivalGroups(one, other, odds, once) for one, other in ((a, b), (b, a))]
    doubles_a, doubles_b = doubles_of(features, groups, tables)
    rivals = [group.rivals(doubles_a, doubles_b, len(once)) for group in groups]
    return lowered_by(*rivals), doubles_a, doubles_b


def lowered_by(of_first: npt.NDArray[np.float64], of_second: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The log2 factor by which the odds of the rivals of the first and the second record lower those of each pair."""
    factor: npt.NDArray[np.float64] = -np.log2(1 + (of_first + of_second))
    return factor


def doubles_of(features: Features, groups: Sequence[RivalGroups], tables: ScoringTables) -> tuple[Rows, Rows]:
    """The pairs of rivals in some groups that are alike enough to be one person printed twice, sorted."""
    close = [group.neighbours() for group in groups]
    first, second = (np.concatenate([pair[i] for pair in close]) for i in range(2))
    return _compatible(features, *score_pairs(features, *_distinct(first, second), tables)[:2])


def _compatible(features: Features, a: Rows, b: Rows) -> tuple[Rows, Rows]:
    """The pairs whose birth, places and arrest do not speak against one person."""
    levels = compare(features, a, b).levels

    def at_one_of(comparison: str, *names: str) -> npt.NDArray[np.bool_]:
        column = features.kinds.tolist().index(list(KINDS).index(comparison))
        codes = [features.codes[column, KINDS[comparison].index(name) + 1] for name in names]
        return np.isin(levels[:, column], codes)

    elsewhere = at_one_of("place", "different") | at_one_of("case", "different")
    kept = ~at_one_of("birth", *_BORN_APART) & (at_one_of("birth", *_BORN_ALIKE) | ~elsewhere)
    return a[kept], b[kept]


def _distinct(first: Rows, second: Rows) -> tuple[Rows, Rows]:
    size = max(int(first.max(initial=0)), int(second.max(initial=0))) + 1
    pairs = distinct(np.minimum(first, second).astype(np.int64) * size + np.maximum(first, second))
    one, other = np.divmod(pairs, size)
    return one.astype(np.int32), other.astype(np.int32)


class RivalGroups:
    """Pairs grouped by one record and the list of the other; only lists that name nobody twice."""

    def __init__(self, one: Rows, other: Rows, odds: npt.NDArray[np.float64], once: Rows) -> None:
        kept = np.flatnonzero((once[other] >= 0) & (odds >= _WEAK))
        lists = int(once.max(initial=0)) + 1
        key = one[kept].astype(np.int64) * lists + once[other[kept]]
        order = np.lexsort((other[kept], -odds[kept], key))
        self.number = len(one)
        self.pairs, self.key = kept[order], key[order]
        self.rows, self.odds = other[self.pairs], odds[self.pairs]

    def neighbours(self) -> tuple[Rows, Rows]:
        """Pairs of entries that fit the same record."""
        found = [self._at_distance(distance) for distance in range(1, _REACH)]
        return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])

    def _at_distance(self, distance: int) -> tuple[Rows, Rows]:
        same = self.key[distance:] == self.key[:-distance]
        return self.rows[:-distance][same], self.rows[distance:][same]

    def rivals(self, doubles_a: Rows, doubles_b: Rows, size: int) -> npt.NDArray[np.float64]:
        """The summed odds of each pair's rivals, doubles of its own entry left out; `size`: of all rows."""
        result = np.zeros(self.number)
        doubles = distinct(doubles_a.astype(np.int64) * size + doubles_b)
        if not len(self.key):
            return result
        group = np.cumsum(np.append(False, self.key[1:] != self.key[:-1]))
        total = np.bincount(group, self.odds)[group] - self.odds
        for distance in range(1, _REACH):
            same = np.flatnonzero(self.key[distance:] == self.key[:-distance])
            one, other = self.rows[same], self.rows[same + distance]
            packed = np.minimum(one, other).astype(np.int64) * size + np.maximum(one, other)
            double = same[among(packed, doubles)]
            np.subtract.at(total, double, self.odds[double + distance])
            np.subtract.at(total, double + distance, self.odds[double])
        result[self.pairs] = np.maximum(total, 0.0)
        return result


def not_among(a: Rows, b: Rows, others_a: Rows, others_b: Rows) -> npt.NDArray[np.bool_]:
    """Which of some pairs do not stand among others."""
    size = max((int(part.max(initial=0)) for part in (b, others_b)), default=0) + 1
    return ~among(a.astype(np.int64) * size + b, np.sort(others_a.astype(np.int64) * size + others_b))
