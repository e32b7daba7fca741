from __future__ import annotations

import pytest

from byname.sources.bundled import bundled_collections, demo_collection
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

NAMES = list(bundled_collections())


def test_the_demonstration_is_the_first_collection() -> None:
    assert demo_collection() is bundled_collections()[NAMES[0]]
    assert demo_collection().name == NAMES[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_list_of_a_collection_is_read_whole_with_its_mapping(name: str) -> None:
    lists = bundled_collections()[name].lists
    assert lists
    for path, mapping_path in lists:
        mapping = read_mapping(mapping_path)
        assert mapping.source == path.stem
        with open_source(path, mapping) as reader:
            entries = list(reader)
        assert len(entries) > 5
        assert [entry.record_id for entry in entries if entry.problems] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_facts_is_read_under_its_name_and_the_essay_is_there(name: str) -> None:
    collection = bundled_collections()[name]
    tables = collection.read_all_facts()
    assert list(tables) == list(collection.facts) == sorted(collection.facts)
    assert len(tables) > 3
    assert all(table.name == key and len(table.rows) > 0 for key, table in tables.items())
    assert len(collection.essay.read_text(encoding="utf-8")) > 1000
