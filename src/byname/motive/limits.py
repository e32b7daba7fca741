"""Motive stage: the limits of orders beside what came of them, as an analysis.

Goes in: the facts of an archive. Comes out: for each table of limits the first limits, what is known to have been
added, and the published outcomes, as ratios.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from byname.motive.directives import Limit, limits_of
from byname.sources.facts import FactTable
from byname.values.analysis import Analysis, refusal

Row = dict[str, object]


def limits(facts: Mapping[str, FactTable]) -> Analysis:
    """Limits of orders beside published outcomes: the first limits, and those with what was added later."""
    id, title = "limits", "Limits of orders and what came of them"
    found = limits_of(list(facts.values()))
    if not found:
        return refusal(id, title, "The archive holds no table of limits with a published outcome of the same order.")
    rows = [
        {"order": limit.table.replace("_", " "), "group": limit.group, "allowed": limit.allowed,
         "raised": limit.raised, "outcome": limit.outcome.value, "outcome_low": limit.outcome.low,
         "outcome_high": limit.outcome.high, "ratio": limit.ratio.value, "ratio_low": limit.ratio.low,
         "ratio_high": limit.ratio.high, "ratio_with_raised": limit.ratio_with_raised.value,
         "ratio_with_raised_low": limit.ratio_with_raised.low, "ratio_with_raised_high": limit.ratio_with_raised.high,
         "sources": ", ".join(limit.sources)}
        for limit in found
    ]  # fmt: skip
    warnings = tuple(dict.fromkeys(w for limit in found for w in limit.outcome.warnings))
    known = max(limit.decisions for limit in found)
    more = (
        f"Limits were raised afterwards. We have read {known} of these decisions, not all of them: what was added "
        "is the least, and the ratio with it the most."
        if known
        else "Limits were raised afterwards; the raised ones are not in our sources: the ratio is against the first."
    )
    sentences = tuple(_limit_sentence(limit) for limit in found)
    return Analysis(id, title, "sums of the table", pl.DataFrame(rows), sentences, (*warnings, more))


def _limit_sentence(limit: Limit) -> str:
    first = (
        f"{limit.table.replace('_', ' ')}: {limit.allowed:,} {limit.group} at first; published outcomes give "
        f"{limit.outcome.value:,.0f}, {limit.ratio.value:.1f} times as many"
    )
    if not limit.raised:
        return f"{first}."
    return (
        f"{first}. At least {limit.raised:,} more were allowed later; against both it is "
        f"{limit.ratio_with_raised.value:.1f} times."
    )
