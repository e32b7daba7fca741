"""People stage: all comparisons of a pair of records, compiled.

Goes in: the records as columns and pairs of rows. Comes out: a matrix of levels, one row a pair and one column a
comparison of the settings, and for each comparison how common the agreeing value is.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadMapping
from byname.people.comparison import circumstance_levels as circumstances
from byname.people.comparison import date_levels as dates
from byname.people.comparison import name_levels as names
from byname.people.comparison import row_layout as at
from byname.people.comparison.columns import columns_of
from byname.people.comparison.compiled import kernel, sweep
from byname.people.comparison.features import Codes, Shares
from byname.people.comparison.lexicon import Lexicon, Whole
from byname.people.comparison.spelling import Surnames, surnames_of
from byname.people.settings import LinkageSettings


class Kind(IntEnum):
    """The kinds of comparison, in the order of KINDS; the compiled loops tell them apart by number."""

    SURNAME = 0
    GIVEN = 1
    PATRONYMIC = 2
    PLACE = 3
    GENDER = 4
    BIRTH = 5
    CASE = 6
    ARTICLES = 7
    DEPORTATION = 8
    FATE = 9
    ARCHIVE = 10
    OFFICE = 11
    HOUSEHOLD = 12
    NATIONALITY = 13
    ARREST_PLACE = 14


KINDS: Final[dict[str, tuple[str, ...]]] = {
    "surname": names.SURNAME_LEVELS,
    "given": names.GIVEN_LEVELS,
    "patronymic": names.NAME_LEVELS,
    "place": circumstances.PLACE_LEVELS,
    "gender": names.GENDER_LEVELS,
    "birth": dates.BIRTH_LEVELS,
    "case": dates.CASE_LEVELS,
    "articles": circumstances.ARTICLE_LEVELS,
    "deportation": dates.DEPORTATION_LEVELS,
    "fate": dates.FATE_LEVELS,
    "archive": circumstances.ARCHIVE_LEVELS,
    "office": circumstances.OFFICE_LEVELS,
    "household": circumstances.HOUSEHOLD_LEVELS,
    "nationality": circumstances.NATIONALITY_LEVELS,
    "arrest_place": circumstances.ARREST_PLACE_LEVELS,
}
MOST_LEVELS: Final = 16
_PIECE: Final = 50_000  # pairs that one core compares at a time
DEFERRED: Final = 4  # the first four kinds may need the texts
UNCOMPARED: Final = names.UNCOMPARED
_DATA: Final[dict[str, tuple[str, ...]]] = {
    "birth": ("birth",),
    "case": ("arrest", "sentence_date"),
    "place": ("birth_place", "residence"),
    "archive": ("archive",),
    "fate": ("release", "death", "outcome"),
    "office": ("occupation", "offices"),
    "household": ("relation",),
}


@dataclass(frozen=True, slots=True)
class Features:
    """The records as columns, and the kinds of comparison that they have data for.

    `kinds` gives for each comparison of the settings its place in KINDS; `codes` for each comparison and level of the
    kernel the level of the settings; `used` the comparisons with data; `weighed` those that weigh a value by its share.
    """

    columns: at.Columns
    kinds: Codes
    codes: npt.NDArray[np.uint8]
    used: Codes
    weighed: npt.NDArray[np.bool_]

    @staticmethod
    def of(
        records: pl.DataFrame, settings: LinkageSettings | None = None, surnames: Surnames | None = None
    ) -> Features:
        """The features of a records table; raises BadMapping for a comparison or a level that is not known.

        `surnames` are those of the records where they have been read already.
        """
        chosen = settings or LinkageSettings.default()
        columns = columns_of(records, chosen, surnames or surnames_of(records))
        return Features.with_columns(columns, chosen, Whole(records))

    @staticmethod
    def with_columns(columns: at.Columns, settings: LinkageSettings, lexicon: Lexicon) -> Features:
        """The features of records that are columns already; raises BadMapping for a comparison or a level that is not
        known."""
        return Features(
            columns,
            _kinds(settings),
            _level_codes(settings),
            np.array([i for i, c in enumerate(settings.comparisons) if _has_data(lexicon, c.name)], np.int32),
            np.array([comparison.frequency for comparison in settings.comparisons], bool),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels (pairs x comparisons, 0 missing) and shares of agreeing values (same shape, 0 where they play no part)."""

    levels: npt.NDArray[np.uint8]
    shares: Shares

    def take(self, pairs: npt.NDArray[np.int64]) -> Compared:
        """The same for some of the pairs."""
        return Compared(self.levels[pairs], self.shares[pairs])


