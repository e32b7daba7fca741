"""People stage: how the dates of two records compare, compiled.

Goes in: births, arrests, sentences, deportations, releases and deaths, each by the first and last day it can mean, of
two rows. Comes out: the level of agreement (its place in the tuples below, counted from 1; 0 missing) and how common
the agreeing day is. Dates that hang together are compared as one group, so that one coincidence is not counted twice.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from byname.people.comparison import row_layout as at
from byname.people.comparison.compiled import kernel
from byname.people.comparison.features import NO_DAY

BIRTH_LEVELS: Final = (
    *("day", "year", "day_off", "same_year", "year_off", "one_year", "rounded", "three_years", "ten_years"),
    *("different", "child"),
)
CASE_LEVELS: Final = ("both", "arrest", "sentence", "arrest_only", "sentence_only", "near", "different")
DEPORTATION_LEVELS: Final = ("exact", "near", "different")
FATE_LEVELS: Final = (
    *("death_day", "release_day", "death_near", "release_near", "same", "other", "release_off", "death_off"),
    "impossible",
)
_DAY, _YEAR, _DAY_OFF, _SAME_YEAR, _YEAR_OFF, _ONE_YEAR, _ROUNDED, _THREE, _TEN, _APART_YEARS, _CHILD = range(1, 12)
_BOTH, _ARREST, _SENTENCE, _ARREST_ONLY, _SENTENCE_ONLY, _CASE_NEAR, _CASE_APART = range(1, 8)
_DEATH_DAY, _RELEASE_DAY, _DEATH_NEAR, _RELEASE_NEAR, _SAME, _OTHER, _RELEASE_OFF, _DEATH_OFF, _IMPOSSIBLE = range(
    1, 10
)
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 31, 366
_NONE, _AGREE, _NEAR, _APART = 0, 1, 2, 3
_CHILDHOOD, _GROWN = 14, 18  # years of age
_SLIP_YEARS = 10
_HEAP = 5  # ages are rounded to multiples of five (age heaping)

Rows = npt.NDArray[np.int32]


@kernel
def _gap(rows: Rows, a: int, b: int, date: int) -> int:
    """Days between the spans of two dates; at most 0 where one day can be meant by both."""
    return max(np.int64(rows[a, date]) - rows[b, date + 1], np.int64(rows[b, date]) - rows[a, date + 1])


@kernel
def _known(rows: Rows, a: int, b: int, date: int) -> bool:
    return rows[a, date] != NO_DAY and rows[b, date] != NO_DAY


@kernel
def _by_years(years: int, rounded: bool) -> int:
    if years > 10:
        return _APART_YEARS
    if years > 3:
        return _TEN
    if years > 1:
        return _ROUNDED if rounded else _THREE
    return _ONE_YEAR


@kernel
def _child_and_grown(rows: Rows, a: int, b: int) -> bool:
    """Whether at the arrest (or disappearance) that one of two entries dates, one was a child and the other grown.

    Only an age that the child's own list states counts, from which the two years of its birth follow: a year of birth
    that makes a child of somebody who was arrested is a misprint more often than not.
    """
    event = np.int64(rows[a, at.ARREST] if rows[a, at.ARREST] != NO_DAY else rows[b, at.ARREST])
    if event == NO_DAY:
        return False
    a_is_younger = rows[a, at.BIRTH] > rows[b, at.BIRTH]
    younger, older = (a, b) if a_is_younger else (b, a)
    span = np.int64(rows[younger, at.BIRTH + 1]) - rows[younger, at.BIRTH]
    by_age = rows[younger, at.BIRTH + 2] > 0 and _DAYS_OF_YEAR < span < 2 * _DAYS_OF_YEAR
    child = event < np.int64(rows[younger, at.BIRTH]) + _CHILDHOOD * _DAYS_OF_YEAR
    return bool(by_age and child and event >= np.int64(rows[older, at.BIRTH + 1]) + _GROWN * _DAYS_OF_YEAR)


@kernel
def birth_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the birth by the precision that both dates have."""
    rows = columns.names
    if not _known(rows, a, b, at.BIRTH):
        return 0, 0.0
    gap = _gap(rows, a, b, at.BIRTH)
    year_a, year_b = rows[a, at.BIRTH + 2], rows[b, at.BIRTH + 2]
    month_a, month_b, day_a, day_b = (
        rows[a, at.BIRTH + 3],
        rows[b, at.BIRTH + 3],
        rows[a, at.BIRTH + 4],
        rows[b, at.BIRTH + 4],
    )
    both_years = year_a > 0 and year_b > 0
    years = abs(year_a - year_b) if both_years else (max(gap, 0) + _DAYS_OF_YEAR - 1) // _DAYS_OF_YEAR
    if both_years and day_a > 0 and day_b > 0:
        parts = int(month_a == month_b) + int(day_a == day_b)
        if years == 0:
            swapped = month_a == day_b and day_a == month_b
            return _DAY if parts == 2 else _DAY_OFF if parts == 1 or swapped else _SAME_YEAR, 0.0
        if parts == 2:
            return _YEAR_OFF, 0.0
    if gap <= 0:
        return _YEAR, 0.0
    if years > _SLIP_YEARS and _child_and_grown(rows, a, b):
        return _CHILD, 0.0
    rounded = both_years and (year_a % _HEAP == 0 or year_b % _HEAP == 0)
    return _by_years(years, rounded), 0.0


