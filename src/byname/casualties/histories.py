"""Casualties stage: capture histories, the table every estimator reads.

Goes in: a table of 0/1 columns (one a list) with `count`, or the linked records of people. Comes out:
`CaptureHistories`, checked once, so that no estimator has to ask whether its table makes sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadSource, CannotEstimate
from byname.sources.delimiter import find_delimiter
from byname.sources.regular_files import check_regular

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int8] | npt.NDArray[np.int64] | npt.NDArray[np.float64]
MOST_LISTS = 12
LARGEST_TOTAL = 2**53  # beyond it a count is not exact as a float
COUNT = "count"
_BEGINNING = 65_536  # characters by which the sign between the cells is found
_OTHER_SIGNS = (";", "\t", "|")
_COUNTED = ("n", "freq", "frequency", "weight", "weights", "counts", "people")  # what others call the count
_LEFT_OPEN = ("", "na", "nan", "n/a", "?", ".")  # as tables write the count that is not known


@dataclass(frozen=True, slots=True, eq=False)
class CaptureHistories:
    """How many people stand on exactly which lists.

    `lists`: names of the lists; `patterns`: 0/1, one row a history, one column a list; `counts`: people of each
    history. A history that is not in `patterns` was seen for nobody. Raises BadSource where the table is not a
    capture table.

    >>> CaptureHistories(("A", "B"), np.array([[1, 0], [0, 1], [1, 1]]), np.array([5, 3, 2])).observed
    10
    """

    lists: tuple[str, ...]
    patterns: npt.NDArray[np.int8]
    counts: Counts
    where: str = "capture histories"
    notes: tuple[str, ...] = ()  # how the table was taken

    def __post_init__(self) -> None:
        patterns, counts = np.asarray(self.patterns), np.asarray(self.counts)
        _check_shape(self.lists, patterns, counts, self.where)
        _check_values(patterns, counts, self.where)
        object.__setattr__(self, "lists", tuple(self.lists))
        object.__setattr__(self, "patterns", patterns.astype(np.int8))
        object.__setattr__(self, "counts", counts.astype(np.int64))

    @classmethod
    def from_table(cls, frame: pl.DataFrame, *, where: str = "capture histories") -> CaptureHistories:
        """Read a table with one 0/1 column a list and the column `count` (or `n`, `freq`, `weight`, with a note)."""
        frame, numbered = without_row_numbers(frame)
        count = _count_column(frame, where)
        notes = numbered if count == COUNT else (*numbered, f"The column '{count}' was taken for the count of people.")
        lists = tuple(name for name in frame.columns if name != count)
        if not lists or not len(frame):
            raise BadSource("the table names no list or has no row", where=where, fix=_SHAPE)
        frame, unseen = _without_unseen(frame, lists, count)
        notes = (*notes, *unseen)
        patterns = np.column_stack([_numbers(frame[name], where) for name in lists])
        counts = _numbers(frame[count], where)
        _check_values(patterns, counts, where)
        return cls(lists, patterns.astype(np.int8), counts.astype(np.int64), where, notes)

    @classmethod
    def read(cls, path: str | Path) -> CaptureHistories:
        """Read a CSV file with one 0/1 column a list and the column `count`."""
        return cls.from_table(read_table(path, _SHAPE), where=str(path))

    @classmethod
    def from_people(
        cls, assignments: pl.DataFrame, records: pl.DataFrame, *, lists: Sequence[str] | None = None
    ) -> CaptureHistories:
        """Count people by the lists that name them.

        `assignments`: record_id, person_id; `records`: record_id, source. Every record must be in both; a list that
        names nobody stays as a column. Raises BadSource where a record has no person or no source.
        """
        joined = assignments.select("record_id", "person_id").join(
            records.select("record_id", "source"), on="record_id", how="full", coalesce=True
        )
        lost = joined.filter(pl.any_horizontal(pl.col("person_id", "source").is_null()))
        if len(lost):
            first = lost["record_id"][0]
            raise BadSource(
                f"{len(lost)} records have no person or no source", where=str(first), fix="build the people"
            )
        names = list(lists) if lists is not None else sorted(joined["source"].unique().to_list())
        held = [(pl.col("source") == name).any().cast(pl.Int8).alias(f"list {i}") for i, name in enumerate(names)]
        columns = [f"list {i}" for i in range(len(names))]
        people = joined.group_by("person_id").agg(held).filter(pl.any_horizontal(pl.col(columns) == 1))
        table = people.group_by(columns).agg(pl.len().alias(COUNT)).sort(columns, descending=True)
        return cls(tuple(names), table.select(columns).to_numpy(), table[COUNT].to_numpy().astype(np.int64))

    @property
    def observed(self) -> int:
        """How many people stand on at least one list."""
        return int(self.counts.sum())

    def by_mask(self) -> npt.NDArray[np.float64]:
        """The full table, 2^lists cells: cell `c` counts the people whose lists are the bits of `c`; cell 0 is 0."""
        if len(self.lists) > MOST_LISTS:
            raise CannotEstimate(
                f"{len(self.lists)} lists are more than the {MOST_LISTS} that can be estimated together",
                where=self.where,
                fix="join lists that drew on one another, or estimate from fewer",
            )
        cells = np.zeros(1 << len(self.lists))
        np.add.at(cells, _masks(self.patterns), self.counts)
        return cells

    def without_list(self, name: str) -> CaptureHistories:
        """The same people seen through all lists but one; those whom only that list named drop out."""
        keep = [i for i, other in enumerate(self.lists) if other != name]
        return self.of_lists([self.lists[i] for i in keep])

    def of_lists(self, names: Sequence[str]) -> CaptureHistories:
        """The same people seen through the lists named; those on none of them drop out."""
        columns = [self.lists.index(name) for name in names]
        patterns, inverse = np.unique(self.patterns[:, columns], axis=0, return_inverse=True)
        counts = np.bincount(inverse.reshape(-1), weights=self.counts, minlength=len(patterns)).astype(np.int64)
        seen = patterns.any(axis=1)
        return CaptureHistories(tuple(names), patterns[seen], counts[seen], self.where)

    @classmethod
    def from_masks(cls, lists: tuple[str, ...], cells: npt.NDArray[np.float64]) -> CaptureHistories:
        """The capture histories of a full table of 2^lists cells; cell 0 is left out."""
        masks = np.arange(1, len(cells))
        patterns = (masks[:, None] >> np.arange(len(lists))) & 1
        return cls(lists, patterns.astype(np.int8), np.rint(cells[1:]).astype(np.int64))


_SHAPE = (
    "give one column of 0 and 1 for each list and a column `count` of whole numbers, cut by commas, semicolons or tabs"
)


def without_row_numbers(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A table without a first column that has no name and numbers the rows, as R writes it, and a note where it was
    there.

    >>> without_row_numbers(pl.DataFrame({"": ["1", "2", "3"], "A": ["1", "0", "1"]}))[0].columns
    ['A']
    """
    first = frame.columns[0] if frame.width else "A"
    cells = frame[first].to_list() if not first.strip() else []
    if len(cells) > 2 and any(cells == [str(row) for row in range(start, start + len(cells))] for start in (0, 1)):
        return frame.drop(first), ("The first column, which has no name and numbers the rows, was left out.",)
    return frame, ()


