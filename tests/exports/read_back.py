"""Each format read again by a reader that is not ours, and how many values of each field it then holds."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
from openpyxl.utils.escape import unescape

from byname.exports.losses import PARTS, Key

Rows = Iterable[Mapping[str, Any]]
TABLES = ("people", "statements", "entries", "relations")
csv.field_size_limit(sys.maxsize)


def values_of_tables(tables: Mapping[str, Rows]) -> Counter[Key]:
    """The values of tables of people, statements, entries and relations, counted as losses are."""
    found: Counter[Key] = Counter()
    for row in tables["people"]:
        found.update(("person", name) for name, value in row.items() if value is not None)
    for row in tables["statements"]:
        found.update((part, row["field"]) for part, column in PARTS.items() if row[column] is not None)
    for row in tables["entries"]:
        found.update(("entries", name) for name in ("record_id", "probability") if row[name] is not None)
    found.update(("relations", "relation") for _ in tables["relations"])
    return found


def csv_tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a folder of CSV files; an empty cell is no value, but one in quotes is."""
    return {name: list(_csv_rows(out / f"{name}.csv")) for name in TABLES}


def _csv_rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield {name: value or None for name, value in row.items()}


def parquet_tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a folder of Parquet files."""
    return {name: pq.read_table(out / f"{name}.parquet").to_pylist() for name in TABLES}


def json_tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a file of JSON Lines."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for line in out.read_bytes().split(b"\n")[:-1]:
        person = json.loads(line)
        for name in TABLES[1:]:
            found[name] += [{"person_id": person["person_id"], **row} for row in person.pop(name)]
        found["people"].append(person)
    return found


def workbook_tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a workbook."""
    with out.open("rb") as handle:
        book = openpyxl.load_workbook(handle)
    found = {}
    for name in TABLES:
        heading, *rows = book[name].iter_rows(values_only=True)
        kept = [row for row in rows if any(cell is not None for cell in row)]
        found[name] = [dict(zip(map(str, heading), map(_as_excel_reads, row), strict=True)) for row in kept]
    return found


def _as_excel_reads(cell: Any) -> Any:
    """A cell with escapes of characters (`_x0041_`) read as the standard says, which openpyxl leaves to its caller."""
    return unescape(cell) if isinstance(cell, str) else cell


def database_tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables of a database."""
    with closing(sqlite3.connect(out)) as database:
        database.row_factory = sqlite3.Row
        return {name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")] for name in TABLES}


TABLES_OF: dict[str, Callable[[Path], dict[str, list[dict[str, Any]]]]] = {
    "csv": csv_tables,
    "jsonl": json_tables,
    "parquet": parquet_tables,
    "xlsx": workbook_tables,
    "sqlite": database_tables,
}


def given(statement: Mapping[str, Any]) -> Counter[Key]:
    """What a statement of loss says went out, by part and field."""
    return Counter({(row["part"], row["field"]): row["out"] for row in statement["fields"] if row["out"]})
