from __future__ import annotations

import gc
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from byname.archive.held_files import held
from byname.archive.ledger import Ledger


def _times_open(path: Path) -> int:
    """How often this process has a file open."""
    found = 0
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # of the listing itself
            found += os.readlink(one) == str(path)
    return found


def test_what_is_read_is_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 9_000)
    found = held(path)
    assert (found.size, found.read(24, 4)) == (256 * 9_000, bytes([24, 25, 26, 27]))
    assert found.sha256() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_is_opened_once_and_closed_when_nobody_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    one, two = held(path), held(path)
    assert one is two
    assert _times_open(path) == 1
    del one, two
    gc.collect()
    assert _times_open(path) == 0


def test_another_file_in_its_place_is_another(tmp_path: Path) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"one")
    other.write_bytes(b"two")
    first = held(path)
    other.replace(path)
    assert (first.read(0, 3), held(path).read(0, 3)) == (b"one", b"two")
    path.unlink()
    with pytest.raises(FileNotFoundError):
        held(path)


WRITING = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
    print("let in")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX")
def test_looking_at_a_ledger_lets_no_other_writer_in(tmp_path: Path) -> None:
    """While one thread has the file for writing, others ask for its state and check it."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.in_file(path)
    ledger.create()
    ledger.append("note", {"text": "something"}, by="somebody")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        other = Ledger.in_file(path)
        assert other.state() is not None
        assert other.last_number() == 0
        assert other.check() == []
        done = subprocess.run([sys.executable, "-c", WRITING, path], capture_output=True, text=True, check=True)
        assert done.stdout == "database is locked\n"
    other.close()
    ledger.close()
