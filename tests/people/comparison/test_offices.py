from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Features, compare
from byname.people.settings import LinkageSettings

SETTINGS = LinkageSettings.default()
Build = Callable[..., pl.DataFrame]


def _level(table: pl.DataFrame) -> str:
    compared = compare(Features.of(table), np.array([0], np.int32), np.array([1], np.int32))
    column = [comparison.name for comparison in SETTINGS.comparisons].index("office")
    code = int(compared.levels[0, column])
    return SETTINGS.comparisons[column].levels[code - 1].name if code else "missing"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("corps-commander", "corps-commander", "rank"),
        ("corps-commander", "army-commander", "near_rank"),
        ("division-commander", "army-commander", "other_rank"),
        ("army-commander", "corps-commissar", "other_rank"),
        ("army-commander people-commissar", "corps-commissar people-commissar", "other_rank"),
        ("people-commissar", "central-committee-member people-commissar", "office"),
        ("state-security-leader", "commissar-of-state-security", "higher_sphere"),
        ("central-committee-member", "people-commissar", "both_leading"),
        ("central-committee-member", "writer", "higher_other"),
        ("central-committee-member", "foreman", "other_standing"),
        ("writer", "foreman", "other_sphere"),
        ("carpenter", "foreman", "sphere"),
        ("carpenter", "carpenter foreman", "occupation"),
        ("carpenter", None, "missing"),
    ],
)
def test_levels_of_offices(build: Build, one: str, other: str | None, level: str) -> None:
    assert _level(build([{"record_id": "A:0", "offices": one}, {"record_id": "B:0", "offices": other}])) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("sailmaker", "sailmaker", "exact"),
        ("sailmaker in the port", "sailmaker", "similar"),
        ("sailmaker", "chandler", "different"),
    ],
)
def test_words_without_a_code_are_compared_as_words(build: Build, one: str, other: str, level: str) -> None:
    assert _level(build([{"record_id": "A:0", "occupation": one}, {"record_id": "B:0", "occupation": other}])) == level


def test_the_same_words_of_an_ordinary_occupation_are_weighed_by_their_share(build: Build) -> None:
    row = {"occupation": "plotnik", "offices": "carpenter"}
    assert _level(build([{"record_id": "A:0", **row}, {"record_id": "B:0", **row}])) == "same_words"


def test_the_office_a_list_was_drawn_up_by_is_no_evidence_within_it(build: Build) -> None:
    rows = [{"record_id": f"A:{i}", "offices": "academician"} for i in range(2)]
    assert _level(build(rows)) == "missing"
    others = [{"record_id": f"A:{i}", "offices": "writer"} for i in range(2, 40)]
    assert _level(build([*rows, *others])) == "office"


def test_a_part_of_a_double_surname_agrees_unless_the_genders_differ(build: Build) -> None:
    column = [comparison.name for comparison in SETTINGS.comparisons].index("surname")
    levels = []
    for gender in ("male", "female"):
        rows = [{"record_id": "A:0", "surname": "obrazcov verbin", "gender": "male"}]
        rows += [{"record_id": "B:0", "surname": "obrazcov", "gender": gender}]
        compared = compare(Features.of(build(rows)), np.array([0], np.int32), np.array([1], np.int32))
        levels.append(int(compared.levels[0, column]))
    surname = SETTINGS.comparison("surname")
    assert levels == [surname.code("part"), surname.code("alias")]
