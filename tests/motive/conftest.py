"""Synthetic subjects (nobody is real) and the facts of the bundled collection."""

from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS, listed, subjects

from byname.motive.attributes import ATTRIBUTES
from byname.motive.evidence import Material
from byname.motive.undocumented import AllVictims, ListCoverage, all_victims, coverage_of, seen_persecuted
from byname.sources.bundled import demo_collection


@pytest.fixture(scope="session")
def people() -> pl.DataFrame:
    return subjects(1500, 3, rough=0.3)


@pytest.fixture(scope="session")
def material(people: pl.DataFrame) -> Material:
    return Material(people, demo_collection().read_all_facts())


@pytest.fixture(scope="session")
def seen() -> pl.DataFrame:
    """Two thousand invented people of whom four invented lists name a part."""
    return listed(2000, 5)[0]


@pytest.fixture(scope="session")
def coverage(seen: pl.DataFrame) -> ListCoverage:
    return coverage_of(seen_persecuted(seen, LISTS), LISTS)


@pytest.fixture(scope="session")
def victims(seen: pl.DataFrame, coverage: ListCoverage) -> AllVictims:
    return all_victims(seen, ATTRIBUTES["nationality"], coverage)
