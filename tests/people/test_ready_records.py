from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from byname.errors import BadRecord
from byname.people.ready_records import check_ids, ready
from byname.records.schema import RECORDS

Build = Callable[..., pl.DataFrame]


def test_records_of_people_stand_by_id_with_every_column(build: Build) -> None:
    said = (("9", "person"), ("10", "person"), ("8", "note"))
    rows = [{"record_id": f"A:{name}", "kind": kind} for name, kind in said]
    found = ready(build(rows).drop("archive"))
    assert found["record_id"].to_list() == ["A:10", "A:9"]
    assert set(found.columns) == set(RECORDS)


def test_the_day_of_a_disappearance_stands_for_that_of_an_arrest(build: Build) -> None:
    rows = [
        {"record_id": "A:1", "disappearance": "1976-05-04", "disappearance_day": 2315},
        {"record_id": "A:2", "disappearance": "1976-05-04", "disappearance_day": 2315, "arrest": "1976-05-03"},
    ]
    found = ready(build(rows))
    assert found["arrest"].to_list() == ["1976-05-04", "1976-05-03"]
    assert found["arrest_day"].to_list() == [2315, 2314]


def test_an_id_that_occurs_twice_is_refused(build: Build) -> None:
    table = build([{"record_id": "A:1"}, {"record_id": "A:1"}])
    with pytest.raises(BadRecord, match="occurs twice"):
        check_ids(table)
    with pytest.raises(BadRecord, match="occurs twice"):
        ready(table)
