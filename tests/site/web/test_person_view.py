from __future__ import annotations

from typing import Any

import pytest

from byname.access.lists import lists_of
from byname.access.person import person_of
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.site.language import site_language
from byname.site.web.pages import Site
from byname.site.web.person_view import fate_words, person_view, sureness


@pytest.fixture(scope="module")
def person(site: Site) -> dict[str, Any]:
    return person_of(site.archive, "trials:54")


def test_what_happened_stands_in_order_with_all_who_say_so(person: dict[str, Any], site: Site) -> None:
    view = person_view(person, lists_of(site.archive))
    assert [(event.what, event.date, [one.record_id for one in event.said_by]) for event in view.events] == [
        ("arrested", "1937-05-22", ["high-command:0"]),
        ("sentenced", "1937-06-11", ["trials:54"]),
        ("died", "1937-06-11/1937-06-12", ["high-command:0"]),
        ("died", "1937-06-12", ["trials:54"]),
    ]


def test_every_list_keeps_its_words(person: dict[str, Any], site: Site) -> None:
    view = person_view(person, lists_of(site.archive))
    (roles,) = [one for one in view.attributes if one.field == "role"]
    assert {one.source for one in roles.said} == {"cc1934", "high-command", "trials"}
    assert "图哈切夫斯基" in view.other_names
    assert len(view.attestations) == len(person["attestations"])


def test_how_sure_a_link_is_is_said_in_words(person: dict[str, Any], site: Site) -> None:
    view = person_view(person, lists_of(site.archive))
    assert view.sure == sureness(person["probability"])
    assert {one.record_id: one.sure for one in view.entries}["trials:54"] == "practically certain"
    assert [sureness(probability) for probability in (1.0, 0.96, 0.85, 0.5, 0.2)] == [
        "practically certain", "very probable", "probable", "more probable than not", "doubtful",
    ]  # fmt: skip


def test_a_disputed_attribute_is_marked(person: dict[str, Any], site: Site) -> None:
    conflict = {"field": "death", "values": ["1937-06-12", "1938"], "record_ids": ["trials:54", "cc1934:12"]}
    view = person_view({**person, "conflicts": [conflict]}, lists_of(site.archive))
    assert [one.field for one in view.attributes if one.disputed] == ["death_date"]


def test_an_entry_that_stands_alone_needs_no_word_of_doubt(site: Site) -> None:
    people = DerivedTables(site.archive.tables).read("people", ["person_id", "records"])
    alone = next(id for id, records in people.iter_rows() if records == 1)
    view = person_view(person_of(site.archive, alone), lists_of(site.archive))
    assert (view.sure, [entry.sure for entry in view.entries]) == ("", [""])


def test_long_texts_stay_out_where_the_terms_of_a_list_keep_them_back(small: Archive) -> None:
    view = person_view(person_of(small, "closed:0"), lists_of(small))
    assert "note" not in {one.field for one in view.attributes}
    assert "occupation" in {one.field for one in view.attributes}
    (note,) = [one for field, one in view.attestations if field == "note"]
    assert (note.words, note.value) == ("", "")


def test_the_line_of_a_fate_says_what_and_when(person: dict[str, Any], site: Site) -> None:
    view, english = person_view(person, lists_of(site.archive)), site_language("en")
    assert fate_words(view, english, "executed by shooting") == "executed by shooting, 12 June 1937"
    assert fate_words(view, english, "") == "died 12 June 1937"
    unknown = person_view({**person, "death": None, "outcome": None}, lists_of(site.archive))
    assert fate_words(unknown, english, "") == ""
