"""People stage: the columns of records that lie in parts, the same that one table of all of them would have.

Goes in: the records of each part. Comes out: in the folder of the job the codes of every record, the tables of all
values, and for each record how common its values are in its list and where it lived. Each part is read twice: first
its different values are counted and those of all parts put together, name by name; then its records get their codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import entries_of, further_entries, keys_of, keys_with_further, nearness
from byname.people.clusters import Constraints
from byname.people.comparison import row_layout as at
from byname.people.comparison.columns import (
    Coded,
    coded_of,
    coded_with_values,
    columns_from,
    has_rest,
    share_here,
    share_in_list,
)
from byname.people.comparison.comparison import Features
from byname.people.comparison.features import Codes, Counts, counts_of
from byname.people.comparison.lexicon import Counted, Known, Values, merged
from byname.people.comparison.spelling import surnames_of
from byname.people.lists import ListRanges, once_of
from byname.people.parts.cutting import read_whole, records_of_part
from byname.people.parts.exchange import packed_ids, table_of
from byname.people.parts.job import Job
from byname.people.settings import LinkageSettings

_SUMS: Final = "sums.pickle"
_HERE: Final = (at.OCCUPATION, at.STEM)  # the first in the second matrix, the other in the first
SHARES: Final = len(at.LISTED) + len(_HERE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a part says of itself: its rows, the columns that say anything, the lists in their order with their rows,
    the bytes of the longest id, the names whose values were counted, sums, and the blocking keys with several
    values."""

    rows: int
    filled: frozenset[str]
    lists: tuple[tuple[str, int], ...]
    longest: int
    names: tuple[str, ...]
    sums: Mapping[str, Counts]
    several: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The values of all parts as they lie in a folder, and what all parts say together."""

    folder: Path
    filled: frozenset[str]
    sums: Mapping[str, Counts]

    def of_part(self, part: int | None) -> Known:
        """The values for one part; for no part where only the values are asked for."""
        return Known(self.filled, cache(self._values), partial(self._places, part), self.sums)

    def _values(self, name: str) -> Values:
        folder = _folder(self.folder, name)
        filled = int((folder / "filled").read_text())
        return Values(read_whole(folder / "values.arrow")["value"], np.load(folder / "counts.npy"), filled)

    def _places(self, part: int | None, name: str) -> Codes:
        if part is None:
            return np.empty(0, np.int32)
        found: Codes = np.load(_folder(self.folder, name) / f"{part}.places.npy")
        return found


def _folder(folder: Path, name: str) -> Path:
    return folder / "words" / name.replace(" ", "-")


def count_values(folder: Path, settings: LinkageSettings, part: int) -> Said:
    """Count the different values of a part."""
    people, counted = records_of_part(folder, part), Counted()
    surnames = surnames_of(people)
    coded_of(people, settings, surnames, counted)
    for name, found in counted.values.items():
        place = _folder(folder, name)
        place.mkdir(parents=True, exist_ok=True)
        pl.DataFrame({"value": found.values, "count": found.counts}).write_ipc(place / f"{part}.arrow")
        (place / f"{part}.filled").write_text(str(found.filled))
    lists = people["source"].rle().struct.unnest()
    return Said(
        len(people),
        frozenset(name for name in people.columns if people[name].null_count() < len(people)),
        tuple(zip(lists["value"].to_list(), lists["len"].to_list(), strict=True)),
        int(people["record_id"].str.len_bytes().max() or 1),  # type: ignore[arg-type]
        tuple(counted.values),
        counted.sums,
        frozenset(keys_with_further(keys_of(people, surnames))),
    )


def merge_values(folder: Path, parts: int, name: str) -> None:
    """Put the values of one name of all parts together."""
    place = _folder(folder, name)
    every = []
    for part in range(parts):
        table = read_whole(place / f"{part}.arrow")
        filled = int((place / f"{part}.filled").read_text())
        every.append(Values(table["value"], table["count"].to_numpy(), filled))
    values, places = merged(every)
    values.values.alias("value").to_frame().write_ipc(place / "values.arrow")
    np.save(place / "counts.npy", values.counts)
    (place / "filled").write_text(str(values.filled))
    for part, codes in enumerate(places):
        np.save(place / f"{part}.places.npy", codes)


def vocabulary_of(folder: Path, said: Sequence[Said]) -> Vocabulary:
    """What all parts say together."""
    sums = {name: np.sum([some.sums[name] for some in said], axis=0) for name in said[0].sums}
    return Vocabulary(folder, frozenset().union(*(some.filled for some in said)), sums)


def ranges_of(said: Sequence[Said], twice: Mapping[str, bool]) -> ListRanges:
    """Where the rows of each list stand; `twice`: which lists may name a person twice."""
    ranges: list[tuple[str, int]] = []
    for name, rows in (run for some in said for run in some.lists):
        if ranges and ranges[-1][0] == name:
            ranges[-1] = (name, ranges[-1][1] + rows)
        else:
            ranges.append((name, rows))
    names = tuple(sorted({name for name, _ in ranges}))
    sizes = np.array([rows for _, rows in ranges], np.int64)
    return ListRanges(
        names,
        np.array([twice.get(name, True) for name in names], bool),
        np.cumsum(sizes) - sizes,
        np.array([names.index(name) for name, _ in ranges], np.int32),
        int(sizes.sum()),
    )


def create_arrays(job: Job, vocabulary: Vocabulary, longest: int) -> None:
    """Make the files of the arrays over all rows."""
    rows, rules = job.rows, len(job.settings.blocking.rules)
    job.create("names", (rows, at.NAMES_END), np.int32)
    if has_rest(vocabulary.of_part(None)):
        job.create("rest", (rows, at.REST_END), np.int32)
    else:
        np.save(job.folder / "rest.npy", np.full((1, at.REST_END), -1, np.int32))
    job.create("listed", (rows, SHARES), np.float32)
    job.create("block_of", (rows, rules), np.int32)
    job.create("once", (rows,), np.int32)
    job.create("death", (rows,), np.int32)
    job.create("ids", (rows,), f"S{longest}")


def keep_values(vocabulary: Vocabulary, job: Job, _: int) -> None:
    """Work out the tables of all values, which need no record."""
    known = vocabulary.of_part(None)
    nobody = records_of_part(job.folder, 0).clear()
    coded, values = coded_with_values(nobody, job.settings, surnames_of(nobody), known)
    columns = columns_from(coded, values, np.empty((0, SHARES), np.float32))
    job.keep_values(values, Features.with_columns(columns, job.settings, known))


def code_part(vocabulary: Vocabulary, several: frozenset[str], job: Job, part: int) -> list[Counts]:
    """Give the records of a part their codes and blocking keys, and hand them on by value and by key.

    Gives for each column of `at.LISTED` how many records of each list have a value.
    """
    people, known = records_of_part(job.folder, part), vocabulary.of_part(part)
    surnames = surnames_of(people)
    coded = coded_of(people, job.settings, surnames, known)
    job.fill("names", part, coded.names)
    if has_rest(known):
        job.fill("rest", part, coded.rest)
    rows = np.arange(job.starts[part], job.starts[part + 1], dtype=np.int32)
    job.fill("ids", part, packed_ids(people["record_id"]))
    job.fill("once", part, once_of(job.lists.of_rows(rows), job.lists.twice))
    job.fill("death", part, people["death_day"].fill_null(Constraints.unknown_day()).to_numpy().astype(np.int32))
    _hand_on_keys(people, keys_of(people, surnames), several, rows, job, part)
    return _hand_on_values(coded, rows, job, part)


def _hand_on_keys(
    people: pl.DataFrame, keys: Any, several: frozenset[str], rows: npt.NDArray[np.int32], job: Job, part: int
) -> None:
    near = nearness(people, keys)
    for number, rule in enumerate(job.settings.blocking.rules):
        found = entries_of(keys, rule)
        split = {f"split{place}": hashes for place, hashes in enumerate(found.split)}
        alike = {name: getattr(near, name)[found.rows] for name in ("year", "initial", "patronymic")}
        table = table_of(row=rows[found.rows], hash=found.hashes, **split, **alike)
        job.send(f"rule-{number}", part, _bucket(found.hashes, job), table)
        further = further_entries(keys, rule, len(people), several)
        if further is not None:
            both = [
                table.with_columns(first=pl.lit(first))
                for table, first in ((further.first, True), (further.everyone, False))
            ]
            every = pl.concat(both)
            columns = {name: every[name].to_numpy() for name in ("hash", "narrow", "first")}
            sent = table_of(row=rows[every["row"].to_numpy()], **columns)
            job.send(f"further-keys-{number}", part, _bucket(columns["hash"], job), sent)


def _bucket(hashes: npt.NDArray[np.uint64], job: Job) -> npt.NDArray[np.int64]:
    return (hashes % np.uint64(job.parts)).astype(np.int64)


def _hand_on_values(coded: Coded, rows: npt.NDArray[np.int32], job: Job, part: int) -> list[Counts]:
    names, sizes = coded.names, []
    for place, column in enumerate(at.LISTED):
        known = np.flatnonzero(names[:, column] >= 0)
        code, of = names[known, column], names[known, at.LIST]
        sizes.append(counts_of(of, len(job.lists.names)))
        job.send(f"listed-{place}", part, code % job.parts, table_of(row=rows[known], code=code, list=of))
    living = names[:, at.RESIDENCE]
    for place, codes in enumerate((coded.rest[:, at.OCCUPATION], names[:, at.STEM])):
        if len(codes) != len(living):  # no list gives what the second matrix holds
            codes = np.full(len(living), -1, np.int32)
        known = np.flatnonzero((codes >= 0) & (living >= 0))
        table = table_of(row=rows[known], code=codes[known], place=living[known])
        job.send(f"here-{place}", part, living[known] % job.parts, table)
    return sizes


def share_values(sizes: list[Counts], job: Job, part: int) -> None:
    """For the values and the places that fall to a part, how common they are: in each list, and among neighbours."""
    shares = job.array("shares")
    found = []
    for place, of_lists in enumerate(sizes):
        table = job.receive(f"listed-{place}", part)
        code = table["code"].copy()
        share = share_in_list(code, table["list"].copy(), shares[code], of_lists)
        found.append((table["row"], place, share))
    for place in range(len(_HERE)):
        table = job.receive(f"here-{place}", part)
        code = table["code"].copy()
        found.append((table["row"], len(at.LISTED) + place, share_here(code, table["place"].copy(), shares[code])))
    rows = np.concatenate([row for row, _, _ in found])
    columns = np.concatenate([np.full(len(row), place, np.int8) for row, place, _ in found])
    share = np.concatenate([share for _, _, share in found])
    job.send("shares-by-row", part, job.part_of(rows), table_of(row=rows, column=columns, share=share))


def gather_shares(job: Job, part: int) -> None:
    """Put down how common the values of a part's records are."""
    table, first = job.receive("shares-by-row", part), job.starts[part]
    listed = np.zeros((int(job.starts[part + 1] - first), SHARES), np.float32)
    listed[table["row"] - first, table["column"]] = table["share"]
    job.fill("listed", part, listed)
