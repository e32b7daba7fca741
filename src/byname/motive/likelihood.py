"""Motive stage: how much likelier a finding is under an explanation than if there were no effect.

Goes in: observed effects and the signs that explanations expect. Comes out: likelihood ratios, which are approximate
Bayes factors, and how they move with the size of the effect that is expected.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import norm

from byname.motive.evidence import ObservedEffect

PRIOR_SPREADS = (0.25, 0.5, 1.0)  # of the log effect under the explanation: small, middling and large effects
MOST = 1000.0  # ratios beyond it say more about the model than about the world (Fairfield and Charman 2017 cap theirs)


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """How many times likelier the finding is under the explanation than if there were no effect, by the middling prior,
    with the least and the most over the spreads of PRIOR_SPREADS."""

    value: float
    low: float
    high: float


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
