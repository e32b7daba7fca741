"""Motive stage: explanations held against evidence, side by side, never one verdict.

Goes in: explanations as data (what each expects to see) and what an archive holds. Comes out: a verdict on each
expectation, with a likelihood ratio where it can be computed, and the balance of each explanation. After Bennett and
Checkel (2014) and Fairfield and Charman (2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from byname.errors import CannotEstimate
from byname.motive.evidence import Material, ObservedEffect
from byname.motive.explanations import Expectation, Explanation
from byname.motive.likelihood import LikelihoodRatio, likelihood_ratio

VERDICTS = ("for", "against", "open", "not computable")


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


def hold(explanations: Sequence[Explanation], material: Material) -> list[Held]:
    """Hold every expectation of every explanation against the evidence."""
    return [
        _held(explanation, expected, material) for explanation in explanations for expected in explanation.expectations
    ]


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
        evidence = expected.observation.observe(material)
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
