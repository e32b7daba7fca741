"""What a release holds: people with all that lists say of them, every number, the lists with their terms, the log.

Takes a built archive; writes files into a folder, the same bytes for the same archive and version of Byname. People who
may be living, takedowns and what the terms of a list keep back are left out, as in every export, and counted. CSV and
SQLite stand beside Parquet, so that a later reader needs no library.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any, Final

import polars as pl

from byname.access.lists import lists_of
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables
from byname.exports.export import export_people
from byname.exports.formats import format_named
from byname.exports.people import ExportedArchive
from byname.exports.release.crate import crate_of
from byname.exports.tables import without_formulas
from byname.values.fields import fields

VERIFIER: Final = "verify_release.py"
README: Final = "README.txt"
# Exports of people that are part of a release: the format, and the file or folder.
_PEOPLE: Final = {"csv": "tables", "sqlite": "people.sqlite", "parquet": "parquet"}
_DATA: Final = ("estimates", "motive", "consequences")
_NUMBERS: Final = ("id", "label", "value", "low", "high", "level", "unit", "method", "warnings")
Progress = Callable[[str, float], None]


def write_contents(archive: Archive, folder: Path, progress: Progress) -> None:
    """Write all files of a release into an empty folder. Raises BadArchive where the archive is not built."""
    tables = DerivedTables.built(archive, "numbers")
    for name, target in _PEOPLE.items():
        export_people(ExportedArchive(archive, progress=progress), format_named(name), folder / target)
    figures = folder / "figures"
    figures.mkdir()
    _write(figures / "numbers.csv", _numbers(tables))
    for name in (*_DATA, "numbers"):
        if tables.has(name):
            _write(figures / f"{name}.json", _json(tables.data(name)))
    codebook = folder / "codebook"
    codebook.mkdir()
    _write(codebook / "fields.csv", _table(("name", "type", "en", "ru"), [asdict(one) for one in fields().values()]))
    _write(codebook / "formats.txt", _FORMATS)
    _write(codebook / "lists.json", _json([asdict(one) for one in lists_of(archive)]))
    if archive.log.is_dir():
        shutil.copytree(archive.log, folder / "log")
    _write(folder / "made-from.json", _json(made_from(archive)))
    _write(folder / README, _README.format(title=archive.title, **made_from(archive)))
    _write(folder / "CITATION.cff", _citation(archive))
    _write(folder / VERIFIER, verifier())
    _write(folder / "ro-crate-metadata.json", _json(crate_of(archive, folder, day_of(archive))))


def made_from(archive: Archive) -> dict[str, Any]:
    """What a release was made from: the head of the ledger, the version of the code, the day of the last decision."""
    return {"ledger_head": archive.ledger.head(), "code_version": code_version(), "day": day_of(archive)}


def day_of(archive: Archive) -> str:
    """The day of the last decision in the ledger (YYYY-MM-DD)."""
    return time_of(archive)[: len("YYYY-MM-DD")]


def time_of(archive: Archive) -> str:
    """The time of the last decision in the ledger (RFC 3339)."""
    return archive.ledger.last_time()


def verifier() -> str:
    """The program that checks a release with Python alone."""
    return (resources.files("byname.exports.release") / VERIFIER).read_text(encoding="utf-8")


def _numbers(tables: DerivedTables) -> str:
    rows = [asdict(number) | {"warnings": " ".join(number.warnings)} for number in tables.numbers().values()]
    return _table(_NUMBERS, sorted(rows, key=lambda row: str(row["id"])))


def _table(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    frame = pl.DataFrame(
        [{name: _cell(row[name]) for name in columns} for row in rows], dict.fromkeys(columns, pl.String)
    )
    return without_formulas(frame).write_csv(line_terminator="\n")


def _cell(value: Any) -> str | None:
    return None if value is None else str(value)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _citation(archive: Archive) -> str:
    title = json.dumps(archive.title, ensure_ascii=False)
    return (
        "cff-version: 1.2.0\n"
        "message: Cite this release by its title, its version and the day.\n"
        "type: dataset\n"
        f"title: {title}\n"
        f"authors:\n  - name: {json.dumps(f'The keepers of {archive.title}', ensure_ascii=False)}\n"
        f"date-released: {day_of(archive)}\n"
    )


_README: Final = """\
{title}
A release made with Byname {code_version}. Day of the last decision in the archive: {day}.
Head of its ledger: {ledger_head}

tables/          people, and what each list says of them (CSV, UTF-8; the columns are in tables/datapackage.json)
people.sqlite    the same in one file of SQLite 3
parquet/         the same as Apache Parquet
figures/         every number that was printed, with interval, method and warnings; the analyses
codebook/        the fields, the lists with their terms, how the files are written
log/             the ledger as a transparency log, where there is one: it names nobody
*.loss.json      what is not in a table and why: how many people and values were left out

Check it:        python3 verify_release.py            (in the folder above `object`; needs Python 3.9 or later alone)
List it:         python3 verify_release.py --list people

People who may be living, people whom the keepers have withheld, and texts that the terms of a list keep back are not
in it. What is not here is not in these sources; that does not make it false. Each list has its own terms:
tables/lists.csv.
"""
_FORMATS: Final = """\
CSV       RFC 4180, UTF-8, first row the names of the columns; an apostrophe stands before what a spreadsheet would run.
SQLite    file format 3 (https://www.sqlite.org/fileformat.html); the same tables.
Parquet   Apache Parquet format 2; the same tables.
JSON      RFC 8259, UTF-8.
Dates     Extended Date/Time Format (EDTF, ISO 8601-2:2019): 1976-08?, 1976/1977, 197X.
Files     Oxford Common File Layout 1.1: object/inventory.json names every file of every version with its SHA-512.
Crate     RO-Crate 1.2: ro-crate-metadata.json says in JSON-LD what each file is.
Log       C2SP tlog-tiles: log/checkpoint, log/tile; an entry is a SHA-256 over a secret salt, author and content.
Signature signatures/vN.minisig: Ed25519 over BLAKE2b-512 of object/vN/inventory.json, as minisign writes it.
"""
