"""An archive without tables, which is enough of one for accounts, on a file or on a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from byname.archive.archive import Archive
from byname.archive.desk_store import METADATA, DeskStore


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A new archive."""
    return Archive.create(tmp_path / "archive", "Tests")


@pytest.fixture
def store(archive: Archive) -> Iterator[DeskStore]:
    """The store of its desk."""
    made = DeskStore(archive)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, archive: Archive) -> Iterator[Archive]:
    """An archive whose ledger and desk lie in files, and one whose lie on a server of PostgreSQL."""
    if request.param == "sqlite":
        yield archive
        return
    url = request.getfixturevalue("postgresql_url")
    engine = sa.create_engine(url)
    tables = sa.MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)
    archive.set(replace(archive.settings, ledger=url))
    opened = Archive.open(archive.folder)
    yield opened
    opened.ledger.close()
    METADATA.drop_all(engine)
    engine.dispose()
