"""Consequences stage: the prisoners of the camps: how many by year, and where.

Goes in: the table of camps of an archive, and published yearly totals where the archive has them. Comes out: two
analyses, each figure with the rows of the table it rests on. The table covers other camps each year, and both say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from byname.consequences.camps import INMATES, by_place, by_year, camps_of, doubled, nameless, yearly_table
from byname.sources.facts import FactTable
from byname.values.analysis import Analysis, counted, refusal
from byname.values.printed import Condition, PrintedNumber

CAMPS = "camps"  # the name of the table of facts, and of the derived table its numbers are traced to
_ENOUGH = 20  # camps with a figure in a year, for a map of it
_YEARS, _PLACES = "Prisoners in the camps, by year", "The largest camps, and where they lay"
_NONE = (
    "The archive holds no table of camps by year and place. Add one: `byname facts add DIR FILE.csv --as camps` "
    "(columns camp_id, camp_en, lon, lat, year, prisoners)."
)


def prisoners(facts: Mapping[str, FactTable]) -> Iterator[Analysis]:
    """The prisoners by year, and the camps of a few telling years by place."""
    table = camps_of(facts[CAMPS]) if CAMPS in facts else pl.DataFrame()
    if not len(table) or not len(by_year(table)):
        reason = "The table of camps holds no figure of a camp." if CAMPS in facts else _NONE
        yield refusal("camps-by-year", _YEARS, reason)
        yield refusal("camps-by-place", _PLACES, reason)
        return
    yield yearly(table, yearly_table(facts, *INMATES))
    yield placed(table)


def yearly(table: pl.DataFrame, totals: FactTable | None = None) -> Analysis:
    """Camps with a figure and their prisoners by year, beside the published total of the year where there is one."""
    id = "camps-by-year"
    years = by_year(table)
    published = _published(totals)
    rows: list[dict[str, object]] = []
    numbers: list[PrintedNumber] = []
    for year, camps, people in years.iter_rows():
        where = (Condition("year", "is", year), Condition("counts", "is", True))
        label = f"prisoners in {year} in the camps of the table that have a figure"
        keys = f"{id}-{year}-camps", f"{id}-{year}"
        numbers.append(counted(keys[0], f"camps with a figure in {year}", camps, CAMPS, *where, unit="camps"))
        numbers.append(PrintedNumber(keys[1], label, float(people), "summed over the rows", CAMPS, where,
                                     unit="prisoners"))  # fmt: skip
        row = {"year": year, "camps": camps, "camps_id": keys[0], "prisoners": people, "prisoners_id": keys[1]}
        rows.append(row | ({"published_total": published.get(year)} if published else {}))
    top, most = (max(rows, key=lambda row: int(str(row[name]))) for name in ("prisoners", "camps"))
    known = table.filter("counts")["camp_id"].n_unique()
    sentences = (
        f"The table counts most prisoners in {top['year']}: {top['prisoners']:,} in {top['camps']:,} camps.",
        f"It has figures of {known:,} camps, in no year of all: in {most['year']}, when most have one, "
        f"{most['camps']:,} have.",
    )
    warnings = (*_warnings(table), *_totals_warning(totals))
    drawn = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, _YEARS, "sums of the table", drawn, sentences, warnings, tuple(numbers))


def _published(totals: FactTable | None) -> dict[int, int]:
    if totals is None:
        return {}
    return {int(year): int(inmates) for year, inmates in totals.rows.select(INMATES).iter_rows()}


def _totals_warning(totals: FactTable | None) -> Iterator[str]:
    if totals is not None and _published(totals):
        title = totals.rows["source_title"][0]
        yield (
            f"The published totals that stand beside are those of {title}; they may be of other days and of camps that "
            "the table does not hold, and the table may count a prisoner twice who was moved within the year."
        )


def _warnings(table: pl.DataFrame) -> Iterator[str]:
    """What a reader of the figures must know: coverage, days, doubled and nameless rows, the source."""
    years = by_year(table)
    camps = years["camps"].to_list()
    yield (
        f"The table does not cover all camps in any year: from {min(camps)} to {max(camps):,} camps have a figure. "
        "A year with fewer prisoners may only be a year with fewer figures."
    )
    yield "The table gives a year and no day for each figure; a camp's number changed within the year."
    twice = doubled(table)
    if len(twice):
        names = ", ".join(f"{row['camp_en']} {row['year']}" for row in twice.head(5).iter_rows(named=True))
        yield f"{len(twice):,} camps have more than one figure for a year ({names}); the largest counts."
    without = nameless(table)
    if len(without):
        first = without.row(0, named=True)
        yield (
            f"{len(without):,} rows name no camp and count nowhere; the largest says {first['prisoners']:,} prisoners "
            f"in {first['year']} (row {first['row']} of the table)."
        )
    if "source_title" in table.columns:
        yield f"From: {'; '.join(sources_of(table))}."


def sources_of(table: pl.DataFrame) -> list[str]:
    """The sources of the rows with their addresses, at most three."""
    named = table.select("source_title", "source_address") if "source_address" in table.columns else table.select(
        "source_title", pl.lit(None).alias("source_address"))  # fmt: skip
    found = named.unique(maintain_order=True).head(3).iter_rows()
    return [f"{title} ({address})" if address else str(title) for title, address in found]


def telling_years(table: pl.DataFrame) -> list[int]:
    """The first and last year with enough camps, that with most prisoners, and that with most camps; in order."""
    years = by_year(table)
    enough = years.filter(pl.col("camps") >= _ENOUGH)
    chosen = enough if len(enough) else years
    top = years.sort(["prisoners", "year"], descending=[True, False])["year"][0]
    full = years.sort(["camps", "year"], descending=[True, False])["year"][0]
    return sorted({int(chosen["year"][0]), int(top), int(full), int(chosen["year"][-1])})


def placed(table: pl.DataFrame) -> Analysis:
    """The camps of a few telling years with their places; first the year with most prisoners, then the others."""
    id = "camps-by-place"
    years = telling_years(table)
    totals = {year: people for year, _, people in by_year(table).iter_rows()}
    years.sort(key=lambda year: (-totals[year], year))
    rows: list[dict[str, object]] = []
    numbers: list[PrintedNumber] = []
    for year in years:
        for camp_id, camp, lon, lat, people, row in by_place(table, year).iter_rows():
            key = f"{id}-{year}-{camp_id}"
            where = (Condition("row", "is", row),)
            label = f"prisoners of {camp} in {year}"
            numbers.append(PrintedNumber(key, label, float(people), "as the table has it", CAMPS, where,
                                         unit="prisoners"))  # fmt: skip
            rows.append({"year": year, "camp": camp, "prisoners": people, "prisoners_id": key, "row": row,
                         "lon": lon, "lat": lat})  # fmt: skip
    top = rows[0]
    named = ", ".join(str(year) for year in sorted(years))
    sentences = (
        f"The largest camp of {top['year']}, the year with most prisoners in the table, is {top['camp']}: "
        f"{top['prisoners']:,} prisoners.",
        f"Shown are the years {named}: the first and the last with figures of {_ENOUGH} camps or more, and those with "
        "most prisoners and with most camps.",
    )
    off = sum(row["lon"] is None or row["lat"] is None for row in rows)
    unplaced = (f"{off:,} figures have no coordinates and are not on the map.",) if off else ()
    warnings = (*_warnings(table), *unplaced, "A circle lies where the table places the camp: the seat of its "
                "administration, not each of its sites.")  # fmt: skip
    drawn = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, _PLACES, "as the table has it", drawn, sentences, warnings, tuple(numbers))