def _without_unseen(frame: pl.DataFrame, lists: Sequence[str], count: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A table without the row of those on no list where their count is left open (`NA`, a blank), and a note of it.

    >>> _without_unseen(pl.DataFrame({"A": ["0", "1"], "n": ["NA", "7"]}), ["A"], "n")[0].rows()
    [('1', '7')]
    """
    said = pl.col(count).cast(pl.String).str.strip_chars().str.to_lowercase().fill_null("")
    on_none = pl.all_horizontal(pl.col(name).cast(pl.String).str.strip_chars() == "0" for name in lists)
    kept = frame.filter(~(on_none & said.is_in(_LEFT_OPEN)).fill_null(value=False))
    note = "The row of those on no list, whose count the table leaves open, was left out: it is what is estimated."
    return kept, (note,) if 0 < kept.height < frame.height else ()


def _count_column(frame: pl.DataFrame, where: str) -> str:
    """The column of counts: `count`, or the only one that is called like it."""
    if COUNT in frame.columns:
        return COUNT
    called = [name for name in frame.columns if name.strip().lower() in (COUNT, *_COUNTED)]
    if len(called) != 1:
        what = f"columns {', '.join(called)} may all be the count" if called else f"there is no column '{COUNT}'"
        raise BadSource(what, where=where, fix=_SHAPE)
    return called[0]


def read_table(path: str | Path, shape: str) -> pl.DataFrame:
    """A CSV file with every cell as text; raises BadSource where it is none, saying the shape that it should have."""
    path = Path(path)
    check_regular(path)
    try:
        sign = _delimiter(path)
        frame = pl.read_csv(path, infer_schema=False, encoding="utf8", separator=sign)
        header = pl.read_csv(path, infer_schema=False, encoding="utf8", separator=sign, has_header=False, n_rows=1).row(
            0
        )
    except (pl.exceptions.PolarsError, OSError, UnicodeError) as error:
        raise BadSource("the file cannot be read as CSV", where=str(path), fix=shape) from error
    if len(set(header)) < len(header):
        raise BadSource("two columns have the same name", where=str(path), fix="give each list a name of its own")
    return frame


def _delimiter(path: Path) -> str:
    """What stands between the cells: a comma where the header has one, else what cuts the rows alike."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        beginning = file.read(_BEGINNING)
    found = None if "," in beginning.partition("\n")[0] else find_delimiter(beginning)
    return found.sign if found and found.sign in _OTHER_SIGNS else ","


def _masks(patterns: Numbers) -> npt.NDArray[np.int64]:
    result: npt.NDArray[np.int64] = patterns.astype(np.int64) @ (1 << np.arange(patterns.shape[1], dtype=np.int64))
    return result


def _numbers(column: pl.Series, where: str) -> npt.NDArray[np.float64]:
    numbers = column.cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False)
    wrong = np.flatnonzero(~np.isfinite(numbers.fill_null(float("nan")).to_numpy()))
    if len(wrong):
        row = int(wrong[0])
        said = "an empty cell" if column[row] is None else repr(column[row])
        raise BadSource(f"{said} is not a number", where=f"{where}, row {row + 1}, column '{column.name}'", fix=_SHAPE)
    return numbers.to_numpy()


