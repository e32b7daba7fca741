from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from byname.api import estimate
from byname.errors import BadSource, CannotEstimate

TABLE = {"A": [1, 1, 0], "B": [1, 0, 1], "count": [20, 30, 40]}


def test_every_kind_of_table_gives_the_same_estimate(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    pl.DataFrame(TABLE).write_csv(path)
    found = [estimate(table).to_polars() for table in (TABLE, pl.DataFrame(TABLE), pa.table(TABLE), path, str(path))]
    assert all(frame.equals(found[0]) for frame in found)
    head = found[0].row(0, named=True)
    assert head["low"] <= head["estimate"] <= head["high"]
    assert head["warnings"]


def test_the_notebook_shows_the_sentences_and_warnings_before_the_table() -> None:
    shown = estimate(TABLE)._repr_html_()
    assert shown.index("The lists name 90 people") < shown.index("<li>") < shown.index("<table")


@pytest.mark.parametrize("name", ["n", "Freq", "weight"])
def test_a_count_by_another_name_is_taken_with_a_note(name: str) -> None:
    other = {("count" if key == "count" else key): values for key, values in TABLE.items()}
    other[name] = other.pop("count")
    found = estimate(other)
    assert found.result.observed == 90
    assert f"The column '{name}' was taken for the count of people." in found.result.warnings


def test_two_columns_that_may_be_the_count_are_refused() -> None:
    with pytest.raises(BadSource, match="columns n, freq may all be the count"):
        estimate({"A": [1, 0], "B": [0, 1], "n": [1, 2], "freq": [1, 2]})


@pytest.mark.parametrize("table", [{"A": [1, 2], "count": [1, 1]}, {"A": ["x"], "count": [1]}, {}, 7, {"A": [1, 0]}])
def test_a_wrong_table_is_an_error_of_ours(table: object) -> None:
    with pytest.raises((BadSource, CannotEstimate)):
        estimate(table)
