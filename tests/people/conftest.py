"""Records for the tests of the people stage: invented persons unless a test names a historical one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
import pytest

from byname.people.linkage import ListRules, Prepared, prepare
from byname.records.schema import RECORDS
from byname.values import FuzzyDate

EPOCH = 719163
_DAYS = {"arrest": "arrest_day", "sentence_date": "sentence_day", "deportation": "deportation_day"}
_DAYS |= {"release": "release_day", "death": "death_day"}
Build = Callable[[Sequence[Mapping[str, object]]], pl.DataFrame]
SYLLABLES = ("lin", "tov", "poh", "saar", "met", "gor", "ad", "mel", "nak", "ber")


def _complete(row: Mapping[str, object]) -> dict[str, object]:
    full: dict[str, object] = dict.fromkeys(RECORDS) | {"kind": "person", "alias_surnames": [], "alias_givens": []}
    full |= dict(row)
    record_id = str(full["record_id"])
    full["source"], _, full["item"] = record_id.partition(":")
    full["name"] = full["name"] or f"{full['surname']}, {full['given']}"
    if isinstance(full["birth"], str):
        birth = FuzzyDate.parse(full["birth"])
        full |= {"birth_year": full["birth_year"] or birth.year, "birth_month": birth.month, "birth_day": birth.day}
    for field, day in _DAYS.items():
        value = full[field]
        if isinstance(value, str) and FuzzyDate.parse(value).is_exact:
            full[day] = FuzzyDate.parse(value).earliest - EPOCH
    return full


def records_table(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """A records table from rows that give only what matters; day columns follow from the dates."""
    return pl.DataFrame([_complete(row) for row in rows], schema=RECORDS)


@pytest.fixture
def build() -> Build:
    """Builds a records table."""
    return records_table


@pytest.fixture
def prepared(build: Build) -> Prepared:
    """Some three hundred records of 150 invented people on three lists, ready to link."""
    random = np.random.default_rng(3)
    rows: list[dict[str, object]] = []
    for number in range(150):
        person = {
            "surname": "".join(random.choice(SYLLABLES, 2)),
            "given": str(random.choice(["ivan", "petr", "anna"])),
            "birth": str(1880 + int(random.integers(0, 8))),
            "birth_place": str(random.choice(["moskva", "kasan", "tula raion"])),
        }
        rows += [{"record_id": f"{source}:{number:03}", **person} for source in "ABC" if random.random() < 0.7]
    return prepare(build(rows), [ListRules(source, False) for source in "ABC"])
