"""A small archive to be served: people who may be living, and names that would run as code on a page."""

from __future__ import annotations

import csv
from pathlib import Path

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build

HOSTILE = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(2)>'
LIST = """\
source: {source}
title: Invented people <b>of no list</b>
citation: made for tests <i>only</i>
licence: {licence}
language: en
universe: invented people
person_twice: false
fields:
  surname: surname
  given_name: given
  birth_date: born
  death_date: died
  birth_place: place
  occupation: occupation
  note: note
"""
HEADER = ("surname", "given", "born", "died", "place", "occupation", "note")
# Each word beginning with Kanari must never come out: they may be living, or a text speaks of somebody who may be.
PEOPLE = (
    ("Vanavalge", "Uno", "1890", "1942-03-04", "Tartu", "teacher", ""),
    ("Vanavalge", "Ants", "1893", "1941", "Narva", "smith", ""),
    ("Kanariday", "Ants", "12.05.1946", "", "Kanariplace", "Kanariwork", "Kanarinote"),
    ("Kanaridecade", "Jaan", "1930s", "", "Tartu", "teacher", ""),
    ("Isane", "Tiit", "1880", "1942", "Tartu", "teacher", "his daughter Kanarichild, born 1947, lives in Tartu"),
    (HOSTILE, "Mall", "1881", "1942", ATTRIBUTE, ATTRIBUTE, HOSTILE),
)
KEPT_BACK = (
    "Pikk",
    "Tiit",
    "1882",
    "1943",
    "Tartu",
    "teacher",
    "a long note that the terms of the list keep back " * 2,
)


def small_archive(folder: Path) -> Archive:
    """The archive, built in a folder."""
    archive = Archive.create(folder / "archive", "Tests & <others>")
    files = []
    for source, licence, people in (("invented", "CC0-1.0", PEOPLE), ("closed", "All rights reserved", (KEPT_BACK,))):
        table, mapping = folder / f"{source}.csv", folder / f"{source}.yaml"
        with table.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([HEADER, *people])
        mapping.write_text(LIST.format(source=source, licence=licence), encoding="utf-8")
        files.append((table, mapping))
    add_files(archive, files)
    build(archive)
    return archive
