"""Motive stage: the victims whom no list names, by group.

Goes in: the subjects with the lists that name them, and which lists are set against each other. Comes out: for each
group of an attribute how many persecuted people there were, named and unnamed, as draws, from which rates, shares and
ratios take their intervals. Groups with few people borrow from the others (casualties.strata); where all lists together
say less firmly how many there were than the groups' models do, the groups take that wider interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.casualties.lists import captures_of
from byname.errors import CannotEstimate
from byname.motive.attributes import Attribute
from byname.motive.linkage_errors import wrong_share
from byname.values.analysis import Estimate

if TYPE_CHECKING:
    from byname.casualties.histories import CaptureHistories
    from byname.casualties.result import EstimationResult
    from byname.casualties.strata import Strata

Floats = npt.NDArray[np.float64]
OTHERS = "all others"
METHOD = "estimates by stratum with partial pooling (byname.casualties.strata)"
_FEWEST_PEOPLE = 30
_MOST_GROUPS = 8
_IMPUTATIONS = 5  # Rubin (1987): five tell the spread between rounds well enough
_LEAST_STATED = 0.5


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """Which lists persecuted people are estimated from, and what those lists say of all of them together."""

    lists: tuple[str, ...]
    result: EstimationResult


@dataclass(frozen=True, slots=True, eq=False)
class AllVictims:
    """The persecuted people of each group, named and unnamed.

    `draws`: draws x groups; `documented`: the people of each group on any list; `warnings`: what every number taken
    from here must be read with.
    """

    groups: tuple[str, ...]
    draws: Floats
    documented: dict[str, int]
    warnings: tuple[str, ...]

    def people(self, group: str) -> Estimate:
        """How many people of the group there were."""
        return self._summary(self._of(group), group)

    def share(self, group: str) -> Estimate:
        """Which part of all persecuted people the group makes up."""
        return self._summary(self._of(group) / self.draws.sum(axis=1), group)

    def rate(self, group: str, at_risk: int) -> Estimate:
        """Persecuted people per 100,000 of the group's population."""
        return self._summary(self._of(group) * 1e5 / at_risk, group)

    def risk(self, group: str, at_risk: int, everybody: int) -> Estimate:
        """The risk of the group relative to all others of a population of `everybody`."""
        own = self._of(group)
        others = np.maximum(self.draws.sum(axis=1) - own, 1.0)
        return self._summary((own / at_risk) / (others / (everybody - at_risk)), group)

    def _of(self, group: str) -> Floats:
        found: Floats = self.draws[:, self.groups.index(group)]
        return found

    def _summary(self, values: Floats, group: str) -> Estimate:
        low, middle, high = (float(q) for q in np.quantile(values, (0.025, 0.5, 0.975)))
        return Estimate(middle, low, high, self.documented[group], 0.95, self.warnings)


def seen_persecuted(subjects: pl.DataFrame, lists: Sequence[str]) -> CaptureHistories:
    """The capture histories of all persecuted people whom a list names; who stands there without a name is in none.

    Raises CannotEstimate for one list, and where nobody is on any.
    """
    if len(lists) < 2:
        fix = "add lists that were made apart from each other and share people"
        raise CannotEstimate("one list only, or none that shares enough people with another", where="lists", fix=fix)
    return captures_of(subjects.filter("persecuted", "named"), lists)


def coverage_of(seen: CaptureHistories, lists: Sequence[str], seed: int = 0) -> ListCoverage:
    """What the lists say of all persecuted people (`seen_persecuted`); of two lists that is a range alone.

    It depends on the table alone, so any process may work it out. Raises CannotEstimate where the lists set no upper
    bound.
    """
    from byname.casualties.estimate import estimate  # slow to import

    result = estimate(seen, seed=seed)
    if result.conditional is None or not np.isfinite(result.high):
        raise CannotEstimate("the lists set no upper bound", where=", ".join(lists), fix="add a list that overlaps")
    return ListCoverage(tuple(lists), result)