def _check_shape(lists: Sequence[str], patterns: Numbers, counts: Numbers, where: str) -> None:
    if patterns.ndim != 2 or counts.ndim != 1 or patterns.shape != (len(counts), len(lists)) or not len(lists):
        raise BadSource(
            f"{patterns.shape} patterns and {counts.shape} counts do not make a table of {len(lists)} lists",
            where=where,
            fix=_SHAPE,
        )
    if len(set(lists)) < len(lists):
        raise BadSource("two lists have the same name", where=where, fix="give each list a name of its own")
    if len(lists) > 62:
        raise BadSource(f"{len(lists)} lists are more than a table can hold", where=where, fix="leave lists out")


def _check_values(patterns: Numbers, counts: Numbers, where: str) -> None:
    binary: npt.NDArray[np.bool_] = np.asarray(np.isin(patterns, (0, 1)).all(axis=1))
    _refuse(~binary, "a history holds something other than 0 and 1", where, _SHAPE)
    numbers = counts.astype(np.float64)
    whole = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
    _refuse(~whole, "the count is negative or not whole", where, "count people; leave weights and shares out")
    masks = _masks(patterns)
    unseen: npt.NDArray[np.bool_] = np.equal(masks, 0) & np.greater(numbers, 0)
    _refuse(
        unseen, "people are counted whom no list names", where, "leave out the row of zeros: it is what is estimated"
    )
    _, first = np.unique(masks, return_index=True)
    again = np.ones(len(masks), dtype=bool)
    again[first] = False
    _refuse(again, "a history stands there twice", where, "add the counts of equal histories into one row")
    if float(counts.sum()) > LARGEST_TOTAL:
        raise BadSource("the counts are too large to be people", where=where, fix="check the column `count`")


def _refuse(wrong: npt.NDArray[np.bool_], what: str, where: str, fix: str) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise BadSource(what, where=f"{where}, row {int(rows[0]) + 1}", fix=fix)
