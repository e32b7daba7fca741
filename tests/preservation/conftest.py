"""A small archive to back up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.preservation.keys import new_identity

IDENTITY = new_identity()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive.create(tmp_path / "archive", "Tests")
    add_files(made, [write_list(tmp_path / "in", "one", ROWS)])
    (made.folder / "texts").mkdir()
    (made.folder / "texts" / "a text.txt").write_text("681,692 were shot.", encoding="utf-8")
    yield made
    made.ledger.close()


@pytest.fixture
def server(archive: Archive, postgresql_url: str) -> Iterator[Archive]:
    """The same archive with a ledger of its own on a server."""
    engine = sa.create_engine(postgresql_url)
    _empty(engine)
    archive.set(archive.settings.changed("ledger", postgresql_url))
    made = Archive.open(archive.folder)
    made.record_settings()
    yield made
    made.ledger.close()
    _empty(engine)
    engine.dispose()


def _empty(engine: sa.Engine) -> None:
    tables = sa.MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)
