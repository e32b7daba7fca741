from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.archive.ledger import Ledger
from byname.archive.merkle import MerkleTree
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
    ledger.append("import", {"source": "trials"}, by="an archivist")
    assert len(list(ledger.entries())) == before + 1
    assert ledger.check() == []
    ledger.close()


def _root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, written as the text defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root_by_definition(leaves[:split]), _root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_growing_tree_has_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert MerkleTree(leaf.hex() for leaf in leaves).root == _root_by_definition(leaves).hex()