@dataclass(frozen=True, slots=True, eq=False)
class GroupedVictims:
    """The persecuted people by the groups of an attribute, as the lists see them.

    `words`: what the attribute is called; `tables`: the capture histories of each group, without wrong links;
    `unknown`: those of people of whom it is not stated, of whom there are `unstated`; `documented`: the people of each
    group on any list; `wrong`: the share of people who are expected to be joined wrongly.
    """

    words: str
    tables: dict[str, CaptureHistories]
    unknown: CaptureHistories | None
    documented: dict[str, int]
    unstated: int
    wrong: float


def grouped_victims(subjects: pl.DataFrame, attribute: Attribute, lists: Sequence[str]) -> GroupedVictims:
    """The persecuted by the groups of an attribute; small groups are joined.

    Raises CannotEstimate where people can be of several groups, where the attribute of most is not stated, and where
    there are not two groups of thirty people.
    """
    base = subjects.filter("persecuted", "named")
    groups = _groups(base, attribute)
    own = base.with_columns(
        pl.when(pl.col(attribute.column).is_in(groups)).then(pl.col(attribute.column))
        .when(pl.col(attribute.column).is_not_null()).then(pl.lit(OTHERS)).alias("_group")
    )  # fmt: skip
    parts = {str(group): captures_of(rows, lists) for (group,), rows in _parts(own, lists)}
    wrong = wrong_share(base)
    unstated = own.filter(pl.col("_group").is_null() & _on(lists))
    unknown = captures_of(unstated, lists) if len(unstated) else None
    documented = dict(own.drop_nulls("_group").group_by("_group").len().iter_rows())
    return GroupedVictims(attribute.words, _unmixed(parts, wrong), unknown, documented, len(unstated), wrong)


def strata_of(grouped: GroupedVictims, seed: int = 0) -> Strata:
    """The estimate of each group; people of whom it is not stated are given to the groups by the lists that name them.

    It depends on the tables alone, so any process may work it out. Raises CannotEstimate where no group says anything.
    """
    from byname.casualties.strata import estimate_strata  # slow to import

    return estimate_strata(grouped.tables, seed=seed, unknown=grouped.unknown, imputations=_IMPUTATIONS)


def all_victims(subjects: pl.DataFrame, attribute: Attribute, coverage: ListCoverage, seed: int = 0) -> AllVictims:
    """All persecuted people by the groups of an attribute; raises CannotEstimate where there is no estimate of them."""
    grouped = grouped_victims(subjects, attribute, coverage.lists)
    return victims_of(grouped, strata_of(grouped, seed), coverage, seed)


def victims_of(grouped: GroupedVictims, found: Strata, coverage: ListCoverage, seed: int = 0) -> AllVictims:
    """All persecuted people by group, from the estimate of each and from what the lists say of all of them."""
    parts, words = grouped.tables, grouped.words
    draws = _stretched(found.draws, np.array([table.observed for table in parts.values()]), coverage)
    draws = _blurred(draws, grouped.wrong, np.random.default_rng(seed))
    least = np.array([grouped.documented[group] for group in parts], dtype=float)
    warnings = (
        f"People on no list are estimated from {', '.join(coverage.lists)}: "
        f"{coverage.result.observed:,} named, {_in_all(coverage.result)} in all.",
        *coverage.result.warnings,
        *found.total.warnings,
    )
    if grouped.wrong > 0:
        warnings += (
            f"Corrected for wrong links: {grouped.wrong:.1%} of the people are expected to be joined wrongly.",
        )
    if grouped.unstated:
        warnings += (
            f"The {words} of {grouped.unstated:,} people is not stated; they are given to the groups by the "
            "lists that name them.",
        )
    return AllVictims(tuple(parts), np.maximum(draws, least), grouped.documented, tuple(dict.fromkeys(warnings)))


