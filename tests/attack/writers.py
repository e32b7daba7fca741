"""A writer among several: judges, takes back, notes, erases and adds at random, and says what it was answered.

    python -m tests.attack.writers ARCHIVE NAME COUNT OUT

Each line of OUT is one answer: the kind of work, its mark, the number of the entry that confirms it (null where it was
refused), and the numbers of the judgements that it saw when that was decided.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.ledger import Check, LedgerEntry
from byname.errors import BadArchive

JUDGED, TAKEN_BACK, NOTE, IMPORT, ERASED = "judgement", "judgement undone", "note", "import", "erasure"
PAIRS: Final = 8


class RefusedWork(Exception):
    """What was to be done may not be done as things stand."""


def is_judged(pair: int, entries: Sequence[LedgerEntry]) -> bool:
    """Whether a pair stands judged after some entries."""
    last = next((entry for entry in reversed(entries) if entry.payload["pair"] == pair), None)
    return last is not None and last.kind == JUDGED


class Writer:
    """One writer, with an archive of its own or one that it has together with others."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.answers: list[dict[str, Any]] = []
        self._archive = archive
        self._name = name
        self._chance = random.Random(name)
        self._notes: list[int] = []
        self._done = 0

    def work(self, count: int) -> None:
        """Do so many things."""
        works = (self._judge, self._take_back, self._note, self._note, self._note, self._note, self._erase, self._add)
        for _ in range(count):
            self._done += 1
            self._chance.choices(works, weights=(15, 15, 15, 15, 15, 15, 2, 2))[0]()

    @property
    def _mark(self) -> str:
        return f"{self._name}-{self._done}"

    def _answer(self, kind: str, number: int | None, **more: Any) -> None:
        self.answers.append({"kind": kind, "mark": self._mark, "number": number, **more})

    def _judge(self) -> None:
        self._where(JUDGED, judged=False)

    def _take_back(self) -> None:
        self._where(TAKEN_BACK, judged=True)

    def _where(self, kind: str, *, judged: bool) -> None:
        """Note something about a pair where it is judged, or is not."""
        pair, seen = self._chance.randrange(PAIRS), list[int]()

        def look(entries: Sequence[LedgerEntry]) -> None:
            seen.extend(entry.number for entry in entries)
            if is_judged(pair, entries) != judged:
                raise RefusedWork

        check = Check((JUDGED, TAKEN_BACK), look)
        number: int | None = None
        with suppress(RefusedWork):
            number = self._archive.ledger.append(kind, {"pair": pair, "mark": self._mark}, after=check).number
        self._answer(kind, number, pair=pair, seen=seen)

    def _note(self) -> None:
        number = self._archive.ledger.append(NOTE, {"mark": self._mark}).number
        self._notes.append(number)
        self._answer(NOTE, number)

    def _erase(self) -> None:
        if self._notes:
            number = self._notes.pop(self._chance.randrange(len(self._notes)))
            noted = self._archive.ledger.erase([number], why=self._mark, kinds=(NOTE,))
            self._answer(ERASED, noted.number, erased=number)

    def _add(self) -> None:
        rows = [*ROWS, (self._mark, "1881", "")]
        path, mapping = write_list(self._archive.folder.parent / f"in-{self._name}", f"list-{self._name}", rows)
        try:
            add_files(self._archive, [(path, mapping)], by=self._mark)
        except BadArchive as error:
            if "another process is writing" not in str(error):
                raise
            self._answer(IMPORT, None)
            return
        mine = [entry for entry in self._archive.ledger.entries(IMPORT) if entry.by == self._mark]
        self._answer(IMPORT, mine[-1].number)


def main(folder: str, name: str, count: str, out: str) -> None:
    """Work in three threads, of which two share one archive."""
    shared, own = Archive.open(Path(folder)), Archive.open(Path(folder))
    writers = [Writer(shared, f"{name}0"), Writer(shared, f"{name}1"), Writer(own, f"{name}2")]
    threads = [threading.Thread(target=writer.work, args=(int(count) // 3,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [json.dumps({**answer, "writer": writer._name}) for writer in writers for answer in writer.answers]
    Path(out).write_text("\n".join(lines), encoding="utf-8")
    shared.ledger.close()
    own.ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
