from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import docx_of, pdf_of

from byname.claims.citations import shelf
from byname.claims.citations.shelf import UnreadFile, Work, works_in
from byname.errors import BadText


def read(folder: Path) -> tuple[dict[str, Work], dict[str, str]]:
    """The works of a folder by their files, and the reasons of those that are not read."""
    found = list(works_in(folder))
    works = {work.file: work for work in found if isinstance(work, Work)}
    return works, {file.file: file.reason for file in found if isinstance(file, UnreadFile)}


def test_every_form_is_read_and_what_cannot_be_is_listed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.pdf").write_bytes(pdf_of("They shot 12 men."))
    (tmp_path / "b.docx").write_bytes(docx_of("They shot 12 men."))
    (tmp_path / "c.html").write_bytes(b"<p>They shot 12 men.</p>")
    (tmp_path / "inner" / "d.txt").write_bytes(b"They shot\x0c12 men.")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "sheet.xlsx").write_bytes(b"PK")
    (tmp_path / ".hidden.txt").write_bytes(b"They shot 12 men.")
    works, reasons = read(tmp_path)
    assert sorted(works) == ["a.pdf", "b.docx", "c.html", "inner/d.txt"]
    assert [page.strip() for page in works["inner/d.txt"].pages] == ["They shot", "12 men."]
    assert all("12 men" in work.opening for work in works.values())
    assert set(reasons) == {"broken.pdf", "empty.txt", "sheet.xlsx"}
    assert "damaged" in reasons["broken.pdf"]
    assert "no text" in reasons["empty.txt"]


def test_the_table_of_the_user_names_the_works(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "sources.csv").write_text(
        "file,author,title,year\na.txt,Robert Conquest,The Great Terror,1968\nlost.pdf,A,B,1990\n", encoding="utf-8"
    )
    works, reasons = read(tmp_path)
    assert (works["a.txt"].author, works["a.txt"].title, works["a.txt"].year) == (
        "Robert Conquest",
        "The Great Terror",
        "1968",
    )
    assert reasons == {"lost.pdf": "sources.csv names it, and it is not in the folder"}


def test_a_wrong_table_and_a_missing_folder_are_one_error_each(tmp_path: Path) -> None:
    with pytest.raises(BadText, match="no such folder"):
        list(works_in(tmp_path / "absent"))
    (tmp_path / "sources.csv").write_text("file,writer\na.txt,Conquest\n", encoding="utf-8")
    with pytest.raises(BadText, match="no column author"):
        list(works_in(tmp_path))
    (tmp_path / "sources.csv").write_bytes(b"file,author\xff\n")
    with pytest.raises(BadText, match="cannot be read"):
        list(works_in(tmp_path))


def test_files_beyond_the_limits_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name * 20, encoding="utf-8")
    monkeypatch.setattr(shelf, "MOST_FILES", 2)
    monkeypatch.setattr(shelf, "MOST_CHARACTERS", 10)
    assert set(read(tmp_path)[1]) == {"a.txt", "b.txt", "c.txt"}
    monkeypatch.setattr(shelf, "MOST_BYTES", 10)
    assert "at most 10" in read(tmp_path)[1]["a.txt"]


def test_the_opening_is_short_however_long_the_work() -> None:
    assert len(Work("a.txt", ("a" * 2_000, "b" * 9_000)).opening) == 3_000
