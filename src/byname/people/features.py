"""People stage: the columns of the records as arrays that pairs can be compared on.

Goes in: the records table. Comes out: words as integer codes with their frequencies, and dates as the first and the
last day they can mean, so that a million pairs are compared by indexing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.process import cpdist

from byname.people.settings import Comparison
from byname.values import FuzzyDate

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float32]
Scorer = Callable[..., float]  # a scorer of rapidfuzz
EPOCH = 719163  # ordinal of 1970-01-01
_OPEN = 400 * 366


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: for each row the code of its value (-1 where missing), and the values in sorted order."""

    codes: Codes
    values: tuple[str, ...]

    @staticmethod
    def of(column: pl.Series) -> Words:
        """The words of a column of text; an empty text is missing."""
        column = column.cast(pl.String).replace("", None)
        ordered = column.drop_nulls().unique().sort()
        table = pl.DataFrame({"value": ordered, "code": np.arange(len(ordered), dtype=np.int32)})
        codes = column.to_frame("value").join(table, on="value", how="left", maintain_order="left")["code"]
        return Words(codes.fill_null(-1).to_numpy().astype(np.int32), tuple(ordered.to_list()))

    def shares(self, comparison: Comparison, background: npt.NDArray[np.float64] | None = None) -> Shares:
        """For each value the chance that another person's record has it, smoothed by the comparison's background.

        Winkler (1989); one record of each value is taken for the person compared. `background` gives the share to
        smooth with for each value where it is known from elsewhere.
        """
        counts = np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)).astype(np.float64)
        weight, total = comparison.background_weight, counts.sum()
        elsewhere = comparison.background_share if background is None else background
        shares: Shares = np.clip((counts - 1 + weight * elsewhere) / max(total - 1 + weight, 1.0), 1e-9, 1.0).astype(
            np.float32
        )
        return shares


@dataclass(frozen=True, slots=True)
class Days:
    """A column of dates as days since 1970-01-01: the first and the last day each can mean; `known` where written."""

    low: Codes
    high: Codes
    known: Flags
    exact: Flags

    @staticmethod
    def of(column: pl.Series) -> Days:
        """The days of a column of EDTF texts; open ends reach four centuries."""
        words = Words.of(column)
        bounds = np.array([_bounds(value) for value in words.values] or [(0, 0)], np.int32)
        low, high = bounds[words.codes, 0], bounds[words.codes, 1]
        known = words.codes >= 0
        return Days(low, high, known, known & (low == high))


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
    """A column of several words a row: a matrix of codes, rows padded with -1, and the share of rows with each word."""

    codes: Codes
    counts: Codes
    values: tuple[str, ...]

    @staticmethod
    def of(column: pl.Series, most: int) -> Sets:
        """The words of a column of lists; a row keeps its first `most` different words in sorted order."""
        table = column.alias("word").to_frame().with_row_index("row").explode("word", empty_as_null=True)
        table = table.drop_nulls().filter(pl.col("word") != "").unique().sort("row", "word")
        words = Words.of(table["word"])
        codes = np.full((len(column), most), -1, np.int32)
        place = table.select(pl.int_range(pl.len()).over("row").alias("place"))["place"].to_numpy()
        kept = place < most
        codes[table["row"].to_numpy()[kept], place[kept]] = words.codes[kept]
        return Sets(codes, np.bincount(words.codes, minlength=max(1, len(words.values))).astype(np.int32), words.values)

    def shared(self, a: Codes, b: Codes) -> tuple[Codes, Codes]:
        """For each pair the number of shared words and the code of the rarest shared one (-1 where none)."""
        number, rarest = np.zeros(len(a), np.int32), np.full(len(a), -1, np.int32)
        both = np.flatnonzero((self.codes[a, 0] >= 0) & (self.codes[b, 0] >= 0))
        one, other = self.codes[a[both]], self.codes[b[both]]
        count, best = np.zeros(len(both), np.int32), np.full(len(both), -1, np.int32)
        for i in range(self.codes.shape[1]):
            for j in range(self.codes.shape[1]):
                same = (one[:, i] == other[:, j]) & (one[:, i] >= 0)
                count += same
                rarer = same & ((best < 0) | (self.counts[one[:, i]] < self.counts[best]))
                best = np.where(rarer, one[:, i], best)
        number[both], rarest[both] = count, best
        return number, rarest

    def shares(self, comparison: Comparison, background: npt.NDArray[np.float64] | None = None) -> Shares:
        """For each word the chance that another person's record has it, smoothed like `Words.shares`."""
        weight = comparison.background_weight
        total = max(int((self.codes[:, 0] >= 0).sum()) - 1 + weight, 1.0)
        elsewhere = comparison.background_share if background is None or not len(background) else background
        shares: Shares = np.clip((self.counts - 1 + weight * elsewhere) / total, 1e-9, 1.0).astype(np.float32)
        return shares


def similarity(words: Words, a: Codes, b: Codes, scorer: Scorer) -> Shares:
    """The similarity of the values of rows `a` and `b` by a rapidfuzz scorer, 0 where they are equal or one is missing.

    Each pair of different values is computed once, whatever the number of pairs.
    """
    first, second = np.minimum(words.codes[a], words.codes[b]), np.maximum(words.codes[a], words.codes[b])
    packed = np.where((first >= 0) & (first != second), first.astype(np.int64) * len(words.values) + second, -1)
    table = pl.DataFrame({"pair": packed}).unique(maintain_order=False).filter(pl.col("pair") >= 0).sort("pair")
    if table.is_empty():
        return np.zeros(len(a), np.float32)
    pairs = table["pair"].to_numpy()
    one, other = ([words.values[i] for i in codes] for codes in np.divmod(pairs, len(words.values)))
    scores = cpdist(one, other, scorer=scorer, dtype=np.float32, workers=2)
    found = pl.DataFrame({"pair": packed}).join(
        table.with_columns(pl.Series("score", scores)), on="pair", how="left", maintain_order="left"
    )
    return found["score"].fill_null(0).to_numpy().astype(np.float32)
