from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.mapping import SourceMapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]


def test_fields_of_a_text_are_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_text("AAVIK, Johannes\n", encoding="utf-8")
    with pytest.raises(BadSource, match="text without columns"):
        open_source(path, mapped("format: text\nfields: {name: name}\n"))
