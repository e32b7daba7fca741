"""People stage: columns of the records as integer codes with their frequencies.

Goes in: columns of the records table. Comes out: words as codes, dates as the first and the last day they can mean,
and sets of words as rows of codes, so that a million pairs are compared by indexing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.settings import Comparison
from byname.values import FuzzyDate

Codes = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float32]
EPOCH = 719163  # ordinal of 1970-01-01
NO_DAY = -(2**31)
_OPEN = 400 * 366


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: for each row the code of its value (-1 where missing), the values in sorted order, and how
    many rows have each."""

    codes: Codes
    values: pl.Series
    counts: Counts

    @staticmethod
    def of(column: pl.Series) -> Words:
        """The words of a column of text; an empty text is missing."""
        none = Words(np.full(len(column), -1, np.int32), pl.Series(dtype=pl.String), np.empty(0, np.int64))
        if column.null_count() == len(column):
            return none
        column = column.cast(pl.String).replace("", None)
        ordered = column.drop_nulls().unique().sort()
        if ordered.is_empty():
            return none
        codes = column.cast(pl.Enum(ordered)).to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
        return Words(codes.astype(np.int32, copy=False), ordered, counts_of(codes, len(ordered)))

    @staticmethod
    def of_numbers(column: pl.Series) -> Words:
        """The same for whole numbers."""
        known = column.drop_nulls().unique().sort()
        codes = (column.rank("dense").cast(pl.Int32) - 1).fill_null(-1).to_numpy().astype(np.int32)
        return Words(codes, known, counts_of(codes, len(known)))

    def shares(self, comparison: Comparison, background: npt.NDArray[np.float64] | None = None) -> Shares:
        """For each value the chance that another person's record has it (`shares_of`)."""
        return shares_of(self.counts, float(self.counts.sum()), comparison, background)


def counts_of(codes: npt.NDArray[np.signedinteger], number: int) -> Counts:
    """How many rows have each of so many codes; below 0 is missing."""
    return np.bincount(codes[codes >= 0], minlength=number)


def shares_of(
    counts: Counts,
    total: float,
    comparison: Comparison,
    background: npt.NDArray[np.float64] | None = None,
) -> Shares:
    """For each value the chance that another person's record has it, smoothed by the comparison's background.

    Winkler (1989); one record of each value is taken for the person compared. `background` gives the share to smooth
    with for each value where it is known from elsewhere.
    """
    weight = comparison.background_weight
    elsewhere = comparison.background_share if background is None else background
    shares = (counts - 1 + weight * elsewhere) / max(total - 1 + weight, 1.0)
    result: Shares = np.clip(shares, 1e-9, 1.0).astype(np.float32)
    return result


@dataclass(frozen=True, slots=True)
class Days:
    """A column of dates as days since 1970-01-01: the first and the last day each can mean, NO_DAY where missing."""

    low: Codes
    high: Codes

    @staticmethod
    def of(column: pl.Series) -> Days:
        """The days of a column of EDTF texts; open ends reach four centuries."""
        words = Words.of(column)
        bounds = np.array([*map(_bounds, words.values.to_list()), (NO_DAY, NO_DAY)], np.int32)
        return Days(bounds[words.codes, 0], bounds[words.codes, 1])


def day_bounds(column: pl.Series) -> pl.DataFrame:
    """The different values of a column of EDTF texts with the first and the last day (`low`, `high`) each can mean."""
    values = column.drop_nulls().unique().sort().to_list()
    bounds = [_bounds(value) for value in values]
    schema = {"value": pl.String, "low": pl.Int32, "high": pl.Int32}
    return pl.DataFrame({"value": values, "low": [b[0] for b in bounds], "high": [b[1] for b in bounds]}, schema=schema)


def _bounds(edtf: str) -> tuple[int, int]:
    date = FuzzyDate.parse(edtf)
    return max(date.earliest - EPOCH, -_OPEN), min(date.latest - EPOCH, _OPEN)


@dataclass(frozen=True, slots=True)
class Sets:
    """A column of several words a row: a matrix of codes, rows padded with -1; how many rows have each word; the words;
    and how many rows have any."""

    codes: Codes
    counts: Counts
    values: pl.Series
    filled: int

    @staticmethod
    def of(column: pl.Series, most: int) -> Sets:
        """The words of a column of lists; a row keeps its first `most` different words in sorted order."""
        codes = np.full((len(column), most), -1, np.int32)
        table = column.alias("word").to_frame().with_row_index("row")
        table = table.filter(pl.col("word").is_not_null()).explode("word", empty_as_null=True)
        table = table.drop_nulls().filter(pl.col("word") != "").unique().sort("row", "word")
        words = Words.of(table["word"])
        if len(table):
            place = table.select(pl.int_range(pl.len()).over("row").alias("place"))["place"].to_numpy()
            kept = place < most
            codes[table["row"].to_numpy()[kept], place[kept]] = words.codes[kept]
        return Sets(codes, words.counts, words.values, int((codes[:, 0] >= 0).sum()))

    def shares(self, comparison: Comparison, background: npt.NDArray[np.float64] | None = None) -> Shares:
        """For each word the chance that another person's record has it, smoothed like `Words.shares`."""
        return shares_of(self.counts, float(self.filled), comparison, background)
