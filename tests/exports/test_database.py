from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.exports.made import exported

from byname.archive.archive import Archive
from byname.exports.people import ExportedArchive


def test_a_database_answers_who_is_said_to_be_born_where(small: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(small), "sqlite", tmp_path)
    with closing(sqlite3.connect(out)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        said = "SELECT name, as_written FROM people JOIN statements USING (person_id) WHERE field = 'birth_place'"
        born = database.execute(f"{said} ORDER BY name").fetchall()
        assert ("Vanavalge, Ants", "Narva") in born
        assert database.execute("SELECT count(*) FROM lists").fetchone() == (2,)
