"""Casualties stage: an estimate under cross-examination: what no table shows, and what a claim would need.

Goes in: an estimate and the capture histories it rests on. Comes out: the estimate as it would be if some people could
come onto no list or entries were joined wrongly, and by which factor the people on no list would have to be more or
fewer than estimated for a claimed number to hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from byname.casualties.consistency import quick_conditional
from byname.casualties.diagnostics import copied_lists
from byname.casualties.estimators.averaging import averaged
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import EstimationResult, MethodEstimate, bounds_json, finite, span
from byname.casualties.sensitivity import (
    MISLINKED,
    UNREACHABLE,
    default_bounds,
    tipping_point,
    with_missed_links,
    with_unreachable,
    without_false_links,
)
from byname.errors import CannotEstimate

Cause = Literal["people who could come onto no list", "entries joined wrongly", "entries not joined"]
MOST_LISTS = 8  # beyond, one average over models takes so long that six more are too many
_LISTS_IN_FULL_ORDER = 5
_IF_SO = {
    "people who could come onto no list": "{:.0%} of all people could come onto no list",
    "entries joined wrongly": "{:.0%} of the joined entries were joined wrongly",
    "entries not joined": "{:.0%} of all entries were not joined though the person stands on another list",
}
_RETABLE: dict[Cause, Callable[[CaptureHistories, float], CaptureHistories]] = {
    "entries joined wrongly": without_false_links,
    "entries not joined": with_missed_links,
}


@dataclass(frozen=True, slots=True)
class Variation:
    """The conditional estimate if this share of people or entries is otherwise than assumed.

    `found` is None where the table, changed so, fixes no number.
    """

    cause: Cause
    share: float
    found: MethodEstimate | None

    @property
    def condition(self) -> str:
        """What would be so, in words that follow an "if"."""
        return _IF_SO[self.cause].format(self.share)

    @property
    def words(self) -> str:
        """How many people there were then."""
        if self.found is None or not math.isfinite(self.found.estimate):
            return "no number can be given"
        return f"about {self.found.estimate:,.0f}, {span(self.found.low, self.found.high)}"

    def to_json(self) -> dict[str, object]:
        """The variation as the command line prints it."""
        found = None if self.found is None else bounds_json(self.found)
        return {"cause": self.cause, "share": self.share, "found": found}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claimed number of people would need.

    `factor`: by which the people on no list would have to be more or fewer than estimated; `from_interval`: than at the
    near end of the interval (1 inside it). `smallest` and `largest` are the factors that published tables show. A
    factor is None where nothing fixes the people on no list, or nobody is expected there. For two lists a factor is
    their odds ratio.
    """

    people: int
    factor: float | None
    from_interval: float | None
    smallest: float
    largest: float
    lists: int

    @property
    def is_shown_by_published_tables(self) -> bool | None:
        """Whether published tables show dependence as strong as the claim needs; None where that cannot be told."""
        return None if self.from_interval is None else self.smallest <= self.from_interval <= self.largest

    @property
    def sentences(self) -> tuple[str, ...]:
        """The claim judged in plain sentences."""
        if self.from_interval is None:
            return (f"Nothing in these lists speaks for or against {self.people:,} people.",)
        what = " (the odds ratio of the two lists)" if self.lists == 2 else ""
        needs = f"For {self.people:,} people to hold, those on no list must be"
        estimated = f" {_times(self.factor)} estimated{what}" if self.factor is not None else ""
        if self.from_interval == 1:
            number = f"{needs}{estimated}; the number" if estimated else f"The number of {self.people:,} people"
            return (f"{number} lies in the interval and needs no dependence beyond what is assumed.",)
        also = ", or" if estimated else ""
        near = f"{needs}{estimated}{also} {_times(self.from_interval)} at the near end of the interval."
        shown = f"{self.smallest:g} to {self.largest:g} times"
        if self.is_shown_by_published_tables:
            return (
                near,
                f"The bounds taken from published tables are {shown}: the claim cannot be refuted by these lists.",
            )
        return (near, f"The bounds taken from published tables are {shown}: the claim needs a dependence beyond that.")

    def to_json(self) -> dict[str, object]:
        """The claim as the command line prints it."""
        return {
            "people": self.people,
            "factor": self.factor,
            "factor_from_interval": self.from_interval,
            "published": [self.smallest, self.largest],
            "shown_by_published_tables": self.is_shown_by_published_tables,
            "sentences": list(self.sentences),
        }


