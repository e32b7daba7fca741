from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

from byname.api.frames import Tabular, to_polars, to_texts
from byname.errors import BadSource

COLUMNS = {"A": [1, 0], "B": [0, 1]}


@pytest.mark.parametrize(
    "table",
    [COLUMNS, pl.DataFrame(COLUMNS), pl.DataFrame(COLUMNS).lazy(), pa.table(COLUMNS)],
    ids=lambda t: type(t).__name__,
)
def test_tables_of_every_library_come_in_alike(table: object) -> None:
    assert to_polars(table, "here").to_dict(as_series=False) == COLUMNS


@pytest.mark.parametrize("table", [3, "text", None, [1, 2], object(), pl.Series([1])])
def test_what_is_no_table_is_an_error_of_ours(table: object) -> None:
    with pytest.raises(BadSource, match="is no table"):
        to_polars(table, "here")


@pytest.mark.parametrize(
    "column", [["a", None, "1"], ("a", None, 1), pl.Series(["a", None, "1"]), pa.chunked_array([["a", None, "1"]]),
               pa.array(["a", None, "1"])],
    ids=lambda c: type(c).__name__,
)  # fmt: skip
def test_columns_of_every_library_come_in_alike(column: object) -> None:
    assert to_texts(column, "here") == ["a", None, "1"]


@pytest.mark.parametrize("column", [3, "text", None, {"a": 1}, pl.DataFrame(COLUMNS), object()])
def test_what_is_no_column_is_an_error_of_ours(column: object) -> None:
    with pytest.raises(BadSource, match="is no column"):
        to_texts(column, "here")


class _Long(Tabular):
    def to_polars(self) -> pl.DataFrame:
        return pl.DataFrame({"n": list(range(30))})


def test_a_notebook_shows_the_first_rows_and_how_many_more_there_are() -> None:
    shown = _Long()._repr_html_()
    assert "<table" in shown
    assert "10 more rows" in shown


def test_pandas_comes_out_where_it_is_installed() -> None:
    try:
        import pandas as pd
    except ModuleNotFoundError:
        with pytest.raises(BadSource, match="pandas is not installed"):
            _Long().to_pandas()
    else:
        assert isinstance(_Long().to_pandas(), pd.DataFrame)
