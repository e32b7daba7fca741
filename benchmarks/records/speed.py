"""How fast sources become tables of entries, records and statements: the Estonian books, and rows of an invented table.

usage: python -m benchmarks.records.speed [ROWS]

Prints one line a source for one process and one for two: entries, seconds, entries a second, seconds of computing an
entry, the most memory that the processes held beyond the start, and the beginning of the SHA-256 of the three tables,
which is the same for every number of processes and every version of the code that reads alike.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq

from byname.pipeline.workers import workers
from byname.records.reading import read_records, with_households
from byname.sources.catalogue import mapping_path
from byname.sources.entry import Entry
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.reading import open_source

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "collections" / "estonia-memento"
BOOKS = {
    "R1": ("r1records",),
    "R2": ("R2_kirjed",),
    "R3": ("r3records",),
    "R5": ("r5records",),
    "R6": ("r6-2-records", "r6-3-records", "r6-4-records", "r6-5-records"),
}
COLUMNS = ("surname", "given_name", "patronymic", "birth_date", "birth_place", "arrest_date")
TABLE = """\
source: table
title: Invented list
citation: none
licence: CC0-1.0
language: ru
country: SU
universe: invented persons
person_twice: false
fields: {surname: surname, given_name: given_name, patronymic: patronymic, birth_date: birth_date,
         birth_place: birth_place, arrest_date: arrest_date}
"""
GIVEN = ("Иван", "Пётр", "Николай", "Александр", "Мария", "Анна", "Фёдор", "Григорий", "Яков", "Ольга")
FATHERS = ("Иванович", "Петрович", "Николаевич", "Александрович", "Ивановна", "Петровна", "Фёдорович", "Яковлевна")


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading of a source."""

    entries: int
    seconds: float
    computing: float
    megabytes: float
    digest: str


class Processes:
    """The computing and the most memory of this process and those it started, within a `with` block."""

    def __enter__(self) -> Processes:
        self._done = threading.Event()
        self._start, self._first = self._looked()
        self._peak = self._start
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._done.wait(0.05):
            self._peak = max(self._peak, self._looked()[0])

    @staticmethod
    def _looked() -> tuple[float, float]:
        own = psutil.Process()
        every = [own, *own.children(recursive=True)]
        times = [process.cpu_times() for process in every]
        return sum(process.memory_info().rss for process in every) / 1e6, sum(t.user + t.system for t in times)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()
        self.computing = self._looked()[1] - self._first
        self.megabytes = self._peak - self._start


def write_table(path: Path, rows: int) -> None:
    """Rows whose surnames and places are many, and whose other values are as few as in real lists."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(rows):
            mixed = number * 2_654_435_761 % 2**32  # the numbers in another order, so that neighbours differ
            surname = (
                f"Выдуман{chr(0x430 + mixed % 31)}{chr(0x430 + mixed // 31 % 31)}{chr(0x430 + mixed // 961 % 31)}ов"
            )
            place = f"Мало{chr(0x430 + mixed // 7 % 31)}{chr(0x430 + mixed // 217 % 31)}овка" if mixed % 8 else ""
            arrest = f"193{mixed % 9}-{mixed % 12 + 1:02}-{mixed % 28 + 1:02}" if mixed % 10 else ""
            given, father = GIVEN[mixed % len(GIVEN)], FATHERS[mixed // 11 % len(FATHERS)]
            writer.writerow([surname, given, father, 1870 + mixed // 3 % 50, place, arrest])


def entries_of(mapping: SourceMapping, paths: list[Path]) -> Iterator[Entry]:
    for path in paths:
        with open_source(path, mapping) as reader:
            yield from reader


def read(mapping: SourceMapping, paths: list[Path], pool: Executor | None, folder: Path) -> Measured:
    """Read a source into Parquet tables as a build does."""
    entries, last_heads, writers = 0, dict[str, str](), dict[str, pq.ParquetWriter]()
    with Processes() as processes:
        begun = time.perf_counter()
        for batch in read_records(entries_of(mapping, paths), mapping, pool=pool):
            entries += len(batch.entries)
            records = with_households(batch.records, last_heads)
            for name, frame in (("entries", batch.entries), ("records", records), ("statements", batch.statements)):
                table = frame.to_arrow()
                if name not in writers:
                    writers[name] = pq.ParquetWriter(folder / name, table.schema, compression="zstd")
                writers[name].write_table(table)
        for writer in writers.values():
            writer.close()
        seconds = time.perf_counter() - begun
    digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in sorted(writers))).hexdigest()
    return Measured(entries, seconds, processes.computing, processes.megabytes, digest)


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print("| source | processes | entries | seconds | entries a second | ms of computing | +MB held | tables |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "table.csv", rows)
        sources = [
            (read_mapping(mapping_path(book)), [COLLECTION / f"{file}.txt.gz" for file in files])
            for book, files in BOOKS.items()
        ]
        for mapping, paths in [*sources, (parse_mapping(TABLE, "table"), [folder / "table.csv"])]:
            for number in (1, 2):
                with workers(number) as pool:
                    read(mapping, paths, pool, folder)  # once before, so that processes and vocabularies are there
                    found = read(mapping, paths, pool, folder)
                print(
                    f"| {mapping.source} | {number} | {found.entries:,} | {found.seconds:.2f} | "
                    f"{found.entries / found.seconds:,.0f} | {1e3 * found.computing / found.entries:.3f} | "
                    f"{found.megabytes:.0f} | {found.digest[:12]} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
