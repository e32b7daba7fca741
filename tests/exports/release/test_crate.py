from __future__ import annotations

from pathlib import Path

from byname.archive.archive import Archive
from byname.exports.release.crate import METADATA, crate_of


def test_every_file_is_told_with_its_kind_and_every_list_with_its_terms(small: Archive, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "people.csv").write_text("a\n")
    (tmp_path / "strange.x").write_text("a")
    (tmp_path / METADATA).write_text("{}")
    graph = {one["@id"]: one for one in crate_of(small, tmp_path, "2026-01-01")["@graph"]}
    assert graph["tables/people.csv"]["encodingFormat"] == "text/csv"
    assert graph["strange.x"]["encodingFormat"] == "application/octet-stream"
    assert [part["@id"] for part in graph["./"]["hasPart"]] == ["strange.x", "tables/people.csv"]
    assert graph["./"]["datePublished"] == "2026-01-01"
    lists = [one for id, one in graph.items() if id.startswith("#list-")]
    assert lists
    assert all(one["license"] for one in lists)
