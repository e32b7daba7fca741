"""The step of a build that asks why and what followed: the analyses of motive and those of consequences.

Takes the tables of people and the facts of the archive; gives the analyses as JSON, with their numbers beside them for
`byname trace`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from byname.access.analyses import PARTS, overlapping_lists
from byname.archive.tables import DerivedTables, load_numbers, save_numbers
from byname.sources.facts import FactTable, read_facts
from byname.values.printed import FACTS, PrintedNumber

if TYPE_CHECKING:
    from byname.values.analysis import Analysis


def make_answers(
    tables: DerivedTables,
    facts: Mapping[str, Path],
    population: str | None,
    countries: Sequence[str],
    pool: Executor | None,
    folder: Path,
) -> None:
    """Write both analyses as JSON, and their numbers; `countries` are those of the lists, as their mappings say."""
    read = {name: read_facts(path, name) for name, path in facts.items()}
    if "camps" in read:
        _camp_rows(read["camps"]).write_parquet(folder / "camps.parquet")
    for part in PARTS:
        found = list(answers(tables, read, part, population, countries, pool))
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
    pool: Executor | None = None,
) -> Iterable[Analysis]:
    """The analyses of one part, from the tables of a built archive."""
    subjects = tables.read("subjects")
    if part == "consequences":
        from byname.consequences.analyses import analyses as of_consequences

        households, sent = (tables.read(name) for name in ("households", "destinations"))
        return of_consequences(subjects, households, sent, facts, countries=countries)
    from byname.motive.analyses import analyses as of_motive
    from byname.motive.populations import populations_with

    lists = overlapping_lists(tables)
    return of_motive(subjects, facts, populations_with(facts), population, lists=lists, pool=pool)


def answer_numbers(tables: DerivedTables) -> list[PrintedNumber]:
    """The numbers of both analyses."""
    return [number for part in PARTS for number in load_numbers(tables.folder / f"{part}-numbers.json").values()]
