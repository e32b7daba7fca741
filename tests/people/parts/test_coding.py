from __future__ import annotations

import numpy as np
import polars as pl
from tests.people.parts.conftest import RULES

from byname.people.comparison import row_layout as at
from byname.people.linkage import prepare
from byname.people.parts.job import Job


def test_the_columns_are_those_of_one_table(records: pl.DataFrame, job: Job) -> None:
    whole, found = prepare(records, RULES).features, job.features()
    for name in ("names", "rest", "listed", "shares", "tokens", "second", "drawn_by"):
        one, other = getattr(whole.columns, name), getattr(found.columns, name)
        assert one.shape == other.shape, name
        assert np.array_equal(one, other), name
    for name, one in whole.columns.texts._asdict().items():
        assert np.array_equal(one, getattr(found.columns.texts, name)), name
    for name in ("given_letters", "patronymic_letters", "first_office"):
        assert getattr(whole.columns, name) == getattr(found.columns, name)
    for name in ("kinds", "codes", "used", "weighed"):
        assert np.array_equal(getattr(whole, name), getattr(found, name)), name


def test_the_records_say_something_of_all_that_is_compared(job: Job) -> None:
    """Else the test above would compare nothing with nothing."""
    columns = job.features().columns
    for place in (at.SURNAMES, at.GIVEN_ALIASES, at.CASE, at.WHERE_LIVED, at.PARENT_GENDER):
        assert (columns.names[:, place] >= 0).any(), place
    for place in (at.HEAD, at.NUMBERS + 1, at.OFFICES, at.OCCUPATION, at.NATIONALITY, at.OUTCOME):
        assert (columns.rest[:, place] >= 0).any(), place
    assert (columns.listed > 0).any(axis=0).all()


def test_lists_days_of_death_and_rules_stand_by_row(records: pl.DataFrame, job: Job) -> None:
    whole = prepare(records, RULES)
    rows = np.arange(job.rows, dtype=np.int32)
    assert job.lists.names == whole.lists.names == ("A", "B", "B-list")
    assert np.array_equal(job.lists.of_rows(rows), whole.lists.of)
    assert np.array_equal(job.lists.sizes, whole.lists.sizes)
    assert np.array_equal(job.array("once"), whole.lists.once)
    assert (job.array("death") != job.array("death").min()).any()
