"""Databases beside an archive: a file of SQLite or a server of PostgreSQL, opened in one way.

Takes an SQLAlchemy URL; gives an engine whose writers take turns, and one clear error for whatever a database refuses.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from byname.errors import BadArchive


def open_engine(url: str | sa.URL) -> sa.Engine:
    """The engine of a database; one in a file is opened for each transaction, connections of a server are kept."""
    in_file = sa.make_url(url).get_backend_name() == "sqlite"
    engine = sa.create_engine(url, poolclass=sa.NullPool if in_file else None)
    if engine.dialect.name == "sqlite":
        _take_turns(engine)
    return engine


def reading(engine: sa.Engine) -> sa.Connection:
    """A connection that writes nothing, so that what cannot be written can be read."""
    return engine.connect().execution_options(read_only=True)


class Guarded:
    """Turns an error of a database into one clear error; `what` is the thing that cannot be used."""

    def __init__(self, what: str, where: str) -> None:
        self._what = what
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (sa.exc.SQLAlchemyError, UnicodeDecodeError, OverflowError)):
            cause = str(getattr(error, "orig", error)).strip()
            raise BadArchive(
                f"{self._what} cannot be used: {cause}", where=self._where, fix="see that it exists and can be written"
            ) from error


def _take_turns(engine: sa.Engine) -> None:
    """Let two writers of one SQLite file take turns: a transaction that writes asks for the file before it reads."""

    @sa.event.listens_for(engine, "connect")
    def _leave_transactions_to_us(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 20000")
        # Else a power cut can bring back the journal of a transaction that was confirmed, which would undo it.
        connection.execute("PRAGMA synchronous = EXTRA")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
