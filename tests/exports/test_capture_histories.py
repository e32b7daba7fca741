from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.commands import data_of
from tests.exports.made import exported
from tests.lists import write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.exports.people import ExportedArchive
from byname.pipeline.build import build


def test_byname_estimate_reads_the_histories_of_an_archive(demo: Path, tmp_path: Path) -> None:
    archive = Archive.open(demo)
    out, statement = exported(ExportedArchive(archive), "histories", tmp_path)
    captures = DerivedTables.built(archive).read("captures")
    again = pl.read_csv(out).select(captures.columns)
    assert sorted(again.rows()) == sorted(captures.rows())
    table = out.rename(tmp_path / "histories.csv")
    told = data_of("estimate", table)
    assert told["observed"] == statement["people"] == captures["count"].sum()


def test_who_has_no_name_stands_in_no_history(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    rows = [("Орлинский Иван", "1893", ""), ("NN", "1901", ""), ("", "1890", "")]
    add_files(archive, [write_list(tmp_path, name, rows) for name in ("one", "two")])
    build(archive)
    captures = DerivedTables.built(archive).read("captures")
    assert captures.rows() == [(1, 1, 1)]
    out, statement = exported(ExportedArchive(archive), "histories", tmp_path)
    assert pl.read_csv(out).rows() == captures.rows()
    assert statement["people"] == len(DerivedTables.built(archive).read("people"))
    assert statement["lost"]["who has no name may be somebody whom another list names"] == 4


def test_who_is_withheld_is_not_counted(small: Archive, tmp_path: Path) -> None:
    out, statement = exported(ExportedArchive(small), "histories", tmp_path)
    assert pl.read_csv(out)["count"].sum() == statement["people"] == 5
    assert statement["withheld_people"] == 2
