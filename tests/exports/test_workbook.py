from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.exports.made import MadeArchive, exported

from byname.archive.archive import Archive
from byname.exports import workbook
from byname.exports.people import ExportedArchive


def test_calamine_reads_every_sheet(small: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(small), "xlsx", tmp_path)
    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names == ["people", "statements", "entries", "relations", "lists"]
    people = book.get_sheet_by_name("people").to_python()
    assert people[0][:2] == ["person_id", "name"]
    assert "Vanavalge, Uno" in [row[1] for row in people]


def test_a_full_sheet_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    made = MadeArchive([({"name": f"Uno {n}"}, [("note", str(n), None)]) for n in range(7)])
    out, _ = exported(made, "xlsx", tmp_path)
    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names[:3] == ["people", "people 2", "people 3"]
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:3]]
    assert [len(rows) for rows in sheets] == [4, 4, 2]
    assert [row[1] for rows in sheets for row in rows[1:]] == [f"Uno {n}" for n in range(7)]


@pytest.mark.parametrize(("text", "kept"), [("x" * 32_767, True), ("x" * 32_768, False), ("😀" * 16_384, False)])
def test_a_text_is_cut_only_where_a_cell_cannot_hold_it(tmp_path: Path, text: str, kept: bool) -> None:
    out, statement = exported(MadeArchive([({"name": "Uno"}, [("note", text, None)])]), "xlsx", tmp_path)
    (_, row) = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("statements").to_python()
    assert (row[2] == text) is kept
    assert bool(statement["lost"]) is not kept
