"""Small indexes of invented people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from byname.access.search.index import SearchIndex, make_index
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS

Maker = Callable[..., SearchIndex]


def write_tables(folder: Path, people: Mapping[str, list[dict[str, Any]]]) -> Path:
    """Tables of people and the records of each: folded names, `birth` (EDTF) and so on."""
    tables = folder / "tables"
    tables.mkdir(parents=True)
    rows = [
        dict.fromkeys(RECORDS) | {"source": "list", "record_id": f"list:{person}-{n}"} | record | {"person": person}
        for person, records in people.items()
        for n, record in enumerate(records)
    ]
    records = pl.DataFrame(rows, schema=RECORDS | {"person": pl.String()}, orient="row")
    records.drop("person").write_parquet(tables / "records.parquet")
    records.select("record_id", person_id="person").write_parquet(tables / "assignments.parquet")
    shown = records.group_by("person", maintain_order=True).agg(pl.col("name").first(), pl.col("birth").first())
    none = {name: pl.lit(None, pl.String) for name in ("death", "arrest", "sentence_date", "release", "outcome")}
    shown.select("name", "birth", person_id="person", **none).write_parquet(tables / "people.parquet")
    said = [
        {"person_id": row["person"], "record_id": row["record_id"], "field": field, "as_written": row[field]}
        for row in rows
        for field in ("birth_place", "residence", "occupation")
        if row.get(field)
    ]
    texts = dict.fromkeys(("person_id", "record_id", "field", "as_written"), pl.String)
    pl.DataFrame(said, schema=texts).write_parquet(tables / "attestations.parquet")
    pl.DataFrame(schema=STATEMENTS).write_parquet(tables / "statements.parquet")
    pl.DataFrame(schema=ENTRIES).write_parquet(tables / "entries.parquet")
    pl.DataFrame(schema={"person_id": pl.String}).write_parquet(tables / "conflicts.parquet")
    return tables


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Makes the index of some people."""

    def index_of(**people: list[dict[str, Any]] | dict[str, Any]) -> SearchIndex:
        lists = {person: records if isinstance(records, list) else [records] for person, records in people.items()}
        folder = tmp_path / f"index-{len(list(tmp_path.iterdir()))}"
        index = folder / "search"
        tables = write_tables(folder, lists)
        index.mkdir()
        make_index(tables, index)
        return SearchIndex.open(index)

    return index_of


@pytest.fixture
def people(make: Maker) -> SearchIndex:
    """Five invented people."""
    return make(
        p1={
            "name": "Орлинский И. П.",
            "surname": "orlinski",
            "given": "ivan",
            "patronymic": "petr",
            "birth": "1893",
        },
        p2={"name": "Орлинская М.", "surname": "orlinskaia", "given": "maria", "birth": "1901"},
        p3={"name": "Vorel, Josef", "surname": "vorel", "given": "iosef", "birth_place": "brno", "birth": "1890"},
        p4={"name": "Ter-Manian", "surname": "ter manian", "given": "aram", "alias_surnames": ["sevan"]},
        p5={"name": "I. Petrow", "surname": "petrov", "given": "i", "arrest": "1937-05-01"},
    )
