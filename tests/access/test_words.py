from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.access.protection import Protection
from byname.access.words import words_not_understood
from byname.archive.tables import DerivedTables
from byname.records.schema import RECORDS, STATEMENTS


def test_words_of_coded_fields_are_counted_by_source_without_those_of_people_who_may_be_living(tmp_path: Path) -> None:
    said = [("A:0", "outcome", "gone", None), ("A:1", "outcome", " gone", None), ("B:0", "gender", "1", None),
            ("A:0", "outcome", "shot", "shot"), ("A:0", "death_date", "long ago", None),
            ("C:0", "outcome", "hid", None), ("B:0", "relation", "child Ann, born 1950", None)]  # fmt: skip
    rows = [dict(zip(("record_id", "field", "as_written", "value"), row, strict=True)) for row in said]
    pl.DataFrame(rows, schema_overrides={"value": pl.String}).select(
        pl.col(name).cast(kind) if name in rows[0] else pl.lit(None, kind).alias(name)
        for name, kind in STATEMENTS.items()
    ).write_parquet(tmp_path / "statements.parquet")
    ids = ["A:0", "A:1", "B:0", "C:0"]
    records = pl.DataFrame({"record_id": ids, "birth": [None, None, None, "1950"]})
    records.select(
        pl.col(name).cast(kind) if name in records.columns else pl.lit(None, kind).alias(name)
        for name, kind in RECORDS.items()
    ).write_parquet(tmp_path / "records.parquet")
    texts = ["", "", "child Ann, born 1950", ""]
    pl.DataFrame({"record_id": ids, "text": texts}).write_parquet(tmp_path / "entries.parquet")
    pl.DataFrame({"record_id": ids, "person_id": ids}).write_parquet(tmp_path / "assignments.parquet")
    none = pl.lit(None, pl.String)
    pl.DataFrame({"person_id": ids}).with_columns(none.alias("death"), none.alias("outcome")).write_parquet(
        tmp_path / "people.parquet"
    )
    found = words_not_understood(Protection(DerivedTables(tmp_path), 1926))
    assert found.rows() == [("A", "outcome", "gone", 2), ("B", "gender", "1", 1)]
