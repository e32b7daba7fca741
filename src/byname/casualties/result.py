"""Casualties stage: what an estimate is.

A `MethodEstimate` is what one estimator says; an `EstimationResult` is the headline with every estimator beside it, its
warnings and two plain sentences. Neither exists without an interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

Diagnostic = float | int | str | bool | None


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
class EstimationResult:
    """How many people there were, on lists and on none: the headline and all that stands behind it.

    `estimate` is None where the data name no number at all (lists that never overlap); `low` then still holds. `high`
    is infinite where the data set no upper bound. `identified` says whether the estimators agree on a number.
    """

    observed: int
    estimate: float | None
    low: float
    high: float
    level: float
    method: str
    identified: bool
    warnings: tuple[str, ...]
    methods: tuple[MethodEstimate, ...]
    sentences: tuple[str, str]

    def to_json(self) -> dict[str, object]:
        """The result as the command line prints it; an infinite bound and a missing estimate are null."""
        return {
            "observed": self.observed,
            "estimate": self.estimate,
            "low": self.low,
            "high": _finite(self.high),
            "level": self.level,
            "method": self.method,
            "identified": self.identified,
            "warnings": list(self.warnings),
            "methods": [_method_json(method) for method in self.methods],
            "sentences": list(self.sentences),
        }


def _method_json(method: MethodEstimate) -> dict[str, object]:
    diagnostics = {
        key: _finite(value) if isinstance(value, float) else value for key, value in method.diagnostics.items()
    }
    return {
        "name": method.name,
        "estimate": _finite(method.estimate),
        "low": method.low,
        "high": _finite(method.high),
        "seconds": round(method.seconds, 4),
        "diagnostics": diagnostics,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
