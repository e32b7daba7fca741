"""Nobody who may be living is shown: names that must not come out, looked for in all that does."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.commands import run

from byname.access.protection import WITHHELD_TEXT
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.exports.tables import EXPORTS, FORMATS
from byname.pipeline.build import build

LIST = """\
source: invented
title: Invented people
citation: made for tests
licence: CC0-1.0
language: en
universe: invented people
person_twice: false
fields:
  surname: surname
  given_name: given
  birth_date: born
  death_date: died
  occupation: occupation
  note: note
"""
BOOK = """\
source: book
title: An invented book
citation: made for tests
licence: CC0-1.0
language: et
universe: invented people
person_twice: false
entries: {unit: line, grammar: estonian-memento}
"""
# Each surname beginning with Kanari must never come out: surname, given name, born, died, occupation, note.
PEOPLE = [
    ("Vanavalge", "Uno", "1890", "", "teacher", ""),
    ("Surnud", "Mai", "1935", "1949", "pupil", ""),
    ("Kanariday", "Ants", "12.05.1946", "", "teacher", ""),
    ("Kanaridecade", "Jaan", "1930s", "", "teacher", ""),
    ("Kanariopen", "Peeter", "after 1930", "", "teacher", ""),
    ("Kanariabout", "Juhan", "about 1925", "", "teacher", ""),
    ("Kanariunread", "Karl", "in the year of the comet", "", "teacher", ""),
    ("Kanariflagged", "Rein", "31.02.1951", "", "teacher", ""),
    ("Isane", "Tiit", "1880", "1942", "teacher", "his daughter Kanarichild, born 1947, lives in Tartu"),
    ("Emane", "Liis", "1882", "1943", "teacher", "informed by Kanariwitness (b. 3.4.39)"),
]
LINES = [
    "VANEM, Jaan, Jaani p., s. 1888, Tartu l. Arr. 14.06.1941. Surn. 12.03.1942.",
    "Kanaribook ??? 1951 kiri teadmata",
    "SURNU, Mart, Jaani p., s. 1889, Võru l. Arr. 14.06.1941. Surn. 01.02.1943. Poeg Kanarison, s. 1944.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("protection")
    made = Archive.create(folder / "archive", "Tests")
    table, mapping = folder / "invented.csv", folder / "invented.yaml"
    with table.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("surname", "given", "born", "died", "occupation", "note"), *PEOPLE])
    mapping.write_text(LIST, encoding="utf-8")
    book, book_mapping = folder / "book.txt", folder / "book.yaml"
    book.write_text("\n".join(LINES), encoding="utf-8")
    book_mapping.write_text(BOOK, encoding="utf-8")
    add_files(made, [(table, mapping), (book, book_mapping)])
    text = made.folder / "texts" / "essay.txt"
    text.parent.mkdir()
    text.write_text("Ants Kanaridecade was arrested in 1949. Jaan Kanariday died in 1951.", encoding="utf-8")
    build(made)
    text.unlink()  # its own words would name them
    return made


def _outputs(archive: Archive, folder: Path, *more: str) -> dict[str, str]:
    """All that a reader can get out of an archive, by what gave it."""
    found = {}
    for path in sorted(archive.report.rglob("*")):
        if path.is_file() and not path.name.startswith("audit-"):
            found[f"report/{path.name}"] = path.read_text(encoding="utf-8")
    for what in EXPORTS:
        for form in FORMATS:
            out = folder / f"{what}.{form}"
            assert run("export", archive.folder, "--what", what, "--format", form, "--out", out, *more).returncode == 0
            found[f"{what}.{form}"] = (
                str(pl.read_parquet(out).to_dicts()) if form == "parquet" else out.read_text(encoding="utf-8")
            )
    for number in DerivedTables(archive.tables).numbers():
        done = run("trace", archive.folder, number, "--all", "--json", *more)
        assert done.returncode == 0
        found[f"trace {number}"] = json.dumps(json.loads(done.stdout), ensure_ascii=False)
    for name in (row[0] for row in PEOPLE):
        done = run("search", archive.folder, name, "--json", *more)
        found[f"search {name}"] = json.dumps(json.loads(done.stdout)["found"], ensure_ascii=False)
    for record in DerivedTables(archive.tables).read("assignments")["record_id"]:
        done = run("show", archive.folder, record, *more)
        found[f"show {record}"] = done.stdout
        found[f"explain {record}"] = run("explain", archive.folder, record).stdout
    for part in ("motive", "consequences"):
        found[part] = run(part, archive.folder).stdout
    return found


def test_no_output_names_anybody_who_may_be_living(archive: Archive, tmp_path: Path) -> None:
    outputs = _outputs(archive, tmp_path)
    assert len(outputs) > 60
    assert [name for name, text in outputs.items() if "kanari" in text.lower()] == []
    assert any(WITHHELD_TEXT in text for text in outputs.values())
    assert "Vanavalge" in outputs["people.csv"]
    assert "Surnud" in outputs["people.csv"]
    assert "VANEM" in outputs["trace entries"]


def test_whoever_keeps_the_archive_sees_them_all(archive: Archive, tmp_path: Path) -> None:
    outputs = _outputs(archive, tmp_path, "--unprotected")
    for name in ("Kanariday", "Kanaridecade", "Kanariopen", "Kanariabout", "Kanariunread", "Kanariflagged"):
        assert name in outputs["people.csv"]
        assert name in outputs[f"search {name}"]
    assert "Kanarichild" in outputs["trace entries"]
    assert "Kanaribook" in outputs["trace entries"]


def test_what_is_left_out_is_counted(archive: Archive) -> None:
    assert "6 people who may be living are left out" in run("export", archive.folder, "--what", "people").stderr
    assert "1 more may be living and are withheld." in run("search", archive.folder, "Kanariday").stdout
    done = run("show", archive.folder, "invented:2")
    assert done.returncode == 1
    assert "may be living and is withheld" in done.stderr


def test_the_dates_of_the_living_are_no_evidence_for_texts(archive: Archive, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Ants Kanariday died in 1951.", encoding="utf-8")
    done = run("audit", text, "--archive", archive.folder, "--json")
    assert "invented" not in json.dumps(json.loads(done.stdout)["claims"])


def test_another_year_of_protection_makes_the_report_anew(archive: Archive, tmp_path: Path) -> None:
    own = Archive.open(Path(shutil.copytree(archive.folder, tmp_path / "own")))
    own = own.set(own.settings.changed("protect_born_from", "1880"))
    assert "report" in build(own).made
    assert "Vanavalge" not in (own.report / "trace.html").read_text(encoding="utf-8")
    own = own.set(own.settings.changed("protect_born_from", "0"))
    assert "report" in build(own).made
    assert "Kanariday" in (own.report / "trace.html").read_text(encoding="utf-8")