@kernel
def _state(rows: Rows, a: int, b: int, date: int) -> int:
    if not _known(rows, a, b, date):
        return _NONE
    gap = _gap(rows, a, b, date)
    exact = rows[a, date] == rows[a, date + 1] and rows[b, date] == rows[b, date + 1]
    if exact and gap == 0:
        return _AGREE
    if exact and (gap == 365 or gap == 366 or gap == 730 or gap == 731):  # the same day of a year before or after
        return _NEAR
    if gap > _DAYS_OF_MONTH:
        return _APART
    wide = rows[a, date + 1] - rows[a, date] > _DAYS_OF_MONTH or rows[b, date + 1] - rows[b, date] > _DAYS_OF_MONTH
    return _NONE if wide else _NEAR


@kernel
def _share_of_day(columns: at.Columns, rows: Rows, row: int, column: int) -> float:
    code = rows[row, column]
    return columns.shares[code] if code >= 0 else 0.0


@kernel
def case_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of arrest and sentence together: both belong to one case."""
    rows = columns.names
    arrest, sentence = _state(rows, a, b, at.ARREST), _state(rows, a, b, at.SENTENCE)
    if arrest == _AGREE and sentence == _AGREE:
        return _BOTH, _share_of_day(columns, rows, a, at.CASE)
    if arrest == _AGREE:
        return _ARREST if sentence == _NONE else _ARREST_ONLY, _share_of_day(columns, rows, a, at.ARREST + 2)
    if sentence == _AGREE:
        return _SENTENCE if arrest == _NONE else _SENTENCE_ONLY, _share_of_day(columns, rows, a, at.SENTENCE + 2)
    if arrest == _NEAR or sentence == _NEAR:
        return _CASE_NEAR, 0.0
    return _CASE_APART if arrest == _APART or sentence == _APART else 0, 0.0


@kernel
def deportation_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the day of deportation."""
    state = _state(columns.rest, a, b, at.DEPORTATION)
    return state, _share_of_day(columns, columns.rest, a, at.DEPORTATION + 2) if state == _AGREE else 0.0


@kernel
def _begins_after(day: np.int64, rows: Rows, row: int, date: int, slack: int) -> bool:
    return bool(rows[row, date] != NO_DAY and np.int64(rows[row, date]) > day + slack)


@kernel
def _died_before(columns: at.Columns, one: int, other: int) -> bool:
    """Whether one had died well before the other was arrested, deported, sentenced or released.

    Lists write sentences and releases on paper long after a death; an arrest or a deportation needs somebody alive.
    """
    if columns.rest[one, at.DEATH] == NO_DAY:
        return False
    died = np.int64(columns.rest[one, at.DEATH + 1])
    if _begins_after(died, columns.names, other, at.ARREST, _DAYS_OF_MONTH):
        return True
    if _begins_after(died, columns.rest, other, at.DEPORTATION, _DAYS_OF_MONTH):
        return True
    sentenced = _begins_after(died, columns.names, other, at.SENTENCE, _DAYS_OF_YEAR)
    return sentenced or _begins_after(died, columns.rest, other, at.RELEASE, _DAYS_OF_YEAR)


@kernel
def fate_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of release, death and outcome together; a death well before what the other lived
    through is a contradiction."""
    rows = columns.rest
    death = _state(rows, a, b, at.DEATH)
    if death == _AGREE:
        return _DEATH_DAY, _share_of_day(columns, rows, a, at.DEATH + 2)
    if _known(rows, a, b, at.DEATH):
        return _DEATH_NEAR if _gap(rows, a, b, at.DEATH) <= _DAYS_OF_MONTH else _DEATH_OFF, 0.0
    release = _state(rows, a, b, at.RELEASE)
    if release == _AGREE:
        return _RELEASE_DAY, _share_of_day(columns, rows, a, at.RELEASE + 2)
    if _died_before(columns, a, b) or _died_before(columns, b, a):
        return _IMPOSSIBLE, 0.0
    if _known(rows, a, b, at.RELEASE) and _gap(rows, a, b, at.RELEASE) <= _DAYS_OF_YEAR:
        return _RELEASE_NEAR, 0.0
    if release == _APART:
        return _RELEASE_OFF, 0.0
    one, other = rows[a, at.OUTCOME], rows[b, at.OUTCOME]
    if one < 0 or other < 0:
        return 0, 0.0
    return _SAME if one == other else _OTHER, 0.0