def compare(features: Features, a: Codes, b: Codes) -> Compared:
    """Compare pairs of rows by every comparison of the settings."""
    levels = np.zeros((len(a), len(features.kinds)), np.uint8)
    shares = np.zeros(levels.shape, np.float32)
    columns, kinds, codes = features.columns, features.kinds, features.codes

    def part(first: int) -> None:
        some = slice(first, first + _PIECE)
        _compare(columns, a[some], b[some], kinds, codes, features.used, features.weighed, levels[some], shares[some])

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(part, range(0, len(a), _PIECE)))
    return Compared(levels, shares)


def _kinds(settings: LinkageSettings) -> Codes:
    for comparison in settings.comparisons:
        if comparison.name not in KINDS:
            raise BadMapping(f"no comparison {comparison.name!r}", where="linkage settings", fix="remove it")
    return np.array([Kind[comparison.name.upper()] for comparison in settings.comparisons], np.int32)


def _level_codes(settings: LinkageSettings) -> npt.NDArray[np.uint8]:
    codes = np.zeros((len(settings.comparisons), MOST_LEVELS), np.uint8)
    for row, comparison in enumerate(settings.comparisons):
        for number, level in enumerate(KINDS[comparison.name], 1):
            codes[row, number] = comparison.code(level)
    return codes


def _has_data(lexicon: Lexicon, name: str) -> bool:
    return any(lexicon.has(column) for column in _DATA.get(name, (name,)))


@kernel
def level_of(columns: at.Columns, kind: int, a: int, b: int, cheap: bool) -> tuple[int, float]:
    """The level of one kind of comparison (a Kind; its place in the tuple of KINDS, from 1) and the share of the value.

    With `cheap`, kinds below DEFERRED give UNCOMPARED where the texts would have to be compared.
    """
    if kind == Kind.SURNAME:
        return names.surname_level(columns, a, b, cheap)
    if kind == Kind.GIVEN:
        return names.given_level(columns, a, b, cheap)
    if kind == Kind.PATRONYMIC:
        return names.patronymic_level(columns, a, b, cheap)
    if kind == Kind.PLACE:
        return circumstances.place_level(columns, a, b, cheap)
    if kind == Kind.GENDER:
        return names.gender_level(columns, a, b)
    if kind == Kind.BIRTH:
        return dates.birth_level(columns, a, b)
    if kind == Kind.CASE:
        return dates.case_level(columns, a, b)
    if kind == Kind.ARTICLES:
        return circumstances.article_level(columns, a, b)
    if kind == Kind.DEPORTATION:
        return dates.deportation_level(columns, a, b)
    if kind == Kind.FATE:
        return dates.fate_level(columns, a, b)
    if kind == Kind.ARCHIVE:
        return circumstances.archive_level(columns, a, b)
    if kind == Kind.OFFICE:
        return circumstances.office_level(columns, a, b)
    if kind == Kind.HOUSEHOLD:
        return circumstances.household_level(columns, a, b)
    if kind == Kind.ARREST_PLACE:
        return circumstances.arrest_place_level(columns, a, b)
    return circumstances.nationality_level(columns, a, b)


@sweep
def _compare(
    columns: at.Columns,
    a: Codes,
    b: Codes,
    kinds: Codes,
    codes: npt.NDArray[np.uint8],
    used: Codes,
    weighed: npt.NDArray[np.bool_],
    levels: npt.NDArray[np.uint8],
    shares: Shares,
) -> None:
    for pair in range(len(a)):
        for comparison in used:
            level, share = level_of(columns, kinds[comparison], a[pair], b[pair], False)
            levels[pair, comparison] = codes[comparison, level]
            if weighed[comparison]:
                shares[pair, comparison] = share
