"""Files given as mappings that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.mistaken_files import no_mapping


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name;born\nAna Sosa;1950\nLuis Paz;1948\n", "a list (a table in text form)"),
        (b'[{"name": "Ana Sosa"}]', "a list (JSON)"),
        (b"%PDF-1.4\n", "a PDF"),
        (b"\x89PNG\r\n", "a picture (PNG)"),
    ],
)
def test_what_cannot_be_a_mapping_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(content)
    found = no_mapping(path)
    assert found is not None
    assert found.what == f"this is {told}, not a mapping"


def test_mapping_with_a_mistake_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("source: a, b\ntitle: c, d\nfields: {name: e, birth_dat: f}\n", encoding="utf-8")
    assert no_mapping(path) is None
    with pytest.raises(BadMapping, match="unknown field `birth_dat`"):
        read_mapping(path)


def test_mapping_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="there is no such file"):
        read_mapping(tmp_path / "m.yaml")
