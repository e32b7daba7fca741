"""What motive and consequences find in the real lists beside the repository."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from byname.consequences.analyses import custody_deaths
from byname.consequences.camps import by_place, by_year, doubled, nameless, read_camps
from byname.consequences.destinations import destinations, destinations_of
from byname.consequences.households import households, make_households, sizes
from byname.consequences.paths import durations
from byname.motive.waves import answer_to, second_opinion, turns, waves
from byname.people.profiles.subjects import records_as_subjects
from byname.records.reading import read_records, with_households
from byname.sources.catalogue import fetch, find_collection, mapping_path
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source
from byname.statistics.incidence import Durations, cumulative_incidence
from byname.statistics.series import Series, series_of

pytestmark = [pytest.mark.measured, pytest.mark.shared]
ORDER_00447, DECREE = dt.date(1937, 7, 30), dt.date(1938, 11, 17)
WEEK = dt.timedelta(days=7)
_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря")  # fmt: skip


def _read(files: Iterable[tuple[Path, SourceMapping]]) -> pl.DataFrame:
    tables: list[pl.DataFrame] = []
    heads: dict[str, str] = {}
    for path, mapping in files:
        with open_source(path, mapping) as entries:
            tables += [with_households(batch.records, heads) for batch in read_records(entries, mapping)]
    return pl.concat(tables)


@pytest.fixture(scope="module")
def moscow(shared: Path) -> pl.DataFrame:
    path = shared / "collections" / "moscow-shot" / "persons.csv.gz"
    return records_as_subjects(_read([(path, read_mapping(mapping_path("moscow-shot")))]))


@pytest.fixture(scope="module")
def arrests(shared: Path) -> Series:
    """Arrests by day in the nameless book-of-memory entries of many regions."""
    with zipfile.ZipFile(shared / "collections" / "memory-book-texts" / "texts.zip") as packed:
        text = packed.read(packed.namelist()[0]).decode("utf-8")
    found = re.findall(rf"Арестован\w*\s+(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})", text)
    written = pl.Series([f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}" for day, month, year in found])
    days = written.str.to_date(strict=False).drop_nulls().cast(pl.Int32)  # a 31 June is no day
    return series_of(days, days, "day", dt.date(1936, 6, 1), dt.date(1939, 12, 31))


@pytest.fixture(scope="module")
def estonia(shared: Path) -> pl.DataFrame:
    """Books R3 (arrested), R5 (deported in 1949 with their families) and R6 (deported in other years)."""
    folder = shared / "collections" / "estonia-memento"
    files = [(p, read_mapping(m)) for p, m in fetch(find_collection("estonia-memento"), folder, folder=folder)]
    return _read((path, mapping) for path, mapping in files if mapping.source in ("R3", "R5", "R6"))


def test_executions_in_moscow_by_month(moscow: pl.DataFrame) -> None:
    series = series_of(moscow["death_low"], moscow["death_high"], "month")
    counts = dict(zip((day.strftime("%Y-%m") for day in series.start), series.counts.tolist(), strict=True))
    inside = {month: n for month, n in counts.items() if "1937-01" <= month <= "1938-12"}
    assert max(inside, key=lambda month: inside[month]) == "1937-12"
    assert (counts["1937-12"], counts["1938-11"]) == (1047, 2)


def test_executions_in_moscow_end_before_the_decree(moscow: pl.DataFrame) -> None:
    """The last night of the mass executions at Moscow was 19 October 1938; the decree came four weeks later."""
    first, last = dt.date(1936, 6, 1), dt.date(1939, 12, 31)
    series = series_of(moscow["death_low"], moscow["death_high"], "day", first, last)
    changes = turns(series)
    answer = answer_to(series, changes, DECREE, rises=False)
    assert answer.turn is not None
    assert dt.date(1938, 10, 1) <= answer.turn.low <= answer.turn.day <= answer.turn.high <= dt.date(1938, 11, 10)
    assert answer.delay is not None
    assert answer.delay.high < 0


def test_arrests_change_within_a_week_of_order_00447_and_of_the_decree(arrests: Series) -> None:
    changes = turns(arrests)
    for day, rises in ((ORDER_00447, True), (DECREE, False)):
        answer = answer_to(arrests, changes, day, rises=rises)
        assert answer.turn is not None
        assert abs(answer.turn.day - day) <= WEEK
        assert answer.turn.probability > 0.9
        assert answer.turn.high - answer.turn.low <= 2 * WEEK


def test_a_second_method_sees_the_wave_of_arrests_too(arrests: Series) -> None:
    days = second_opinion(arrests)
    assert min(abs(day - ORDER_00447) for day in days) <= WEEK
    assert min(abs(day - DECREE) for day in days) <= 3 * WEEK


def test_the_two_large_deportations_of_estonia_are_found(estonia: pl.DataFrame) -> None:
    people = records_as_subjects(estonia)
    low, high = people["deportation_low"], people["deportation_high"]
    series = series_of(low, high, "week", dt.date(1940, 6, 1), dt.date(1953, 12, 31))
    largest = sorted(waves(series, turns(series)), key=lambda wave: wave.events)[-2:]
    first, second = sorted(largest, key=lambda wave: wave.peak)
    for wave, day in ((first, dt.date(1941, 6, 14)), (second, dt.date(1949, 3, 25))):
        assert wave.begins is not None
        assert abs(wave.begins.day - day) <= WEEK
        assert dt.timedelta(0) <= day - wave.peak < WEEK  # the week that holds the day
        assert wave.events > 1400


def test_households_deported_in_march_1949(estonia: pl.DataFrame) -> None:
    table, days = make_households(estonia), (dt.date(1949, 3, 1), dt.date(1949, 3, 31))
    found = households(table, *days, "deportation of March 1949")
    shares = {row["group"]: row for row in found.table.to_dicts()}
    counted = {row["size"]: row["households"] for row in sizes(table, *days).to_dicts()}
    assert sum(counted.values()) > 1000
    assert 2.5 < sum(size * n for size, n in counted.items()) / sum(counted.values()) < 3.5
    # Published counts have about 30 % children under 16, and women well above men.
    assert shares["children"]["share_low"] < 0.30 < shares["children"]["share_high"] + 0.02
    assert shares["women"]["share_low"] > shares["men"]["share_high"]
    assert shares["old"]["share"] > 0.1


def test_known_deaths_in_custody_by_year_of_arrest(estonia: pl.DataFrame) -> None:
    rows = {row["year"]: row for row in custody_deaths(records_as_subjects(estonia)).table.to_dicts()}
    assert rows[1941]["share"] > 0.08
    assert rows[1941]["share_low"] > rows[1945]["share_high"] > rows[1950]["share"]
    assert all(row["share_low"] <= row["share"] <= row["share_high"] for row in rows.values())


def test_time_from_arrest_to_death_and_to_release(estonia: pl.DataFrame) -> None:
    subjects = records_as_subjects(estonia).filter(
        pl.col("arrest_low") >= (dt.date(1944, 9, 1) - dt.date(1970, 1, 1)).days
    )
    found, _ = durations(subjects, "arrest", ("died in custody", "release"), until=30 * 366)
    known = found.cause > 0
    assert not found.exact  # some dates are years only and count as intervals
    died, released = cumulative_incidence(Durations(found.low[known], found.high[known], found.cause[known]), 2)
    assert died.at(30 * 365)[0] + released.at(30 * 365)[0] == pytest.approx(1.0, abs=0.02)
    median = released.quantile(0.5)
    assert median is not None
    assert 3 * 365 < median < 11 * 365
    assert died.at(3 * 365)[0] / died.at(30 * 365)[0] > 0.5  # who died, died mostly in the first three years


def test_camps_by_year_and_place(shared: Path) -> None:
    table = read_camps(shared / "collections" / "gulag-camps" / "camp-years.csv")
    years = {row["year"]: row for row in by_year(table).to_dicts()}
    assert years[1941]["prisoners"] > 1_000_000
    assert years[1938]["prisoners"] > years[1935]["prisoners"]
    assert doubled(table)["len"].min() is None or len(doubled(table)) > 0
    places = by_place(table, 1941)
    assert places["prisoners"].is_sorted(descending=True)
    assert nameless(table)["prisoners"].to_list()[0] == 456_789  # a row of no camp, which counts nowhere


def test_places_of_an_estonian_book_lie_on_the_map(shared: Path) -> None:
    """Of the people of R5 (deported in 1949) whose place of exile or detention is named, nine in ten are placed."""
    folder = shared / "collections" / "estonia-memento"
    pairs = fetch(find_collection("estonia-memento"), folder, folder=folder)
    path, mapping = next((p, read_mapping(m)) for p, m in pairs if read_mapping(m).source == "R5")
    with open_source(path, mapping) as entries:
        statements = pl.concat([batch.statements for batch in read_records(entries, mapping)])
    kinds = {"camp": "camp", "exile_place": "exile"}
    said = statements.filter(pl.col("field").is_in(list(kinds)) & pl.col("value").is_not_null()).select(
        pl.col("record_id").alias("person_id"), "record_id", pl.col("field").replace(kinds).alias("kind"), "value",
        "as_written",
    )  # fmt: skip
    years = pl.DataFrame(schema={"person_id": pl.String, "kind": pl.String, "year": pl.Int32})
    numbers = {number.id: number.value for number in destinations(destinations_of(said, years)).numbers}
    assert numbers["destinations-placed"] / numbers["destinations-people"] > 0.91
    assert numbers["destinations-exile-Maslyanino"] > 900
