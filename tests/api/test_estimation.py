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
    assert (head["method"], head["estimate"]) == ("answer: cannot tell", None)  # two lists
    assert head["low"] < head["high"]
    assert head["warnings"]
    conditional, spread = found[0].row(1, named=True), found[0].row(2, named=True)
    assert head["low"] < conditional["low"] < conditional["estimate"] < conditional["high"] < head["high"]
    assert (spread["low"], spread["high"], spread["estimate"]) == (head["low"], head["high"], None)
    assert found[0]["method"].to_list()[3:] == ["Chapman, A and B"]


def test_the_notebook_shows_the_sentences_and_warnings_before_the_table() -> None:
    shown = estimate(TABLE)._repr_html_()
    assert shown.index("The lists name 90 people") < shown.index("<svg") < shown.index("<li>") < shown.index("<table")
    assert shown.index("<td>powerless</td><td>two lists leave nothing to test it with</td>") < shown.rindex("Chapman")


def test_lists_that_never_overlap_have_neither_point_nor_bound() -> None:
    found = estimate({"A": [1, 0], "B": [0, 1], "count": [30, 40]})
    assert found.to_polars().row(0)[:4] == ("answer: cannot tell", None, 70.0, None)
    assert "at least 70" in found._repr_html_()


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


def test_truths_count_as_ones_and_zeros() -> None:
    truths = estimate({"A": [True, True, False], "B": [True, False, True], "count": [20, 30, 40]})
    figures = estimate({"A": [1, 1, 0], "B": [1, 0, 1], "count": [20, 30, 40]})
    assert truths.to_polars().equals(figures.to_polars())


@pytest.mark.parametrize(("level", "seed", "said"), [("95%", 0, "`level` is '95%'"), (0.95, "x", "`seed` is 'x'")])
def test_a_level_or_seed_that_is_no_number_is_an_error_of_ours(level: float, seed: int, said: str) -> None:
    with pytest.raises(BadSource, match=said):
        estimate({"A": [1, 1, 0], "B": [1, 0, 1], "count": [20, 30, 40]}, level=level, seed=seed)


def test_columns_of_different_length_are_told() -> None:
    with pytest.raises(BadSource, match="A has 2, B has 1"):
        estimate({"A": [1, 0], "B": [1]})


def test_bounds_of_dependence_move_the_range_and_wrong_ones_are_refused() -> None:
    wide, narrow = estimate(TABLE).result, estimate(TABLE, bounds=(0.9, 1.5)).result
    assert wide.low < narrow.low < narrow.high < wide.high
    for wrong in (5, ("a", 2), (1, 2, 3), (True, 2)):
        with pytest.raises(BadSource, match="not two numbers"):
            estimate(TABLE, bounds=wrong)  # type: ignore[arg-type]
    with pytest.raises(CannotEstimate, match="smaller factor first"):
        estimate(TABLE, bounds=(3, 0.5))
