"""People stage: all comparisons of candidate pairs.

Goes in: the records and pairs of rows. Comes out: a matrix of levels, one row a pair and one column a comparison of the
settings, and for each comparison how common the agreeing value is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadMapping
from byname.people import circumstances, dates, names, offices
from byname.people.features import Codes, Shares
from byname.people.levels import Levels
from byname.people.settings import Comparison, LinkageSettings


@dataclass(frozen=True, slots=True)
class Features:
    """The records as arrays: names, dates, circumstances and offices."""

    names: names.Names
    dates: dates.Dates
    circumstances: circumstances.Circumstances
    offices: offices.Offices

    @staticmethod
    def of(records: pl.DataFrame) -> Features:
        """The features of a records table."""
        return Features(
            names.Names.of(records),
            dates.Dates.of(records),
            circumstances.Circumstances.of(records),
            offices.Offices.of(records),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels (pairs x comparisons, 0 missing) and shares of agreeing values (same shape, 0 where they play no part)."""

    levels: npt.NDArray[np.uint8]
    shares: Shares

    def take(self, pairs: npt.NDArray[np.int64]) -> Compared:
        """The same for some of the pairs."""
        return Compared(self.levels[pairs], self.shares[pairs])


_Compare = Callable[[Features, Codes, Codes, Comparison], Levels]
_COMPARE: dict[str, _Compare] = {
    "surname": lambda f, a, b, c: names.compare_surnames(f.names, a, b, c),
    "given": lambda f, a, b, c: names.compare_given_names(f.names, a, b, c),
    "patronymic": lambda f, a, b, c: names.compare_patronymics(f.names, a, b, c),
    "gender": lambda f, a, b, c: names.compare_genders(f.names, a, b, c),
    "birth": lambda f, a, b, c: dates.compare_births(f.dates, a, b, c),
    "case": lambda f, a, b, c: dates.compare_cases(f.dates, a, b, c),
    "deportation": lambda f, a, b, c: dates.compare_deportations(f.dates, a, b, c),
    "fate": lambda f, a, b, c: dates.compare_fates(f.dates, a, b, c),
    "articles": lambda f, a, b, c: circumstances.compare_articles(f.circumstances, a, b, c),
    "place": lambda f, a, b, c: circumstances.compare_places(f.circumstances, a, b, c),
    "archive": lambda f, a, b, c: circumstances.compare_archives(f.circumstances, a, b, c),
    "office": lambda f, a, b, c: offices.compare_offices(f.offices, a, b, c),
    "household": lambda f, a, b, c: circumstances.compare_households(f.circumstances, a, b, c),
    "nationality": lambda f, a, b, c: circumstances.compare_nationalities(f.circumstances, a, b, c),
}


def compare(features: Features, a: Codes, b: Codes, settings: LinkageSettings) -> Compared:
    """Compare pairs of rows by every comparison of the settings; raises BadMapping for a comparison nobody wrote."""
    levels = np.zeros((len(a), len(settings.comparisons)), np.uint8)
    shares = np.zeros(levels.shape, np.float32)
    for column, comparison in enumerate(settings.comparisons):
        if comparison.name not in _COMPARE:
            raise BadMapping(f"no comparison {comparison.name!r}", where="linkage settings", fix="remove it")
        if len(a):
            result = _COMPARE[comparison.name](features, a, b, comparison)
            levels[:, column] = result.codes
            shares[:, column] = result.shares if comparison.frequency else 0
    return Compared(levels, shares)
