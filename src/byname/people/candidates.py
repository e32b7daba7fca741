"""People stage: candidate pairs by several blocking rules at once.

Goes in: the records and the lists' rules. Comes out: pairs of row numbers that agree on at least one rule, how much
each rule contributed, and pairs inside a list that names nobody twice, which are known to be of different people. A
block too large is split by further keys and at last read through a sorted window (Hernández & Stolfo 1995), never
quadratic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadMapping
from byname.people.settings import Blocking, BlockingRule
from byname.people.spelling import archive_numbers, every_surname, skeleton, stem

Rows = npt.NDArray[np.int32]
_LISTS = {"any_surname": "_surnames", "archive_number": "_numbers"}


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What one blocking rule gave: its pairs, those no earlier rule gave, and the pairs left out of large blocks."""

    rule: str
    pairs: int
    new: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs `a < b` of row numbers to compare, examples of different people, the reports and the pairs that could be.

    `known_step` says that only each such pair of the examples was kept. `possible` is the number of pairs that the
    lists' rules allow at all, and `possible_known` the number of pairs inside lists that name nobody twice.
    """

    a: Rows
    b: Rows
    known_a: Rows
    known_b: Rows
    known_step: int
    reports: tuple[RuleReport, ...]
    possible: int
    possible_known: int


def candidates(records: pl.DataFrame, lists: Rows, twice: npt.NDArray[np.bool_], blocking: Blocking) -> Candidates:
    """Candidate pairs of all rules.

    `lists` gives for each row the number of its list, `twice` for each list whether it may name a person twice. Bounded
    by rows x rules x limit; raises BadMapping where a rule names an unknown key.
    """
    keys = _keys(records)
    found: npt.NDArray[np.int64] = np.empty(0, np.int64)
    known: npt.NDArray[np.int64] = np.empty(0, np.int64)
    reports = []
    for rule in blocking.rules:
        pairs, skipped = _pairs_of_rule(keys, rule, blocking)
        a, b = _unpack(pairs, len(records))
        apart = (lists[a] == lists[b]) & ~twice[lists[a]]
        before = len(found)
        known = _distinct(np.concatenate([known, pairs[apart]]))
        pairs = pairs[~apart]
        found = _distinct(np.concatenate([found, pairs]))
        reports.append(RuleReport(rule.name, len(pairs), len(found) - before, skipped))
    a, b = _unpack(found, len(records))
    step = max(1, -(-len(known) // blocking.known_different))
    known_a, known_b = _unpack(known[::step], len(records))
    possible, possible_known = _possible(lists, twice)
    return Candidates(a, b, known_a, known_b, step, tuple(reports), possible, possible_known)


def _keys(records: pl.DataFrame) -> pl.DataFrame:
    given = pl.col("given").str.split(" ").list.first()
    full_given = pl.when(given.str.len_chars() > 1).then(given)
    return records.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
        every_surname().alias("_surnames"),
        archive_numbers().alias("_numbers"),
        full_given.alias("given"),
        given.str.slice(0, 1).alias("given_initial"),
        full_given.str.slice(0, 3).alias("given_prefix"),
        pl.col("surname").str.slice(0, 1).alias("surname_initial"),
        pl.col("surname").str.slice(0, 3).alias("surname_start"),
        pl.col("surname").str.slice(0, 4).alias("surname_prefix"),
        skeleton(stem(pl.col("surname"))).alias("surname_skeleton"),
        pl.when(pl.col("patronymic").str.len_chars() > 1).then(pl.col("patronymic")).alias("patronymic"),
        pl.when(pl.col("birth_day").is_not_null()).then(pl.col("birth")).alias("birth_day"),
        pl.col("birth_year", "arrest_day", "sentence_day", "release_day", "death_day"),
    )


def _pairs_of_rule(keys: pl.DataFrame, rule: BlockingRule, blocking: Blocking) -> tuple[npt.NDArray[np.int64], int]:
    unknown = [key for key in rule.keys + rule.split if key not in keys.columns and key not in _LISTS]
    if unknown:
        raise BadMapping(
            f"unknown blocking key {unknown[0]!r}", where="linkage settings", fix="use a key of candidates.py"
        )
    table = keys
    for key in rule.keys:
        if key in _LISTS:
            table = table.explode(_LISTS[key], empty_as_null=True).rename({_LISTS[key]: key})
    table = table.drop_nulls(rule.keys)
    block = _groups(table, list(rule.keys))
    for depth in range(len(rule.split)):
        large = _sizes(block)[block] > blocking.limit
        if not large.any():
            break
        finer = _groups(table, [*rule.keys, *rule.split[: depth + 1]])
        block = _renumber(np.where(large, finer + len(block), block))
    return _pairs_of_blocks(table, block, blocking, len(keys))


def _groups(table: pl.DataFrame, by: list[str]) -> npt.NDArray[np.int64]:
    codes = np.zeros(len(table), np.int64)
    for key in by:
        rank = table[key].rank("dense").fill_null(0).to_numpy().astype(np.int64)
        codes = _renumber(codes * (int(rank.max(initial=0)) + 1) + rank)
    return codes


def _renumber(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return pl.Series(codes).rank("dense").to_numpy().astype(np.int64) - 1 if len(codes) else codes


def _sizes(block: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(block) if len(block) else np.zeros(0, np.int64)


def _pairs_of_blocks(
    table: pl.DataFrame, block: npt.NDArray[np.int64], blocking: Blocking, rows: int
) -> tuple[npt.NDArray[np.int64], int]:
    near = [key for key in ("birth_year", "given_initial", "patronymic", "row") if key in table.columns]
    order = (
        table.select(pl.Series("_block", block), *near)
        .with_row_index("_place")
        .sort("_block", *near)["_place"]
        .to_numpy()
    )
    row, sorted_block = table["row"].to_numpy()[order].astype(np.int64), block[order]
    sizes = _sizes(block)
    ends = np.cumsum(sizes)[sorted_block] if len(sizes) else np.zeros(0, np.int64)
    reach = np.where(sizes[sorted_block] > blocking.limit, blocking.window, blocking.limit) if len(sizes) else ends
    place = np.arange(len(row))
    parts = []
    for distance in range(1, blocking.limit):
        place = place[(place + distance < ends[place]) & (distance <= reach[place])]
        if not len(place):
            break
        first, second = row[place], row[place + distance]
        parts.append(np.minimum(first, second) * rows + np.maximum(first, second))
    large = sizes[sizes > blocking.limit]
    skipped = int(
        (large * (large - 1) // 2 - (large * blocking.window - blocking.window * (blocking.window + 1) // 2)).sum()
    )
    pairs = _distinct(np.concatenate(parts)) if parts else np.empty(0, np.int64)
    return pairs[pairs // rows != pairs % rows], skipped


def _distinct(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    ordered = np.sort(values, kind="stable")
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _unpack(pairs: npt.NDArray[np.int64], rows: int) -> tuple[Rows, Rows]:
    a, b = np.divmod(pairs, max(rows, 1))
    return a.astype(np.int32), b.astype(np.int32)


def _possible(lists: Rows, twice: npt.NDArray[np.bool_]) -> tuple[int, int]:
    sizes = np.bincount(lists, minlength=len(twice)).astype(object)
    every = int(len(lists) * (len(lists) - 1) // 2)
    inside = int(sum(size * (size - 1) // 2 for size, may in zip(sizes, twice, strict=True) if not may))
    return every - inside, inside
