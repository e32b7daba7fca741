"""People as a folder of tables: CSV, with a Data Package and CSVW metadata, or Parquet, with a Data Package.

Takes an archive as it is exported; writes people, statements, entries, relations and lists, a batch at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl

from byname.exports.croissant import croissant
from byname.exports.people import ExportedArchive
from byname.exports.people_tables import (
    csvw_metadata,
    data_package,
    give_whole,
    list_rows,
    schema_of,
    table_rows,
    tables,
)
from byname.exports.tables import starts_as_formula, without_formulas

_APOSTROPHE = "an apostrophe stands before what a spreadsheet would run as a formula"
Write = Callable[[str, pl.DataFrame], None]


def write_csv_folder(archive: ExportedArchive, out: Path) -> None:
    """Write a folder of CSV files (UTF-8, RFC 4180) with `datapackage.json` and `csv-metadata.json`."""
    out.mkdir()
    files = {name: f"{name}.csv" for name in tables()}
    with ExitStack() as open_files:
        handles = {name: open_files.enter_context((out / path).open("wb")) for name, path in files.items()}
        for name, handle in handles.items():
            handle.write((",".join(schema_of(name)) + "\n").encode())

        def write(name: str, rows: pl.DataFrame) -> None:
            archive.losses.change(_APOSTROPHE, _formulas(rows))
            without_formulas(rows).write_csv(handles[name], include_header=False, line_terminator="\n")

        _write_all(archive, write)
    _write_json(out / "datapackage.json", data_package(archive, files, {"format": "csv", "encoding": "utf-8"}))
    _write_json(out / "csv-metadata.json", csvw_metadata(archive, files))
    _write_json(out / "croissant.json", croissant(archive, out, files))


def write_parquet_folder(archive: ExportedArchive, out: Path) -> None:
    """Write a folder of Parquet files with `datapackage.json`."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    out.mkdir()
    files = {name: f"{name}.parquet" for name in tables()}
    arrow: dict[pl.DataType, Any] = {pl.String(): pa.string(), pl.Int64(): pa.int64(), pl.Float64(): pa.float64()}
    schemas = {name: pa.schema([(column, arrow[kind]) for column, kind in schema_of(name).items()]) for name in files}
    with ExitStack() as open_files:
        writers = {
            name: open_files.enter_context(pq.ParquetWriter(out / path, schemas[name], compression="zstd"))
            for name, path in files.items()
        }

        def write(name: str, rows: pl.DataFrame) -> None:
            writers[name].write_table(rows.to_arrow().cast(schemas[name]))

        _write_all(archive, write)
    _write_json(out / "datapackage.json", data_package(archive, files, {"format": "parquet"}))


def _write_all(archive: ExportedArchive, write: Write) -> None:
    write("lists", list_rows(archive))
    for batch in archive.batches():
        for name, rows in table_rows(batch).items():
            write(name, rows)
        give_whole(archive, batch)


def _formulas(rows: pl.DataFrame) -> int:
    texts = [starts_as_formula(name).sum() for name, kind in rows.schema.items() if kind == pl.String]
    return sum(rows.select(texts).row(0)) if texts else 0


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
