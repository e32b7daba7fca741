"""Motive stage: the tests that explanations are held against.

Goes in: the facts of an archive and its subjects. Comes out: for each test an effect on the log scale with its standard
error, or the reason why it cannot be computed. A test is a function of this module, found by its name in `TESTS`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.directives import limits_of
from byname.motive.sums import column_sum
from byname.sources.facts import PRINTED_TOTAL, FactTable
from byname.statistics.logistic import fit_logistic
from byname.statistics.ratios import odds_ratio, quantile, relative_risk
from byname.values.analysis import Estimate

Floats = npt.NDArray[np.float64]
_MASS_OPERATIONS = dt.date(1937, 7, 30)
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ObservedEffect:
    """What a test found: the effect as a ratio with its interval, its logarithm and standard error, in words, from
    where. `error` is nought where the effect comes from totals that others published and has no error of chance."""

    words: str
    ratio: Estimate
    log_effect: float
    error: float
    from_: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What tests may use: the subjects and the tables of facts by name."""

    subjects: pl.DataFrame
    facts: Mapping[str, FactTable]

    def table(self, name: str) -> FactTable:
        """A table of facts; raises CannotEstimate where the archive has none of that name."""
        if name not in self.facts:
            raise CannotEstimate(f"the archive has no table {name}", where="evidence", fix="add the facts")
        return self.facts[name]

    def figure(self, id: str) -> tuple[float, str]:
        """The best value of a published figure and its source."""
        rows = self.table("figures").rows.filter(pl.col("id") == id)
        if not len(rows) or not str(rows["value_best"][0]).isdigit():
            raise CannotEstimate(f"there is no figure {id}", where="figures", fix="add it")
        return float(rows["value_best"][0]), str(rows["source_author"][0] or rows["source_title"][0])


def of_ratio(words: str, ratio: Estimate, *sources: str) -> ObservedEffect:
    """Evidence from a ratio whose interval is that of its logarithm."""
    error = (math.log(ratio.high) - math.log(ratio.low)) / (2 * quantile(ratio.level))
    return ObservedEffect(words, ratio, math.log(ratio.value), error, sources)


def _of_totals(words: str, value: float, *sources: str) -> ObservedEffect:
    warning = ("From published totals: no error of chance; the totals may be wrong.",)
    return ObservedEffect(words, Estimate(value, value, value, 0, 1.0, warning), math.log(value), 0.0, sources)


def rank_gradient(material: Material) -> ObservedEffect:
    """The odds of arrest among dismissed officers, for each step of rank upwards (logistic regression on the step)."""
    table = material.table("army_by_rank")
    rows = table.rows.filter(~pl.col("rank").str.starts_with(PRINTED_TOTAL) & (pl.col("rank") != "No rank"))
    own = rows.filter(~pl.col("rank").str.starts_with("Equiv."))
    people, cases = (own[name].cast(pl.Float64).to_numpy() for name in ("dismissed_total", "arrested_total"))
    steps = -np.arange(len(own), dtype=float)
    fit = fit_logistic(["step"], steps.reshape(-1, 1), cases, people, np.zeros(len(own), dtype=np.int64))
    z = math.log(fit.odds_ratios["step"].value)
    error = _information_error(steps, cases, people)
    width = quantile(0.95) * error
    ratio = Estimate(math.exp(z), math.exp(z - width), math.exp(z + width), int(cases.sum()))
    words = (
        f"With each step of rank upwards the odds of arrest among the dismissed are {ratio.value:.2f} times as high."
    )
    return ObservedEffect(words, ratio, z, error, ("army_by_rank",))


