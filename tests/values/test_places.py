from __future__ import annotations

from byname.records.places import read_place
from byname.values import Place


def test_a_place_keeps_its_words_and_its_parts_from_the_widest_to_the_narrowest() -> None:
    place = read_place("Valgamaa Karula v.", "et")
    assert isinstance(place, Place)
    assert place.as_written == "Valgamaa Karula v."
    assert place.parts == ("valgamaa", "karula")
    assert place.normal == " ".join(place.parts)


def test_places_of_one_normal_form_differ_by_what_the_source_wrote() -> None:
    assert Place("Moskva", "moskva") != Place("Москва", "moskva")
    assert len({Place("Moskva", "moskva"), Place("Moskva", "moskva", ())}) == 1
