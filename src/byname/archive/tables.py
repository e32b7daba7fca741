"""The derived tables of an archive, and the one way to read them.

Takes the folder of tables; gives each table by the name that numbers use, the rows of a printed number, and the records
it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from byname.archive.glances import a_moment_ago
from byname.archive.manifest import check_unchanged, state_of_manifest
from byname.errors import BadArchive
from byname.values.printed import Condition, PrintedNumber

if TYPE_CHECKING:
    from byname.archive.archive import Archive
    from byname.archive.row_index import RowIndex

_ROWS_AT_ONCE: Final = 200_000
_FEW: Final = 1_000  # values of a key that are looked up one by one
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
    if condition.test == "null":
        return column.is_null()
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


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """The index of the rows of a table, and the files of the table as they were when it was made."""

    index: RowIndex
    files: list[Path]


class DerivedTables:
    """The derived tables of an archive, by the name numbers use: a file, or a folder of one file a source.

    Those of a built archive are checked against the manifest before they are read: BadArchive where one was changed.
    A build and a verification, which check the files themselves, read them as they are.
    """

    def __init__(self, folder: Path, *, checked: bool = False, rows: Path | None = None) -> None:
        self.folder = folder
        self._checked = checked
        self._rows = rows  # the folder of the index of their rows
        self._looked_up: dict[str, _LookedUp | None] = {}

    @classmethod
    def built(cls, archive: Archive, needed: str = "people") -> DerivedTables:
        """The tables of an archive; raises BadArchive where it is not built as far as the table `needed`."""
        tables = cls(archive.tables, checked=True, rows=archive.folder / "search" / "rows")
        if not tables.has(needed):
            raise BadArchive("the archive is not built", where=str(archive.folder), fix="run `byname build`")
        return tables

    def has(self, name: str) -> bool:
        """Whether a table, or a file of plain data, is there."""
        return any((self.folder / f"{name}{ending}").exists() for ending in ("", ".parquet", ".json"))

    def scan(self, name: str) -> pl.LazyFrame:
        """A table, read as far as it is asked for."""
        return pl.scan_parquet(self.files(name))

    def rows(
        self,
        name: str,
        key: str,
        values: Iterable[str],
        columns: Sequence[str] | None = None,
        *,
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Some columns of the rows of a table whose `key` (a column) is one of some values and of which `where` holds,
        in its order.

        Where a build left an index of the rows, a few of them are found without reading the table.
        """
        wanted = values if isinstance(values, pl.Series) else list(values)
        known = self._look_up(name) if len(wanted) <= _FEW else None
        if known is not None:
            read = None if columns is None else sorted({*columns, *(() if where is None else where.meta.root_names())})
            near = known.index.rows(name, key, wanted, known.files, read)
            found = near if where is None else near.filter(where)
            return found if columns is None else found.select(columns)
        among = pl.col(key).is_in(pl.Series(key, wanted, dtype=pl.String).implode())
        table = self.scan(name).filter(among if where is None else among & where)
        return (table if columns is None else table.select(columns)).collect()

    def are_indexed(self, *names: str) -> bool:
        """Whether the index beside these tables was made of them as they are now; raises BadArchive where one was
        changed."""
        return all(self._look_up(name) is not None for name in names)

    def has_none(self, name: str, key: str) -> bool:
        """Whether no row of a table has a value of a key, as far as an index of the rows says so."""
        known = self._look_up(name)
        return known is not None and known.index.has_none(name, key)

    def _look_up(self, name: str) -> _LookedUp | None:
        """The index of the rows of a table with its files, which are looked at once for all rows that are asked for."""
        if self._rows is None:
            return None
        if name not in self._looked_up:
            rows = self._rows
            key = ("rows", self.folder, name, state_of_manifest(self.folder))
            self._looked_up[name] = a_moment_ago(key, lambda: self._found(rows, name))
        return self._looked_up[name]

    def _found(self, rows: Path, name: str) -> _LookedUp | None:
        from byname.archive.row_index import open_row_index  # its libraries are slow to import

        index, files = open_row_index(rows), self.files(name)
        known = index is not None and index.knows(name, files)
        return _LookedUp(index, files) if index is not None and known else None

    def files(self, name: str) -> list[Path]:
        """The files of a table: one, or one a source."""
        folder = self.folder / name
        paths = sorted(folder.glob("*.parquet")) if folder.is_dir() else [self.folder / f"{name}.parquet"]
        return [self._sound(path) for path in paths]

    def _sound(self, path: Path) -> Path:
        if self._checked:
            check_unchanged(self.folder, path)
        return path

    def filled(self, name: str) -> list[str]:
        """The columns of a table that have any value, in order; nothing but the notes of its files is read."""
        import pyarrow.parquet as pq  # slow to import

        empty: set[str] | None = None
        names = list[str]()
        for path in self.files(name):
            with pq.ParquetFile(path) as file:
                names, rows = file.schema_arrow.names, file.metadata.num_rows
                nulls = {column: 0 for column in names if "." not in column}
                for group in range(file.metadata.num_row_groups):
                    _count_nulls(file.metadata.row_group(group), nulls)
            none_here = {column for column, count in nulls.items() if count == rows}
            empty = none_here if empty is None else empty & none_here
        return [column for column in names if column not in (empty or ())]

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table, or some columns of it, in memory; columns without any value take no room."""
        frame = self.scan(name)
        if columns is not None:
            return frame.select(columns).collect()
        filled, schema = self.filled(name), frame.collect_schema()
        empty = (pl.lit(None, kind).alias(column) for column, kind in schema.items() if column not in filled)
        return frame.select(filled).collect().with_columns(empty).select(schema.names())

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
        return pl.concat([self.scan(name).select("record_id", "source", "file", "item", "text") for name in names])

    def first_entries(
        self, numbers: Iterable[PrintedNumber], limit: int
    ) -> dict[str, tuple[int, list[dict[str, str]]]]:
        """For each number's id, how many records it rests on and the entries of the first `limit` of them."""
        by_table: dict[str, list[PrintedNumber]] = {}
        for number in numbers:
            by_table.setdefault(self._rows_of(number), []).append(number)
        found: dict[str, tuple[int, pl.Series]] = {}
        owners = self.scan("assignments").select("record_id", "person_id").sort("record_id").collect()
        for name, some in by_table.items():
            found |= self._first_records(name, some, owners, limit)
        firsts = pl.concat([ids for _, ids in found.values()]).unique() if found else pl.Series([], dtype=pl.String)
        wanted = self.originals().filter(pl.col("record_id").is_in(firsts.implode()))
        entries = {
            row["record_id"]: row for row in wanted.select("record_id", "source", "file", "text").collect().to_dicts()
        }
        return {id: (total, [entries[record] for record in ids]) for id, (total, ids) in found.items()}

    def _rows_of(self, number: PrintedNumber) -> str:
        """The table with the rows of a number, or the part of it that belongs to the one source it speaks of."""
        for condition in number.where:
            if condition.test == "prefix" and condition.column == "record_id":
                name = f"{number.table}/{str(condition.value).rstrip(':')}"
                if self.has(name):
                    return name
        return number.table

    def _first_records(
        self, name: str, numbers: Sequence[PrintedNumber], owners: pl.DataFrame, limit: int
    ) -> dict[str, tuple[int, pl.Series]]:
        """How many records numbers of one table rest on, and the first of them; its columns are read but once."""
        table = self.scan(name)
        asked = {*_IDS, *(condition.column for number in numbers for condition in number.where)}
        rows = table.select(column for column in table.collect_schema().names() if column in asked).collect()
        spoken_of = _spoken_of(rows, owners)
        of_rows: dict[tuple[object, ...], tuple[int, pl.Series]] = {}  # an estimate and its counts rest on the same
        for where in {number.where: None for number in numbers}:
            of_rows[where] = spoken_of.first(where, limit)
        return {number.id: of_rows[number.where] for number in numbers}


