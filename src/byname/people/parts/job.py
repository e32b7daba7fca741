"""People stage: what every task of a linkage in parts knows, and how it reads the arrays of all records.

The records stand in the order of their ids; each part has the rows from one start to the next. Arrays over all rows are
files in the folder of the job that every task maps into memory: it loads the pages that it looks at and no more.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import Blocks, RuleBlocks
from byname.people.comparison.columns import Coded, ValueTables, columns_from
from byname.people.comparison.comparison import Features
from byname.people.comparison.strings import Texts
from byname.people.lists import ListRanges
from byname.people.parts.exchange import Table, create_array, receive, send, write_rows
from byname.people.settings import LinkageSettings
from byname.people.training_pairs import JudgedRows

Rows = npt.NDArray[np.int32]
Task = TypeVar("Task")
Result = TypeVar("Result")
COMPARISONS: Final = "comparisons.pickle"
_VALUES: Final = ("shares", "tokens", "second")


@dataclass(frozen=True, slots=True)
class Job:
    """A linkage in parts: its folder, the lists, the first row of each part with the number of all rows at the end, and
    what was judged."""

    folder: Path
    settings: LinkageSettings
    lists: ListRanges
    starts: npt.NDArray[np.int64]
    judged: JudgedRows

    @property
    def rows(self) -> int:
        """The number of all rows."""
        return int(self.starts[-1])

    @property
    def parts(self) -> int:
        """The number of parts."""
        return len(self.starts) - 1

    def rows_of(self, part: int) -> slice:
        """The rows of a part."""
        return slice(int(self.starts[part]), int(self.starts[part + 1]))

    def part_of(self, rows: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """The part of each of some rows."""
        return np.searchsorted(self.starts, rows, side="right") - 1

    def array(self, name: str) -> npt.NDArray[Any]:
        """An array, mapped into memory so that nothing written to it here is seen elsewhere."""
        mapped: npt.NDArray[Any] = np.asarray(np.load(self.folder / f"{name}.npy", mmap_mode="c"))
        return mapped

    def create(self, name: str, shape: tuple[int, ...], kind: npt.DTypeLike) -> None:
        """Make the file of an array that tasks fill part by part."""
        create_array(self.folder / f"{name}.npy", shape, kind)

    def fill(self, name: str, part: int, values: npt.NDArray[Any]) -> None:
        """Write the rows of a part."""
        write_rows(self.folder / f"{name}.npy", self.rows_of(part).start, values)

    def send(self, name: str, sender: int, to: npt.NDArray[Any], table: Table) -> None:
        """Hand each row of a table to a part."""
        send(self.folder, name, sender, to, table, self.parts)

    def receive(self, name: str, part: int) -> Table:
        """What a part was sent, in the order of the senders."""
        return np.concatenate(receive(self.folder, name, part))

    def ids(self, rows: Rows) -> pl.Series:
        """The record ids of some rows."""
        return pl.Series(np.char.decode(self.array("ids")[rows], "utf-8").tolist(), dtype=pl.String)

    def features(self) -> Features:
        """All records for the comparison of pairs."""
        (given, patronymic, drawn_by, office), comparisons = pickle.loads((self.folder / COMPARISONS).read_bytes())
        texts = Texts(*(self.array(f"texts-{name}") for name in Texts._fields))
        shares, tokens, second = (self.array(name) for name in _VALUES)
        values = ValueTables(shares, tokens, second, texts, given, patronymic, drawn_by, office)
        coded = Coded(self.array("names"), self.array("rest"))
        return Features(columns_from(coded, values, self.array("listed")), *comparisons)

    def keep_values(self, values: ValueTables, features: Features) -> None:
        """Write what `features` reads beside the rows."""
        for name in _VALUES:
            np.save(self.folder / f"{name}.npy", getattr(values, name))
        for name in Texts._fields:
            np.save(self.folder / f"texts-{name}.npy", getattr(values.texts, name))
        rest = (values.given_letters, values.patronymic_letters, values.drawn_by, values.first_office)
        comparisons = (features.kinds, features.codes, features.used, features.weighed)
        (self.folder / COMPARISONS).write_bytes(pickle.dumps((rest, comparisons)))

    def blocks(self, part: int) -> Blocks:
        """The blocks whose keys fall to a part, and the pairs by further values whose first row it has."""
        rules = tuple(
            RuleBlocks(rule.name, self.array(f"rows-{number}-{part}"), self.array(f"starts-{number}-{part}"), 0)
            for number, rule in enumerate(self.settings.blocking.rules)
        )
        further = self.array(f"further-{part}")
        return Blocks(rules, self.array("block_of"), *(np.ascontiguousarray(column) for column in further))


def forget(folder: Path, *patterns: str) -> None:
    """Take away what no task will read any more: files and folders of these names, `*` standing for anything."""
    for path in (found for pattern in patterns for found in folder.glob(pattern)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def each(pool: Executor | None, work: Callable[[Job, Task], Result], job: Job, tasks: Sequence[Task]) -> list[Result]:
    """The result of each task, in their order; side by side in a pool, else one after the other."""
    return run_each(pool, partial(work, job), tasks)


def run_each(pool: Executor | None, work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """The same for tasks that need no job."""
    if pool is None:
        return [work(task) for task in tasks]
    return [future.result() for future in [pool.submit(work, task) for task in tasks]]
