"""Casualties stage: people on lists with what is known of each: a table of one row a person.

Goes in: a table with a 0/1 column for each list, and covariates (age, region). Comes out: the people checked, and the
estimate that needs two of the lists to be independent only among people who are alike in the covariates and, where
there are more lists, whom none of these names (Das, Kennedy & Jewell 2021; Dulce Rubio & Kennedy 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import polars as pl

from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.covariates import doubly_robust
from byname.casualties.histories import COUNT, CaptureHistories, read_table
from byname.casualties.result import Check, EstimationResult, MethodEstimate, verdict_of
from byname.casualties.sensitivity import BOUNDS_OF_TWO, dependence_range
from byname.errors import BadSource, CannotEstimate

PAIR = "lists"
ALIKE_INDEPENDENT = "the two lists are independent among people who are alike in what is known of them"
UNNAMED_INDEPENDENT = (
    "{} and {} are independent among people whom no other list names and who are alike in what is known of them"
)
CONDITIONAL = (
    "Nothing in the table can show that two lists are independent among people who are alike in the covariates."
)
_SHAPE = "give one row a person, a column of 0 and 1 for each of two lists or more, and the covariates"


@dataclass(frozen=True, slots=True, eq=False)
class PeopleOnLists:
    """People with the 0/1 columns of two lists or more, and the columns of covariates; other columns are left aside.

    Raises CannotEstimate where there are not at least two columns of 0 and 1 beside the covariates, and BadSource where
    a covariate is no column.
    """

    people: pl.DataFrame
    covariates: tuple[str, ...]
    where: str = "people"

    def __post_init__(self) -> None:
        missing = [name for name in self.covariates if name not in self.people.columns]
        if missing:
            fix = f"name columns of the table: {', '.join(self.people.columns)}"
            raise BadSource(f"there is no column '{missing[0]}'", where=self.where, fix=fix)
        if len(self.lists) < 2:
            named = ", ".join(self.lists) or "none"
            what = f"covariates go with two lists or more, and the columns of 0 and 1 are: {named}"
            raise CannotEstimate(what, where=self.where, fix=_SHAPE)

    @classmethod
    def read(cls, path: str | Path, covariates: Sequence[str]) -> PeopleOnLists:
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


def with_covariates(people: PeopleOnLists, level: float, seed: int) -> EstimationResult:
    """The doubly robust estimate as the answer, with others beside it.

    Of more than two lists every pair says how many people neither names of those whom no other list names. The answer
    is that of the pair whose columns stand first, so that whoever knows the lists can choose it. Raises CannotEstimate
    where no pair shares enough people.
    """
    table, lists = people.histories, people.lists
    found = _of_pairs(people, level, seed)
    if len(lists) == 2:
        found = [*found, chapman(table, *lists, level)]
        assumption = ALIKE_INDEPENDENT
    else:
        assumption = UNNAMED_INDEPENDENT.format(*str(found[0].diagnostics[PAIR]).split(" and "))
    answer = found[0]
    checks = (Check("independence among alike people", "powerless", "nothing in the table can test it"),)
    wide = dependence_range(answer, table.observed, BOUNDS_OF_TWO)
    return EstimationResult(
        table.observed, answer.estimate, wide.low, wide.high, level, answer.name, verdict_of(checks),
        (CONDITIONAL, *answer.warnings), tuple(found), assumption, answer, wide, checks,
    )  # fmt: skip


def _of_pairs(people: PeopleOnLists, level: float, seed: int) -> list[MethodEstimate]:
    """The estimate by each pair of lists among the people whom no other list names, in the order of the columns."""
    found: list[MethodEstimate] = []
    refusals: list[CannotEstimate] = []
    observed = len(people.people)
    for first, second in combinations(people.lists, 2):
        others = [name for name in people.lists if name not in (first, second)]
        alone = people.people.filter(pl.all_horizontal([pl.lit(value=True), *(pl.col(name) == 0 for name in others)]))
        if not len(alone):
            continue
        try:
            one = doubly_robust(alone, first, second, people.covariates, level, seed)
        except CannotEstimate as error:
            refusals.append(error)
            continue
        beyond = observed - len(alone)  # people whom other lists name stand beside these
        value, low, high = (x + beyond for x in (one.estimate, one.low, one.high))
        about = {**one.diagnostics, PAIR: f"{first} and {second}"}
        found.append(replace(one, estimate=value, low=low, high=high, diagnostics=about))
    if not found:
        raise refusals[0] if refusals else CannotEstimate("nobody is on two lists", where=people.where, fix=_SHAPE)
    return found


def _is_list(column: pl.Series) -> bool:
    numbers = column.cast(pl.Float64, strict=False)
    return not numbers.is_null().any() and bool(numbers.is_in([0.0, 1.0]).all())


def _numbers_or_words(column: pl.Series) -> pl.Series:
    numbers = column.str.strip_chars().replace("", None).cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == column.replace("", None).null_count() else column
