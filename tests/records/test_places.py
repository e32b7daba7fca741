from __future__ import annotations

from byname.records.places import read_place


def test_places_lose_their_kinds() -> None:
    assert read_place("Valgamaa Karula v. Kungla t.", "et").parts == ("valgamaa", "karula", "kungla")
    assert read_place("г. Казань, с. Дербышки").parts == read_place("Казань Дербышки").parts
