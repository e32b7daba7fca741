from __future__ import annotations

from pathlib import Path

import pytest

from byname.consequences.place_index import UNREAD, gazetteer, read_gazetteer, stem
from byname.errors import BadFigureTable
from byname.records.fold import fold
from byname.records.places import read_place


def place_of(written: str, language: str = "et") -> str:
    return gazetteer().read(read_place(written, language).normal, written).place


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Komi ANSV Vorkuta", "Vorkuta"),
        ("Krasnojarski krai Norilsk", "Norilsk"),
        ("Krasnojarski krai", "Krasnoyarsk krai"),
        ("Irkutski obl. Taišet", "Tayshet"),
        ("Novosibirski obl. Masljanino raj.", "Maslyanino"),
        ("Novo- sibirsk", "Novosibirsk"),
        ("Kirovi obl.", "Kirov oblast"),
        ("Kuibõševi raj.", "Kuibyshev (Novosibirsk oblast)"),
        ("Kuibõševi obl.", "Kuibyshev (Samara) oblast"),
        ("Karaganda obl. Karlag", "Karlag"),
        ("Permi obl. Ussollag", "Ussollag"),
        ("12.01.53 Tšainski raj.", "Chainsky district"),
        ("12.12.49 pärast kar. kandm.", UNREAD),
        ("Lebedjovka", "lebedevka"),
    ],
)
def test_places_as_estonian_books_write_them(written: str, place: str) -> None:
    assert place_of(written).replace("Usollag", "Ussollag") == place


@pytest.mark.parametrize(
    ("written", "place"),
    [("г. Воркута", "Vorkuta"), ("Новосибирская обл.", "Novosibirsk oblast"), ("Соловки", "Solovetsky")],
)
def test_places_in_russian(written: str, place: str) -> None:
    assert place_of(written, "ru") == place


def test_place_in_another_region_is_not_taken_for_one_of_the_region_named() -> None:
    assert gazetteer().read("sverdlovski solikamsk").place == "Sverdlovsk oblast"


def test_every_place_names_its_source_and_lies_where_it_can() -> None:
    spots = gazetteer().spots.values()
    assert len(spots) > 200
    for spot in spots:
        assert spot.kind == "camp" or (-180 <= (spot.lon or 999) <= 180 and 36 <= (spot.lat or 0) <= 75), spot
        assert spot.kind != "region" or spot.at.startswith("its capital")
        assert not spot.within or gazetteer().spots[spot.within].kind == "region"
        assert all(form == form.lower() and form.isascii() for form in spot.forms)


def test_two_places_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    head = "forms,label,kind,within,lon,lat,at,source_title,source_address,read_on\n"
    path.write_text(head + "a,A,town,,1,2,the place,S,s,\na,B,town,,1,2,the place,S,s,\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="'a' names A and B"):
        read_gazetteer(path)
    path.write_text(head + "a,A,lake,,1,2,the place,S,s,\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="A is of no known kind"):
        read_gazetteer(path)


@pytest.mark.parametrize(
    ("town", "adjective"), [("Воркута", "Воркутинский"), ("Норильск", "Норильский"), ("Караганда", "Карагандинский"),
                            ("Тайшет", "Тайшетский"), ("Унжа", "Унженский"), ("Инта", "Интинский")]
)  # fmt: skip
def test_a_town_and_its_adjective_have_one_stem(town: str, adjective: str) -> None:
    assert stem(fold(town)) == stem(fold(adjective))
