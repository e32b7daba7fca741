"""Casualties stage: a table of capture histories with a column that names the stratum of each row.

Goes in: the path of such a table and the column's name. Comes out: capture histories by stratum, those of people whose
stratum is not known, and the answer for all of them with that of each stratum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from byname.casualties.estimators.averaging import ASSUMPTION
from byname.casualties.histories import COUNT, CaptureHistories, read_table
from byname.casualties.result import Check, EstimationResult, Outcome, Verdict, answer_bounds, verdict_of
from byname.casualties.strata import Strata, estimate_strata
from byname.errors import BadSource

PARTIAL_POOLING = "strata differ no more from each other than a normal distribution of the log odds allows"
_SHAPE = "give one column of 0 and 1 for each list, `count`, and the column of the stratum"
_OUTCOMES: dict[Verdict, Outcome] = {"doubt": "failed", "cannot tell": "powerless", "no doubt visible": "passed"}


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedTable:
    """Capture histories by stratum over the same lists; `unknown`: of people whose stratum is not stated, if any."""

    column: str
    tables: dict[str, CaptureHistories]
    unknown: CaptureHistories | None
    where: str = "strata"

    @classmethod
    def read(cls, path: str | Path, column: str) -> StratifiedTable:
        """Read a CSV file whose `column` names the stratum of each row; in an empty cell it is not known.

        Raises BadSource where there is no such column or no row states it.
        """
        frame = read_table(path, _SHAPE)
        if column not in frame.columns or column == COUNT:
            named = ", ".join(name for name in frame.columns if name != COUNT)
            what = f"there is no column '{column}' of strata"
            raise BadSource(what, where=str(path), fix=f"name one of {named}")
        stratum = pl.col(column).str.strip_chars().replace("", None)
        parts = frame.with_columns(stratum).partition_by(column, as_dict=True, maintain_order=True)
        tables = {
            key[0]: CaptureHistories.from_table(rows.drop(column), where=_place(path, column, key[0]))
            for key, rows in parts.items()
        }
        unknown = tables.pop(None, None)
        stated = {str(name): table for name, table in sorted(tables.items()) if table.observed}
        if not stated:
            fix = "fill the column in, or leave --strata out"
            raise BadSource(f"no row with people states its stratum in '{column}'", where=str(path), fix=fix)
        return cls(column, stated, unknown if unknown is not None and unknown.observed else None, str(path))

    @property
    def all_people(self) -> CaptureHistories:
        """The capture histories of all people, whatever their stratum."""
        every = [*self.tables.values(), *([self.unknown] if self.unknown is not None else [])]
        cells = np.sum([table.by_mask() for table in every], axis=0)
        return CaptureHistories.from_masks(every[0].lists, cells)


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedEstimate:
    """The answer for all people, and what stands behind it: the estimate of each stratum with its checks."""

    result: EstimationResult
    found: Strata
    observed: dict[str, int]
    unknown: int

    def to_json(self) -> list[dict[str, object]]:
        """The strata as the command line prints them."""
        return [
            {
                "stratum": name,
                "observed": self.observed[name],
                "estimate": one.estimate,
                "low": one.low,
                "high": one.high,
                "verdict": verdict_of(self.found.checks[name]),
                "checks": [check.to_json() for check in self.found.checks[name]],
            }
            for name, one in self.found.strata.items()
        ]


def estimate_by_stratum(
    table: StratifiedTable, level: float = 0.95, seed: int = 0, bounds: tuple[float, float] | None = None
) -> StratifiedEstimate:
    """Estimate each stratum with partial pooling, and all people as their sum.

    `bounds`: of the dependence that no table shows, as factors of the people on no list. Raises CannotEstimate where
    no stratum can be estimated alone.
    """
    found = estimate_strata(table.tables, level, seed, unknown=table.unknown, bounds=bounds)
    observed = {name: part.observed for name, part in table.tables.items()}
    unknown = table.unknown.observed if table.unknown is not None else 0
    everybody = sum(observed.values()) + unknown
    two = len(next(iter(table.tables.values())).lists) == 2
    low, high = answer_bounds(found.verdict, found.total, found.range)
    said = f"in every stratum of '{table.column}' {ASSUMPTION}, and {PARTIAL_POOLING}"
    if unknown:
        said += ", and whose stratum is not stated depends on the lists alone"
    result = EstimationResult(
        everybody, None if two else found.total.estimate, low, high, level, found.total.name, found.verdict,
        found.total.warnings, (found.total, *found.strata.values()), said, found.total, found.range,
        _checks(found, observed),
    )  # fmt: skip
    return StratifiedEstimate(result, found, observed, unknown)


def _place(path: str | Path, column: str, stratum: object) -> str:
    return f"{path}, rows " + (f"without '{column}'" if stratum is None else f"of {column} '{stratum}'")


def _checks(found: Strata, observed: dict[str, int]) -> tuple[Check, ...]:
    """One check for each stratum, what its own checks come to, and the one that all strata answer together."""
    checks = []
    for name, own in found.checks.items():
        outcome = _OUTCOMES[verdict_of(own)]
        checks.append(Check(f"stratum {name} ({observed[name]:,} people)", outcome, _finding(name, own, outcome)))
    return (*checks, replace(found.together, name=f"{found.together.name} in all strata"))


def _finding(name: str, checks: tuple[Check, ...], outcome: Outcome) -> str:
    """What the checks of a stratum come to: what failed in full, what could not be tested by name."""
    of_it = [check for check in checks if check.outcome == outcome]
    if outcome == "failed":
        return f"in {name} {'; '.join(check.finding for check in of_it)}"
    if outcome == "powerless":
        return f"in {name} {', '.join(check.name for check in of_it)} could not be tested"
    return f"in {name} no doubt is visible"
