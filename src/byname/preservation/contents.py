"""What of an archive goes into a backup: its files, with consistent copies of its databases.

Takes an archive that nobody else is writing to; gives each path in it with the file to read. Ledger and desk are copied
by SQLite's own means, since people may be judging meanwhile; where they lie on a server, into files of SQLite.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from byname.archive.archive import LEDGER_FILE, Archive
from byname.archive.databases import open_engine
from byname.archive.desk_store import DESK_FILE, METADATA, DeskStore
from byname.archive.ledger import Ledger
from byname.archive.ledger_mark import MARK

DERIVED: Final = ("tables", "search", "report")
_LEFT: Final = (".lock", MARK)


def contents(archive: Archive, folder: Path, *, derived: bool) -> Iterator[tuple[str, Path]]:
    """The files of an archive by their path in it; copies of databases are made in `folder`.

    `derived`: also what a build makes. The databases come first: they name no original that was not there yet.
    """
    yield LEDGER_FILE, _ledger_copy(archive, folder / LEDGER_FILE)
    desk = _desk_copy(archive, folder / DESK_FILE)
    if desk is not None:
        yield DESK_FILE, desk
    yield from _files(archive.folder, () if derived else DERIVED)


def _files(root: Path, left_out: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    for place, folders, names in os.walk(root, followlinks=True):
        at_top = Path(place) == root
        folders[:] = sorted(one for one in folders if not (at_top and one in left_out) and not _is_coming(one))
        for name in sorted(names):
            database = at_top and name.startswith((LEDGER_FILE, DESK_FILE))
            if not database and name not in _LEFT and not _is_coming(name):
                path = Path(place) / name
                yield path.relative_to(root).as_posix(), path


def _is_coming(name: str) -> bool:
    return name.startswith(".coming-")


def _ledger_copy(archive: Archive, target: Path) -> Path:
    if archive.settings.ledger is None:
        return _copied(archive.folder / LEDGER_FILE, target)
    copy = Ledger.in_file(target)
    copy.create()
    copy.restore(list(archive.ledger.all_entries()))
    copy.close()
    return target


def _desk_copy(archive: Archive, target: Path) -> Path | None:
    if archive.settings.ledger is None:
        path = archive.folder / DESK_FILE
        return _copied(path, target) if path.exists() else None
    store = DeskStore(archive)
    try:
        return _tables_copied(store, target) if store.is_there else None
    finally:
        store.close()


def _tables_copied(store: DeskStore, target: Path) -> Path:
    engine = open_engine(f"sqlite:///{target}")
    METADATA.create_all(engine)
    with store.reading() as server, engine.begin() as copy:
        for table in METADATA.sorted_tables:
            rows = [dict(row._mapping) for row in server.execute(table.select())]
            if rows:
                copy.execute(table.insert(), rows)
    engine.dispose()
    return target


def _copied(path: Path, target: Path) -> Path:
    """A copy of a file of SQLite as it is between two transactions."""
    source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
