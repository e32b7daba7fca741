"""Casualties stage: what an estimate is.

A `MethodEstimate` is what one estimator says; an `EstimationResult` is the answer: the conditional estimate under a
named assumption, the range where that assumption may fail by a stated amount, what was checked, and plain sentences.
None of them exists without an interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Diagnostic = float | int | str | bool | None
Outcome = Literal["passed", "failed", "powerless"]
Verdict = Literal["no doubt visible", "doubt", "cannot tell"]


@dataclass(frozen=True, slots=True)
class MethodEstimate:
    """What one estimator says about the number of people, on lists and on none.

    `low` and `high` bound it at the level asked for; `high` is infinite where the data set no upper bound.
    `diagnostics` are what the method knows of its own quality (model, deviance, effective sample size).
    """

    name: str
    estimate: float
    low: float
    high: float
    seconds: float = 0.0
    diagnostics: Mapping[str, Diagnostic] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a table may show against an estimate: whether it does, or could not, and what was found."""

    name: str
    outcome: Outcome
    finding: str

    def to_json(self) -> dict[str, str]:
        """The check as the command line prints it."""
        return {"name": self.name, "outcome": self.outcome, "finding": self.finding}


@dataclass(frozen=True, slots=True)
class DependenceRange:
    """The people there were if a dependence that no table shows multiplies those on no list by a factor between
    `smallest` and `largest`; the interval of the conditional estimate is moved with it.
    """

    low: float
    high: float
    smallest: float
    largest: float


@dataclass(frozen=True, slots=True)
class ListSize:
    """One list's known size beside what the other lists make of it (internal consistency, Binette & Steorts 2022)."""

    name: str
    size: int
    estimate: float
    low: float
    high: float

    @property
    def held(self) -> bool:
        """Whether the interval holds the known size."""
        return self.low <= self.size <= self.high


def verdict_of(checks: tuple[Check, ...]) -> Verdict:
    """One word for all checks: any that failed is a doubt, any that could not tell leaves it open."""
    outcomes = {check.outcome for check in checks}
    if "failed" in outcomes:
        return "doubt"
    return "cannot tell" if "powerless" in outcomes else "no doubt visible"


@dataclass(frozen=True, slots=True)
class EstimationResult:
    """How many people there were, on lists and on none: the answer and all that stands behind it.

    `estimate` is that of the conditional estimate, None where no single number can be given: for two lists, for lists
    that never overlap, and where the table sets no upper bound. `low` and `high` are the conditional interval where no
    doubt is visible and the range otherwise; `high` is infinite where the data set no upper bound. `conditional` holds
    under `assumption`, `range` where it fails within stated bounds.
    """

    observed: int
    estimate: float | None
    low: float
    high: float
    level: float
    method: str
    verdict: Verdict
    warnings: tuple[str, ...]
    methods: tuple[MethodEstimate, ...]
    assumption: str = ""
    conditional: MethodEstimate | None = None
    range: DependenceRange | None = None
    checks: tuple[Check, ...] = ()
    list_sizes: tuple[ListSize, ...] = ()

    @property
    def identified(self) -> bool:
        """Whether no doubt is visible: the estimators agree, the table could have shown otherwise, and did not."""
        return self.verdict == "no doubt visible"

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in plain sentences: what the lists name, how many there were, how far that holds."""
        named = f"The lists name {self.observed:,} people"
        if self.conditional is None:
            return (f"{named}; there were at least {self.low:,.0f}, and how many more cannot be told.", self._doubt())
        sure = self._sure(self.conditional)
        if self.range is None:
            return (f"{named}. {sure}", self._doubt())
        wide = self._wide(self.range)
        if self.estimate is None:
            return (f"{named}. {wide}", f"No single number is given. {sure}", self._doubt())
        first, second = (sure, wide) if self.identified else (wide, sure)
        return (f"{named}. {first}", second, self._doubt())

    def _sure(self, found: MethodEstimate) -> str:
        about = f"about {found.estimate:,.0f}, " if math.isfinite(found.high) else ""
        bounds = f"{span(found.low, found.high)} ({self.level:.0%} interval)"
        return f"If {self.assumption}, there were {about}{bounds}."

    def _wide(self, found: DependenceRange) -> str:
        factors = f"{found.smallest:g} to {found.largest:g} times as many as estimated"
        return f"If the people on no list are {factors}, there were {span(found.low, found.high)}."

    def _doubt(self) -> str:
        failed = "; ".join(check.finding for check in self.checks if check.outcome == "failed")
        powerless = "; ".join(check.finding for check in self.checks if check.outcome == "powerless")
        if self.identified and (failed or powerless):  # of strata that hold too few people to decide
            return f"No doubt is visible where most people are; but {failed or powerless}."
        if failed:
            return f"There is doubt: {failed}."
        if powerless:
            return f"The lists cannot tell whether that holds: {powerless}."
        if not self.checks:
            return "Whether that holds was not checked."
        return "No doubt is visible in what was checked, which is no proof."

    def to_json(self) -> dict[str, object]:
        """The result as the command line prints it; an infinite bound and a missing estimate are null."""
        return {
            "observed": self.observed,
            "estimate": self.estimate,
            "low": self.low,
            "high": finite(self.high),
            "level": self.level,
            "method": self.method,
            "verdict": self.verdict,
            "identified": self.identified,
            "assumption": self.assumption,
            "conditional": None if self.conditional is None else bounds_json(self.conditional),
            "range": None if self.range is None else _range_json(self.range),
            "checks": [check.to_json() for check in self.checks],
            "list_sizes": [_size_json(size) for size in self.list_sizes],
            "warnings": list(self.warnings),
            "methods": [_method_json(method) for method in self.methods],
            "sentences": list(self.sentences),
        }


def answer_bounds(verdict: Verdict, conditional: MethodEstimate, found: DependenceRange) -> tuple[float, float]:
    """The ends of the answer: of the conditional interval where no doubt is visible, and of the range otherwise."""
    chosen = conditional if verdict == "no doubt visible" else found
    return chosen.low, chosen.high


def span(low: float, high: float) -> str:
    """An interval in words.

    >>> span(1200.0, float("inf"))
    '1,200 or more'
    """
    return f"{low:,.0f} or more" if math.isinf(high) else f"between {low:,.0f} and {high:,.0f}"


def bounds_json(method: MethodEstimate) -> dict[str, object]:
    """Estimate and interval as the command line prints them; what is infinite is null."""
    return {"estimate": finite(method.estimate), "low": method.low, "high": finite(method.high)}


def _range_json(found: DependenceRange) -> dict[str, object]:
    return {"low": found.low, "high": finite(found.high), "smallest": found.smallest, "largest": found.largest}


def _size_json(size: ListSize) -> dict[str, object]:
    bounds = {"estimate": finite(size.estimate), "low": size.low, "high": finite(size.high)}
    return {"list": size.name, "size": size.size, **bounds, "held": size.held}


def _method_json(method: MethodEstimate) -> dict[str, object]:
    diagnostics = {
        key: finite(value) if isinstance(value, float) else value for key, value in method.diagnostics.items()
    }
    return {
        "name": method.name,
        "estimate": finite(method.estimate),
        "low": method.low,
        "high": finite(method.high),
        "seconds": round(method.seconds, 4),
        "diagnostics": diagnostics,
    }


def finite(value: float) -> float | None:
    """The number, or None where it is infinite or none."""
    return value if math.isfinite(value) else None
