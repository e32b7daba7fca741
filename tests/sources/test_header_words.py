"""What names of columns say."""

from __future__ import annotations

import pytest

from byname.sources.header_words import EVENTS, ITEM, readings_of
from byname.values.fields import fields
from byname.values.shipped import shipped_yaml


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("F. de desap.", "disappearance_date"),
        ("Mbiemri / Prezime", "surname"),
        ("AP_MATERNO", "maternal_surname"),
        ("fecha_nacimiento", "birth_date"),
        ("FechaNacimiento", "birth_date"),
        ("Né(e) le", "birth"),
        ("Sexo (M/F)", "gender"),
        ("Народження рік", "birth_date"),
        ("تاريخ الوفاة", "death_date"),
        ("Miejsce ur.", "birth_place"),
        ("Edad al ser detenido", "age"),
        ("Lugar de detención", "arrest_place"),
        ("lfd. Nr.", ITEM),
        ("Nº", ITEM),
    ],
)
def test_name_is_read(column: str, field: str) -> None:
    assert readings_of(column)[0].field == field


@pytest.mark.parametrize("column", ["", "---", "Spare", "Name of mother", "Date of identification", "x y z"])
def test_name_that_says_nothing_sure_is_not_taken(column: str) -> None:
    assert all(reading.score < 80 for reading in readings_of(column) if reading.field)


def test_every_word_belongs_to_a_field() -> None:
    rows = shipped_yaml("sources", "header_words.yaml")["languages"]
    assert len(rows) > 20
    for language, row in rows.items():
        assert set(row["fields"]) <= set(fields()), language
        assert set(row["events"]) <= set(EVENTS), language
        assert set(row["aspects"]) <= {"date", "place", "by", "number"}, language
    assert set(shipped_yaml("sources", "synonyms.yaml")) <= set(fields())
    assert {field for aspects in EVENTS.values() for field in aspects.values()} <= set(fields())


def test_date_and_place_of_one_event_in_a_name_are_its_field_for_both() -> None:
    assert readings_of("Fecha y lugar de nacimiento")[0].field == "birth"
    assert readings_of("fecha_lugar_asesinato_o_hallazgo_de_restos")[0].field == "death"
