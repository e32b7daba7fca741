"""Motive stage: explanations against each other.

Goes in: expectations held against evidence. Comes out: for each two explanations how much likelier the findings are
under the one than under the other, observation by observation (Fairfield and Charman 2017: evidence weighs by how
likely it is under a rival, not under "no effect"). A rival that says nothing of an observation is taken in two ways,
and the bounds show both: it expects an effect of either sign, or none.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from byname.motive.evidence import ObservedEffect
from byname.motive.explanations import Explanation
from byname.motive.holding import Held
from byname.motive.likelihood import PRIOR_SPREADS, capped, log_factor

SILENT: Final = ("either", "none")


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two explanations: the sum of the logarithms (base 10) of the likelihood ratios of the first over the second, with
    the least and the most over the spreads of effects, over what a silent rival expects, and with any one observation
    left out; how many observations tell them apart, and which."""

    first: Explanation
    second: Explanation
    log_ratio: float
    least: float
    most: float
    observations: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether the bounds let either of the two fit better."""
        return self.least <= 0 <= self.most


def against_each_other(held: Sequence[Held]) -> list[Rivals]:
    """Every two explanations, in their order. Observations without an error of chance are left out; two that share no
    observation that tells them apart have a ratio of one."""
    expected: dict[Explanation, dict[str, str]] = {}
    found: dict[str, ObservedEffect] = {}
    for one in held:
        signs = expected.setdefault(one.explanation, {})
        if one.evidence is not None and one.evidence.error > 0:
            signs[one.expectation.test] = one.expectation.sign
            found[one.expectation.test] = one.evidence
    return [_pair(a, b, expected, found) for a, b in itertools.combinations(expected, 2)]


def _pair(
    first: Explanation,
    second: Explanation,
    expected: Mapping[Explanation, Mapping[str, str]],
    found: Mapping[str, ObservedEffect],
) -> Rivals:
    mine, theirs = expected[first], expected[second]
    telling = tuple(test for test in found if mine.get(test) != theirs.get(test))
    sums = {}
    for spread, silent in itertools.product(PRIOR_SPREADS, SILENT):
        logs = [
            capped(
                _log(found[test], mine.get(test, silent), spread) - _log(found[test], theirs.get(test, silent), spread)
            )
            / math.log(10)
            for test in telling
        ]
        sums[spread, silent] = [sum(logs), *(sum(logs) - log for log in logs)]
    every = [value for values in sums.values() for value in values]
    middle = sums[PRIOR_SPREADS[len(PRIOR_SPREADS) // 2], SILENT[0]][0]
    return Rivals(first, second, middle, min(every), max(every), telling)


def _log(evidence: ObservedEffect, sign: str, spread: float) -> float:
    return 0.0 if sign == "none" else log_factor(evidence, sign, spread)
