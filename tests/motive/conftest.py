"""Synthetic subjects (nobody is real) and the facts of the bundled collection."""

from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import subjects

from byname.motive.evidence import Material
from byname.sources.bundled import great_terror


@pytest.fixture(scope="session")
def people() -> pl.DataFrame:
    return subjects(1500, 3, rough=0.3)


@pytest.fixture(scope="session")
def material(people: pl.DataFrame) -> Material:
    return Material(people, great_terror().read_all_facts())
