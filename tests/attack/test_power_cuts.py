"""Power cuts, full and faulty disks, two writers and a clock that jumps: 500 histories on a simulated disk.

`make simulate` runs 10,000. One that fails is run again by its number: BYNAME_HISTORY=NUMBER.
"""

from __future__ import annotations

import gc
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.attack.histories import History
from tests.commands import data_of, run

from byname.archive.archive import Archive

HISTORIES = int(os.environ.get("BYNAME_SIMULATE", "500"))
ONE = os.environ.get("BYNAME_HISTORY")
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
PARTS = 5
BUILT = 1 if HISTORIES <= 1_000 else 50  # of the archives that are left, so many are built as a user builds them


@pytest.mark.parametrize("part", range(1 if ONE else PARTS))
def test_nothing_that_was_confirmed_is_lost_by_a_power_cut(part: int) -> None:
    gc.freeze()  # a build collects what is left over after every step; what the libraries hold is none of it
    numbers = [int(ONE)] if ONE else range(part, HISTORIES, PARTS)
    ran, failed = 0, []
    for number in numbers:
        folder = Path(tempfile.mkdtemp(dir=MEMORY))
        history = History(number, folder)
        try:
            history.run().ledger.close()
        except Exception as error:
            failed.append(f"history {number}: {type(error).__name__}: {error} after {history.said}")
            if ONE:
                raise
        finally:
            shutil.rmtree(folder)
        ran += 1
    gc.unfreeze()
    print(f"{ran:,} histories, {len(failed):,} failed")
    assert ran
    assert not failed, "\n".join(failed[:20])


@pytest.mark.parametrize("number", [1746, 2816, 4626])
def test_a_history_beyond_the_usual_ones_that_once_failed_passes(number: int, tmp_path: Path) -> None:
    """The settings were not surely on the disk where their first writing was refused at its end and begun again."""
    History(number, tmp_path).run().ledger.close()


def test_a_build_completes_what_a_power_cut_left(tmp_path: Path) -> None:
    built = 0
    for number in itertools.count(random.Random(5).randrange(10_000)):
        folder = tmp_path / str(number)
        folder.mkdir()
        archive = History(number, folder).run()
        sources = archive.imported()
        archive.ledger.close()
        if not sources:
            continue
        assert run("build", archive.folder).returncode == 0
        assert data_of("verify", archive.folder)["differences"] == []
        built += 1
        if built == BUILT:
            break
    assert built == BUILT


CONFIRMING = """
import sys
from pathlib import Path
from byname.archive.archive import Archive
ledger = Archive.open(Path(sys.argv[1])).ledger
note = {"record_a": "one:0", "record_b": "two:0", "verdict": "same"}
number = ledger.append("judgement", note).number
print("confirmed", flush=True)
ledger.erase([number], why="asked for", kinds=("judgement",))
print("confirmed", flush=True)
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_names_of_the_folder_are_flushed_after_a_transaction_and_before_it_is_confirmed(tmp_path: Path) -> None:
    """A transaction of SQLite stands once its journal is gone; a journal that came back would undo it."""
    Archive.create(tmp_path / "archive", "Tests").ledger.close()
    log = tmp_path / "strace.log"
    command = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", "trace=unlink,unlinkat,fsync,fdatasync,write"]
    program = [sys.executable, "-c", CONFIRMING, str(tmp_path / "archive")]
    subprocess.run([*command, *program], capture_output=True, check=True, timeout=120)
    gone, pending, confirmed = 0, False, 0
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if "unlink" in line and ('/ledger.sqlite-journal"' in line or '/ledger.mark"' in line):
            gone, pending = gone + 1, True
        elif ("fsync" in line or "fdatasync" in line) and f"<{tmp_path / 'archive'}>" in line:
            pending = False
        elif " write(" in line:  # what comes next: the mark, or the word to the user
            confirmed += '"confirmed' in line
            assert not pending, f"before the folder was flushed: {line}"
    assert (gone, confirmed) >= (4, 2)
