from __future__ import annotations

import json
from pathlib import Path

import pytest

from byname.access.analyses import PARTS, overlapping_lists, read_answers
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive


def test_each_part_is_read_as_it_was_written(demo: Path) -> None:
    tables = DerivedTables(demo / "tables")
    for part in PARTS:
        answers = read_answers(tables, part)
        assert answers == json.loads((demo / "tables" / f"{part}.json").read_text(encoding="utf-8"))
        assert all({"id", "title", "rows", "refused"} <= set(answer) for answer in answers)
        assert len({answer["id"] for answer in answers}) == len(answers) > 3


def test_the_lists_of_the_estimate_are_those_that_overlap_enough(demo: Path) -> None:
    assert overlapping_lists(DerivedTables(demo / "tables")) == ("cc1934", "high-command", "trials")


@pytest.mark.parametrize(
    ("estimates", "lists"),
    [
        ([], ()),
        ([{"lists": ["a", "b"], "estimate": None}], ()),
        ([{"lists": ["a"]}, {"lists": ["b", "c"], "estimate": 0.0}, {"lists": ["d"], "estimate": 2.0}], ("b", "c")),
    ],
)
def test_lists_without_an_estimate_do_not_count(
    tmp_path: Path, estimates: list[dict[str, object]], lists: tuple[str, ...]
) -> None:
    (tmp_path / "estimates.json").write_text(json.dumps(estimates), encoding="utf-8")
    assert overlapping_lists(DerivedTables(tmp_path)) == lists


def test_answers_that_are_damaged_are_refused(own_demo: Path) -> None:
    (own_demo / "tables" / "motive.json").write_text("[{", encoding="utf-8")
    with pytest.raises(BadArchive, match="damaged"):
        read_answers(DerivedTables(Archive.open(own_demo).tables), "motive")
