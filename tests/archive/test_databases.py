from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from byname.archive.databases import Guarded, open_engine, reading
from byname.errors import BadArchive


def _engine(folder: Path) -> sa.Engine:
    return open_engine(sa.URL.create("sqlite", database=str(folder / "one.sqlite")))


def test_what_a_reader_writes_is_not_kept(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE words (word TEXT)"))
    with reading(engine) as connection:
        connection.execute(sa.text("INSERT INTO words VALUES ('a')"))
    with reading(engine) as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM words")).scalar() == 0


def test_an_error_of_the_database_says_what_cannot_be_used(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    refused = pytest.raises(BadArchive, match="what the desk keeps cannot be used: no such table")
    with refused, Guarded("what the desk keeps", "here"), reading(engine) as connection:
        connection.execute(sa.text("SELECT * FROM absent"))


def test_other_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Guarded("it", "here"):
        raise ZeroDivisionError
