"""Casualties stage: people on two lists with what is known of each: a table of one row a person.

Goes in: a table with two 0/1 columns, one a list, and covariates (age, region). Comes out: the people checked, and the
estimate that needs the two lists to be independent only among people who are alike in the covariates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.covariates import doubly_robust
from byname.casualties.histories import COUNT, CaptureHistories, read_table
from byname.casualties.result import Check, EstimationResult, verdict_of
from byname.casualties.sensitivity import BOUNDS_OF_TWO, dependence_range
from byname.errors import BadSource, CannotEstimate

ALIKE_INDEPENDENT = "the two lists are independent among people who are alike in what is known of them"
CONDITIONAL = (
    "Nothing in two lists can show that they are independent among people who are alike in the covariates; "
    "a third list would."
)
_SHAPE = "give one row a person, a column of 0 and 1 for each of two lists, and the covariates"


@dataclass(frozen=True, slots=True, eq=False)
class PeopleOnTwoLists:
    """People with two 0/1 columns, the lists, and the columns of covariates; other columns are left aside.

    Raises CannotEstimate where there are not two columns of 0 and 1 beside the covariates, and BadSource where a
    covariate is no column.
    """

    people: pl.DataFrame
    covariates: tuple[str, ...]
    where: str = "people"

    def __post_init__(self) -> None:
        missing = [name for name in self.covariates if name not in self.people.columns]
        if missing:
            fix = f"name columns of the table: {', '.join(self.people.columns)}"
            raise BadSource(f"there is no column '{missing[0]}'", where=self.where, fix=fix)
        if len(self.lists) != 2:
            named = ", ".join(self.lists) or "none"
            what = f"covariates go with two lists, and the columns of 0 and 1 are: {named}"
            raise CannotEstimate(what, where=self.where, fix=_SHAPE)

    @classmethod
    def read(cls, path: str | Path, covariates: Sequence[str]) -> PeopleOnTwoLists:
        """Read a CSV file of one row a person; columns of numbers only are numbers."""
        table = read_table(path, _SHAPE)
        typed = (_numbers_or_words(column) for column in table)
        return cls(pl.DataFrame(list(typed)), tuple(covariates), str(path))

    @property
    def lists(self) -> tuple[str, ...]:
        """The columns that hold 0 and 1 and are no covariates."""
        return tuple(column.name for column in self.people if column.name not in self.covariates and _is_list(column))

    @property
    def histories(self) -> CaptureHistories:
        """How many of the people stand on which lists."""
        lists = list(self.lists)
        counted = self.people.group_by(lists).agg(pl.len().alias(COUNT)).sort(lists, descending=True)
        return CaptureHistories.from_table(counted, where=self.where)


def with_covariates(people: PeopleOnTwoLists, level: float, seed: int) -> EstimationResult:
    """The doubly robust estimate as the headline, with Chapman's, which takes all people for alike, beside it."""
    first, second = people.lists
    found = doubly_robust(people.people, first, second, people.covariates, level, seed)
    plain = chapman(people.histories, first, second, level)
    warnings = (CONDITIONAL, *found.warnings)
    table = people.histories
    checks = (Check("independence among alike people", "powerless", "nothing in the table can test it"),)
    wide = dependence_range(found, table.observed, BOUNDS_OF_TWO)
    return EstimationResult(
        table.observed, found.estimate, wide.low, wide.high, level, found.name, verdict_of(checks), warnings,
        (found, plain), ALIKE_INDEPENDENT, found, wide, checks,
    )  # fmt: skip


def _is_list(column: pl.Series) -> bool:
    numbers = column.cast(pl.Float64, strict=False)
    return not numbers.is_null().any() and bool(numbers.is_in([0.0, 1.0]).all())


def _numbers_or_words(column: pl.Series) -> pl.Series:
    numbers = column.str.strip_chars().replace("", None).cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == column.replace("", None).null_count() else column
