"""The tables of an export of people: which there are, their columns (tables.yaml), and a batch as such tables.

Takes a batch of people; gives each table's rows. The same tables go into CSV, Parquet, workbooks and databases, and the
same descriptions into their Data Package and CSVW metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from byname.exports.losses import counted, counted_people
from byname.exports.people import Batch, ExportedArchive
from byname.values.shipped import shipped_yaml

_KINDS = {"string": pl.String(), "integer": pl.Int64(), "number": pl.Float64()}


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """The tables by name: title, key and columns."""
    found: Mapping[str, Mapping[str, Any]] = shipped_yaml("exports", "tables.yaml")
    return found


def columns_of(table: str) -> list[str]:
    """The columns of a table.

    >>> columns_of("relations")
    ['person_id', 'other_id', 'relation', 'record_id']
    """
    return list(tables()[table]["columns"])


def schema_of(table: str) -> dict[str, pl.DataType]:
    """The columns of a table with their types."""
    return {name: _KINDS[column["type"]] for name, column in tables()[table]["columns"].items()}


def table_rows(batch: Batch) -> dict[str, pl.DataFrame]:
    """The rows of a batch by table, each with its columns in order."""
    frames = {
        "people": batch.people,
        "statements": batch.statements,
        "entries": batch.entries,
        "relations": batch.relations,
    }
    return {name: _typed(name, frame) for name, frame in frames.items()}


def _typed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in schema_of(table).items())


def list_rows(archive: ExportedArchive) -> pl.DataFrame:
    """The rows of the table of lists."""
    rows = [[getattr(one, name) for name in columns_of("lists")] for one in archive.lists]
    return pl.DataFrame(rows, schema=schema_of("lists"), orient="row")


def give_whole(archive: ExportedArchive, batch: Batch) -> None:
    """Count everything of a batch as written."""
    archive.losses.give_all(counted(batch.statements))
    archive.losses.give_all(counted_people(batch.people, batch.entries, batch.relations))


def data_package(archive: ExportedArchive, files: Mapping[str, str], form: Mapping[str, Any]) -> dict[str, Any]:
    """The Data Package (Frictionless, version 1) of the tables in `files` (by table); `form` is what all resources
    share."""
    return {
        "profile": "tabular-data-package" if form.get("format") == "csv" else "data-package",
        "name": "byname-people",
        "title": archive.title,
        "description": "People whom lists name, with all that each list says of them.",
        "resources": [
            {"name": name, "path": path, "title": tables()[name]["title"], **form, "schema": _table_schema(name)}
            | ({"profile": "tabular-data-resource"} if form.get("format") == "csv" else {})
            for name, path in files.items()
        ],
    }


def _table_schema(table: str) -> dict[str, Any]:
    columns = tables()[table]["columns"]
    schema: dict[str, Any] = {"fields": [{"name": name, **column} for name, column in columns.items()]}
    if tables()[table]["key"]:
        schema["primaryKey"] = tables()[table]["key"]
    if table not in ("people", "lists"):
        schema["foreignKeys"] = [
            {"fields": ["person_id"], "reference": {"resource": "people", "fields": ["person_id"]}}
        ]
    return schema


def csvw_metadata(archive: ExportedArchive, files: Mapping[str, str]) -> dict[str, Any]:
    """The CSVW metadata of the tables in `files` (by table); W3C Recommendation of 17 December 2015."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": archive.title,
        "tables": [{"url": path, "tableSchema": _csvw_schema(name)} for name, path in files.items()],
    }


def _csvw_schema(table: str) -> dict[str, Any]:
    columns = tables()[table]["columns"]
    schema: dict[str, Any] = {
        "columns": [
            {"name": name, "titles": name, "datatype": column["type"], "dc:description": column["description"]}
            for name, column in columns.items()
        ]
    }
    if tables()[table]["key"]:
        schema["primaryKey"] = tables()[table]["key"]
    if table not in ("people", "lists"):
        reference = {"resource": "people.csv", "columnReference": "person_id"}
        schema["foreignKeys"] = [{"columnReference": "person_id", "reference": reference}]
    return schema
