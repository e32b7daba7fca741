from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS, listed

from byname.casualties.lists import capture_table, captures_of, estimates_of, person_lists
from byname.errors import CannotEstimate


@pytest.fixture(scope="module")
def seen() -> pl.DataFrame:
    return listed(2000, 5)[0]


def test_people_on_other_lists_only_are_not_captured(seen: pl.DataFrame) -> None:
    table = captures_of(seen, LISTS[:2])
    assert table.observed == seen.filter(pl.col("lists").str.contains("first|second")).height
    with pytest.raises(CannotEstimate, match="nobody is on these lists"):
        captures_of(seen, ("fifth", "sixth"))


def people(*lists: str) -> pl.DataFrame:
    return pl.DataFrame({"person_id": [str(n) for n in range(len(lists))], "lists": list(lists)})


def test_a_person_stands_once_on_each_list_in_the_order_of_the_lists() -> None:
    rows = [("p", "b"), ("p", "a"), ("p", "b"), ("q", "b")]
    members = pl.DataFrame(rows, schema=["person_id", "source"], orient="row").with_columns(named=pl.lit(value=True))
    assert person_lists(members, ["a", "b"]).rows() == [("p", "a b", True), ("q", "b", True)]


def test_who_is_named_by_any_entry_is_named() -> None:
    rows = [("p", "a", False), ("q", "a", False), ("q", "b", False), ("r", "b", True), ("r", "b", False)]
    members = pl.DataFrame(rows, schema=["person_id", "source", "named"], orient="row")
    assert person_lists(members, ["a", "b"])["named"].to_list() == [False, False, True]


def test_people_without_a_name_are_told_of_with_the_estimate() -> None:
    captures = capture_table(people(*["a"] * 20, *["b"] * 20, *["a b"] * 10), ["a", "b"])
    [row] = estimates_of(captures, ["a", "b"], unnamed={"a": 1100, "a c": 100, "c": 5})
    assert row["observed"] == 50
    assert row["warnings"][1].startswith("1,200 people stand on these lists without a name and are left out")
    assert not any("no name" in one for one in estimates_of(captures, ["a", "b"])[0]["warnings"])


def test_capture_histories_are_the_commonest_first() -> None:
    found = capture_table(people("b", "a b", "b", "a"), ["a", "b"])
    assert found.columns == ["a", "b", "count"]
    assert found.rows() == [(0, 1, 2), (1, 0, 1), (1, 1, 1)]  # equal counts by name


def test_a_list_whose_name_is_part_of_another_is_not_taken_for_it() -> None:
    assert capture_table(people("R10"), ["R1", "R10"]).rows() == [(0, 1, 1)]


def test_captures_of_some_lists_join_the_histories_that_these_see_alike() -> None:
    found = captures_of(people("a c", "a", "c", "a b", "b"), ["a", "b"])
    assert found.by_mask().tolist() == [0, 2, 1, 1]


def rows(**counts: int) -> pl.DataFrame:
    """A capture table of the lists a, b, c, d from counts by their names (ab=5)."""
    every = [(*(int(name in key) for name in "abcd"), n) for key, n in counts.items()]
    return pl.DataFrame(every, schema=[*"abcd", "count"], orient="row")


def test_the_largest_group_of_lists_that_all_share_people_is_estimated() -> None:
    table = rows(a=40, b=50, c=60, ab=12, ac=9, bc=8, abc=3, d=30, cd=20)
    (found,) = estimates_of(table, list("abcd"))
    assert found["lists"] == ["a", "b", "c"]
    assert found["observed"] == 40 + 50 + 80 + 12 + 9 + 8 + 3  # those on d and c stand on c
    assert "not drawn up to cover one population" in found["warnings"][0]
    assert all("seconds" not in method for method in found["methods"])
    assert found["verdict"] in ("doubt", "cannot tell")  # three lists
    assert (found["low"], found["high"]) == (found["range"]["low"], found["range"]["high"])
    assert found["methods"][0]["estimate"] == found["conditional"]["estimate"]


def test_a_refused_estimate_has_a_verdict_and_no_range() -> None:
    (found, *_) = estimates_of(rows(a=40, b=50, ab=12), list("ab"), {"a": ["universe"]})
    assert (found["verdict"], found["identified"], found["range"], found["methods"]) == ("cannot tell", False, None, [])


def test_without_such_a_group_each_pair_that_shares_seven_people_is_estimated() -> None:
    found = estimates_of(rows(a=40, b=50, c=60, ab=7, bc=6), list("abcd"))
    assert [row["lists"] for row in found] == [["a", "b"]]
    assert estimates_of(rows(a=40, b=50, ab=6), list("abcd")) == []
