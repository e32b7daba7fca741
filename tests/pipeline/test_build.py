from __future__ import annotations

import json
from pathlib import Path

from tests.commands import data_of
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build


def test_a_build_names_its_steps_in_order_and_tells_how_far_it_is(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", name, ROWS) for name in ("one", "two")])
    told: list[tuple[str, float]] = []
    made = build(archive, processes=1, progress=lambda step, share: told.append((step, share)))
    assert made.made[:4] == ("records/one", "records/two", "linkage", "people")
    assert made.made[-2:] == ("report", "search")
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)
    manifest = json.loads((archive.tables / "build.json").read_text(encoding="utf-8"))
    assert set(made.files) == {name for step in manifest.values() for name in step["files"]}


def test_another_title_makes_the_report_anew_and_no_table(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    archive.set(archive.settings.changed("title", "Another title"))
    assert data_of("build", archive.folder)["made"] == ["report"]
    assert "Another title" in (archive.report / "index.html").read_text(encoding="utf-8")


def test_the_settings_of_an_older_archive_are_noted_by_its_next_build(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    archive.ledger.close()
    (archive.folder / "ledger.sqlite").unlink()  # as one that was made before the ledger held settings
    again = Archive.open(archive.folder)
    assert again.recorded_settings() is None
    add_files(again, [write_list(tmp_path / "in", "one", ROWS)])
    build(again, processes=1)
    recorded = again.recorded_settings()
    assert recorded is not None
    assert recorded["sha256"] == again.settings.sha256
