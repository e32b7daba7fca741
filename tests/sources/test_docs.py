"""The pages about sources and mappings say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from byname.errors import BadMapping
from byname.sources.catalogue import collection_names
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import FORMATS
from byname.sources.mapping_reading import KEYS, parse_mapping

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_mapping_of_the_page_is_valid() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / "mappings.md").read_text(encoding="utf-8"), re.DOTALL)
    assert [parse_mapping(block, "mappings.md").source for block in blocks] == ["officers", "book"]


def test_every_key_and_format_stands_on_the_page() -> None:
    text = (DOCS / "mappings.md").read_text(encoding="utf-8")
    assert [key for key in (*KEYS, *FORMATS) if not re.search(rf"\b{key}\b", text)] == []


def test_message_on_the_page_is_the_one_that_is_given() -> None:
    lines = "source: x\ntitle: x\ncitation: x\nlisence: x\nlicence: x\nlanguage: ru\nuniverse: x\nperson_twice: true\n"
    with pytest.raises(BadMapping) as caught:
        parse_mapping(lines + "script: Cyrl\ncoverage: x\nfields:\n  birth_dat: birth\n  name: name\n", "list.yaml")
    assert str(caught.value) in (DOCS / "mappings.md").read_text(encoding="utf-8")


def test_limits_and_collections_of_the_page_are_those_of_the_code() -> None:
    text = (DOCS / "sources.md").read_text(encoding="utf-8")
    assert (DEFAULT_LIMITS.entry_characters, DEFAULT_LIMITS.packing_ratio) == (1_000_000, 250)
    assert "a million characters" in text
    assert "250 times" in text
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == collection_names()
