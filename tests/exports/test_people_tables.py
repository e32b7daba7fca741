from __future__ import annotations

import polars as pl
from tests.exports.made import MadeArchive

from byname.exports.people_tables import (
    columns_of,
    csvw_metadata,
    data_package,
    list_rows,
    schema_of,
    table_rows,
    tables,
)


def test_a_batch_has_the_columns_that_the_tables_are_said_to_have() -> None:
    made = MadeArchive([({"name": "Uno"}, [("note", "x", None)])])
    (batch,) = made.batches()
    rows = table_rows(batch)
    assert set(rows) | {"lists"} == set(tables())
    for name, frame in rows.items():
        assert dict(frame.schema) == schema_of(name)
    assert list_rows(made).columns == columns_of("lists")
    assert list_rows(made)["address"].to_list() == ["https://example.org/book"]
    assert schema_of("people")["probability"] == pl.Float64()


def test_metadata_tells_of_every_column() -> None:
    made = MadeArchive([({"name": "Uno"}, [])])
    files = {name: f"{name}.csv" for name in tables()}
    package, csvw = data_package(made, files, {"format": "csv"}), csvw_metadata(made, files)
    for resource, table in zip(package["resources"], csvw["tables"], strict=True):
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == [column["name"] for column in table["tableSchema"]["columns"]] == columns_of(resource["name"])
