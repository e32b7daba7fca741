"""The derived tables of an archive, and the one way to read them.

Takes the folder of tables; gives each table by the name that numbers use, the rows of a printed number, and the records
it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from byname.archive.manifest import check_unchanged
from byname.errors import BadArchive
from byname.values.printed import Condition, PrintedNumber

if TYPE_CHECKING:
    from byname.archive.archive import Archive

FACT_ROWS = ("camps",)  # derived tables whose rows are those of a table of facts


def select_rows(frame: pl.LazyFrame, conditions: Iterable[Condition]) -> pl.LazyFrame:
    """The rows of a table under the conditions of a number."""
    for condition in conditions:
        frame = frame.filter(_expression(condition))
    return frame


def _expression(condition: Condition) -> pl.Expr:
    column, value = pl.col(condition.column), condition.value
    if condition.test == "not-null":
        return column.is_not_null()
    if condition.test == "prefix":
        return column.str.starts_with(str(value))
    if condition.test == "between" and isinstance(value, tuple):
        return column.is_between(value[0], value[1])
    if isinstance(value, tuple):
        if condition.test == "any-of":
            return column.str.split(" ").list.eval(pl.element().is_in(list(value))).list.any()
        return column.is_in(list(value))
    return column >= pl.lit(value) if condition.test == "at-least" else column.eq(pl.lit(value))


def save_numbers(numbers: Iterable[PrintedNumber], path: Path) -> None:
    """Write the numbers as JSON, sorted by id."""
    rows = [asdict(number) for number in sorted(numbers, key=lambda n: n.id)]
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")


def load_numbers(path: Path) -> dict[str, PrintedNumber]:
    """Read the numbers that `save_numbers` wrote, by id; raises BadArchive where the file is damaged."""
    try:
        numbers = [_number(row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error
    return {number.id: number for number in numbers}


def _number(row: dict[str, Any]) -> PrintedNumber:
    where = tuple(
        Condition(c["column"], c["test"], tuple(c["value"]) if isinstance(c["value"], list) else c["value"])
        for c in row.pop("where")
    )
    warnings = tuple(row.pop("warnings"))
    return PrintedNumber(**row, where=where, warnings=warnings)


def _damaged(path: Path) -> BadArchive:
    return BadArchive("this file was made by a build and is damaged", where=str(path), fix="run `byname build`")


class DerivedTables:
    """The derived tables of an archive, by the name numbers use: a file, or a folder of one file a source.

    Those of a built archive are checked against the manifest before they are read: BadArchive where one was changed.
    A build and a verification, which check the files themselves, read them as they are.
    """

    def __init__(self, folder: Path, *, checked: bool = False) -> None:
        self.folder = folder
        self._checked = checked
        self._kept: dict[str, pl.LazyFrame] = {}

    @classmethod
    def built(cls, archive: Archive, needed: str = "people") -> DerivedTables:
        """The tables of an archive; raises BadArchive where it is not built as far as the table `needed`."""
        tables = cls(archive.tables, checked=True)
        if not tables.has(needed):
            raise BadArchive("the archive is not built", where=str(archive.folder), fix="run `byname build`")
        return tables

    def has(self, name: str) -> bool:
        """Whether a table, or a file of plain data, is there."""
        return any((self.folder / f"{name}{ending}").exists() for ending in ("", ".parquet", ".json"))

    def scan(self, name: str) -> pl.LazyFrame:
        """A table, read as far as it is asked for."""
        folder = self.folder / name
        if folder.is_dir():
            return pl.scan_parquet([self._sound(path) for path in sorted(folder.glob("*.parquet"))])
        return pl.scan_parquet(self._sound(self.folder / f"{name}.parquet"))

    def _sound(self, path: Path) -> Path:
        if self._checked:
            check_unchanged(self.folder, path)
        return path

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table, or some columns of it, in memory."""
        frame = self.scan(name)
        return (frame if columns is None else frame.select(columns)).collect()

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """A table that is read once and kept in memory while many numbers are traced."""
        if name not in self._kept:
            self._kept[name] = self.read(name).lazy()
        return self._kept[name]

    def data(self, name: str) -> Any:
        """Plain data that a step left as JSON; raises BadArchive where it is damaged."""
        path = self._sound(self.folder / f"{name}.json")
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            raise _damaged(path) from error

    def numbers(self) -> dict[str, PrintedNumber]:
        """All printed numbers, by id."""
        return load_numbers(self._sound(self.folder / "numbers.json"))

    def originals(self) -> pl.LazyFrame:
        """The rows of the originals: the entries of the sources, and those of tables of facts with traced figures."""
        names = ["entries", *(name for name in FACT_ROWS if self.has(name))]
        return pl.concat([self[name].select("record_id", "source", "file", "item", "text") for name in names])

    def first_entries(
        self, numbers: Iterable[PrintedNumber], limit: int
    ) -> dict[str, tuple[int, list[dict[str, str]]]]:
        """For each number's id, how many records it rests on and the entries of the first `limit` of them."""
        of_rows: dict[tuple[object, ...], pl.Series] = {}  # an estimate and its counts rest on the same rows
        found: dict[str, pl.Series] = {}
        for number in numbers:
            key = (number.table, number.where)
            if key not in of_rows:
                of_rows[key] = record_ids(self, number)
            found[number.id] = of_rows[key]
        firsts = (
            pl.concat([ids.head(limit) for ids in found.values()]).unique() if found else pl.Series([], dtype=pl.String)
        )
        wanted = self.originals().filter(pl.col("record_id").is_in(firsts.implode()))
        entries = {
            row["record_id"]: row for row in wanted.select("record_id", "source", "file", "text").collect().to_dicts()
        }
        return {id: (len(ids), [entries[record] for record in ids.head(limit)]) for id, ids in found.items()}


def record_ids(tables: DerivedTables, number: PrintedNumber) -> pl.Series:
    """The ids of the records a number rests on, sorted; people stand for all their records."""
    frame = select_rows(tables[number.table], number.where)
    columns = frame.collect_schema().names()
    if "record_ids" in columns:
        found = frame.select(pl.col("record_ids").explode().alias("record_id"))
    elif "record_id" in columns:
        found = frame.select("record_id")
    else:
        assigned = tables["assignments"].select("record_id", "person_id")
        found = frame.select("person_id").unique().join(assigned, on="person_id").select("record_id")
    return found.unique().sort("record_id").collect()["record_id"]


def records_with_people(tables: DerivedTables) -> pl.DataFrame:
    """The records about a person, each with its person."""
    return tables.read("records").join(tables.read("assignments", ["record_id", "person_id"]), on="record_id")
