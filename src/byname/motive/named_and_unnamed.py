"""Motive stage: the victims named and unnamed by group, as analyses.

Goes in: the subjects, and which lists are set against each other. Comes out: for each attribute that most people have
an analysis of how many there were of each group, and the draws from which rates against a population are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES, Attribute
from byname.motive.targeting import Row, columns, slug
from byname.motive.undocumented import (
    METHOD,
    OTHERS,
    AllVictims,
    GroupedVictims,
    ListCoverage,
    coverage_of,
    grouped_victims,
    seen_persecuted,
    strata_of,
    victims_of,
)
from byname.records.side_by_side import in_order
from byname.values.analysis import FEWEST, Analysis, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

if TYPE_CHECKING:
    from byname.casualties.histories import CaptureHistories
    from byname.casualties.strata import Strata

_PERSECUTED = (Condition("persecuted", "is", True), Condition("named", "is", True))
_ESTIMATED = ("nationality", "gender", "age_group", "standing", "party", "region")


def unnamed(
    subjects: pl.DataFrame, lists: Sequence[str], seed: int = 0, pool: Executor | None = None
) -> tuple[dict[str, AllVictims], list[Analysis]]:
    """Victims named and unnamed by every attribute that most people have: by its name, and as analyses.

    `pool`: where the attributes are worked out side by side, if anywhere; it changes nothing in the result.
    """
    try:
        seen = seen_persecuted(subjects, lists)
    except CannotEstimate as error:
        return {}, [_refused(error)]
    grouped = {name: _grouped(subjects, ATTRIBUTES[name], lists) for name in _ESTIMATED}
    possible = [one for one in grouped.values() if isinstance(one, GroupedVictims)]
    work: list[Callable[[], Any]] = [partial(_coverage, seen, tuple(lists), seed)]
    work += [partial(_strata, one, seed) for one in possible]
    worked_out = in_order(_done, work, pool, ahead=len(work))
    coverage: ListCoverage | CannotEstimate = next(worked_out)
    if isinstance(coverage, CannotEstimate):
        return {}, [_refused(coverage)]
    victims, found = {}, []
    for name, one in grouped.items():
        people = one if isinstance(one, CannotEstimate) else _victims(one, next(worked_out), coverage, seed)
        if isinstance(people, AllVictims):
            victims[name] = people
        found.append(named_and_unnamed(subjects, ATTRIBUTES[name], people))
    return victims, found


def _refused(error: CannotEstimate) -> Analysis:
    title = "Victims named and unnamed, by group"
    return refusal("victims", title, f"Those whom no list names cannot be estimated: {error.what}.")


def _done(work: Callable[[], Any]) -> Any:
    """What a piece of work gives, wherever it is done."""
    return work()


def _coverage(seen: CaptureHistories, lists: Sequence[str], seed: int) -> ListCoverage | CannotEstimate:
    try:
        return coverage_of(seen, lists, seed)
    except CannotEstimate as error:
        return error


def _grouped(subjects: pl.DataFrame, attribute: Attribute, lists: Sequence[str]) -> GroupedVictims | CannotEstimate:
    try:
        return grouped_victims(subjects, attribute, lists)
    except CannotEstimate as error:
        return error


def _strata(grouped: GroupedVictims, seed: int) -> Strata | CannotEstimate:
    try:
        return strata_of(grouped, seed)
    except CannotEstimate as error:
        return error


def _victims(
    grouped: GroupedVictims, strata: Strata | CannotEstimate, coverage: ListCoverage, seed: int
) -> AllVictims | CannotEstimate:
    return strata if isinstance(strata, CannotEstimate) else victims_of(grouped, strata, coverage, seed)


def named_and_unnamed(subjects: pl.DataFrame, attribute: Attribute, found: AllVictims | CannotEstimate) -> Analysis:
    """The persecuted by group with those on no list, as an analysis; refused where there is no estimate of them."""
    id, title = f"victims-{attribute.name}", f"Victims named and unnamed, by {attribute.words}"
    if isinstance(found, CannotEstimate):
        return refusal(id, title, f"{found.what[0].upper()}{found.what[1:]}.")
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for group in sorted(found.groups, key=lambda name: (name == OTHERS, -found.documented[name], name)):
        row, own = _row(found, attribute, group, (id, attribute.label(group, subjects)))
        rows.append(row)
        numbers += own
    method = f"{METHOD}; intervals as wide as that of all lists together"
    return Analysis(id, title, method, pl.DataFrame(rows, infer_schema_length=None), _sentences(rows, attribute),
                    found.warnings, tuple(numbers))  # fmt: skip


def _row(
    found: AllVictims, attribute: Attribute, group: str, names: tuple[str, str]
) -> tuple[Row, list[PrintedNumber]]:
    """The row of a group; `names`: the id of the analysis and the group in words."""
    key, label, people = f"{names[0]}-{slug(group)}", names[1], found.documented[group]
    row: Row = {"group": label, "people": people}
    numbers: list[PrintedNumber] = []
    where = (*_PERSECUTED, attribute.stated if group == OTHERS else attribute.condition(group))
    if group != OTHERS:
        numbers.append(counted(key, f"persecuted people, {attribute.words} {label}", people, "subjects", *where))
        row["people_id"] = key
    said = f"{attribute.words} {label}"
    for name, value, words, unit, decimals in (
        ("in_all", found.people(group), f"persecuted people named and unnamed, {said}", "people", 0),
        ("share", found.share(group), f"share of {said} among the persecuted named and unnamed", "share", 3),
    ):
        number = f"{key}-{name.replace('_', '-')}"
        numbers.append(estimated(number, words, value, METHOD, "subjects", where, unit, decimals))
        row |= columns(value, name, number)
    return row | {"small": people < FEWEST}, numbers


def _sentences(rows: Sequence[Row], attribute: Attribute) -> tuple[str, ...]:
    return tuple(
        f"{attribute.words.capitalize()} {row['group']}: {row['people']:,} named; with those on no list about "
        f"{row['in_all']:,.0f} ({row['in_all_low']:,.0f} to {row['in_all_high']:,.0f})."
        for row in rows[:3]
    )
