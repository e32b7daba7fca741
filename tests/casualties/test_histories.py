from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from byname.casualties.histories import CaptureHistories
from byname.errors import BadSource, CannotEstimate


def table(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(columns, strict=False)


def test_a_table_is_read_with_its_lists_in_order() -> None:
    found = CaptureHistories.from_table(table(trials=[1, 0, 1], camps=[0, 1, 1], count=[5, 3, 2]))
    assert found.lists == ("trials", "camps")
    assert found.observed == 10
    assert found.by_mask().tolist() == [0, 5, 3, 2]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"A": [1], "B": [1]}, "no column 'count'"),
        ({"count": [1]}, "names no list"),
        ({"A": [1, 2], "B": [0, 1], "count": [3, 4]}, "something other than 0 and 1"),
        ({"A": [1, 0], "B": [0, 1], "count": [3, -4]}, "row 2.*negative or not whole"),
        ({"A": [1, 0], "B": [0, 1], "count": [3, 4.5]}, "negative or not whole"),
        ({"A": [1, 0], "B": [0, 1], "count": ["3", "many"]}, "'many' is not a number"),
        ({"A": [1, 0], "B": [0, 1], "count": [3, None]}, "is not a number"),
        ({"A": [1, 0], "B": [0, 0], "count": [3, 4]}, "whom no list names"),
        ({"A": [1, 1], "B": [0, 0], "count": [3, 4]}, "stands there twice"),
        ({"A": [1, 0], "B": [0, 1], "count": [10**16, 1]}, "too large"),
    ],
)
def test_what_is_no_capture_table_is_refused_in_words(columns: dict[str, list[object]], words: str) -> None:
    with pytest.raises(BadSource, match=words):
        CaptureHistories.from_table(table(**columns))


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe\x00\x01", b"a letter about nothing\n"):
        path = tmp_path / "table.csv"
        path.write_bytes(content)
        with pytest.raises(BadSource):
            CaptureHistories.read(path)
    with pytest.raises(BadSource, match="no such file"):
        CaptureHistories.read(tmp_path / "absent.csv")


def test_lists_of_the_same_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("A,A,count\n1,0,5\n0,1,3\n", encoding="utf-8")
    with pytest.raises(BadSource, match="same name"):
        CaptureHistories.read(path)


def test_people_are_counted_by_their_lists() -> None:
    people = pl.DataFrame(
        {"record_id": ["a:0", "b:0", "a:1", "b:1", "b:2"], "person_id": ["P1", "P1", "P2", "P3", "P3"]}
    )
    records = pl.DataFrame({"record_id": people["record_id"], "source": ["a", "b", "a", "b", "b"]})
    found = CaptureHistories.from_people(people, records, lists=["a", "b", "c"])
    assert found.observed == 3
    assert found.by_mask().tolist() == [0, 1, 1, 1, 0, 0, 0, 0]
    with pytest.raises(BadSource, match="no person"):
        CaptureHistories.from_people(people.head(3), records)


def test_lists_can_be_left_out() -> None:
    full = CaptureHistories(("a", "b", "c"), np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1]]), np.array([4, 2, 9]))
    assert full.without_list("c").by_mask().tolist() == [0, 4, 0, 2]
    assert full.without_list("b").by_mask().tolist() == [0, 6, 9, 0]


def test_thirteen_lists_are_too_many_to_estimate_from() -> None:
    with pytest.raises(CannotEstimate, match="more than the 12"):
        CaptureHistories(tuple("abcdefghijklm"), np.eye(13, dtype=np.int8), np.ones(13, dtype=np.int64)).by_mask()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_the_cells_is_found(sign: str, tmp_path: Path) -> None:
    rows = ["A,B,n", "1,0,20", "0,1,30", "1,1,40"]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(rows).replace(",", sign) + "\n", encoding="utf-8-sig")
    table = CaptureHistories.read(path)
    assert (table.lists, table.counts.tolist()) == (("A", "B"), [20, 30, 40])


def test_row_numbers_without_a_name_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('"","A","B","count"\n"1",1,0,5\n"2",0,1,7\n"3",1,1,2\n', encoding="utf-8")
    found = CaptureHistories.read(path)
    assert found.lists == ("A", "B")
    assert found.notes == ("The first column, which has no name and numbers the rows, was left out.",)
    path.write_text('"","A","B","count"\n0,1,0,5\n1,0,1,7\n1,1,1,2\n', encoding="utf-8")
    assert CaptureHistories.read(path).lists == ("", "A", "B")  # a list without a name stays one


@pytest.mark.parametrize("count", ["NA", "", "?"])
def test_row_of_those_on_no_list_whose_count_is_left_open_is_left_out_and_told(count: str, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text(f"A,B,count\n0,0,{count}\n1,0,5\n0,1,7\n1,1,2\n", encoding="utf-8")
    found = CaptureHistories.read(path)
    assert found.counts.tolist() == [5, 7, 2]
    assert found.notes == (
        "The row of those on no list, whose count the table leaves open, was left out: it is what is estimated.",
    )
    path.write_text("A,B,count\n0,0,3\n1,0,5\n", encoding="utf-8")
    with pytest.raises(BadSource, match="people are counted whom no list names"):
        CaptureHistories.read(path)
    path.write_text("A,B,count\n1,0,NA\n1,1,5\n", encoding="utf-8")
    with pytest.raises(BadSource, match="is not a number"):
        CaptureHistories.read(path)
