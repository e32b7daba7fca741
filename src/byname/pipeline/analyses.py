"""The steps of a build that ask why and what followed: subjects, the analyses of motive, those of consequences.

Takes the tables of records and people and the facts of the archive; gives `subjects`, `households`, `destinations` and
the analyses as JSON, with their numbers beside them for `byname trace`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from byname.access.analyses import PARTS, overlapping_lists
from byname.archive.tables import DerivedTables, load_numbers, save_numbers
from byname.sources.facts import FactTable, read_facts
from byname.values.printed import FACTS, PrintedNumber

if TYPE_CHECKING:
    from byname.values.analysis import Analysis

_SENT = {"camp": "camp", "exile_place": "exile"}


def make_subject_tables(tables: DerivedTables, joined: pl.DataFrame, folder: Path) -> None:
    """Write the tables that the analyses rest on, from the records with their people."""
    from byname.consequences.households import make_households
    from byname.consequences.paths import with_stations
    from byname.people.profiles.subjects import make_subjects, region_names, stated_of

    statements = tables.scan("statements")
    owners = joined.select("record_id", "person_id")
    people, stated = tables.read("people"), stated_of(statements, owners)
    subjects = make_subjects(joined, people, stated, region_names(statements))
    with_stations(subjects).write_parquet(folder / "subjects.parquet")
    make_households(joined).write_parquet(folder / "households.parquet")
    _destinations(statements, joined, subjects).write_parquet(folder / "destinations.parquet")


def _destinations(statements: pl.LazyFrame, joined: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """Each person with the places of detention and exile that the sources name, and the year of being taken there."""
    from byname.consequences.destinations import destinations_of

    said = statements.filter(pl.col("field").is_in(list(_SENT)) & pl.col("value").is_not_null())
    found = said.select("record_id", "field", "value", "as_written").collect()
    found = found.join(joined.select("record_id", "person_id"), on="record_id")
    kinds = found.with_columns(pl.col("field").replace(_SENT).alias("kind"))
    return destinations_of(
        kinds.select("person_id", "record_id", "kind", "value", "as_written"), _years(subjects, joined)
    )


def _years(subjects: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The year in which each person was taken: to a camp by arrest; into exile by deportation, else by arrest or
    decision, whichever came first. Who has none stands with the head of the household."""
    arrest, decision, deportation = (_year(event) for event in ("arrest", "sentence", "deportation"))
    taken = {"camp": arrest, "exile": pl.coalesce(deportation, pl.min_horizontal(arrest, decision))}
    parts = [
        subjects.select("person_id", pl.lit(kind).alias("kind"), year.alias("year")) for kind, year in taken.items()
    ]
    own = pl.concat(parts).drop_nulls("year")
    owners = joined.select(pl.col("record_id").alias("head"), pl.col("person_id").alias("head_id"))
    members = joined.filter(pl.col("head").is_not_null()).join(owners, on="head").select("person_id", "head_id")
    exiled = own.filter(pl.col("kind") == "exile").rename({"person_id": "head_id"})
    inherited = members.join(exiled, on="head_id").group_by("person_id", "kind").agg(pl.col("year").min())
    return pl.concat([own, inherited.join(own, on=["person_id", "kind"], how="anti")])


def _year(event: str) -> pl.Expr:
    low, high = (pl.col(f"{event}_{side}").cast(pl.Date).dt.year() for side in ("low", "high"))
    return pl.when(low == high).then(low)


def make_answers(
    tables: DerivedTables, facts: Mapping[str, Path], population: str | None, countries: Sequence[str], folder: Path
) -> None:
    """Write both analyses as JSON, and their numbers; `countries` are those of the lists, as their mappings say."""
    read = {name: read_facts(path, name) for name, path in facts.items()}
    if "camps" in read:
        _camp_rows(read["camps"]).write_parquet(folder / "camps.parquet")
    for part in PARTS:
        found = list(answers(tables, read, part, population, countries))
        text = json.dumps([one.to_json() for one in found], indent=1, ensure_ascii=False, default=str)
        (folder / f"{part}.json").write_text(text, encoding="utf-8")
        save_numbers((number for one in found for number in one.numbers), folder / f"{part}-numbers.json")


def _camp_rows(facts: FactTable) -> pl.DataFrame:
    """The table of camps, each row with the id and the text by which its figures are traced to the file."""
    from byname.consequences.camps import camps_of

    table = camps_of(facts)
    texts = pl.Series("text", [json.dumps(row, ensure_ascii=False) for row in facts.rows.iter_rows(named=True)])
    numbered = pl.DataFrame({"row": list(facts.numbers)}, schema={"row": pl.Int64}).with_columns(texts)
    place, table_name = pl.col("row").cast(pl.String), pl.lit(f"{FACTS}{facts.name}")
    return table.join(numbered, on="row").with_columns(
        pl.concat_str(table_name, pl.lit(":"), place).alias("record_id"),
        table_name.alias("source"),
        table_name.alias("file"),
        pl.concat_str(pl.lit("row "), place).alias("item"),
    )


def answers(
    tables: DerivedTables,
    facts: Mapping[str, FactTable],
    part: str,
    population: str | None,
    countries: Sequence[str] = (),
) -> Iterable[Analysis]:
    """The analyses of one part, from the tables of a built archive."""
    subjects = tables.read("subjects")
    if part == "consequences":
        from byname.consequences.analyses import analyses as of_consequences

        households, sent = (tables.read(name) for name in ("households", "destinations"))
        return of_consequences(subjects, households, sent, facts, countries=countries)
    from byname.motive.analyses import analyses as of_motive
    from byname.motive.populations import populations_with

    return of_motive(subjects, facts, populations_with(facts), population, lists=overlapping_lists(tables))


def answer_numbers(tables: DerivedTables) -> list[PrintedNumber]:
    """The numbers of both analyses."""
    return [number for part in PARTS for number in load_numbers(tables.folder / f"{part}-numbers.json").values()]
