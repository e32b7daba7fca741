"""The step of a build that says what is known of each person: one pass over the people, part by part (parts.py).

Takes the records, their statements and the person of each record; gives the tables of people: their attributes with all
attestations, conflicts, incidents, months, lists and capture histories, the subjects of the analyses, households and
destinations. Memory is that of one part and of what few people have, not of all people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from byname.archive.table_writer import TableWriter
from byname.archive.tables import DerivedTables
from byname.casualties.lists import capture_table, person_lists
from byname.consequences.destinations import destinations_of
from byname.consequences.households import make_households
from byname.consequences.paths import with_stations
from byname.people.profiles.attributes import gather_attributes
from byname.people.profiles.conflicts import largest_first
from byname.people.profiles.incidents import INCIDENT_FIELDS, gather_incidents
from byname.people.profiles.subjects import gives_a_name, make_subjects, region_names, stated_of
from byname.pipeline.parts import RECORDS_A_PART, Part, Parts, parts_by_person
from byname.records.side_by_side import in_order
from byname.values.events import EVENTS

Tables = dict[str, pl.DataFrame]
_RECORDS: Final = (
    "record_id", "source", "kind", "name", "script", "surname", "given", "patronymic", "gender", "outcome",
    "nationality", "birth", "arrest", "sentence_date", "deportation", "release", "death", "disappearance",
    "rehabilitation", "region", "arrest_region", "sentence", "offices",
)  # fmt: skip
_STATEMENTS: Final = ("record_id", "field", "as_written", "value", "flag")
_HOUSEHOLDS: Final = (
    "record_id", "source", "position", "kind", "head", "deportation", "birth_year", "gender", "outcome",
)  # fmt: skip
_BY_MONTH: Final = ("arrest", "disappearance", "sentence", "deportation", "release", "death")
_ATTESTATIONS: Final = "attestations"
_ROWS_OF_ATTESTATIONS: Final = 2_500  # read at once for a person, as the rows stand by person
_SIDES: Final = ("low", "high")
_SENT: Final = {"camp": "camp", "exile_place": "exile"}


def make_people(
    tables: DerivedTables, names: Sequence[str], pool: Executor | None, folder: Path, *, most: int = RECORDS_A_PART
) -> None:
    """Write all tables of people; `names`: the sources in their order; `pool`: where parts are worked out side by side,
    if anywhere; `most`: about how many records a part has."""
    work = partial(tables_of_part, names=tuple(names), regions=region_names(tables.scan("statements")))
    conflicts = []
    with (
        parts_by_person(tables.folder, folder, columns=_RECORDS, said=_STATEMENTS, most=most, pool=pool) as parts,
        ExitStack() as stack,
    ):
        writers: dict[str, TableWriter] = {}
        some = pool if parts.number > 1 else None  # processes take longer to start than one part takes
        (folder / _ATTESTATIONS).mkdir()
        for found in in_order(partial(_work, work, parts, folder), range(parts.number), some, ahead=3):
            conflicts.append(found.pop("conflicts"))
            for name, table in found.items():
                if name not in writers:
                    writers[name] = stack.enter_context(TableWriter(folder / f"{name}.parquet"))
                writers[name].write(table)
    largest_first(pl.concat(conflicts)).write_parquet(folder / "conflicts.parquet")
    _counted(folder, names)
    _incidents(tables).write_parquet(folder / "incidents.parquet")
    households = in_order(_households, tables.files("records"), some)
    pl.concat(households).sort("head").write_parquet(folder / "households.parquet")
    _destinations(tables, folder / "subjects.parquet").write_parquet(folder / "destinations.parquet")


def _work(work: Callable[[Part], Tables], parts: Parts, folder: Path, number: int) -> Tables:
    """The tables of one part but for the attestations, which are as many as the statements and are written here."""
    found = work(parts.read(number))
    path = folder / _ATTESTATIONS / f"{number:04}.parquet"
    found.pop(_ATTESTATIONS).write_parquet(path, row_group_size=_ROWS_OF_ATTESTATIONS)
    return found


def tables_of_part(part: Part, names: Sequence[str], regions: Mapping[str, str]) -> Tables:
    """The tables of some people, each by its name and in the order of the people."""
    gathered = gather_attributes(part.records, part.statements, part.assignments)
    owners = part.assignments.select("record_id", "person_id")
    joined = part.records.join(owners, on="record_id").sort("person_id", "record_id")
    members = joined.select("record_id", "person_id", "source")
    named = joined.select("record_id", gives_a_name().alias("named"))
    stated = stated_of(part.statements.lazy(), owners)
    return {
        "people": gathered.people,
        _ATTESTATIONS: gathered.attestations,
        "conflicts": gathered.conflicts,
        "person_months": _months(joined),
        "records_people": members,
        "person_lists": person_lists(members.join(named, on="record_id"), names),
        "subjects": with_stations(make_subjects(joined, gathered.people, stated, regions)),
    }


def _months(joined: pl.DataFrame) -> pl.DataFrame:
    """One row for each person and event with its month: the most precise date of the person's records counts."""
    events = [EVENTS[name] for name in _BY_MONTH]
    return pl.concat([_dated(joined, event.plural, event.column) for event in events]).sort("person_id", "kind")