@dataclass(frozen=True, slots=True)
class _SpokenOf:
    """The records that the rows of a table speak of, by numbers, so that no question compares ids.

    `rows`: the table, its rows numbered in the column _ROW; `ids`: the records, sorted; `record` and `row`: which of
    these is spoken of by which row.
    """

    rows: pl.DataFrame
    ids: pl.Series
    record: pl.Series
    row: pl.Series

    def first(self, where: Sequence[Condition], limit: int) -> tuple[int, pl.Series]:
        """How many records the rows speak of that meet some conditions, and the ids of the first of them."""
        meeting = _marked(len(self.rows), select_rows(self.rows.lazy(), where).select(_ROW).collect()[_ROW])
        records = _marked(len(self.ids), self.record.filter(meeting.gather(self.row))).arg_true()
        return len(records), self.ids.gather(records.head(limit))


def _marked(size: int, places: pl.Series) -> pl.Series:
    return pl.zeros(size, pl.Boolean, eager=True).scatter(places, True)


def _spoken_of(rows: pl.DataFrame, owners: pl.DataFrame) -> _SpokenOf:
    """`owners`: the person of each record, sorted by record."""
    numbered = rows.with_row_index(_ROW)
    if not {"record_ids", "record_id"} & set(rows.columns):
        of_people = owners.with_row_index("record").select("record", "person_id")
        pairs = numbered.select("person_id", _ROW).join(of_people, on="person_id")
        return _SpokenOf(numbered, owners["record_id"], pairs["record"], pairs[_ROW])
    pairs = _records_of(numbered.lazy(), owners.lazy(), _ROW).drop_nulls("record_id").collect()
    run = pairs["record_id"].rle_id()  # the rows of a record mostly stand together
    ids = pairs["record_id"].filter(run.diff().fill_null(1) > 0)
    ordered = ids.unique().sort()
    places = pl.DataFrame({"record_id": ids}).join(
        pl.DataFrame({"record_id": ordered}).with_row_index("record"), on="record_id", maintain_order="left"
    )
    return _SpokenOf(numbered, ordered, places["record"].gather(run), pairs[_ROW])