@dataclass(frozen=True, slots=True)
class Examination:
    """What no table shows, varied; the claim, where one was made; why entries were not varied, where they were not."""

    variations: tuple[Variation, ...]
    claim: Claim | None = None
    left_out: str = ""

    def to_json(self) -> dict[str, object]:
        """The examination as the command line prints it."""
        return {
            "if_otherwise": [variation.to_json() for variation in self.variations],
            "claim": None if self.claim is None else self.claim.to_json(),
        }


def examine(
    result: EstimationResult, histories: CaptureHistories, claim: int | None = None, *, left_out: str = ""
) -> Examination:
    """Examine an estimate from these capture histories.

    `left_out` says why entries are not to be varied. Raises CannotEstimate for a claim below the people observed.
    """
    judged = None if claim is None else claim_of(result, len(histories.lists), claim)
    variations = _unreachable(result)
    if len(histories.lists) > MOST_LISTS:
        left_out = left_out or f"with more than {MOST_LISTS} lists entries joined wrongly or not joined are not varied"
    if variations and not left_out:
        variations += _mislinked(histories, result.level)
    return Examination(tuple(variations), judged, left_out)


def claim_of(result: EstimationResult, lists: int, claimed: int) -> Claim:
    """What a claimed number of people would need. Raises CannotEstimate where the lists name more than it."""
    if claimed < result.observed:
        what = f"the claim of {claimed:,} people is below the {result.observed:,} whom the lists name"
        raise CannotEstimate(what, where="claim", fix="give a number of people in all, those on lists among them")
    smallest, largest = default_bounds(lists)
    base = result.conditional
    if base is None or not math.isfinite(base.estimate):
        return Claim(claimed, None, None, smallest, largest, lists)
    factor = finite(tipping_point(base, result.observed, claimed))
    near = min(max(float(claimed), base.low), base.high)
    unseen = near - result.observed
    from_interval = 1.0 if near == claimed else (claimed - result.observed) / unseen if unseen > 0 else None
    return Claim(claimed, factor, from_interval, smallest, largest, lists)


def _unreachable(result: EstimationResult) -> list[Variation]:
    base = result.conditional
    if base is None:
        return []
    found = []
    for share in UNREACHABLE:
        value, low, high = (with_unreachable(people, share) for people in (base.estimate, base.low, base.high))
        found.append(
            Variation("people who could come onto no list", share, MethodEstimate(base.name, value, low, high))
        )
    return found


def _mislinked(histories: CaptureHistories, level: float) -> list[Variation]:
    """The estimate from the tables that other links would have given, without lists that were left out before."""
    copied = copied_lists(histories)
    table = histories.of_lists(
        [name for name, held in zip(histories.lists, histories.patterns.T, strict=True)
         if name not in copied and (held @ histories.counts)]
    )  # fmt: skip
    return [
        Variation(cause, share, _estimate(change(table, share), level))
        for cause, change in _RETABLE.items()
        for share in MISLINKED
    ]


def _estimate(table: CaptureHistories, level: float) -> MethodEstimate | None:
    try:
        full = 2 < len(table.lists) <= _LISTS_IN_FULL_ORDER
        return averaged(table, level) if full else quick_conditional(table, level)
    except CannotEstimate:  # nothing fixes the number in the changed table, and it says so
        return None


def _times(factor: float) -> str:
    return f"{float(np.format_float_positional(factor, 3, fractional=False)):g} times as many as"
