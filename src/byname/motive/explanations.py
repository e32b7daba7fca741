"""Motive stage: explanations held against evidence, side by side, never one verdict.

Goes in: explanations as data (what each expects to see) and the tests of evidence.py. Comes out: a table of evidence
for and against each, with likelihood ratios where they can be computed, how they move with the assumption, and what
speaks for several explanations at once. After Bennett and Checkel (2014) and Fairfield and Charman (2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import norm

from byname.errors import BadFigureTable, CannotEstimate
from byname.motive.evidence import TESTS, Material, ObservedEffect
from byname.values.shipped import collection_folder, parse_yaml

PRIOR_SPREADS = (0.25, 0.5, 1.0)  # of the log effect under the explanation: small, middling and large effects
MOST = 1000.0  # ratios beyond it say more about the model than about the world (Fairfield and Charman 2017 cap theirs)
_SIGNS = ("positive", "negative")
VERDICTS = ("for", "against", "open", "not computable")
_WEIGHTS = ("hoop", "smoking gun", "straw")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an explanation expects to see, the test that looks, the sign it expects, and who else expects it."""

    id: str
    says: str
    test: str
    sign: str
    weight: str
    shared_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation: its claim, who holds it, its assumptions in words, and what it expects."""

    id: str
    title: str
    held_by: str
    says: str
    assumptions: tuple[str, ...]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """How many times likelier the finding is under the explanation than if there were no effect, by the middling prior,
    with the least and the most over the spreads of PRIOR_SPREADS."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Held:
    """An expectation held against evidence: `verdict` is for, against, open or not computable; `ratio` is None where
    the evidence has no error of chance."""

    explanation: Explanation
    expectation: Expectation
    evidence: ObservedEffect | None
    verdict: str
    ratio: LikelihoodRatio | None
    reason: str = ""


def read_explanations(path: Path | None = None) -> list[Explanation]:
    """Read explanations from YAML, those of the Great Purge unless a path is given.

    Raises BadFigureTable where a test, sign, weight or rival is not known.

    >>> len(read_explanations())
    4
    """
    if path is None:
        path = collection_folder("great_terror") / "explanations.yaml"
    rows = parse_yaml(path.read_text(encoding="utf-8"))["explanations"]
    found = [_explanation(row) for row in rows]
    known = {explanation.id for explanation in found}
    for explanation in found:
        for expected in explanation.expectations:
            _check(expected, known, str(path))
    return found


def hold(explanations: Sequence[Explanation], material: Material) -> list[Held]:
    """Hold every expectation of every explanation against the evidence."""
    return [
        _held(explanation, expected, material) for explanation in explanations for expected in explanation.expectations
    ]


def likelihood_ratio(evidence: ObservedEffect, sign: str) -> LikelihoodRatio | None:
    """The approximate Bayes factor of an effect in the expected direction against none (Wakefield 2009, eq. 2,
    one-sided after Morey and Wagenmakers 2014). None where the evidence has no error of chance."""
    if evidence.error <= 0:
        return None
    found = [math.exp(capped(log_factor(evidence, sign, spread))) for spread in PRIOR_SPREADS]
    return LikelihoodRatio(found[len(found) // 2], min(found), max(found))


def log_factor(evidence: ObservedEffect, sign: str, spread: float) -> float:
    """The logarithm of how many times likelier the finding is, if effects of this sign are spread normally around none
    with the standard deviation `spread`, than if there is no effect: positive, negative, or `either` sign."""
    z = evidence.log_effect / evidence.error * (-1 if sign == "negative" else 1)
    r = spread**2 / (spread**2 + evidence.error**2)
    log = 0.5 * math.log(1 - r) + z * z * r / 2
    return log if sign == "either" else log + math.log(2) + float(norm.logcdf(z * math.sqrt(r)))


def capped(log: float) -> float:
    """The logarithm of a likelihood ratio, cut at MOST in both directions."""
    return min(max(log, -math.log(MOST)), math.log(MOST))


@dataclass(frozen=True, slots=True)
class Balance:
    """The evidence on one explanation: how many expectations speak for, against, or are open or not computable; and the
    sum of the logarithms (base 10) of the likelihood ratios: of all, of those no rival shares, and the least and most
    when any one is left out."""

    explanation: Explanation
    verdicts: dict[str, int]
    all_ratios: float
    own_ratios: float
    least: float
    most: float


def balance(held: Sequence[Held]) -> list[Balance]:
    """Set the evidence on each explanation side by side. It gives no winner: expectations differ in weight, ratios are
    against "no effect" and not against a rival, and those from published totals have none."""
    found = []
    for explanation in dict.fromkeys(one.explanation for one in held):
        own = [one for one in held if one.explanation == explanation]
        verdicts = {name: sum(one.verdict == name for one in own) for name in VERDICTS}
        logs = [math.log10(one.ratio.value) for one in own if one.ratio]
        alone = [math.log10(one.ratio.value) for one in own if one.ratio and not one.expectation.shared_with]
        sums = [sum(logs), *(sum(logs) - log for log in logs)]
        found.append(Balance(explanation, verdicts, sum(logs), sum(alone), min(sums), max(sums)))
    return found


def _held(explanation: Explanation, expected: Expectation, material: Material) -> Held:
    try:
        evidence = TESTS[expected.test](material)
    except CannotEstimate as error:
        return Held(explanation, expected, None, "not computable", None, str(error))
    return Held(
        explanation, expected, evidence, _verdict(evidence, expected.sign), likelihood_ratio(evidence, expected.sign)
    )


def _verdict(evidence: ObservedEffect, sign: str) -> str:
    """For or against where the interval leaves out no effect; open where it does not."""
    if evidence.ratio.low <= 1 <= evidence.ratio.high:
        return "open"
    return "for" if (evidence.log_effect > 0) == (sign == "positive") else "against"


def _explanation(row: dict[str, Any]) -> Explanation:
    expected = tuple(
        Expectation(e["id"], e["says"], e["test"], e["sign"], e["weight"], tuple(e["shared_with"]))
        for e in row["expectations"]
    )
    return Explanation(row["id"], row["title"], row["held_by"], row["says"], tuple(row["assumptions"]), expected)


def _check(expected: Expectation, known: set[str], where: str) -> None:
    if expected.test not in TESTS:
        raise BadFigureTable(f"there is no test {expected.test!r}", where=where, fix=f"one of {', '.join(TESTS)}")
    if expected.sign not in _SIGNS or expected.weight not in _WEIGHTS:
        raise BadFigureTable(f"{expected.id}: sign or weight is not known", where=where, fix="see the head of the file")
    if not set(expected.shared_with) <= known:
        raise BadFigureTable(f"{expected.id}: shared_with names no explanation", where=where, fix="name one by its id")
