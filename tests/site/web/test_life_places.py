from __future__ import annotations

import re

from fastapi.testclient import TestClient
from tests.site.web.views import attested, viewed

from byname.site.language import site_language
from byname.site.web.life_places import places_of_life

ENGLISH = site_language("en")


def test_places_stand_in_the_order_of_a_life_and_the_unknown_say_so() -> None:
    view = viewed(
        attested("death_place", "Магадан", "a:1", value="magadan"),
        attested("birth_place", "a village nobody knows", "a:1"),
        attested("residence", "Воркута", "a:1", value="vorkuta"),
        attested("residence", "Vorkuta", "b:1", value="vorkuta"),
        attested("exile_place", "Красноярский край", "b:1", value="krasnoiarski"),
    )
    life = places_of_life(view, ENGLISH)
    assert life is not None
    assert [(one.field, one.number, one.label) for one in life.places] == [
        ("birth_place", 0, ""),
        ("residence", 1, "Vorkuta"),
        ("exile_place", 2, "Krasnoyarsk krai"),
        ("death_place", 3, "Magadan"),
    ]
    assert [one.record_id for one in life.places[1].said_by] == ["a:1", "b:1"]
    assert life.places[2].near == "its capital Krasnoyarsk"
    assert "1: Vorkuta; 2: Krasnoyarsk krai; 3: Magadan" in life.map.wide
    assert re.findall(r"<text[^>]*>([^<]+)<", life.map.narrow) == ["1", "2", "3"]


def test_one_town_named_by_several_fields_has_one_number() -> None:
    view = viewed(
        attested("arrest_place", "Magadan", "a:1", value="magadan"),
        attested("death_place", "Magadan", "a:1", value="magadan"),
    )
    life = places_of_life(view, ENGLISH)
    assert life is not None
    assert [one.number for one in life.places] == [1, 1]
    assert life.map.wide.count("<circle") == 1


def test_there_is_no_map_where_no_place_is_known_or_shown() -> None:
    assert places_of_life(viewed(attested("birth_place", "a village nobody knows", "a:1")), ENGLISH) is None
    assert places_of_life(viewed(attested("birth_place", "Magadan", "a:1", withheld=True)), ENGLISH) is None


def test_the_page_of_a_person_has_the_map_with_its_table(client: TestClient) -> None:
    page = client.get("/search?q=Москва").text
    people = dict.fromkeys(re.findall(r'href="(/person/P-[0-9a-f]+)"', page))
    texts = [text for text in (client.get(one).text for one in people) if 'id="life-title"' in text]
    assert texts
    section = texts[0].split('id="life-title"')[1].split("</section>")[0]
    assert 'role="img"' in section
    assert "Moscow" in section
    assert '<th scope="row">place of birth</th>' in section
