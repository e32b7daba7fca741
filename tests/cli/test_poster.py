from __future__ import annotations

from pathlib import Path

from tests.commands import data_of, run

from byname.archive.archive import Archive


def test_the_poster_of_the_bundled_collection_has_its_events(demo: Path, tmp_path: Path) -> None:
    assert data_of("poster", demo, "--out", tmp_path / "poster.html") == {"poster": str(tmp_path / "poster.html")}
    page = (tmp_path / "poster.html").read_text(encoding="utf-8")
    assert "First Moscow trial" in page
    assert page.count("<svg") == 3


def test_an_archive_that_is_not_built_has_none(tmp_path: Path) -> None:
    Archive.create(tmp_path / "empty", "Empty")
    done = run("poster", tmp_path / "empty", "--out", tmp_path / "poster.html")
    assert done.returncode == 1
    assert "byname build" in done.stderr
    assert not (tmp_path / "poster.html").exists()
