"""What is said where something else was given than was meant: one sentence of what it is and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.commands import run

from byname.archive.archive import Archive
from byname.cli.opening import open_archive
from byname.errors import BadArchive

MAPPING = """\
source: people
title: An invented list
citation: Example
licence: MIT
language: es
universe: people of one town
person_twice: false
fields: {name: name, birth_date: born}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive, a list, its mapping, and files that are something else."""
    Archive.create(tmp_path / "archive", "An archive")
    (tmp_path / "folder").mkdir()
    (tmp_path / "list.csv").write_text("name;born\nAna Sosa;1950\nLuis Paz;1948\n", encoding="utf-8")
    (tmp_path / "titled.csv").write_text("People of a town;\n;\nname;born\nAna Sosa;1950\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "several.yaml").write_text(MAPPING.replace("name: name", "note: [name, born]"), encoding="utf-8")
    (tmp_path / "text.pdf").write_bytes(b"%PDF-1.4\nx")
    with zipfile.ZipFile(tmp_path / "text.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/document.xml", "<w/>")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Explanations"])
    for name, row in (("People", ["name", "born"]), ("Codes", ["code", "meaning"])):
        book.create_sheet(name).append(row)
    book.save(tmp_path / "three.xlsx")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("add archive folder --mapping m.yaml", "folder: this is a folder; name a file in it"),
        ("add archive list.csv --mapping folder", "folder: this is a folder; name a file in it"),
        ("check m.yaml folder", "folder: this is a folder; name a file in it"),
        ("add archive https://example.org/l.csv --mapping m.yaml", "this is an address; download it first"),
        ("add https://example.org/a list.csv --mapping m.yaml", "this is an address; download it first"),
        ("check https://example.org/m.yaml list.csv", "this is an address; download it first"),
        ("add list.csv archive --mapping m.yaml", "the folder of the archive comes first; turn them round: "),
        ("add list.csv m.yaml --mapping m.yaml", "comes first; name the folder of the archive, then the rest"),
        (
            "show somebody archive",
            "this is not an archive, and the folder of the archive comes first; turn them round: ",
        ),
        ("search list.csv archive", "this is a file, and the folder of the archive comes first; turn them round: "),
        ("estimate https://example.org/a", "this is an address; download it first"),
        ("review list.csv", "this is a file, and the folder of the archive comes first; name the folder"),
        ("build list.csv", "list.csv: this is a file, and the folder of the archive comes first"),
        ("check list.csv m.yaml", "this is a list (a table in text form), not a mapping; the order is `byname check"),
        ("add archive m.yaml --mapping list.csv", "this is a list (a table in text form), not a mapping"),
        ("check three.xlsx list.csv", "this is a list (a workbook), not a mapping"),
        ("add archive m.yaml --mapping m.yaml", "m.yaml: this is a mapping, not a list; give the list here"),
        ("check text.pdf list.csv", "text.pdf: this is a PDF, not a mapping"),
        (
            "add archive text.pdf --mapping m.yaml",
            "text.pdf: this is a PDF; save its table as CSV, or extract its text",
        ),
        ("add archive text.docx --mapping m.yaml", "this is a text document (DOCX or ODT), not a list; save its table"),
        ("add archive titled.csv --mapping m.yaml", "they stand in row 2: write `header_row: 2` into the mapping"),
        ("check m.yaml three.xlsx", "in row 0 of the sheet `People`: write `sheet: People` into the mapping"),
        ("check several.yaml list.csv", "several columns are written `note: {columns: [one, another]}`"),
    ],
)
def test_what_was_given_is_told_in_one_sentence(folder: Path, words: str, told: str) -> None:
    given = [word if word.startswith(("https:", "--")) else str(folder / word) for word in words.split()[1:]]
    done = run(words.split()[0], *given)
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_archive_is_opened(folder: Path) -> None:
    assert open_archive(folder / "archive").title == "An archive"


def test_folder_that_is_no_archive_is_told(folder: Path) -> None:
    with pytest.raises(BadArchive, match="not an archive"):
        open_archive(folder / "folder")
