"""Consequences stage: all analyses of an archive's subjects, in order.

Goes in: subjects, households, places of detention, facts. Comes out: a list of analyses for the report and the command.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from byname.consequences.camps import DEATHS, mortality, yearly_table
from byname.consequences.destinations import where_sent
from byname.consequences.households import households
from byname.consequences.office_chains import chain_numbers
from byname.consequences.office_survival import survival
from byname.consequences.offices import holders
from byname.consequences.paths import durations, paths, with_stations
from byname.consequences.prisoners import prisoners
from byname.consequences.restoration import restoration
from byname.consequences.succession import successions
from byname.consequences.years_lost import years_lost
from byname.errors import CannotEstimate
from byname.sources.facts import FactTable
from byname.statistics.incidence import Durations, Incidence, cumulative_incidence
from byname.statistics.ratios import share
from byname.statistics.series import day_number, series_of
from byname.values.analysis import FEWEST_ASKED, Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

YEAR = 365.25
UNTIL = 30 * 366
_AT = (1, 5, 10, 20)
_BY_PERIOD = 200  # people taken in a year, for a row of their own
_ENDS = ("executed", "died in custody", "died in exile", "release", "death")
_VERBS = {
    "executed": "had been executed",
    "died in custody": "had died in custody",
    "died in exile": "had died in exile",
    "release": "had been released",
    "death": "had died in other circumstances",
}


def analyses(
    subjects: pl.DataFrame,
    household_table: pl.DataFrame,
    sent: pl.DataFrame,
    facts: Mapping[str, FactTable],
    seed: int = 0,
    countries: Iterable[str] = (),
) -> Iterator[Analysis]:
    """Every analysis of consequences; those that the archive does not allow are refused with the reason. `countries`
    are those of its lists, as their mappings say."""
    stations = with_stations(subjects)
    yield paths(stations)
    for start in ("arrest", "deportation"):
        yield after(subjects, start, seed=seed)
    yield custody_deaths(subjects)
    yield years_lost(subjects, countries=countries)
    yield from _of_households(household_table)
    yield restoration(subjects, facts)
    named = holders(subjects)
    yield replace(named, numbers=(*named.numbers, *chain_numbers(subjects)))
    yield survival(subjects, seed)
    if "office_terms" in facts:
        yield from successions(facts["office_terms"])
    yield from where_sent(sent, facts)
    yield from prisoners(facts)
    deaths = yearly_table(facts, *DEATHS)
    if deaths is not None:
        yield mortality(deaths)


def after(subjects: pl.DataFrame, start: str, seed: int = 0) -> Analysis:
    """The shares whom each end has met by 1, 5, 10 and 20 years after an arrest or deportation, in all and by its year,
    among people whose end is dated. Partial dates count as intervals."""
    id, title = f"after-{start}", f"What followed the {start}, and how soon"
    try:
        found, people = durations(subjects, start, _ENDS, until=UNTIL)
    except CannotEstimate as error:
        return refusal(id, title, f"{error.what[0].upper()}{error.what[1:]}.")
    period = people.join(subjects.select("person_id", f"{start}_low"), on="person_id", how="left")
    years = period[f"{start}_low"].cast(pl.Date).dt.year().to_numpy()
    known = found.cause > 0
    if int(known.sum()) < FEWEST_ASKED:
        return refusal(id, title, f"Only {int(known.sum())} people have a dated {start} and a dated end.")
    rows: list[dict[str, object]] = []
    numbers: list[PrintedNumber] = []
    groups = [("all", known)] + [(str(year), known & (years == year)) for year in np.unique(years[known])]
    for name, mine in groups:
        if name != "all" and int(mine.sum()) < _BY_PERIOD:
            continue
        part = Durations(found.low[mine], found.high[mine], found.cause[mine])
        for one in cumulative_incidence(part, len(_ENDS), seed=seed):
            if (part.cause == one.cause).any():
                _add(rows, numbers, (id, start, name), one, int(mine.sum()))
    left_out = int((~known).sum())
    warnings = (
        f"{left_out:,} people with a dated {start} have no dated end and are left out: the shares are of those whose "
        "end is dated, and a source that dates deaths more often than releases makes deaths too frequent.",
    )
    exact = "Aalen and Johansen 1978" if found.exact else "interval-censored maximum likelihood (Turnbull 1976)"
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, exact, table, tuple(_sentences(table, start)), warnings, tuple(numbers))


def _add(
    rows: list[dict[str, object]],
    numbers: list[PrintedNumber],
    names: tuple[str, str, str],
    one: Incidence,
    people: int,
) -> None:
    id, start, group = names
    end = _ENDS[one.cause - 1]
    where = [Condition(f"{start}_low", "not-null")]
    if group != "all":
        low, high = (day_number(dt.date(int(group) + add, 1, 1)) - add for add in (0, 1))
        where = [Condition(f"{start}_low", "between", (low, high))]
    row: dict[str, object] = {"group": group, "end": end, "people": people}
    for years in _AT:
        value, low_share, high_share = one.at(years * YEAR)
        key = f"{id}-{group}-{'-'.join(end.split())}-{years}y"
        found = Estimate(value, min(low_share, value), max(high_share, value), people)
        label = f"share {_words(end)} within {years} years of the {start} ({group}), of those whose end is dated"
        numbers.append(estimated(key, label, found, "cumulative incidence", "subjects", tuple(where), "share", 3))
        name = f"within_{years}"
        row |= {name: value, f"{name}_low": found.low, f"{name}_high": found.high, f"{name}_id": key}
    rows.append(row)


def _words(end: str) -> str:
    return {"release": "released", "death": "dead in other circumstances"}.get(end, end)


def _sentences(table: pl.DataFrame, start: str) -> Iterator[str]:
    for row in table.filter(pl.col("group") == "all").sort("within_10", descending=True).head(3).iter_rows(named=True):
        yield (
            f"Within ten years of the {start} {row['within_10']:.0%} ({row['within_10_low']:.0%} to "
            f"{row['within_10_high']:.0%}) of those whose end is dated {_VERBS[row['end']]}."
        )


def custody_deaths(subjects: pl.DataFrame) -> Analysis:
    """The share known to have died in custody or been executed, by the year of arrest; a lower bound."""
    id, title = "custody-deaths", "Known deaths in custody, by year of arrest"
    arrest = pl.col("arrest_low").cast(pl.Date).dt.year()
    inside = pl.col("arrest_high").cast(pl.Date).dt.year() == arrest
    own = subjects.filter(inside.fill_null(value=False)).with_columns(arrest.alias("year"))
    counts = own.group_by("year").agg(
        pl.len().alias("people"),
        (pl.col("ending") == "died in custody").fill_null(value=False).sum().alias("died"),
        pl.col("executed").sum().alias("executed"),
    )
    counts = counts.filter(pl.col("people") >= FEWEST_ASKED).sort("year")
    if not len(counts):
        return refusal(id, title, f"No year has {FEWEST_ASKED} or more dated arrests.")
    rows: list[dict[str, object]] = []
    numbers = []
    for year, people, died, executed in counts.iter_rows():
        low, high = day_number(dt.date(year, 1, 1)), day_number(dt.date(year, 12, 31))
        where = (Condition("arrest_low", "between", (low, high)), Condition("arrest_high", "between", (low, high)))
        key = f"{id}-{year}"
        part = share(died, people)
        numbers.append(counted(f"{key}-people", f"arrested in {year}", people, "subjects", *where))
        dead = (*where, Condition("ending", "is", "died in custody"))
        numbers.append(counted(key, f"arrested in {year}, died in custody", died, "subjects", *dead))
        shot = (*where, Condition("executed", "is", True))
        numbers.append(counted(f"{key}-executed", f"arrested in {year}, executed", executed, "subjects", *shot))
        label = f"share of those arrested in {year} who are known to have died in custody"
        numbers.append(estimated(f"{key}-share", label, part, "Wilson 1927", "subjects", where, "share", 3))
        rows.append({"year": year, "people": people, "people_id": f"{key}-people", "died": died, "died_id": key,
                     "executed": executed, "executed_id": f"{key}-executed", "share": part.value,
                     "share_low": part.low, "share_high": part.high, "share_id": f"{key}-share"})  # fmt: skip
    top = max(rows, key=lambda row: (float(str(row["share_low"])), row["year"]))
    sentence = (
        f"Known to have died in custody: {top['died']:,} of {top['people']:,} people arrested in {top['year']} "
        f"({top['share']:.1%}, {top['share_low']:.1%} to {top['share_high']:.1%}), the most of any year."
    )
    warning = "Known deaths only: the shares are lower bounds, and years are comparable only as far as sources are."
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))


def _of_households(table: pl.DataFrame) -> Iterator[Analysis]:
    """The households of each deportation: the months in which at least a hundred of them were taken."""
    dated = table.filter(pl.col("deported_low").is_not_null())
    if not len(dated):
        yield refusal("households", "Families", "Our sources name no household with the day of its deportation.")
        return
    months = series_of(dated["deported_low"], dated["deported_high"], "month")
    large = [(day, int(n)) for day, n in zip(months.start, months.counts, strict=True) if n >= 100]
    if not large:
        yield refusal("households", "Families", "In no month a hundred households were deported.")
    for first, _ in large:
        last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        yield households(table, first, last, f"deportation of {first:%B %Y}")
