"""People stage: the lists that the records come from, by row.

Goes in: the source of each record, and what each list promises. Comes out: the list of any row, how many rows each list
has, and which lists name nobody twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]


class RowsOfLists(Protocol):
    """The lists by name, and which of them may name a person twice."""

    @property
    def names(self) -> tuple[str, ...]:
        """The lists, sorted."""
        ...

    @property
    def twice(self) -> npt.NDArray[np.bool_]:
        """For each list, whether it may name a person twice."""
        ...

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many rows each list has."""
        ...

    def of_rows(self, rows: Rows) -> Rows:
        """The list of each of some rows, as a place in `names`."""
        ...


@dataclass(frozen=True, slots=True)
class Lists:
    """The list of each row as a column."""

    names: tuple[str, ...]
    of: Rows
    twice: npt.NDArray[np.bool_]

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many rows each list has."""
        return np.bincount(self.of, minlength=len(self.names))

    def of_rows(self, rows: Rows) -> Rows:
        """The list of each of some rows."""
        found: Rows = self.of[rows]
        return found

    @property
    def once(self) -> Rows:
        """The list of each row where it names nobody twice, else -1."""
        return once_of(self.of, self.twice)


@dataclass(frozen=True, slots=True)
class ListRanges:
    """The lists where the rows of each stand together; the first of them are at `starts`, in the order of the rows.

    `of_range`: the list of each range, as a place in `names`.
    """

    names: tuple[str, ...]
    twice: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int64]
    of_range: Rows
    rows: int

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many rows each list has."""
        sizes = np.zeros(len(self.names), np.int64)
        sizes[self.of_range] = np.diff(self.starts, append=self.rows)
        return sizes

    def of_rows(self, rows: Rows) -> Rows:
        """The list of each of some rows."""
        found: Rows = self.of_range[np.searchsorted(self.starts, rows, side="right") - 1]
        return found


def once_of(of: Rows, twice: npt.NDArray[np.bool_]) -> Rows:
    """The list of each row where it names nobody twice, else -1; `of`: the list of each row."""
    return np.where(twice[of], -1, of).astype(np.int32) if len(of) else of
