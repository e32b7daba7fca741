from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from byname.api import link
from byname.errors import BadMapping, BadSource
from byname.sources.mapping_reading import parse_mapping

MAPPING = """\
source: {source}
title: T
citation: invented
licence: CC0-1.0
language: ru
universe: long-public historical figures
person_twice: false
fields:
  name: {{column: name, order: surname-first}}
  birth_date: born
"""
ONE = pl.DataFrame({"name": ["Бухарин Николай Иванович", "Рыков Алексей Иванович"], "born": [1888, 1881]})
OTHER = pa.table({"name": ["Бухарин, Николай Иванович", "Томский Михаил Павлович"], "born": ["1888", "1880"]})


def test_rows_of_two_tables_are_linked_into_people(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(MAPPING.format(source="B"), encoding="utf-8")
    found = link([ONE, OTHER], [MAPPING.format(source="A"), path])
    table = found.to_polars()
    assert table.height == 4
    people = dict(table.select("record_id", "person_id").iter_rows())
    assert people["A:0"] == people["B:0"]
    assert len(set(people.values())) == 3
    assert {"record_a", "record_b", "probability"} <= set(found.pairs.columns)
    assert found.records["birth"].to_list() == ["1888", "1881", "1888", "1880"]
    assert link([ONE], [parse_mapping(MAPPING.format(source="A"), "m")]).to_polars().height == 2


@pytest.mark.parametrize(
    ("frames", "mappings", "error"),
    [
        ([3], [MAPPING.format(source="A")], BadSource),
        ([{"other": [1]}], [MAPPING.format(source="A")], BadSource),
        ([ONE], [], BadMapping),
        ([ONE, ONE], [MAPPING.format(source="A")] * 2, BadMapping),
        ([ONE], [7], BadMapping),
        ([ONE], ["source: A\nfields: 3\n"], BadMapping),
        (ONE, [MAPPING.format(source="A")], BadSource),
        ([ONE.clear()], [MAPPING.format(source="A")], BadSource),
        ([], [], BadSource),
        ([pl.DataFrame({"name": [["Рыков"]], "born": [1881]})], [MAPPING.format(source="A")], BadSource),
    ],
)
def test_wrong_tables_and_mappings_are_errors_of_ours(frames: object, mappings: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        link(frames, mappings)  # type: ignore[arg-type]


def test_the_card_says_how_many_people_and_a_name_of_a_list_can_do_nothing() -> None:
    hostile = pl.DataFrame({"name": ["<script>x</script> Иван", "Рыков Алексей Иванович"], "born": [1888, 1881]})
    shown = link([hostile], [MAPPING.format(source="A")])._repr_html_()
    assert "2 records are taken for 2 people." in shown
    assert "<svg" in shown
    assert "<script" not in shown
