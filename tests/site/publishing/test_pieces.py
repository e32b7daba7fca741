from __future__ import annotations

import json
from pathlib import Path

from byname.archive.archive import Archive
from byname.site.publishing.pieces import NOTES, Order, Piece, is_made, make_piece, read_note
from byname.site.web.edition import Edition


def _order(small: Archive, folder: Path, key: str = "k") -> Order:
    return Order(str(small.folder), str(folder), Edition("en", "abc", "2026-01-02"), key)


def test_a_piece_is_made_once_its_files_stand_with_the_hashes_of_its_note(small: Archive, tmp_path: Path) -> None:
    order, piece = _order(small, tmp_path), Piece("pages-0", "pages", ("/lists", "/memorial/day/03-04"))
    (tmp_path / NOTES).mkdir()
    assert is_made(order, piece) is None
    assert make_piece(order, piece) == 2
    assert set(is_made(order, piece) or ()) == {"lists.html", "memorial/day/03-04.html"}
    assert is_made(_order(small, tmp_path, "another key"), piece) is None
    (tmp_path / "lists.html").write_text("changed")
    assert is_made(order, piece) is None
    make_piece(order, piece)
    (tmp_path / "lists.html").unlink()
    assert is_made(order, piece) is None


def test_a_note_that_is_broken_is_none(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    for text in ("", "[]", "{}", '{"key": 1, "files": {}}', '{"key": "k", "files": {"a": 1}}', '{"key": "k"'):
        path.write_text(text)
        assert read_note(path) is None
    path.write_text(json.dumps({"key": "k", "files": {"a": "b"}}))
    assert read_note(path) == {"key": "k", "files": {"a": "b"}}