def _in_all(result: EstimationResult) -> str:
    """How many people there were, in words: no point where the lists give none, or where there is doubt."""
    if result.estimate is None or not result.identified:
        return f"between {result.low:,.0f} and {result.high:,.0f}"
    return f"about {result.estimate:,.0f}"


def _unmixed(parts: dict[str, CaptureHistories], wrong: float) -> dict[str, CaptureHistories]:
    """The histories of the groups without wrong links, which put people of other groups into each.

    A group's table is seen as (1 - wrong) of its own and, for its share of the people, `wrong` of all groups' together
    (linkage_errors.py); cells that would fall below nought are empty.
    """
    if wrong <= 0:
        return parts
    lists = next(iter(parts.values())).lists
    cells = np.array([table.by_mask() for table in parts.values()])
    part = cells.sum(axis=1, keepdims=True) / cells.sum()
    fixed = np.maximum((cells - wrong * part * cells.sum(axis=0)) / (1 - wrong), 0.0)
    return {name: type(table).from_masks(lists, row) for (name, table), row in zip(parts.items(), fixed, strict=True)}


def _blurred(draws: Floats, wrong: float, random: np.random.Generator) -> Floats:
    """Draws that carry the chance of which people wrong links put into which group: of a group's people `wrong` are
    drawn out and as many of all others in, each a binomial count; the sum over groups stays."""
    if wrong <= 0:
        return draws
    total = draws.sum(axis=1, keepdims=True)
    part = draws / total
    moved = random.normal(size=draws.shape) * np.sqrt(2 * wrong * draws * (1 - part))
    found: Floats = np.maximum(draws + moved - moved.sum(axis=1, keepdims=True) * part, 0.0)
    return found


def _parts(own: pl.DataFrame, lists: Sequence[str]) -> list[tuple[tuple[object, ...], pl.DataFrame]]:
    named = own.filter(pl.col("_group").is_not_null() & _on(lists))
    return sorted(named.group_by("_group"), key=lambda part: str(part[0][0]))


def _on(lists: Sequence[str]) -> pl.Expr:
    return pl.col("lists").str.split(" ").list.eval(pl.element().is_in(list(lists))).list.any()


def _groups(base: pl.DataFrame, attribute: Attribute) -> list[str]:
    if attribute.several:
        raise CannotEstimate(
            f"a person can have several values of {attribute.words}", where="groups", fix="choose an attribute with one"
        )
    stated = int(base[attribute.column].is_not_null().sum())
    if stated < _LEAST_STATED * len(base):
        raise CannotEstimate(
            f"the {attribute.words} of {1 - stated / max(len(base), 1):.0%} of the people is not stated",
            where="groups", fix="add lists that state it",
        )  # fmt: skip
    groups = [group for group, people in attribute.groups(base, _MOST_GROUPS) if people >= _FEWEST_PEOPLE]
    if len(groups) < 2:
        raise CannotEstimate(
            f"there are not two groups by {attribute.words} of {_FEWEST_PEOPLE} people", where="groups", fix="add lists"
        )
    return groups


def _stretched(draws: Floats, seen: npt.NDArray[np.int64], coverage: ListCoverage) -> Floats:
    """Draws whose sum reaches as far as the interval of all lists together: unseen people are multiplied, in each draw
    by a factor that runs evenly (on the log scale) from the lower to the upper end. The groups' parts stay as drawn."""
    unseen = np.maximum(draws - seen, 1e-9)
    total = unseen.sum(axis=1)
    low, middle, high = np.quantile(total, (0.025, 0.5, 0.975))
    result = coverage.result
    wanted_low = min(max(result.low - result.observed, 1e-3 * middle), low)
    wanted_high = max(result.high - result.observed, high)
    position = np.log(total / middle)
    below = np.log(wanted_low / middle) / min(np.log(low / middle), -1e-9)
    above = np.log(wanted_high / middle) / max(np.log(high / middle), 1e-9)
    factor = np.exp(position * (np.where(position < 0, below, above) - 1))
    found: Floats = seen + unseen * factor[:, None]
    return found