def _information_error(steps: Floats, cases: Floats, people: Floats) -> float:
    """A standard error widened by how far the ranks lie from a straight line (McCullagh and Nelder 1989)."""
    from scipy.special import expit

    x = np.column_stack([np.ones(len(steps)), steps])
    beta = np.zeros(2)
    for _ in range(30):
        p = expit(x @ beta)
        information = (x * (people * p * (1 - p))[:, None]).T @ x
        beta = beta + np.linalg.solve(information, x.T @ (cases - people * p))
    p = expit(x @ beta)
    spread = float((((cases - people * p) ** 2) / (people * p * (1 - p))).sum() / (len(steps) - 2))
    return float(math.sqrt(max(spread, 1.0) * np.linalg.inv(information)[1, 1]))


def elite_before_mass(material: Material) -> ObservedEffect:
    """How many times more leading people were certainly struck before the order of 30 July 1937 than after it."""
    day = (_MASS_OPERATIONS - _EPOCH).days
    start = (dt.date(1936, 8, 1) - _EPOCH).days
    low = pl.coalesce("arrest_low", "sentence_low", "death_low")
    high = pl.coalesce("arrest_high", "sentence_high", "death_high")
    leading = material.subjects.filter((pl.col("standing") == "leading") & pl.col("persecuted"))
    before = leading.filter((low >= start) & (high < day)).height
    after = leading.filter((low >= day) & (high <= day + 476)).height
    if before + after < 10:
        raise CannotEstimate(f"only {before + after} leading people are dated", where="subjects", fix="add lists")
    months = 12 / 15.6  # both periods as rates: twelve months before the order, fifteen and a half after it
    ratio = (before + 0.5) / (after + 0.5) / months
    width = quantile(0.95) * math.sqrt(1 / (before + 0.5) + 1 / (after + 0.5))
    found = Estimate(ratio, ratio * math.exp(-width), ratio * math.exp(width), before + after)
    words = f"{before} leading people were struck in the twelve months before the order, {after} in the time after it."
    return of_ratio(words, found, "subjects", "events")


def national_severity(material: Material) -> ObservedEffect:
    """Shot of convicted in the national operations against all political convictions of 1937-38."""
    shot, convicted = _national(material)
    all_convicted, all_shot = _two_years(material)
    ratio = relative_risk(shot, convicted, all_shot - shot, all_convicted - convicted)
    words = (
        f"{shot / convicted:.1%} of those convicted in four national operations were shot, "
        f"{(all_shot - shot) / (all_convicted - convicted):.1%} in all other political cases of 1937 and 1938."
    )
    return of_ratio(words, ratio, "national_operations", "convictions_by_year")


def national_weakest(material: Material) -> ObservedEffect:
    """The least severe national operation against all other political cases."""
    rows = _operations(material)
    all_convicted, all_shot = _two_years(material)
    name, convicted, shot = min(rows, key=lambda row: row[2] / row[1])
    ratio = relative_risk(shot, convicted, all_shot - shot, all_convicted - convicted)
    words = f"Of the four, {name} was the least severe: {shot / convicted:.1%} of the convicted were shot."
    return of_ratio(words, ratio, "national_operations", "convictions_by_year")


def national_share(material: Material) -> ObservedEffect:
    """The odds that an execution of 1937-38 was one of the national operations."""
    part, source = material.figure("F027")
    whole = _two_years(material)[1]
    words = f"The national operations make up {part / whole:.1%} of the death sentences of 1937 and 1938."
    return _of_totals(words, part / (whole - part), source, "convictions_by_year")


def mass_share(material: Material) -> ObservedEffect:
    """The odds that an execution of 1937-38 was neither under Order 00447 nor in a national operation."""
    quota, first = material.figure("F021")
    nations, second = material.figure("F027")
    whole = _two_years(material)[1]
    rest = max(whole - quota - nations, 1.0)
    words = f"{rest / whole:.1%} of the death sentences of 1937 and 1938 fell outside the mass operations."
    return _of_totals(words, rest / (quota + nations), first, second, "convictions_by_year")


