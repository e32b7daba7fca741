"""Consequences stage: how many holders of an office had died by violence or unfree by the first days of four years.

Goes in: the subjects with the codes of their offices. Comes out: for each leading office with enough dated deaths the
share by each day, with its interval. The four years are those in which most such deaths of leading people lie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from byname.consequences.offices import FEWEST_HOLDERS, holding, survival_of, violent
from byname.records.codes import offices as known_offices
from byname.records.vocabulary import load
from byname.statistics.series import day_number
from byname.values.analysis import Analysis, Estimate, estimated, refusal
from byname.values.printed import Condition, PrintedNumber
from byname.values.shipped import collection_files, parse_yaml

_YEARS = 4
_TOGETHER = "office-groups.yaml"  # of a collection: offices that are taken together, beside each alone
Row = dict[str, object]


def survival(subjects: pl.DataFrame, seed: int = 0) -> Analysis:
    """The share of the holders of each leading office who had died by violence or unfree by 1 January of four years."""
    id, title = "office-survival", "How long the holders of offices survived"
    leading = [code for code, office in known_offices().items() if office.standing == "leading"]
    first = _first_year(holding(subjects, *leading))
    if first is None:
        return refusal(id, title, "Our sources date no violent death of a holder of a leading office to a year.")
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    few = []
    for words, codes in _groups(leading):
        people, dated = _dated(subjects, codes, first)
        if dated >= FEWEST_HOLDERS:
            rows.append(_row(subjects, (id, words), codes, first, (people, dated), seed, numbers))
        elif people >= 2 * FEWEST_HOLDERS:
            few.append(f"{words} ({dated} of {people})")
    if not rows:
        return refusal(id, title, f"No leading office has {FEWEST_HOLDERS} holders with a dated violent death.")
    rows.sort(key=lambda row: (-float(str(row[f"by_{first + _YEARS}"])), str(row["group"])))
    warnings = ["The shares are lower bounds: a holder whose end our sources do not date counts as alive."]
    if few:
        warnings.append(f"Too few dated violent deaths for a share: {', '.join(few)}.")
    method = "interval-censored maximum likelihood (Turnbull 1976); Aalen and Johansen 1978 where all dates are days"
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, method, table, tuple(_sentences(rows, first)), tuple(warnings), tuple(numbers))


def _groups(leading: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    words = load("offices")
    for path in collection_files(_TOGETHER):
        for group in parse_yaml(path.read_text(encoding="utf-8"))["groups"]:
            yield group["name"], tuple(group["offices"])
    for code in leading:
        yield str(words[code]["en"]), (code,)


def _first_year(holders: pl.DataFrame) -> int | None:
    """The first of the four years with most violent deaths that are dated to a year."""
    low, high = (pl.col(f"death_{side}").cast(pl.Date).dt.year() for side in ("low", "high"))
    years = holders.filter(violent() & (low == high)).select(low.alias("year"))["year"].to_list()
    if not years:
        return None
    starts = range(min(years) - _YEARS + 1, max(years) + 1)
    return max(starts, key=lambda start: sum(start <= year < start + _YEARS for year in years))


def _day(year: int) -> int:
    return day_number(dt.date(year, 1, 1))


def _dated(subjects: pl.DataFrame, codes: tuple[str, ...], first: int) -> tuple[int, int]:
    """The holders alive at the beginning, as far as known, and those of them with a dated violent death in the time."""
    own = holding(subjects, *codes).filter(pl.col("death_high").is_null() | (pl.col("death_high") >= _day(first)))
    died = violent() & (pl.col("death_high") < _day(first + _YEARS))
    return len(own), int(own.select(died.fill_null(value=False).sum()).item())


def _row(
    subjects: pl.DataFrame,
    names: tuple[str, str],
    codes: tuple[str, ...],
    first: int,
    counts: tuple[int, int],
    seed: int,
    numbers: list[PrintedNumber],
) -> Row:
    id, words = names
    people, dated = counts
    found = survival_of(subjects, codes, dt.date(first, 1, 1), dt.date(first + _YEARS, 1, 1), seed)
    row: Row = {"group": words, "people": people, "dated_deaths": dated}
    for year in range(first + 1, first + _YEARS + 1):
        value, low, high = found.at(_day(year) - _day(first))
        share = Estimate(value, min(low, value), max(high, value), people, warnings=("A lower bound.",))
        key = f"{id}-{'-'.join(codes)}-{year}"
        label = f"share dead by violence or unfree by 1 January {year}: {words}"
        where = (Condition("offices", "any-of", codes),)
        numbers.append(estimated(key, label, share, "cumulative incidence", "subjects", where, "share", 3))
        name = f"by_{year}"
        row |= {name: value, f"{name}_low": share.low, f"{name}_high": share.high, f"{name}_id": key}
    return row


def _sentences(rows: list[Row], first: int) -> Iterator[str]:
    name = f"by_{first + _YEARS}"
    for row in rows[:3]:
        interval = f"{row[f'{name}_low']:.0%} to {row[f'{name}_high']:.0%}"
        yield (
            f"Of {row['people']} people named as {row['group']} and not known to have died before {first}, at least "
            f"{row[name]:.0%} ({interval}) had died by violence or unfree by 1 January {first + _YEARS}."
        )
