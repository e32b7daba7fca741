"""Casualties stage: the estimate without each list in turn, which shows whether one list carries it."""

from __future__ import annotations

from byname.casualties.estimators.averaging import averaged
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate


def without_each_list(histories: CaptureHistories, level: float = 0.95) -> list[MethodEstimate]:
    """The averaged log-linear estimate from all lists but one, for each list; the population is the same each time.

    A list without which nothing can be estimated comes back with an infinite upper bound and a warning. Raises
    CannotEstimate for fewer than three lists.
    """
    if len(histories.lists) < 3:
        raise CannotEstimate("a list can be left out of three or more", where=histories.where, fix="add a list")
    found = []
    for name in histories.lists:
        rest, title = histories.without_list(name), f"without {name}"
        try:
            one = averaged(rest, level)
            found.append(MethodEstimate(title, one.estimate, one.low, one.high, one.seconds, one.diagnostics))
        except CannotEstimate as error:
            n = float(rest.observed)
            found.append(MethodEstimate(title, n, n, float("inf"), warnings=(str(error),)))
    return found