def _count_nulls(group: Any, nulls: dict[str, int]) -> None:
    """Add how many rows of a row group have no value, by column; a column without such a note counts as filled."""
    for place in range(group.num_columns):
        column = group.column(place)
        name, said = column.path_in_schema.split(".")[0], column.statistics
        if name in nulls and said is not None and said.has_null_count:
            nulls[name] += said.null_count


_IDS: Final = ("record_ids", "record_id", "person_id")
_ROW: Final = "_row"


def record_ids(tables: DerivedTables, number: PrintedNumber) -> pl.Series:
    """The ids of the records a number rests on, sorted; people stand for all their records."""
    rows = select_rows(tables.scan(number.table), number.where)
    found = _records_of(rows, tables.scan("assignments").select("record_id", "person_id"))
    return found.unique().sort("record_id").collect()["record_id"]


def _records_of(rows: pl.LazyFrame, owners: pl.LazyFrame, *kept: str) -> pl.LazyFrame:
    """The records that rows of a table speak of, not each once, and the columns `kept`; `owners`: the person of each
    record."""
    columns = rows.collect_schema().names()
    if "record_ids" in columns:
        return rows.select(pl.col("record_ids").alias("record_id"), *kept).explode("record_id")
    if "record_id" in columns:
        return rows.select("record_id", *kept)
    return rows.select("person_id", *kept).unique().join(owners, on="person_id").select("record_id", *kept)


def pieces_of(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Some columns of a file of a table, some row groups at a time; one piece without rows where there are none."""
    import pyarrow.parquet as pq  # slow to import

    with pq.ParquetFile(path) as file:
        if not file.num_row_groups:
            yield pl.DataFrame(file.read(columns=list(columns)))
        groups, rows = list[int](), 0
        for group in range(file.num_row_groups):
            groups.append(group)
            rows += file.metadata.row_group(group).num_rows
            if rows >= _ROWS_AT_ONCE or group == file.num_row_groups - 1:
                yield pl.DataFrame(file.read_row_groups(groups, columns=list(columns)))
                groups, rows = [], 0
