from __future__ import annotations

import datetime as dt
import getpass
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from byname.archive import clock
from byname.archive.ledger import Ledger
from byname.errors import BadArchive


def _ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger.in_file(tmp_path / "ledger.sqlite")
    ledger.create()
    return ledger


def test_entries_come_back_in_order_with_their_content(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    ledger.append("import", {"source": "trials"}, by="an archivist")
    ledger.append("judgement", {"record_a": "a:0", "record_b": "b:0", "verdict": "same"}, by="a historian")
    assert [entry.kind for entry in ledger.entries()] == ["import", "judgement"]
    assert [entry.by for entry in ledger.entries("judgement")] == ["a historian"]
    assert ledger.check() == []
    ledger.close()


def test_what_is_no_text_is_not_noted(tmp_path: Path) -> None:
    """A command's words can be any bytes, which Python hands on as halves of surrogate pairs."""
    ledger = _ledger(tmp_path)
    ledger.append("import", {"source": "trials"}, by="an archivist")
    for by, why in (("some\udcffbody", "no reason"), ("somebody", "no \udcff")):
        with pytest.raises(BadArchive, match="holds a byte that is no text"):
            ledger.append("withdrawal", {"source": "trials", "why": why}, by=by)
    assert [entry.kind for entry in ledger.entries()] == ["import"]
    assert ledger.check() == []
    ledger.close()


def test_changed_entry_shows(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    for number in range(5):
        ledger.append("import", {"source": f"list-{number}"}, by="an archivist")
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute('UPDATE ledger SET payload = \'{"source":"another"}\' WHERE number = 2')
    connection.close()
    again = Ledger.in_file(tmp_path / "ledger.sqlite")
    assert again.check() == ["ledger entry 2 (import) was changed after it was written"]
    again.close()


def test_an_entry_whose_salt_was_overwritten_shows(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    entry = ledger.append("import", {"source": "trials"}, by="an archivist")
    ledger.close()
    for salt in ("\0" * 64, "g" * 64, "ab"):
        assert replace(entry, salt=salt).faults() == ["ledger entry 0 (import) was changed after it was written"]
        with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
            connection.execute("UPDATE ledger SET salt = ?", (salt,))
        connection.close()
        assert "entry 0" in _ledger(tmp_path).check()[0]


def test_dropped_entry_shows(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    for number in range(4):
        ledger.append("import", {"source": f"list-{number}"}, by="an archivist")
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("DELETE FROM ledger WHERE number = 1")
    connection.close()
    again = Ledger.in_file(tmp_path / "ledger.sqlite")
    assert "ledger entry 1 is missing" in again.check()
    again.close()


def test_two_writers_continue_one_chain(tmp_path: Path) -> None:
    first, second = _ledger(tmp_path), Ledger.in_file(tmp_path / "ledger.sqlite")
    first.append("import", {"n": 1}, by="a")
    second.append("import", {"n": 2}, by="b")
    first.append("import", {"n": 3}, by="a")
    assert [entry.payload["n"] for entry in second.entries()] == [1, 2, 3]
    assert second.check() == []
    first.close()
    second.close()


def test_ledger_that_cannot_be_opened_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database, not at all, but long enough to be taken for one" * 40)
    ledger = Ledger.in_file(tmp_path / "ledger.sqlite")
    with pytest.raises(BadArchive, match="the ledger cannot be used"):
        ledger.create()
    ledger.close()


def test_ledger_works_on_postgresql(postgresql_url: str) -> None:
    ledger = Ledger(postgresql_url)
    ledger.create()
    before = len(list(ledger.entries()))
    ledger.append("note", {"source": "trials"}, by="an archivist")
    assert len(list(ledger.entries())) == before + 1
    assert ledger.check() == []
    ledger.close()


def test_two_appends_at_once_take_turns(tmp_path: Path) -> None:
    _ledger(tmp_path).close()

    def write(writer: int) -> None:
        ledger = Ledger.in_file(tmp_path / "ledger.sqlite")
        for number in range(20):
            ledger.append("import", {"writer": writer, "number": number}, by=f"writer {writer}")
        ledger.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    again = Ledger.in_file(tmp_path / "ledger.sqlite")
    assert len(list(again.entries())) == 80
    assert again.check() == []
    again.close()


def test_a_ledger_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    ledger.append("import", {"source": "trials"}, by="an archivist")
    ledger.close()
    path = tmp_path / "ledger.sqlite"
    uri = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    assert uri.execute("SELECT count(*) FROM ledger").fetchone() == (1,)
    uri.close()
    path.chmod(0o444)
    again = Ledger.in_file(path)
    again.create()
    assert [entry.payload["source"] for entry in again.entries()] == ["trials"]
    again.close()


@pytest.mark.parametrize("name", ["p?1", "a#b", "50%", "пермь"])
def test_the_ledger_lies_in_its_own_folder_whatever_that_is_called(tmp_path: Path, name: str) -> None:
    for folder in (name, f"{name}2"):
        (tmp_path / folder).mkdir()
        ledger = Ledger.in_file(tmp_path / folder / "ledger.sqlite")
        ledger.create()
        ledger.append("import", {"source": folder}, by="an archivist")
        assert (tmp_path / folder / "ledger.sqlite").is_file()
        assert [entry.payload["source"] for entry in ledger.entries()] == [folder]
        ledger.close()


def _damaged(tmp_path: Path, statement: str) -> Ledger:
    ledger = _ledger(tmp_path)
    for number in range(4):
        ledger.append("judgement", {"verdict": "same", "pair": number}, by="anna")
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute(statement)
    connection.close()
    return Ledger.in_file(tmp_path / "ledger.sqlite")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET payload = '{' WHERE number = 2",
        "UPDATE ledger SET payload = x'ff00' WHERE number = 2",
        "UPDATE ledger SET payload = '[1]' WHERE number = 2",
        "UPDATE ledger SET leaf = 'zz' WHERE number = 2",
        "UPDATE ledger SET leaf = 7 WHERE number = 2",
    ],
)
def test_a_damaged_entry_is_named_by_its_number(tmp_path: Path, statement: str) -> None:
    ledger = _damaged(tmp_path, statement)
    assert any("entry 2" in line for line in ledger.check())
    with pytest.raises(BadArchive, match="entry 2"):
        list(ledger.entries())
    ledger.close()


def _rewritten(tmp_path: Path, change: Callable[[list[dict[str, str]]], None]) -> Ledger:
    """A ledger that somebody wrote anew with every hash recomputed, so that it agrees with itself."""
    first = _ledger(tmp_path)
    rows = [
        {"by": "anna", "verdict": "same"},
        {"by": "boris", "verdict": "different"},
        {"by": "anna", "verdict": "same"},
    ]
    for row in rows:
        first.append("judgement", {"verdict": row["verdict"]}, by=row["by"], at="2026-11-26T10:00:00+00:00")
    head = first.head()
    assert head is not None
    first.close()
    (tmp_path / "head").write_text(head, encoding="utf-8")
    (tmp_path / "ledger.sqlite").unlink()
    change(rows)
    again = _ledger(tmp_path)
    for row in rows:
        again.append("judgement", {"verdict": row["verdict"]}, by=row["by"], at="2026-11-26T10:00:00+00:00")
    return again


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.pop(), "ends before entry 2"),
        (lambda rows: rows[1].update(by="clara"), "is not the one whose head was noted at entry 2"),
        (lambda rows: rows[1].update(verdict="same"), "is not the one whose head was noted at entry 2"),
    ],
)
def test_a_ledger_rewritten_with_new_hashes_shows_beside_a_head_kept_elsewhere(
    tmp_path: Path, change: Callable[[list[dict[str, str]]], None], says: str
) -> None:
    ledger = _rewritten(tmp_path, change)
    assert ledger.check() == []
    (found,) = ledger.check((tmp_path / "head").read_text(encoding="utf-8"))
    assert says in found
    ledger.close()


def test_a_longer_ledger_holds_the_earlier_head(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    assert ledger.head() is None
    ledger.append("import", {"n": 1}, by="a")
    head = ledger.head()
    ledger.append("import", {"n": 2}, by="a")
    assert ledger.check(head) == []
    assert "is no head of a ledger" in ledger.check("17")[0]
    ledger.close()


def test_a_clock_before_the_last_entry_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = _ledger(tmp_path)
    ledger.append("import", {"n": 1}, by="a", at="2031-01-01T00:00:00+00:00")
    with pytest.raises(BadArchive, match="before the last entry of the ledger"):
        ledger.append("import", {"n": 2}, by="a")
    monkeypatch.setattr(clock, "machine_time", lambda: dt.datetime(1980, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(BadArchive, match="before the last entry of the ledger"):
        ledger.append("import", {"n": 2}, by="a")
    assert len(list(ledger.entries())) == 1
    ledger.close()


def test_whoever_has_no_name_on_this_machine_signs_with_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4242")

    monkeypatch.setattr(getpass, "getuser", nobody)
    ledger = _ledger(tmp_path)
    assert ledger.append("import", {"n": 1}).by == f"user {os.getuid()}"
    ledger.close()
