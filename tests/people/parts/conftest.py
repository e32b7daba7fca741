"""Invented records on three lists, and the files in which an archive keeps them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.people.conftest import records_table

from byname.people.linkage import ListRules
from byname.people.parts.cutting import cut_into_parts
from byname.people.parts.job import Job
from byname.people.parts.linkage import code_records
from byname.people.settings import LinkageSettings

RULES = [ListRules("A", False), ListRules("B-list", False), ListRules("B", True)]
_SYLLABLES = ("lin", "tov", "poh", "saar", "met", "gor", "ad", "mel", "nak", "ber")
_PLACES = ("moskva", "kasan", "tula raion", "omsk", "tula")


@pytest.fixture(scope="session")
def records() -> pl.DataFrame:
    """Some 330 records of 150 invented people, families among them; two entries name nobody."""
    random = np.random.default_rng(5)

    def one_of(values: tuple[str, ...]) -> str:
        return str(values[int(random.integers(len(values)))])

    rows: list[dict[str, object]] = []
    for number in range(150):
        woman = random.random() < 0.3
        person: dict[str, object] = {
            "surname": "".join(random.choice(_SYLLABLES, 2)) + ("ova" if woman else "ov"),
            "given": one_of(("anna", "salme", "olga m")) if woman else one_of(("ivan", "petr", "i", "karl eduard")),
            "patronymic": one_of(("ivan", "petr", "p")),
            "language": "ru",
            "birth": str(1880 + int(random.integers(8))),
            "birth_place": one_of(_PLACES),
        }
        for place, source in enumerate(("A", "B-list", "B")):
            if random.random() < 0.75:
                rows.append({"record_id": f"{source}:{number * 7 % 150}", **person, **_said(place, number, random)})
                if place == 0 and number % 6 == 1 and number > 20:
                    rows[-1] |= {"head": f"A:{(number - 1) * 7 % 150}", "relation": "wife"}
    rows.append({"record_id": "B:дело 7", "surname": "lintov", "given": "petr", "birth": "1881"})
    rows += [{"record_id": f"B:{name}", "kind": "incident"} for name in ("i1", "i2")]
    return records_table(rows)


def _said(place: int, number: int, random: np.random.Generator) -> dict[str, object]:
    """What one of the lists says beside the name."""
    day = f"1937-08-{1 + number % 9:02}"
    if place == 0:
        return {"arrest": day, "residence": _PLACES[number % 5], "occupation": f"work{number % 3}",
                "alias_surnames": ["gorad", "berov"] if number % 9 == 0 else []}  # fmt: skip
    if place == 1:
        return {"arrest": day if random.random() < 0.7 else "1937-07-02", "sentence_date": "1937-11-02",
                "articles": "58-10 58-11", "archive": f"fund{number} 1{number:03} 2{number % 4:03}",
                "alias_givens": ["johan"] if number % 5 == 0 else []}  # fmt: skip
    return {"death": "1938-02-11" if number % 4 else "1937-01-01", "outcome": "shot", "offices": "engineer",
            "nationality": "polish" if number % 3 else "latvian", "gender": "male" if number % 2 else None}  # fmt: skip


@pytest.fixture(scope="session")
def files(records: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The records as an archive keeps them: a file a list, a few row groups each, not sorted by id."""
    folder = tmp_path_factory.mktemp("records")
    for (source,), some in records.partition_by("source", as_dict=True).items():
        some.write_parquet(folder / f"{source}.parquet", row_group_size=13)
    return sorted(folder.glob("*.parquet"))


@pytest.fixture(scope="session")
def coded(records: pl.DataFrame, files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The records in five parts or so, with their columns and blocks."""
    folder = tmp_path_factory.mktemp("job")
    parts = cut_into_parts(files, records.columns, [], folder, None, 70)
    assert parts > 3
    return code_records(folder, parts, RULES, LinkageSettings.default(), None)[0]


@pytest.fixture
def job(coded: Job, tmp_path: Path) -> Job:
    """The same in a folder of the test's own."""
    shutil.copytree(coded.folder, tmp_path / "job")
    return replace(coded, folder=tmp_path / "job")
