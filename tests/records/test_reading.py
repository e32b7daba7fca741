from __future__ import annotations

from pathlib import Path

from byname.records.reading import read_records
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

MAPPING = """
source: streets
title: Invented people by their streets
citation: invented
licence: none
language: ru
universe: nobody
person_twice: false
within: Москва
fields: {name: name, residence: address}
"""


def test_streets_lie_in_the_town_that_the_mapping_names(tmp_path: Path) -> None:
    path = tmp_path / "streets.csv"
    path.write_text(
        "name,address\nПример Иван,ул. Горького\nОбразец Анна,Москва ул. Арбат\nНекто Пётр,\n", encoding="utf-8"
    )
    mapping = parse_mapping(MAPPING, "streets.yaml")
    with open_source(path, mapping) as entries:
        (batch,) = read_records(entries, mapping)
    assert batch.records["residence"].to_list() == ["moskva gorkogo", "moskva arbat", None]
    stated = batch.statements.filter(batch.statements["field"] == "residence")
    assert stated["value"].to_list() == ["gorkogo", "moskva arbat"]  # a statement holds what the source says, no more
