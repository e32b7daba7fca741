"""Relatives who were killed together and stand in one list of which nobody knows whether it names people twice.

The towns are synthetic: invented surnames, given names drawn at random, and families that died on one day.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from byname.people.linkage import Linkage, ListRules, link
from byname.records.schema import RECORDS

_GIVEN = [
    *("anna", "maria", "elena", "olga", "vera", "nina", "ivan", "petr", "pavel", "nikolai", "mihail", "grigori"),
    *("vasili", "andrei", "aleksandr", "aleksei", "vladimir", "dmitri", "sergei", "georgi", "fedor", "stepan"),
    *("semen", "iakov", "iosif", "david", "lev", "ilia", "boris", "viktor", "konstantin", "evgeni", "zahar", "tihon"),
]
_WOMEN = frozenset(["anna", "maria", "elena", "olga", "vera", "nina"])
_EPOCH = dt.date(1970, 1, 1)


def _town(seed: int, people: int, *, births: bool, twice: int = 0) -> pl.DataFrame:
    """A synthetic list of families, those of each dead on one day; the first `twice` entries stand there again."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    while len(rows) < people:
        syllables = random.integers(2, 5)
        surname = "".join(random.choice(list("bdgklmnprstvz")) + random.choice(list("aeiou")) for _ in range(syllables))
        day = dt.date(2022, 9, 1) + dt.timedelta(days=3 * int(random.integers(12)))
        size = random.choice([1, 2, 3, 4], p=[0.5, 0.25, 0.15, 0.1])
        for given in random.choice(_GIVEN, size=size, replace=False):
            year = int(random.integers(1960, 2010))
            rows.append(
                {
                    "surname": surname + "n",
                    "given": given,
                    "gender": "female" if given in _WOMEN else "male",
                    "birth_year": year if births else None,
                    "birth": str(year) if births else None,
                    "death": day.isoformat(),
                    "death_day": (day - _EPOCH).days,
                }
            )
    rows += rows[:twice]
    common = dict.fromkeys(RECORDS) | {"source": "L", "kind": "person", "alias_surnames": [], "alias_givens": []}
    entries = [common | row | {"record_id": f"L:{n}", "position": n} for n, row in enumerate(rows)]
    return pl.DataFrame(entries, schema=RECORDS, orient="row")


def _joined(town: pl.DataFrame) -> pl.DataFrame:
    """The people who got several entries, with the given names of these."""
    linkage: Linkage = link(town, [ListRules("L", True)])
    named = linkage.assignments.join(town.select("record_id", "given"), on="record_id")
    return named.group_by("person_id").agg("given").filter(pl.col("given").list.len() > 1)


@pytest.mark.parametrize("births", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_relatives_who_died_on_one_day_are_not_joined(seed: int, births: bool) -> None:
    found = _joined(_town(seed, 300, births=births))
    assert found.filter(pl.col("given").list.n_unique() > 1).is_empty()
    assert len(found) <= 2


def test_an_entry_that_stands_there_twice_is_joined() -> None:
    found = _joined(_town(4, 300, births=True, twice=20))
    assert found.filter(pl.col("given").list.n_unique() > 1).is_empty()
    assert len(found) >= 19
