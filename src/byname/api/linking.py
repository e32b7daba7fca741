"""Linkage from Python: tables with their mappings, no archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.api.cards import bar_picture, card
from byname.api.frames import Tabular, to_polars
from byname.errors import BadMapping, BadSource
from byname.people.linkage import Linkage, ListRules
from byname.people.linkage import link as link_records
from byname.records.reading import read_records
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping

_DOUBTFUL = (0.1, 0.9)  # probabilities of pairs that a reader should look at


@dataclass(frozen=True, slots=True)
class LinkResult(Tabular):
    """Records linked into people; as a table one row a record with its person.

    `records` and `statements` are those of the documented schema, `linkage` holds the scored pairs and the model.
    """

    records: pl.DataFrame
    statements: pl.DataFrame
    linkage: Linkage

    def to_polars(self) -> pl.DataFrame:
        """Gives: `record_id`, `source`, `name`, `person_id`, `probability`, `person_probability`. Raises nothing."""
        named = self.records.select("record_id", "source", "name")
        return named.join(self.linkage.assignments, on="record_id", how="inner").sort("person_id", "record_id")

    @property
    def pairs(self) -> pl.DataFrame:
        """Gives: the scored pairs: `record_a`, `record_b`, `probability`, `weight` and what it is made of.
        Raises nothing.
        """
        return self.linkage.pairs

    def _repr_html_(self) -> str:
        table = self.to_polars()
        sizes = table.group_by("person_id").len().group_by("len").len(name="people").sort("len")
        rows = [(f"{size} {'entry' if size == 1 else 'entries'}", float(people)) for size, people in sizes.iter_rows()]
        people = table["person_id"].n_unique()
        doubtful = self.pairs.filter(pl.col("probability").is_between(*_DOUBTFUL)).height
        warned = [f"{doubtful:,} pairs are doubtful (probability 0.1 to 0.9): read them before you count."]
        return card(
            "Linked records",
            sentences=[f"{table.height:,} records are taken for {people:,} people."],
            picture=bar_picture(rows, "People by the number of their entries"),
            warnings=warned if doubtful else (),
            below=Tabular._repr_html_(self),
        )


def link(frames: Sequence[object], mappings: Sequence[SourceMapping | Path | str]) -> LinkResult:
    """Link the rows of tables into people.

    Takes: `frames`, tables of pandas, polars or Arrow; `mappings`, one for each, as a path, as the text of a mapping,
    or as read.
    Gives: a LinkResult, one row a record with its person and the probability.
    Raises: BadSource for what is no table or lacks a column, BadMapping for a wrong mapping.
    Source: docs/people.md (Fellegi and Sunter 1969).
    """
    if isinstance(frames, str | bytes | dict) or not isinstance(frames, Sequence):
        raise BadSource("the tables must be a list", where="link", fix="write link([table], [mapping])")
    if len(frames) != len(mappings):
        raise BadMapping(f"{len(frames)} tables and {len(mappings)} mappings", where="link", fix="give one for each")
    read = [_mapping(mapping, number) for number, mapping in enumerate(mappings)]
    names = [mapping.source for mapping in read]
    if len(set(names)) < len(names):
        raise BadMapping("two mappings have the same source", where="link", fix="give each table a source of its own")
    batches = [
        batch
        for table, mapping in zip(frames, read, strict=True)
        for batch in read_records(_entries(to_polars(table, mapping.source), mapping), mapping)
    ]
    if not batches:
        raise BadSource("the tables have no rows", where="link", fix="give a table with rows")
    records = pl.concat([batch.records for batch in batches])
    rules = [ListRules(mapping.source, mapping.person_twice) for mapping in read]
    return LinkResult(records, pl.concat([batch.statements for batch in batches]), link_records(records, rules))


def _mapping(mapping: SourceMapping | Path | str, number: int) -> SourceMapping:
    if isinstance(mapping, SourceMapping):
        return mapping
    if isinstance(mapping, Path) or (isinstance(mapping, str) and "\n" not in mapping):
        return read_mapping(Path(mapping))
    if isinstance(mapping, str):
        return parse_mapping(mapping, f"mapping {number}")
    raise BadMapping(f"{type(mapping).__name__} is no mapping", where="link", fix="give a path or the text of one")


def _entries(table: pl.DataFrame, mapping: SourceMapping) -> Iterator[Entry]:
    missing = [column for column in mapping.columns if column not in table.columns]
    if missing:
        raise BadSource(f"there is no column {missing[0]!r}", where=mapping.source, fix="correct the mapping")
    nested = [name for name in mapping.columns if table[name].dtype.is_nested()]
    if nested:
        fix = "give one text a cell, such as the parts joined by a space"
        raise BadSource(f"the cells of column {nested[0]!r} are lists or records", where=mapping.source, fix=fix)
    columns = table.select(pl.col(name).cast(pl.String, strict=False) for name in mapping.columns)
    for number, row in enumerate(columns.iter_rows(named=True)):
        item = str(row[mapping.item_column]) if mapping.item_column else str(number)
        cells = {name: Cell(text, name) for name, text in row.items() if text is not None}
        yield Entry(mapping.source, item, "table", cells=cells)
