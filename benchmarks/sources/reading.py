"""How fast sources are read: invented lists are written in each format, then read with a mapping of ten columns.

Prints one line a format: entries, seconds, entries a second, and the most memory that reading added. Run it with
`python benchmarks/sources/reading.py [ROWS]`; what it prints on our machine stands in docs/sources.md.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import polars as pl
import psutil

from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

FIELDS = (
    *("surname", "given_name", "patronymic", "birth_date", "birth_place"),
    *("residence", "occupation", "arrest_date", "sentence", "note"),
)
HEAD = """\
source: B
title: Invented list
citation: none
licence: CC0-1.0
language: ru
universe: invented persons
person_twice: false
"""


def invented_rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        yield [
            f"Выдуманный{number % 9973}",
            "Иван",
            "Петрович",
            f"{number % 28 + 1:02}.{number % 12 + 1:02}.{1870 + number % 50}",
            f"Смоленская губ., д. Малая {number % 701}",
            "Москва, ул. Большая, д. 1",
            "рабочий завода № 25",
            f"{number % 28 + 1:02}.11.1937",
            "10 лет ИТЛ",
            f"архивное дело П-{number}",
        ]


def write_table(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([list(FIELDS), *invented_rows(rows)])


def write_cyrillic_table(path: Path, rows: int) -> None:
    with path.open("w", encoding="cp1251", newline="") as out:
        csv.writer(out, delimiter=";").writerows([list(FIELDS), *invented_rows(rows)])


def write_json_lines(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in invented_rows(rows):
            out.write(json.dumps(dict(zip(FIELDS, row, strict=True)), ensure_ascii=False) + "\n")


def write_json(path: Path, rows: int) -> None:
    table = [dict(zip(FIELDS, row, strict=True)) for row in invented_rows(rows)]
    path.write_text(json.dumps({"persons": table}, ensure_ascii=False), encoding="utf-8")


def write_parquet(path: Path, rows: int) -> None:
    pl.DataFrame(list(invented_rows(rows)), schema=list(FIELDS), orient="row").write_parquet(path)


def write_workbook(path: Path, rows: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("list")
    sheet.append(list(FIELDS))
    for row in invented_rows(rows):
        sheet.append(row)
    book.save(path)


def write_book(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(", ".join(row) + ".\n" for row in invented_rows(rows))


def write_separated_book(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines("\n".join(row) + "\n---\n" for row in invented_rows(rows))


def write_wiki(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write("<mediawiki>")
        for number, row in enumerate(invented_rows(rows)):
            fields = "".join(f"|{field}=[[{text}|{text}]]\n" for field, text in zip(FIELDS, row, strict=True))
            text = "{{Person\n" + fields + "}} prose"
            out.write(
                f"<page><title>P{number}</title><id>{number}</id><revision><text>{text}</text></revision></page>\n"
            )
        out.write("</mediawiki>")


class PeakMemory:
    """The most memory that the process held within a `with` block, beyond what it held at the start, in MB."""

    def __enter__(self) -> PeakMemory:
        self._process, self._done = psutil.Process(), threading.Event()
        self._start = self._peak = self._process.memory_info().rss
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._done.wait(0.02):
            self._peak = max(self._peak, self._process.memory_info().rss)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()

    @property
    def megabytes(self) -> float:
        """Megabytes beyond the start."""
        return (self._peak - self._start) / 1e6


def measure(name: str, write: Callable[[Path, int], None], mapping: SourceMapping, rows: int, folder: Path) -> None:
    path = folder / name
    write(path, rows)
    with PeakMemory() as memory:
        start = time.perf_counter()
        with open_source(path, mapping) as reader:
            last = deque(enumerate(reader, 1), maxlen=1)
        seconds = time.perf_counter() - start
    count = last[0][0]
    size = path.stat().st_size / 1e6
    print(f"{name:<22}{count:>10,}{size:>9.1f}{seconds:>9.2f}{count / seconds:>12,.0f}{memory.megabytes:>9.0f}")
    path.unlink()


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    fields = "fields: {" + ", ".join(f"{field}: {field}" for field in FIELDS) + "}\n"
    table = parse_mapping(HEAD + fields, "table")
    lines = parse_mapping(HEAD + "entries: {unit: line}\n", "lines")
    separated = parse_mapping(HEAD + "entries: {unit: separator}\n", "separated")
    wiki = parse_mapping(HEAD + "templates: [Person]\n" + fields, "wiki")
    print(f"{'file':<22}{'entries':>10}{'MB':>9}{'seconds':>9}{'entries/s':>12}{'+MB held':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure("table.csv", write_table, table, rows, folder)
        measure("table-cp1251.csv", write_cyrillic_table, table, rows, folder)
        measure("table.xlsx", write_workbook, table, rows // 4, folder)
        measure("objects.jsonl", write_json_lines, table, rows, folder)
        measure("objects.json", write_json, table, rows, folder)
        measure("objects.parquet", write_parquet, table, rows, folder)
        measure("book-lines.txt", write_book, lines, rows, folder)
        measure("book-separated.txt", write_separated_book, separated, rows, folder)
        measure("wiki.xml", write_wiki, wiki, rows // 10, folder)


if __name__ == "__main__":
    main()
