from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.consequences.camps import camps_of
from byname.consequences.destinations import SENT, CampNames, destinations, destinations_of, sent_by_list, sent_by_year
from byname.consequences.place_index import gazetteer
from byname.records.places import read_place
from byname.sources.facts import FactTable, read_facts

CAMPS = (
    "camp_id,camp_en,camp_ru,lon,lat,year,prisoners,source_title,source_address\n"
    "1,Vorkutinsky ITL,Воркутинский ИТЛ,64.0,67.5,1951,72940,A handbook,p. 1\n"
    "1,Vorkutinsky ITL,Воркутинский ИТЛ,64.0,67.5,1938,15009,A handbook,p. 1\n"
    "2,North Ural ITL,Северо-Уральский ИТЛ,63.1,57.7,1942,33757,A handbook,p. 2\n"
    "3,Kirovsky ITL,Кировский ИТЛ,33.0,67.0,1940,100,A handbook,p. 3\n"
    "4,Angarsky ITL,Ангарский ИТЛ,101.6,56.1,1949,43591,A handbook,p. 4\n"
)


@pytest.fixture
def camps(tmp_path: Path) -> FactTable:
    path = tmp_path / "camps.csv"
    path.write_text(CAMPS, encoding="utf-8")
    return read_facts(path, "camps")


def test_destinations_join_the_camps_of_the_table(camps: FactTable) -> None:
    names, spots = CampNames(camps_of(camps)), gazetteer().spots
    vorkuta = names.find("Vorkuta", spots["Vorkuta"])
    assert vorkuta is not None
    assert (vorkuta.label, vorkuta.prisoners, vorkuta.row) == ("Vorkutinsky ITL", 72_940, 1)
    assert names.find("Vorkutlag", None) == vorkuta
    north = names.find("Sevurallag", spots["Sevurallag"])
    assert north is not None
    assert north.label == "North Ural ITL"
    assert names.find("Kirov", spots["Kirov"]) is None  # the camp of that name lies a thousand kilometres away
    assert names.find("Inta", spots["Inta"]) is None


def sent(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """People sent: person, kind, place as written, year."""
    said = pl.DataFrame(
        [{"person_id": person, "record_id": f"R1:{person}", "kind": kind,
          "value": read_place(written, "et").normal, "as_written": written} for person, kind, written, _ in rows]
    )  # fmt: skip
    years = pl.DataFrame([{"person_id": p, "kind": k, "year": int(y)} for p, k, _, y in rows if y],
                         schema={"person_id": pl.String, "kind": pl.String, "year": pl.Int32}).unique()  # fmt: skip
    return destinations_of(said, years)


def many(
    written: str, first: int, people: int, kind: str = "camp", year: str = "1941"
) -> list[tuple[str, str, str, str]]:
    return [(str(n), kind, written, year) for n in range(first, first + people)]


def test_people_count_once_a_place_and_are_placed_where_anything_places_them(camps: FactTable) -> None:
    table = sent(*many("Komi ANSV Vorkuta", 0, 12), *many("Vorkuta", 0, 12), *many("Irkutski obl. Angarlag", 20, 10),
                 *many("Lebedjovka", 40, 10, "exile"), *many("Narva", 60, 3))  # fmt: skip
    found = destinations(table, {"camps": camps})
    rows = {row["place"]: row for row in found.table.to_dicts()}
    assert {place: row["people"] for place, row in rows.items()} == {"Vorkuta": 12, "Angarlag": 10, "lebedevka": 10}
    assert rows["Vorkuta"]["camp_of_the_table"] == "Vorkutinsky ITL: 72,940 in 1951 (row 1)"
    assert (rows["Angarlag"]["lon"], rows["Angarlag"]["at"]) == (101.6, "the camp, by the archive's table")
    assert rows["lebedevka"]["lon"] is None
    assert "places 25 of them (71%)" in found.sentences[1]
    assert "10 are not placed" in found.sentences[1]
    placed = next(number for number in found.numbers if number.id == "destinations-placed")
    assert placed.value == 25


def test_a_camp_without_a_table_lies_at_the_town_or_the_region_it_is_named_with() -> None:
    table = sent(*many("Komi ANSV Vorkutlag", 0, 10), *many("Irkutski obl. Angarlag", 20, 10))
    rows = {row["place"]: row for row in destinations(table).table.to_dicts()}
    assert rows["Vorkutlag"]["at"] == "Vorkuta, after which it is named"
    assert rows["Angarlag"]["at"] == "Irkutsk oblast: its capital Irkutsk"


def test_people_sent_by_year_and_by_list() -> None:
    table = sent(*many("Vorkuta", 0, 12), *many("Narva", 20, 10, "exile", "1949"), *many("Narva", 40, 5, "exile", ""))
    years = sent_by_year(table)
    assert years.table.select("year", "kind", "people").rows() == [(1941, "camp", 12), (1949, "exile", 10)]
    assert "5 people have no year" in years.warnings[0]
    assert sent_by_list(table).table.select("list", "camp", "exile").rows() == [("R1", 12, 15)]


def test_nobody_sent_is_refused_with_a_reason() -> None:
    none = pl.DataFrame(schema=SENT)
    assert all(one.refused for one in (destinations(none), sent_by_year(none), sent_by_list(none)))
