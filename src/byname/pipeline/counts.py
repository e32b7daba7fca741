"""The steps of a build that count: people by month, capture histories, estimates, answers, every number printed.

Takes the tables of records and people; gives `months`, `captures`, `estimates`, `subjects` and `numbers`, the last
with all that `byname trace` needs to lead each number back to its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables, records_with_people, save_numbers
from byname.casualties.linkage_uncertainty import draw_linkages
from byname.casualties.lists import capture_table, estimates_of, person_lists
from byname.pipeline.analyses import answer_numbers, make_answers, make_subject_tables
from byname.pipeline.numbers import count_numbers, estimate_numbers
from byname.pipeline.steps import Progress, Step, Workspace, key_of
from byname.values.events import EVENTS

if TYPE_CHECKING:
    from byname.archive.archive import Archive
    from byname.archive.sources import SourceFiles
    from byname.casualties.histories import CaptureHistories

_LINKAGES_DRAWN = 10
_BY_MONTH = ("arrest", "disappearance", "sentence", "deportation", "release", "death")


def steps(archive: Archive, workspace: Workspace, sources: Sequence[SourceFiles], tell: Progress) -> Iterator[Step]:
    """Months, capture histories with estimates, and the numbers, in the order in which they build on each other."""
    read = [f"records/{source.name}" for source in sources]
    tell("counting", 0.86)
    key = key_of(code_version(), workspace.fingerprint([*read, "linkage"]))
    yield Step("months", key, partial(_make_months, DerivedTables(workspace.folder)))
    names = [source.name for source in sources]
    unstated = {source.name: source.mapping.unstated for source in sources if source.mapping.unstated}
    tell("estimating", 0.88)
    yield Step("casualties", key, partial(_make_casualties, DerivedTables(workspace.folder), names, unstated))
    tell("asking why, and what followed", 0.9)
    key = key_of(code_version(), workspace.fingerprint([*read, "linkage", "people"]))
    yield Step("subjects", key, partial(_make_subjects, DerivedTables(workspace.folder)))
    facts = archive.facts()
    digests = sorted(f"{name}:{path.name}" for name, path in facts.items())
    countries = sorted({source.mapping.country for source in sources if source.mapping.country})
    made_from = workspace.fingerprint(["subjects", "casualties"])
    key = key_of(code_version(), made_from, archive.population, *countries, *digests)
    answer = partial(make_answers, DerivedTables(workspace.folder), facts, archive.population, countries)
    yield Step("answers", key, answer)
    counted = [*read, "linkage", "people", "months", "casualties", "subjects", "answers"]
    key = key_of(code_version(), workspace.fingerprint(counted))
    yield Step("numbers", key, partial(_make_numbers, DerivedTables(workspace.folder), names))


def _make_months(tables: DerivedTables, folder: Path) -> None:
    """One row for each person and event with its month: the most precise date of the person's records counts."""
    records = records_with_people(tables)
    events = [EVENTS[name] for name in _BY_MONTH]
    found = [_dated(records, event.plural, event.column) for event in events]
    table = pl.concat(found).sort("kind", "month", "person_id")
    table.write_parquet(folder / "person_months.parquet")
    counts = table.group_by("kind", "month").agg(pl.len().cast(pl.Int64).alias("count")).sort("kind", "month")
    counts.write_parquet(folder / "months.parquet")


def _dated(records: pl.DataFrame, kind: str, column: str) -> pl.DataFrame:
    exact = pl.col(column).str.contains(r"^\d{4}-\d\d(-\d\d)?$")
    ranked = records.filter(exact.fill_null(value=False)).with_columns(_length=pl.col(column).str.len_chars())
    best = ranked.sort("person_id", "_length", column, "record_id", descending=[False, True, False, False])
    one = best.unique("person_id", keep="first", maintain_order=True)
    return one.select(
        kind=pl.lit(kind),
        month=pl.col(column).str.slice(0, 7),
        date=pl.col(column),
        person_id="person_id",
        record_id="record_id",
    )


def _make_casualties(
    tables: DerivedTables, names: list[str], unstated: Mapping[str, Sequence[str]], folder: Path
) -> None:
    members = records_with_people(tables).select("record_id", "person_id", "source").sort("record_id")
    members.write_parquet(folder / "records_people.parquet")
    lists = person_lists(members, names)
    lists.write_parquet(folder / "person_lists.parquet")
    captures = capture_table(lists, names)
    captures.write_parquet(folder / "captures.parquet")
    pairs = tables.read("pairs", ["record_a", "record_b", "probability"])
    found = estimates_of(captures, names, unstated, partial(_other_linkages, pairs, members))
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "estimates.json").write_text(text, encoding="utf-8")


def _other_linkages(pairs: pl.DataFrame, members: pl.DataFrame, lists: Sequence[str]) -> Iterator[CaptureHistories]:
    """The capture histories of some lists under linkages that may be right instead of the one made."""
    records = members.filter(pl.col("source").is_in(list(lists)))
    known = pl.col("record_a").is_in(records["record_id"].implode()) & pl.col("record_b").is_in(
        records["record_id"].implode()
    )
    yield from draw_linkages(pairs.filter(known), records, draws=_LINKAGES_DRAWN, lists=lists)


def _make_subjects(tables: DerivedTables, folder: Path) -> None:
    make_subject_tables(tables, records_with_people(tables), folder)


def _make_numbers(tables: DerivedTables, names: list[str], folder: Path) -> None:
    estimates = tables.data("estimates")
    numbers = [*count_numbers(tables, names), *estimate_numbers(estimates), *answer_numbers(tables)]
    save_numbers(numbers, folder / "numbers.json")
