"""Nobody who may be living is shown: names that must not come out, looked for in all that does."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.commands import run, run_in_terminal

from byname.access.protection import WITHHELD_TEXT
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.sources import sources_of
from byname.archive.tables import DerivedTables
from byname.cli.audit import FORMATS as AUDIT_FORMATS
from byname.exports.tables import EXPORTS, FORMATS
from byname.pipeline.build import build
from byname.pipeline.report import write_archive_report
from byname.values.languages import REPORT_LANGUAGES

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
  relation: kin
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
# Each word beginning with Kanari must never come out: surname, given name, born, died, occupation, note, relative.
HEADER = ("surname", "given", "born", "died", "occupation", "note", "kin")
PEOPLE = [
    ("Vanavalge", "Uno", "1890", "", "teacher", "", ""),
    ("Surnud", "Mai", "1935", "1949", "pupil", "", ""),
    ("Kanariday", "Ants", "12.05.1946", "", "teacher", "", ""),
    ("Kanaridecade", "Jaan", "1930s", "", "teacher", "", ""),
    ("Kanariopen", "Peeter", "after 1930", "", "teacher", "", ""),
    ("Kanariabout", "Juhan", "about 1925", "", "teacher", "", ""),
    ("Kanariunread", "Karl", "in the year of the comet", "", "teacher", "", ""),
    ("Kanariflagged", "Rein", "31.02.1951", "", "teacher", "", ""),
    ("Isane", "Tiit", "1880", "1942", "teacher", "his daughter Kanarichild, born 1947, lives in Tartu", ""),
    ("Emane", "Liis", "1882", "1943", "teacher", "informed by Kanariwitness (b. 3.4.39)", ""),
    ("Onune", "Ott", "1881", "1944", "teacher", "", "father of Kanarikin, born 1950"),
]
COMMANDS = (
    ["motive"], ["consequences"], ["motive", "--all"], ["consequences", "--all"], ["build"], ["words"],
    ["words", "--json"], ["review"], ["review", "--json"],
    ["review", "--agreement", "--json"], ["explain", "invented:2", "second:1"], ["ledger", "head"], ["facts", "list"],
)  # fmt: skip
ON_BOTH = {"Vanavalge", "Kanariday", "Isane"}
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
        csv.writer(handle).writerows([HEADER, *PEOPLE])
    mapping.write_text(LIST, encoding="utf-8")
    second = table.with_name("second.csv"), table.with_name("second.yaml")
    with second[0].open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEADER, *(row for row in PEOPLE if row[0] in ON_BOTH)])
    second[1].write_text(LIST.replace("source: invented", "source: second"), encoding="utf-8")
    book, book_mapping = folder / "book.txt", folder / "book.yaml"
    book.write_text("\n".join(LINES), encoding="utf-8")
    book_mapping.write_text(BOOK, encoding="utf-8")
    add_files(made, [(table, mapping), second, (book, book_mapping)])
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
    lists = archive.folder.parent
    for name in ("invented.csv", "book.txt"):
        for shown in ([], ["--json"]):
            done = run("check", (lists / name).with_suffix(".yaml"), lists / name, *shown, *more)
            assert done.returncode == 0, done.stderr
            found[f"check {name} {shown}"] = done.stdout
    for command in COMMANDS:
        at = 2 if command[0] in ("facts", "ledger") else 1
        done = run(*command[:at], archive.folder, *command[at:])
        assert done.returncode == 0, done.stderr
        found[" ".join(command)] = done.stdout + done.stderr
    found["review in a terminal"] = run_in_terminal("k\n" * 9, "review", archive.folder, *more).stdout
    return found


def test_no_output_names_anybody_who_may_be_living(archive: Archive, tmp_path: Path) -> None:
    outputs = _outputs(archive, tmp_path)
    assert len(outputs) > 60
    assert [name for name, text in outputs.items() if "kanari" in text.lower()] == []
    assert any(WITHHELD_TEXT in text for text in outputs.values())
    assert "Vanavalge" in outputs["people.csv"]
    assert "Surnud" in outputs["people.csv"]
    assert "VANEM" in outputs["trace entries"]
    assert "Vanavalge" in outputs["review in a terminal"]
    assert "withheld: the person may be living" in outputs["review in a terminal"]
    assert "Vanavalge" in outputs["check invented.csv []"]


def test_whoever_keeps_the_archive_sees_them_all(archive: Archive, tmp_path: Path) -> None:
    outputs = _outputs(archive, tmp_path, "--unprotected")
    for name in ("Kanariday", "Kanaridecade", "Kanariopen", "Kanariabout", "Kanariunread", "Kanariflagged"):
        assert name in outputs["people.csv"]
        assert name in outputs[f"search {name}"]
    assert "Kanarichild" in outputs["trace entries"]
    assert "Kanaribook" in outputs["trace entries"]
    assert "Kanariday" in outputs["review in a terminal"]
    assert {"Kanariday", "Kanarichild", "Kanarikin"} <= set(re.findall(r"\w+", outputs["check invented.csv []"]))


def test_what_is_left_out_is_counted(archive: Archive) -> None:
    assert "6 people who may be living are left out" in run("export", archive.folder, "--what", "people").stderr
    withheld = run("search", archive.folder, "Kanariday").stdout
    assert withheld.strip().endswith("more may be living and are withheld.")  # of similar spelling, too
    done = run("show", archive.folder, "invented:2")
    assert done.returncode == 1
    assert "may be living and is withheld" in done.stderr


@pytest.mark.parametrize("form", AUDIT_FORMATS)
def test_the_dates_of_the_living_are_no_evidence_for_texts(archive: Archive, tmp_path: Path, form: str) -> None:
    text, works, corrections = tmp_path / "text.txt", tmp_path / "works", tmp_path / "corrections.yaml"
    works.mkdir()
    (works / "book.txt").write_text("An invented book. Nobody is named.", encoding="utf-8")
    corrections.write_text("- {words: died, leave_out: false}\n", encoding="utf-8")
    for name, known in (("Ants Kanariday", False), ("Mai Surnud", True)):
        text.write_text(f"{name} died in 1951.", encoding="utf-8")
        for more in ([], ["--all"], ["--sources", works], ["--corrections", corrections]):
            done = run("audit", text, "--archive", archive.folder, "--format", form, *more)
            assert done.returncode == 0, done.stderr
            assert ("1949" in done.stdout) is known
            assert "1946" not in done.stdout
            assert set(re.findall(r"Kanari\w+", done.stdout)) <= set(name.split())


def test_no_report_in_any_language_names_anybody_who_may_be_living(archive: Archive, tmp_path: Path) -> None:
    assert len(REPORT_LANGUAGES) == 7
    for code in REPORT_LANGUAGES:
        spoken = Archive(archive.folder, archive.settings.changed("language", code), archive.ledger)
        write_archive_report(spoken, sources_of(spoken), archive.tables, tmp_path / code)
        pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / code).rglob("*.html")}
        assert len(pages) >= 4
        assert [name for name, page in pages.items() if "kanari" in page.lower()] == []
        assert "Vanavalge" in pages["trace.html"]
        assert f'lang="{code}"' in pages["index.html"]


def test_a_first_mapping_and_a_first_report_name_nobody_who_may_be_living(archive: Archive, tmp_path: Path) -> None:
    for name in ("invented.csv", "book.txt"):
        shutil.copy(archive.folder.parent / name, tmp_path / name)
        suggested = run("add", tmp_path / "none", tmp_path / name, "--suggest")
        assert suggested.returncode == 0
        assert "kanari" not in suggested.stdout.lower()
    done = run("new", tmp_path / "first", tmp_path / "invented.csv", tmp_path / "book.txt")
    assert done.returncode == 0, done.stderr
    written = [*tmp_path.glob("*.yaml"), *(tmp_path / "first" / "report").rglob("*")]
    told = {path.name: path.read_text(encoding="utf-8") for path in written if path.is_file()}
    assert len(told) > 6
    assert [name for name, text in told.items() if "kanari" in text.lower()] == []
    assert "kanari" not in done.stdout.lower()


def test_another_year_of_protection_makes_the_report_anew(archive: Archive, tmp_path: Path) -> None:
    own = Archive.open(Path(shutil.copytree(archive.folder, tmp_path / "own")))
    own = own.set(own.settings.changed("protect_born_from", "1880"))
    assert "report" in build(own).made
    assert "Vanavalge" not in (own.report / "trace.html").read_text(encoding="utf-8")
    own = own.set(own.settings.changed("protect_born_from", "0"))
    assert "report" in build(own).made
    assert "Kanariday" in (own.report / "trace.html").read_text(encoding="utf-8")
