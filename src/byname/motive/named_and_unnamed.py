"""Motive stage: the victims named and unnamed by group, as analyses.

Goes in: the subjects, and which lists are set against each other. Comes out: for each attribute that most people have
an analysis of how many there were of each group, and the draws from which rates against a population are taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES, Attribute
from byname.motive.targeting import Row, columns, slug
from byname.motive.undocumented import METHOD, OTHERS, AllVictims, ListCoverage, all_victims, coverage_of
from byname.values.analysis import FEWEST, Analysis, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

_PERSECUTED = Condition("persecuted", "is", True)
_ESTIMATED = ("nationality", "gender", "age_group", "standing", "party", "region")


def unnamed(
    subjects: pl.DataFrame, lists: Sequence[str], seed: int = 0
) -> tuple[dict[str, AllVictims], list[Analysis]]:
    """Victims named and unnamed by every attribute that most people have: by its name, and as analyses."""
    try:
        coverage: ListCoverage | CannotEstimate = coverage_of(subjects, lists, seed)
    except CannotEstimate as error:
        title = "Victims named and unnamed, by group"
        return {}, [refusal("victims", title, f"Those whom no list names cannot be estimated: {error.what}.")]
    victims, found = {}, []
    for name in _ESTIMATED:
        analysis, people = named_and_unnamed(subjects, ATTRIBUTES[name], coverage, seed)
        found.append(analysis)
        if people is not None:
            victims[name] = people
    return victims, found


def named_and_unnamed(
    subjects: pl.DataFrame, attribute: Attribute, coverage: ListCoverage | CannotEstimate, seed: int = 0
) -> tuple[Analysis, AllVictims | None]:
    """The persecuted by group with those on no list: an analysis, and the draws for rates against a population."""
    id, title = f"victims-{attribute.name}", f"Victims named and unnamed, by {attribute.words}"
    if isinstance(coverage, CannotEstimate):
        return refusal(id, title, f"Those whom no list names cannot be estimated: {coverage.what}."), None
    try:
        found = all_victims(subjects, attribute, coverage, seed)
    except CannotEstimate as error:
        return refusal(id, title, f"{error.what[0].upper()}{error.what[1:]}."), None
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for group in sorted(found.groups, key=lambda name: (name == OTHERS, -found.documented[name], name)):
        row, own = _row(found, attribute, group, (id, attribute.label(group, subjects)))
        rows.append(row)
        numbers += own
    method = f"{METHOD}; intervals as wide as that of all lists together"
    return Analysis(id, title, method, pl.DataFrame(rows, infer_schema_length=None), _sentences(rows, attribute),
                    found.warnings, tuple(numbers)), found  # fmt: skip


def _row(
    found: AllVictims, attribute: Attribute, group: str, names: tuple[str, str]
) -> tuple[Row, list[PrintedNumber]]:
    """The row of a group; `names`: the id of the analysis and the group in words."""
    key, label, people = f"{names[0]}-{slug(group)}", names[1], found.documented[group]
    row: Row = {"group": label, "people": people}
    numbers: list[PrintedNumber] = []
    where = (_PERSECUTED, attribute.stated) if group == OTHERS else (_PERSECUTED, attribute.condition(group))
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