def _dated(joined: pl.DataFrame, kind: str, column: str) -> pl.DataFrame:
    exact = pl.col(column).str.contains(r"^\d{4}-\d\d(-\d\d)?$")
    ranked = joined.filter(exact.fill_null(value=False)).with_columns(_length=pl.col(column).str.len_chars())
    best = ranked.sort("person_id", "_length", column, "record_id", descending=[False, True, False, False])
    one = best.unique("person_id", keep="first", maintain_order=True)
    return one.select(
        kind=pl.lit(kind),
        month=pl.col(column).str.slice(0, 7),
        date=pl.col(column),
        person_id="person_id",
        record_id="record_id",
    )


def _counted(folder: Path, names: Sequence[str]) -> None:
    """The people of each month and of each capture history, counted from the tables that were just written."""
    months = pl.scan_parquet(folder / "person_months.parquet").group_by("kind", "month")
    counts = _collected(months.agg(pl.len().cast(pl.Int64).alias("count"))).sort("kind", "month")
    counts.write_parquet(folder / "months.parquet")
    lists = pl.scan_parquet(folder / "person_lists.parquet").filter("named").select("lists")
    capture_table(lists, names).write_parquet(folder / "captures.parquet")


def _collected(table: pl.LazyFrame) -> pl.DataFrame:
    """What little a question asks of a long table, which is read piece by piece."""
    return table.collect(engine="streaming")


def _incidents(tables: DerivedTables) -> pl.DataFrame:
    said = _collected(tables.scan("statements").filter(pl.col("field").is_in(INCIDENT_FIELDS)))
    of_incidents = said.lazy().select("record_id").unique()
    records, assignments = (
        _collected(tables.scan(name).select("record_id", column).join(of_incidents, on="record_id", how="semi"))
        for name, column in (("records", "source"), ("assignments", "person_id"))
    )
    return gather_incidents(records, said, assignments)


def _households(path: Path) -> pl.DataFrame:
    """The households of a source, if it names heads."""
    table = pl.scan_parquet(path).select(_HOUSEHOLDS)
    names_heads = len(_collected(table.filter(pl.col("head").is_not_null()).select("head").head(1)))
    return make_households(table.collect() if names_heads else table.head(0).collect())


def _destinations(tables: DerivedTables, subjects: Path) -> pl.DataFrame:
    """Each person with the places of detention and exile that the sources name, and the year of being taken there.

    `subjects`: the file of that table.
    """
    said = tables.scan("statements").filter(pl.col("field").is_in(list(_SENT)) & pl.col("value").is_not_null())
    found = _collected(said.select("record_id", "field", "value", "as_written"))
    headed = _collected(tables.scan("records").filter(pl.col("head").is_not_null()).select("record_id", "head"))
    heads = headed.select(pl.col("head").alias("record_id"))
    asked = pl.concat([found.select("record_id"), headed.select("record_id"), heads]).unique()
    every = tables.scan("assignments").select("record_id", "person_id")
    owners = _collected(every.join(asked.lazy(), on="record_id", how="semi"))
    years = ["person_id", *(f"{event}_{side}" for event in ("arrest", "sentence", "deportation") for side in _SIDES)]
    people = owners.lazy().select("person_id").unique()
    of_people = _collected(pl.scan_parquet(subjects).select(years).join(people, on="person_id", how="semi"))
    kinds = found.join(owners, on="record_id").with_columns(pl.col("field").replace(_SENT).alias("kind"))
    return destinations_of(
        kinds.select("person_id", "record_id", "kind", "value", "as_written"), _years(of_people, headed, owners)
    )


def _years(subjects: pl.DataFrame, headed: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """The year in which each person was taken: to a camp by arrest; into exile by deportation, else by arrest or
    decision, whichever came first. Who has none stands with the head of the household.

    `headed`: the records below a head, and the record of the head; `owners`: the person of each record.
    """
    arrest, decision, deportation = (_year(event) for event in ("arrest", "sentence", "deportation"))
    taken = {"camp": arrest, "exile": pl.coalesce(deportation, pl.min_horizontal(arrest, decision))}
    parts = [
        subjects.select("person_id", pl.lit(kind).alias("kind"), year.alias("year")) for kind, year in taken.items()
    ]
    own = pl.concat(parts).drop_nulls("year")
    heads = owners.rename({"record_id": "head", "person_id": "head_id"})
    members = headed.join(owners, on="record_id").join(heads, on="head").select("person_id", "head_id")
    exiled = own.filter(pl.col("kind") == "exile").rename({"person_id": "head_id"})
    inherited = members.join(exiled, on="head_id").group_by("person_id", "kind").agg(pl.col("year").min())
    return pl.concat([own, inherited.join(own, on=["person_id", "kind"], how="anti")])


def _year(event: str) -> pl.Expr:
    low, high = (pl.col(f"{event}_{side}").cast(pl.Date).dt.year() for side in _SIDES)
    return pl.when(low == high).then(low)
