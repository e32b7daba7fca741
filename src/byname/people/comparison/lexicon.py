"""People stage: where the values of a column get their codes from.

Goes in: columns of the records. Comes out: their words as codes. Records that lie in one table are their own lexicon
(`Whole`). Those that lie in parts are read twice: `Counted` gathers what each part says, and `Known` gives every part
the codes, values and counts of all parts together, which are those that one table would have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import polars as pl

from byname.people.comparison.features import Codes, Counts, Sets, Words


class Lexicon(Protocol):
    """The values of all records, by the name of what is compared."""

    def has(self, column: str) -> bool:
        """Whether any record has a value in a column of the records table."""
        ...

    def words(self, name: str, column: pl.Series) -> Words:
        """The words of a column of text."""
        ...

    def numbers(self, name: str, column: pl.Series) -> Words:
        """Whole numbers as codes."""
        ...

    def sets(self, name: str, column: pl.Series, most: int) -> Sets:
        """The words of a column of lists, the first `most` of each."""
        ...

    def summed(self, name: str, counts: Counts) -> Counts:
        """Counts over all records."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """All records in one table."""

    records: pl.DataFrame

    def has(self, column: str) -> bool:
        """Whether any record has a value in a column."""
        return self.records[column].null_count() < len(self.records)

    def words(self, name: str, column: pl.Series) -> Words:
        """The words of a column of text."""
        return Words.of(column)

    def numbers(self, name: str, column: pl.Series) -> Words:
        """Whole numbers as codes."""
        return Words.of_numbers(column)

    def sets(self, name: str, column: pl.Series, most: int) -> Sets:
        """The words of a column of lists."""
        return Sets.of(column, most)

    def summed(self, name: str, counts: Counts) -> Counts:
        """Counts over all records."""
        return counts


@dataclass(frozen=True, slots=True)
class Values:
    """The different values of one name, sorted, and how many records have each; `filled`: how many have any, of
    sets."""

    values: pl.Series
    counts: Counts
    filled: int = 0


@dataclass(slots=True)
class Counted:
    """What one part of the records says, gathered: the values of each name, and the counts that are to be summed."""

    values: dict[str, Values] = field(default_factory=dict)
    sums: dict[str, Counts] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        """True: another part may have a value in the column."""
        return True

    def words(self, name: str, column: pl.Series) -> Words:
        """The words of a column of text."""
        return self._kept(name, Words.of(column))

    def numbers(self, name: str, column: pl.Series) -> Words:
        """Whole numbers as codes."""
        return self._kept(name, Words.of_numbers(column))

    def sets(self, name: str, column: pl.Series, most: int) -> Sets:
        """The words of a column of lists."""
        found = Sets.of(column, most)
        self.values[name] = Values(found.values, found.counts, found.filled)
        return found

    def summed(self, name: str, counts: Counts) -> Counts:
        """The counts of this part."""
        self.sums[name] = counts
        return counts

    def _kept(self, name: str, words: Words) -> Words:
        self.values[name] = Values(words.values, words.counts)
        return words


@dataclass(frozen=True, slots=True)
class Known:
    """The values of all parts, for one of them.

    `filled`: the columns in which any record has a value; `values`: those of all parts by name; `places`: for each name
    the code among all values of each value of this part, in order; `sums`: the counts of all parts.
    """

    filled: frozenset[str]
    values: Callable[[str], Values]
    places: Callable[[str], Codes]
    sums: Mapping[str, Counts]

    def has(self, column: str) -> bool:
        """Whether any record has a value in a column."""
        return column in self.filled

    def words(self, name: str, column: pl.Series) -> Words:
        """The words of a column of text."""
        known = self.values(name)
        return Words(self._moved(name, Words.of(column).codes), known.values, known.counts)

    def numbers(self, name: str, column: pl.Series) -> Words:
        """Whole numbers as codes."""
        known = self.values(name)
        return Words(self._moved(name, Words.of_numbers(column).codes), known.values, known.counts)

    def sets(self, name: str, column: pl.Series, most: int) -> Sets:
        """The words of a column of lists."""
        known = self.values(name)
        return Sets(self._moved(name, Sets.of(column, most).codes), known.counts, known.values, known.filled)

    def summed(self, name: str, counts: Counts) -> Counts:
        """Counts over all parts."""
        return self.sums[name]

    def _moved(self, name: str, codes: Codes) -> Codes:
        """Codes of the part as those of all values; -1 stays."""
        moved: Codes = np.append(self.places(name), np.int32(-1)).astype(np.int32)[codes]
        return moved


def merged(parts: list[Values]) -> tuple[Values, list[Codes]]:
    """The values of all parts together, and for each part the code of each of its values among them."""
    filled = sum(part.filled for part in parts)
    every = pl.concat([part.values for part in parts if len(part.values)] or [parts[0].values])
    found = Words.of(every) if every.dtype == pl.String else Words.of_numbers(every)
    counts = np.zeros(len(found.values), np.int64)
    np.add.at(counts, found.codes, np.concatenate([part.counts for part in parts]))
    ends = np.cumsum([len(part.values) for part in parts])[:-1]
    return Values(found.values, counts, filled), np.split(found.codes, ends)
