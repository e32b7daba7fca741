from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.reader import OneByOne
from byname.archive.archive import Archive
from byname.errors import NotInSources


def test_a_reader_finds_a_person_an_entry_and_a_household(demo: Path) -> None:
    reader = OneByOne(Archive.open(demo))
    id = reader.person("trials:54")["person_id"]
    assert reader.person(id)["name"] == reader.person("trials:54")["name"]
    assert reader.record("trials:54").person_id == id
    assert reader.household(id) == ()
    with pytest.raises(NotInSources):
        reader.person("P-000000000000")
