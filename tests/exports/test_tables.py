from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.exports.tables import EXPORTS, FORMATS, export_table, flat, without_formulas, write_table


def test_every_table_of_a_built_archive_is_exported_whole(demo: Path) -> None:
    archive = Archive.open(demo)
    for what in EXPORTS:
        table, withheld = export_table(archive, what)
        assert withheld == 0  # nobody of the Great Terror can be living
        may_be_empty = ("unread", "conflicts", "incidents")  # no list of the demonstration names an incident
        assert what in may_be_empty or table.height > 0
    assert export_table(archive, "people")[0].equals(export_table(archive, "people", protected=False)[0])


def test_an_archive_that_is_not_built_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="not built"):
        export_table(Archive.create(tmp_path / "archive", "Tests"), "people")


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-5", "@sum", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    frame = pl.DataFrame({"name": [cell, "Бухарин", "a=b", None], "number": [-5, 1, 2, 3]})
    safe = without_formulas(frame)
    assert safe["name"].to_list() == [f"'{cell}", "Бухарин", "a=b", None]
    assert safe["number"].equals(frame["number"])
    assert without_formulas(pl.DataFrame({"=cmd": ["x"]})).columns == ["'=cmd"]


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_gives_back_what_went_in(form: str) -> None:
    frame = pl.DataFrame({"id": ["a", "b"], "values": [["x", "y"], []], "count": [1, 2]})
    written = io.BytesIO()
    write_table(frame if form == "parquet" else flat(frame), form, written)
    written.seek(0)
    if form == "parquet":
        assert pl.read_parquet(written).equals(frame)
    else:
        again = pl.read_csv(written) if form == "csv" else pl.read_ndjson(written)
        assert again["id"].to_list() == ["a", "b"]
        assert again["values"][0] == "x | y"
        assert again["count"].to_list() == [1, 2]
