from __future__ import annotations

from pathlib import Path

import pytest

from byname.archive.ledger import Ledger
from byname.archive.ledger_mark import MARK, is_behind, mark_faults, remove_mark


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of two entries, in a file."""
    ledger = Ledger.in_file(tmp_path / "ledger.sqlite")
    ledger.create()
    for _ in range(2):
        ledger.append("note", {"text": "something"}, by="somebody")
    ledger.close()
    return tmp_path / "ledger.sqlite"


def _checked(path: Path) -> list[str]:
    ledger = Ledger.in_file(path)
    found = ledger.check()
    ledger.close()
    return found


def test_a_ledger_lies_beside_its_mark(path: Path) -> None:
    assert path.with_name(MARK).read_text().startswith("1:")
    assert mark_faults(path, 1) == []
    assert _checked(path) == []


def test_a_bit_in_room_that_nobody_reads_is_found(path: Path) -> None:
    sound = path.read_bytes()
    assert sound[40:44] != bytes(4), "the cookie of the schema, which no entry depends on"
    path.write_bytes(sound[:43] + bytes([sound[43] ^ 1]) + sound[44:])
    assert "changed where no decision stands" in _checked(path)[0]


def test_a_changed_mark_is_found(path: Path) -> None:
    mark = path.with_name(MARK)
    for wrong in (mark.read_text().replace("1:", "3:"), mark.read_text()[:-2] + "\n", "x"):
        mark.write_text(wrong)
        assert len(mark_faults(path, 1)) == 1, wrong


def test_every_flipped_bit_of_a_mark_is_found(path: Path) -> None:
    """Also one by which it would look like the mark of an earlier entry, which an interrupted command leaves."""
    mark = path.with_name(MARK)
    sound = mark.read_bytes()
    for place in range(len(sound) * 8):
        at, bit = divmod(place, 8)
        mark.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1 :])
        assert mark_faults(path, 1), place


def test_a_mark_of_an_earlier_version_counts(path: Path) -> None:
    mark = path.with_name(MARK)
    mark.write_text(mark.read_text().rpartition(":")[0] + "\n")
    assert mark_faults(path, 1) == []
    assert not is_behind(path, 1)


def test_a_mark_that_an_interrupted_command_left_behind_is_made_anew(path: Path) -> None:
    mark = path.with_name(MARK)
    sound = mark.read_text()
    for left in ("0:" + "a" * 64 + "\n", "", None):
        if left is None:
            remove_mark(path)
            remove_mark(path)
        else:
            mark.write_text(left)
        assert is_behind(path, 1)
        assert mark_faults(path, 1) == []
        ledger = Ledger.in_file(path)
        ledger.create()
        ledger.close()
        assert mark.read_text() == sound
