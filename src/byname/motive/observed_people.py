"""Motive stage: tests of explanations on the people of the lists.

Goes in: the subjects; which groups of them a test compares, and the days between which it looks, is data. Comes out: an
observed effect. `words` is the sentence that a test prints; it fills in the values named in `gives`.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.evidence import Material, ObservedEffect, meets, of_ratio
from byname.statistics.normal import normal_quantile
from byname.statistics.ratios import odds_ratio
from byname.statistics.series import day_number
from byname.values.analysis import Estimate
from byname.values.printed import Condition

_FEWEST_DATED = 10


@dataclass(frozen=True, slots=True)
class RateBeforeAndAfter:
    """How many times more people of a group were certainly struck, by the month, before a day than from it on.

    A person is struck at the first of `events` that is dated. `since` and `until` bound the time; the rates are by
    `months_before` and `months_after` months. `people` is the group in words.
    """

    gives: ClassVar[tuple[str, ...]] = ("before", "after")
    who: tuple[Condition, ...]
    people: str
    events: tuple[str, ...]
    since: dt.date
    day: dt.date
    until: dt.date
    months_before: float
    months_after: float
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The ratio of the rates, a half added to each count; raises CannotEstimate for fewer than ten people."""
        since, day, until = (day_number(date) for date in (self.since, self.day, self.until))
        low, high = (pl.coalesce(f"{event}_{side}" for event in self.events) for side in ("low", "high"))
        own = material.subjects.filter(meets(self.who))
        before = own.filter((low >= since) & (high < day)).height
        after = own.filter((low >= day) & (high <= until)).height
        if before + after < _FEWEST_DATED:
            what = f"only {before + after} {self.people} are dated"
            raise CannotEstimate(what, where="subjects", fix="add lists")
        ratio = (before + 0.5) / (after + 0.5) / (self.months_before / self.months_after)
        width = normal_quantile(0.95) * math.sqrt(1 / (before + 0.5) + 1 / (after + 0.5))
        found = Estimate(ratio, ratio * math.exp(-width), ratio * math.exp(width), before + after)
        return of_ratio(self.words.format(before=before, after=after), found, "subjects")


@dataclass(frozen=True, slots=True)
class OddsOfExecution:
    """The odds of execution of a group against those of another, among persecuted people whose end is known.

    Where no other group is named, it is all those of whom the same is stated and who are not of the group.
    """

    gives: ClassVar[tuple[str, ...]] = ("cases", "people", "other_cases", "other_people")
    who: tuple[Condition, ...]
    words: str
    others: tuple[Condition, ...] = ()

    def observe(self, material: Material) -> ObservedEffect:
        """The odds ratio (Woolf 1955)."""
        mine = meets(self.who)
        stated = pl.all_horizontal(pl.col(one.column).is_not_null() for one in self.who)
        others = meets(self.others) if self.others else stated & ~mine
        known = material.subjects.filter(pl.col("persecuted") & pl.col("ending").is_not_null())
        parts = known.filter(mine), known.filter(others)
        if not all(len(part) for part in parts):
            raise CannotEstimate("one of the two groups is empty", where="subjects", fix="add lists")
        (a, n1), (c, n0) = ((int(part["executed"].sum()), part.height) for part in parts)
        words = self.words.format(cases=a, people=n1, other_cases=c, other_people=n0)
        return of_ratio(words, odds_ratio(a, n1, c, n0), "subjects")
