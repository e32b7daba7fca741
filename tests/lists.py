"""Small lists with their mappings, for tests that need an archive."""

from __future__ import annotations

import csv
from pathlib import Path

from byname.archive.archive import Archive
from byname.pipeline.verification import differences

MAPPING = """\
source: {source}
title: A small list of long-public persons
citation: made for tests
licence: CC0-1.0
language: ru
universe: long-public historical figures
person_twice: false
fields:
  name: name
  birth_date: born
  death_date: died
"""
ROWS = [("Бухарин Николай Иванович", "1888", "15.03.1938"), ("Тухачевский Михаил Николаевич", "1893", "12.06.1937")]
SYLLABLES = ("ba", "de", "gi", "lo", "mu", "na", "re", "si", "to", "vu")


def write_list(folder: Path, name: str, rows: list[tuple[str, str, str]]) -> tuple[Path, Path]:
    """A small CSV list with its mapping."""
    folder.mkdir(exist_ok=True)
    path, mapping = folder / f"{name}.csv", folder / f"{name}.yaml"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("name", "born", "died"), *rows])
    mapping.write_text(MAPPING.format(source=name), encoding="utf-8")
    return path, mapping


def invented_list(folder: Path, rows: int) -> tuple[Path, Path]:
    """A long list of invented people, long enough to be read by several processes."""

    def name(number: int) -> str:
        return "".join(SYLLABLES[int(digit)] for digit in f"{number:05d}").capitalize()

    people = [
        (f"{name(n)} {name(n * 7 % 99999)} Ivanovich", str(1870 + n % 50), f"{1 + n % 28:02d}.0{1 + n % 9}.1937")
        for n in range(rows)
    ]
    return write_list(folder, "invented", people)


def what_differs(archive: Archive) -> list[str]:
    """What `byname verify` finds."""
    return differences(archive, lambda step, share: None)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock, with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
