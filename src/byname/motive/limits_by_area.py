"""Motive stage: limits by area: what was allowed there at first and later, and what came of it.

Goes in: a table of first limits by area, the decisions that raised them, outcomes by area that others print, and the
people of our lists who were executed in the time of the order. Comes out: one row an area. Nothing is filled in: an
outcome that we have not read stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from byname.motive.raises import Raised, raised_in, raised_table
from byname.records.fold import fold
from byname.sources.facts import PRINTED_TOTAL, FactTable
from byname.statistics.series import EPOCH
from byname.values.analysis import Analysis, counted, refusal
from byname.values.dates import FuzzyDate
from byname.values.printed import Condition, PrintedNumber

_STEM = 5  # letters by which the name of an area is found in the name of a place ("Karelian", "Karelia")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Order:
    """An order with its tables: first limits, the names of their columns, raises, outcomes, its first and last day."""

    limits: FactTable
    columns: tuple[str, ...]
    raised: FactTable | None
    outcomes: pl.DataFrame | None
    days: tuple[int, int] | None


def limits_by_area(facts: Mapping[str, FactTable], subjects: pl.DataFrame) -> Analysis:
    """The limits of orders by area beside what was added, the outcomes that others print, and the people of our lists
    who were executed there in the time of the order."""
    id, title = "limits-areas", "Limits by area, and what came of them"
    orders = list(_orders(facts))
    if not orders:
        return refusal(id, title, "The archive holds no table of limits by area.")
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for order in orders:
        rows.extend(_row(order, area, subjects, numbers) for area in _areas(order))
    rows.sort(key=_by_what_is_known)
    sentences = [*(_passed(row) for row in rows if row["ratio"]), *(s for order in orders for s in _progress(order))]
    warnings = [
        "Outcomes by area are those we have read; most areas have none, which does not mean that limits were kept.",
        "What was added is the least: not all decisions are in our sources.",
    ]
    if not any(row["documented"] for row in rows):
        warnings.append(_why_not(orders, subjects))
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, "published figures; counted", table, tuple(sentences), tuple(warnings), tuple(numbers))


def _orders(facts: Mapping[str, FactTable]) -> Iterator[_Order]:
    for name, table in facts.items():
        columns = tuple(column for column in table.rows.columns[1:] if "category" in column)
        if name.endswith("_limits") and columns:
            later = facts.get(name.removesuffix("_limits") + "_outcomes")
            outcomes = later.rows if later else None
            yield _Order(table, columns, raised_table(list(facts.values()), table), outcomes, _days(facts, name))


def _days(facts: Mapping[str, FactTable], name: str) -> tuple[int, int] | None:
    """The first and last day of an order, from the published outcomes whose quantity names its number."""
    number = re.search(r"\d{4,5}", name)
    figures = facts.get("figures")
    if not number or not figures:
        return None
    named = figures.rows.filter(
        pl.col("quantity").str.contains(rf"^(?:executed|sentenced).*{number[0]}") & (pl.col("period_end") != "")
    )
    if not len(named):
        return None
    first, last = (str(named[f"period_{side}"][0]) for side in ("start", "end"))
    return FuzzyDate.parse(first).earliest - EPOCH.toordinal(), FuzzyDate.parse(last).latest - EPOCH.toordinal()


def _areas(order: _Order) -> list[str]:
    label = order.limits.rows.columns[0]
    named = [area for area in order.limits.rows[label] if not area.startswith(PRINTED_TOTAL)]
    if order.outcomes is not None:
        named += order.outcomes.filter(pl.col("covers") == "part")["area"].to_list()
    if order.raised is not None:
        whole = set(order.raised.rows["part_of"])
        named += [area for area in order.raised.rows["area"] if area not in whole]
    return list(dict.fromkeys(named))


def _row(order: _Order, area: str, subjects: pl.DataFrame, numbers: list[PrintedNumber]) -> Row:
    first = _first_limit(order, area)
    more = raised_in(order.raised, area) if order.raised else Raised()
    shot, until, said = _outcome(order, area)
    key = f"limits-areas-{'-'.join(fold(area).split())}"
    documented = _documented(order, area, subjects)
    if documented:
        number, where = documented
        label = f"people of our lists executed in {area} in the time of the order"
        numbers.append(counted(key, label, number, "subjects", *where))
    return {
        "area": area, "to_be_shot": first, "added_to_be_shot": more.first or None,
        "added_without_category": more.unsplit or None, "shot": shot, "until": until,
        "ratio": shot / first if shot and first else None, "documented": documented[0] if documented else None,
        "documented_id": key if documented else None, "source": said,
    }  # fmt: skip


def _by_what_is_known(row: Row) -> tuple[bool, int]:
    """Areas with an outcome first, then those to whose limits most was added."""
    added = [row["added_to_be_shot"], row["added_without_category"]]
    return row["shot"] is None, -sum(number for number in added if isinstance(number, int))


def _first_limit(order: _Order, area: str) -> int | None:
    """The people to be shot in an area by the first limits, from their table or the page that gives the outcome."""
    found = order.limits.rows.filter(pl.col(order.limits.rows.columns[0]) == area)
    if len(found):
        return int(found[order.columns[0]][0])
    if order.outcomes is not None:
        own = order.outcomes.filter((pl.col("area") == area) & (pl.col("first_limit_shoot") != ""))
        return int(own["first_limit_shoot"][0]) if len(own) else None
    return None


def _outcome(order: _Order, area: str) -> tuple[int | None, str, str]:
    """The people shot in an area by the latest day for which we have read it, the day, and the source."""
    if order.outcomes is None:
        return None, "", ""
    own = order.outcomes.filter((pl.col("area") == area) & (pl.col("first_category") != "")).sort("until")
    if not len(own):
        return None, "", ""
    return int(own["first_category"][-1]), str(own["until"][-1]), str(own["source_title"][-1])


def _documented(order: _Order, area: str, subjects: pl.DataFrame) -> tuple[int, tuple[Condition, ...]] | None:
    stem = fold(area.split()[0])[:_STEM]
    if order.days is None or len(stem) < _STEM:
        return None
    where = (
        Condition("region", "prefix", stem),
        Condition("executed", "is", True),
        Condition("death_low", "between", order.days),
        Condition("death_high", "between", order.days),
    )
    number = int(_executed(order.days, subjects).select(pl.col("region").str.starts_with(stem).sum()).item() or 0)
    return (number, where) if number else None


def _executed(days: tuple[int, int], subjects: pl.DataFrame) -> pl.DataFrame:
    low, high = days
    return subjects.filter(
        pl.col("executed") & pl.col("death_low").is_between(low, high) & pl.col("death_high").is_between(low, high)
    )


def _passed(row: Row) -> str:
    return (
        f"{row['area']}: {row['to_be_shot']:,} to be shot at first; {row['shot']:,} were shot by {row['until']} "
        f"({row['source']}), {row['ratio']:.0f} times as many."
    )


def _progress(order: _Order) -> Iterator[str]:
    """How soon the first limits of the whole were used up."""
    if order.outcomes is None:
        return
    label = order.limits.rows.columns[0]
    areas = order.limits.rows.filter(~pl.col(label).str.starts_with(PRINTED_TOTAL))
    limit = int(areas[order.columns[0]].cast(pl.Int64, strict=False).sum())
    whole = order.outcomes.filter((pl.col("covers") == "whole") & (pl.col("first_category") != "")).sort("until")
    for until, shot in whole.select("until", "first_category").iter_rows():
        yield (
            f"By {until} {int(shot):,} people were sentenced to be shot, {int(shot) / limit:.0%} of the first limits "
            f"of {limit:,} for the whole ({order.limits.name.replace('_', ' ')})."
        )


def _why_not(orders: list[_Order], subjects: pl.DataFrame) -> str:
    days = next((order.days for order in orders if order.days), None)
    if days is None:
        return "Our lists are not set beside the limits: no published outcome gives the time of the order."
    own = _executed(days, subjects)
    placed = int(own["region"].is_not_null().sum())
    return (
        f"Our lists are not set beside the limits: of {len(own):,} people whom they have as executed in the time of "
        f"the order they name a place for {placed:,}, and none in an area that the tables name."
    )