def limits_exceeded(material: Material) -> ObservedEffect:
    """Shot under the order over the first limit."""
    limits = [limit for limit in limits_of(list(material.facts.values())) if limit.group == "to be shot"]
    if not limits:
        raise CannotEstimate("no limits stand beside an outcome", where="facts", fix="add limits and figures")
    limit = limits[0]
    words = (
        f"The first limits allowed {limit.allowed:,} people to be shot; {limit.outcome.value:,.0f} were, as published."
    )
    return _of_totals(words, limit.ratio.value, *limit.sources)


def quota_share(material: Material) -> ObservedEffect:
    """The odds that an execution of 1937-38 was one under Order 00447."""
    part, source = material.figure("F021")
    whole = _two_years(material)[1]
    words = f"Executions under Order 00447 make up {part / whole:.1%} of the death sentences of 1937 and 1938."
    return _of_totals(words, part / (whole - part), source, "convictions_by_year")


def yearly_jump(material: Material) -> ObservedEffect:
    """Death sentences of 1937 over those of 1936, against the largest other jump of a year since 1922."""
    table = material.table("convictions_by_year")
    deaths = {str(year): column_sum(table, "mvd_1spets_death", str(year), str(year)) for year in range(1921, 1939)}
    jumps = {year: deaths[str(year)] / max(deaths[str(year - 1)], 1) for year in range(1922, 1938)}
    other = max(jump for year, jump in jumps.items() if year != 1937)
    words = (
        f"Death sentences rose {jumps[1937]:,.0f} times from 1936 to 1937; in no other year from 1922 on more than "
        f"{other:.1f} times."
    )
    return _of_totals(words, jumps[1937] / other, "convictions_by_year")


def standing_severity(material: Material) -> ObservedEffect:
    """The odds of execution of leading people against those of middle standing."""
    ratio, words = _odds(material.subjects, pl.col("standing") == "leading", pl.col("standing") == "middle")
    return of_ratio(f"Leading people: {words}", ratio, "subjects")


def executors_severity(material: Material) -> ObservedEffect:
    """The odds of execution of people of the security police against all others on the lists."""
    own = pl.col("sphere") == "state-security"
    ratio, words = _odds(material.subjects, own, pl.col("sphere").is_not_null() & ~own)
    return of_ratio(f"People of the security police: {words}", ratio, "subjects")


def _odds(subjects: pl.DataFrame, mine: pl.Expr, others: pl.Expr) -> tuple[Estimate, str]:
    known = subjects.filter(pl.col("persecuted") & pl.col("ending").is_not_null())
    cells = [(int(part["executed"].sum()), part.height) for part in (known.filter(mine), known.filter(others))]
    if not cells[0][1] or not cells[1][1]:
        raise CannotEstimate("one of the two groups is empty", where="subjects", fix="add lists")
    (a, n1), (c, n0) = cells
    return odds_ratio(a, n1, c, n0), f"{a} of {n1} whose end is known were executed; of the others {c} of {n0}."


def _operations(material: Material) -> list[tuple[str, int, int]]:
    rows = material.table("national_operations").rows.filter(pl.col("convicted") != "")
    return [(str(name), int(convicted), int(shot)) for name, convicted, shot in
            rows.select("operation", "convicted", "shot").iter_rows()]  # fmt: skip


def _national(material: Material) -> tuple[int, int]:
    rows = _operations(material)
    return sum(row[2] for row in rows), sum(row[1] for row in rows)


def _two_years(material: Material) -> tuple[int, int]:
    table = material.table("convictions_by_year")
    convicted, shot = (column_sum(table, f"mvd_1spets_{name}", "1937", "1938") for name in ("convicted", "death"))
    return convicted, shot


TESTS: dict[str, Callable[[Material], ObservedEffect]] = {
    "rank-gradient": rank_gradient,
    "elite-before-mass": elite_before_mass,
    "mass-share": mass_share,
    "national-severity": national_severity,
    "national-weakest": national_weakest,
    "national-share": national_share,
    "limits-exceeded": limits_exceeded,
    "quota-share": quota_share,
    "yearly-jump": yearly_jump,
    "standing-severity": standing_severity,
    "executors-severity": executors_severity,
}
