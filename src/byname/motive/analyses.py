"""Motive stage: all analyses of an archive's subjects, in order.

Goes in: subjects, facts, a population where one is chosen. Comes out: the analyses for report and command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor

import polars as pl

from byname.motive.attributes import ATTRIBUTES
from byname.motive.evidence import Material
from byname.motive.explanations import trends_of
from byname.motive.limits import limits
from byname.motive.limits_by_area import limits_by_area
from byname.motive.named_and_unnamed import unnamed
from byname.motive.rates import rates_against
from byname.motive.regression import regression
from byname.motive.severity import severities
from byname.motive.sums import sums
from byname.motive.targeting import composition
from byname.motive.trends import trend_analysis
from byname.motive.wave_analysis import WAVES, wave
from byname.motive.weighing import elements, explained
from byname.sources.facts import FactTable
from byname.values.analysis import Analysis

_ALWAYS_ASKED = ("arrest", "deportation", "sentence", "death")


def analyses(
    subjects: pl.DataFrame,
    facts: Mapping[str, FactTable],
    populations: pl.DataFrame,
    place: str | None = None,
    seed: int = 0,
    lists: Sequence[str] = (),
    pool: Executor | None = None,
) -> Iterator[Analysis]:
    """Every analysis of motive; those that the archive does not allow are refused with the reason.

    `lists`: those set against each other for the estimate of people whom none names (undercount). `pool`: where groups
    are estimated side by side, if anywhere.
    """
    for attribute in ATTRIBUTES:
        yield composition(subjects, attribute)
    victims, found = unnamed(subjects, lists, seed, pool)
    yield from found
    yield from rates_against(subjects, populations, place, victims)
    yield from severities(subjects)
    yield regression(subjects)
    for trend, table in trends_of(facts):
        yield trend_analysis(trend, table)
    events = facts.get("events")
    for event in WAVES:
        if event in _ALWAYS_ASKED or subjects[f"{event}_low"].is_not_null().any():
            yield wave(subjects, event, events, seed)
    yield limits(facts)
    yield limits_by_area(facts, subjects)
    yield sums(list(facts.values()))
    material = Material(subjects, facts)
    yield from explained(material)
    if {"figures", "events"} <= set(facts):
        yield elements(material)
