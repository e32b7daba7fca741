"""Cuts the records and statements of all sources into parts, each with all that is known of some people.

Takes the tables of the sources and who each record is; gives parts in the order of the people, which any process can
read one by one, so that what is worked out person by person needs no more memory for ten million records than for one.
The sources are read once, row group by row group, and lie on disk in between, sorted into the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import pyarrow as pa

from byname.archive.tables import pieces_of
from byname.people.result_tables import ASSIGNMENTS
from byname.records.schema import RECORDS, STATEMENTS

RECORDS_A_PART: Final = 125_000
_PART: Final = "part"


@dataclass(frozen=True, slots=True)
class Part:
    """Some people whole: their records, the statements of these, and who each record is."""

    records: pl.DataFrame
    statements: pl.DataFrame
    assignments: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an archive as they lie in a folder; part 0 has the first people by id."""

    folder: Path
    number: int
    columns: tuple[str, ...]
    said: tuple[str, ...]

    def read(self, number: int) -> Part:
        """One part; its rows stand in the order of the sources. Any process may read it."""
        return Part(
            _taken(self.folder / "records" / str(number), {name: RECORDS[name] for name in self.columns}),
            _taken(self.folder / "statements" / str(number), {name: STATEMENTS[name] for name in self.said}),
            _taken(self.folder / "assignments" / str(number), ASSIGNMENTS),
        )


@contextmanager
def parts_by_person(
    tables: Path,
    assignments: pl.DataFrame,
    scratch: Path,
    *,
    columns: Sequence[str],
    said: Sequence[str],
    most: int = RECORDS_A_PART,
) -> Iterator[Parts]:
    """The parts of an archive, by person id; a part has about `most` records and no person lies in two.

    `tables`: the folder with `records` and `statements`; `assignments`: with the columns of ASSIGNMENTS; `scratch`:
    where the parts lie until the block ends; `columns` and `said`: the columns wanted of records and of statements,
    `record_id` among them. Records that nobody is assigned to are in no part.
    """
    ordered = _numbered(assignments.select(*ASSIGNMENTS), most)
    number = int(ordered[_PART].max() or 0) + 1  # type: ignore[arg-type]
    with TemporaryDirectory(dir=scratch) as temporary:
        folder = Path(temporary)
        for kind, wanted in (("records", columns), ("statements", said)):
            _spread(tables / kind, ordered.select("record_id", _PART), wanted, folder / kind)
        (folder / "assignments").mkdir()
        for (part,), some in ordered.partition_by(_PART, as_dict=True, include_key=False).items():
            some.write_ipc(folder / "assignments" / str(part))
        yield Parts(folder, number, tuple(columns), tuple(said))


def _taken(path: Path, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a file of a part; none where there was nothing to write."""
    if not path.exists():
        return pl.DataFrame(schema=schema)
    with path.open("rb") as file:
        return pl.read_ipc(file)


def _numbered(assignments: pl.DataFrame, most: int) -> pl.DataFrame:
    """The assignments by person, each with the number of its part."""
    ordered = assignments.sort("person_id", "record_id").with_row_index(_PART)
    place = pl.col(_PART).first().over("person_id") // most
    return ordered.with_columns(place.cast(pl.Int32))


def _spread(sources: Path, owners: pl.DataFrame, wanted: Sequence[str], folder: Path) -> None:
    """Write the rows of each part into a file of its own; `owners`: the part of each record."""
    folder.mkdir()
    with ExitStack() as open_files:
        writers: dict[int, pa.RecordBatchFileWriter] = {}
        for source in sorted(sources.glob("*.parquet")):
            own = owners.filter(pl.col("record_id").str.starts_with(f"{source.stem}:"))
            for rows in pieces_of(source, wanted):
                found = rows.join(own, on="record_id", how="inner", maintain_order="left")
                for (part,), some in found.partition_by(_PART, as_dict=True, include_key=False).items():
                    table = some.to_arrow()
                    if part not in writers:
                        path, packed = folder / str(part), pa.ipc.IpcWriteOptions(compression="lz4")
                        writers[part] = open_files.enter_context(pa.ipc.new_file(path, table.schema, options=packed))
                    writers[part].write_table(table)
