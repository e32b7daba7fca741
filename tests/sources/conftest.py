"""Where the real collections lie, and small mappings to write tests with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping

HEAD = """\
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: ru
universe: invented persons and long-public historical figures
person_twice: false
"""


@pytest.fixture
def mapped() -> Callable[[str], SourceMapping]:
    """Make a mapping from the lines that follow the required ones."""
    return lambda lines: parse_mapping(HEAD + lines, "mapping.yaml")


@pytest.fixture(scope="session")
def collections(shared: Path) -> Path:
    """The folder of the real collections beside the repository."""
    return shared / "collections"
