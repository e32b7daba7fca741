"""People as an SQLite database of one file: tables of people, statements, entries, relations and lists.

Takes an archive as it is exported; writes the database, which has the same bytes each time.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from itertools import chain, islice
from pathlib import Path

import polars as pl

from byname.exports.people import ExportedArchive
from byname.exports.people_tables import columns_of, give_whole, list_rows, table_rows, tables

_KINDS = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}
_AT_ONCE = 200  # rows; SQLite takes 32,766 values in a statement
_INDEXES = ("statements", "entries", "relations")


def write_database(archive: ExportedArchive, out: Path) -> None:
    """Write the database."""
    with closing(sqlite3.connect(out, isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 32768")
        database.execute("PRAGMA cache_size = -65536")  # kibibytes
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for name, table in tables().items():
            columns = [f"{column} {_KINDS[said['type']]}" for column, said in table["columns"].items()]
            key = f", PRIMARY KEY ({', '.join(table['key'])})" if table["key"] else ""
            database.execute(f"CREATE TABLE {name} ({', '.join(columns)}{key})")
        _insert(database, "lists", list_rows(archive))
        for batch in archive.batches():
            for name, rows in table_rows(batch).items():
                _insert(database, name, rows)
            give_whole(archive, batch)
        for name in _INDEXES:
            database.execute(f"CREATE INDEX {name}_of_person ON {name} (person_id)")
        database.execute("COMMIT")


def _insert(database: sqlite3.Connection, table: str, rows: pl.DataFrame) -> None:
    """Insert rows, many with one statement, which takes a quarter less than one each."""
    columns = [rows[name].to_list() for name in rows.columns]
    values = chain.from_iterable(zip(*columns, strict=True))
    for count in (*[_AT_ONCE] * (len(rows) // _AT_ONCE), len(rows) % _AT_ONCE):
        if count:
            database.execute(_statement(table, count), tuple(islice(values, count * len(columns))))


@cache
def _statement(table: str, count: int) -> str:
    row = f"({', '.join('?' * len(columns_of(table)))})"
    return f"INSERT INTO {table} VALUES {', '.join([row] * count)}"
