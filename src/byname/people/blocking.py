"""People stage: blocks of records that agree on a key, by several blocking rules at once.

Goes in: the records and the blocking rules. Comes out: for each rule the block of each record, so that a pair found by
several rules is told from one number a rule and no list of pairs is ever held. A block too large is split by further
keys and at last read through a sorted window (Hernández & Stolfo 1995), never quadratic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadMapping
from byname.people.comparison.spelling import Surnames, archive_numbers, skeletons, surnames_of
from byname.people.settings import Blocking, BlockingRule

Rows = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio, as in splitmix64
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_HALF: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Key:
    """A blocking key: its hash and whether it is known, by record; and further values of records that have several."""

    hashes: Hashes
    known: npt.NDArray[np.bool_]
    further_rows: Rows
    further: Hashes


@dataclass(frozen=True, slots=True)
class RuleBlocks:
    """The blocks of one rule: block i has the records `rows[starts[i]:starts[i + 1]]`; and the pairs left out."""

    name: str
    rows: Rows
    starts: npt.NDArray[np.int64]
    skipped: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of all rules.

    `block_of` (records x rules) gives the block of each record, -1 where it shares it with nobody. `further_a` and
    `further_b` are pairs `a < b` that only a further value brings together (an alias), `further_rule` their rule.
    """

    rules: tuple[RuleBlocks, ...]
    block_of: npt.NDArray[np.int32]
    further_a: Rows
    further_b: Rows
    further_rule: Rows


def blocks_of(records: pl.DataFrame, blocking: Blocking, surnames: Surnames | None = None) -> Blocks:
    """The blocks of all rules; raises BadMapping where a rule names an unknown key.

    `surnames` are those of the records where they have been read already.
    """
    keys = _keys(records, surnames or surnames_of(records))
    near = _nearness(records, keys)
    block_of = np.full((len(records), len(blocking.rules)), -1, np.int32)
    rules, further = [], []
    for number, rule in enumerate(blocking.rules):
        _check(rule, keys)
        blocks = _blocks_of_rule(keys, rule, blocking, near)
        sizes = np.diff(blocks.starts)
        block_of[blocks.rows, number] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        rules.append(blocks)
        further.append(_further_pairs(keys, rule, blocking, len(records)))
    return Blocks(tuple(rules), block_of, *_new_pairs(further, block_of))


def _check(rule: BlockingRule, keys: dict[str, Key]) -> None:
    unknown = [key for key in rule.keys + rule.split if key not in keys]
    if unknown:
        fix = f"use one of {', '.join(sorted(keys))}"
        raise BadMapping(f"unknown blocking key {unknown[0]!r}", where="linkage settings", fix=fix)


def _keys(records: pl.DataFrame, surnames: Surnames) -> dict[str, Key]:
    given = pl.col("given").str.split(" ").list.first()
    full_given = pl.when(given.str.len_bytes() > 1).then(given)
    single = records.select(
        full_given.alias("given"),
        given.str.slice(0, 1).alias("given_initial"),
        full_given.str.slice(0, 3).alias("given_prefix"),
        pl.col("surname").str.slice(0, 1).alias("surname_initial"),
        pl.col("surname").str.slice(0, 3).alias("surname_start"),
        pl.col("surname").str.slice(0, 4).alias("surname_prefix"),
        pl.when(pl.col("patronymic").str.len_bytes() > 1).then(pl.col("patronymic")).alias("patronymic"),
        pl.when(pl.col("birth_day").is_not_null()).then(pl.col("birth")).alias("birth_day"),
        pl.col("birth_place", "residence"),
        _unordered().alias("both_names"),
        pl.col("birth_year", "arrest_day", "sentence_day", "release_day", "death_day").cast(pl.Int32),
    )
    keys = {name: _key(single[name]) for name in single.columns}
    keys["surname_skeleton"] = _key(skeletons(surnames.stem))
    keys["any_surname"] = _key(surnames.stem, surnames.further_rows, surnames.further)
    numbers = records.select(pl.int_range(pl.len(), dtype=pl.Int32).alias("row"), archive_numbers().alias("number"))
    rest = numbers.with_columns(pl.col("number").list.slice(1)).filter(pl.col("number").list.len() > 0)
    rest = rest.explode("number", empty_as_null=True)
    keys["archive_number"] = _key(numbers["number"].list.first(), rest["row"], rest["number"])
    return keys


def _unordered() -> pl.Expr:
    """Surname and given name, whichever stands in which place."""
    one, other = pl.col("surname"), pl.when(pl.col("given").str.len_bytes() > 2).then(pl.col("given"))
    return pl.when(one < other).then(one + " " + other).otherwise(other + " " + one)


def _key(column: pl.Series, rows: pl.Series | None = None, further: pl.Series | None = None) -> Key:
    none = np.empty(0, np.int32), np.empty(0, np.uint64)
    more = none if rows is None or further is None else (rows.to_numpy().astype(np.int32), _hashes(further))
    return Key(_hashes(column), column.is_not_null().to_numpy(), *more)


def _hashes(column: pl.Series) -> Hashes:
    hashes: Hashes = column.hash(seed=0).to_numpy().astype(np.uint64, copy=False)
    return hashes


def _mixed(one: Hashes, other: Hashes) -> Hashes:
    """One hash of two, in order (the mixing of splitmix64; Steele, Lea & Flood 2014)."""
    mixed = (one ^ (one >> _HALF)) * _ODD + other
    mixed = (mixed ^ (mixed >> _HALF)) * _MIX
    return mixed ^ (mixed >> _HALF)


def _nearness(records: pl.DataFrame, keys: dict[str, Key]) -> npt.NDArray[np.int64]:
    """The place of each record in an order that brings alike ones together: by year of birth, initial, patronymic."""
    order = pl.DataFrame(
        {
            "year": records["birth_year"],
            "given": records["given"].cast(pl.String).str.slice(0, 1),
            "patronymic": pl.Series(keys["patronymic"].hashes),
        }
    )
    if order["year"].null_count() == len(order) and order["given"].null_count() == len(order):
        return np.arange(len(order))
    place = order.with_row_index("row").sort("year", "given", "patronymic", "row")["row"].to_numpy()
    result = np.empty(len(order), np.int64)
    result[place] = np.arange(len(order))
    return result


def _blocks_of_rule(
    keys: dict[str, Key], rule: BlockingRule, blocking: Blocking, near: npt.NDArray[np.int64]
) -> RuleBlocks:
    known = np.logical_and.reduce([keys[key].known for key in rule.keys])
    rows = np.flatnonzero(known).astype(np.int32)
    hashes = _combined([keys[key].hashes[rows] for key in rule.keys])
    taken, sizes = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    skipped = 0
    for split in (*rule.split, None):
        order = np.argsort(hashes)
        rows, hashes = rows[order], hashes[order]
        size = _run_lengths(hashes)
        large = size > blocking.limit
        if split is None:
            rows, size, skipped = _windowed(rows, size, large, blocking, near)
            large = np.zeros(len(size), bool)
        kept = np.repeat(~large & (size > 1), size)
        taken.append(rows[kept])
        sizes.append(size[~large & (size > 1)])
        if not large.any():
            break
        again = np.repeat(large, size)
        rows, hashes = rows[again], _mixed(hashes[again], keys[str(split)].hashes[rows[again]])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    return RuleBlocks(rule.name, np.concatenate(taken), starts, skipped)


def _combined(hashes: list[Hashes]) -> Hashes:
    result = hashes[0]
    for other in hashes[1:]:
        result = _mixed(result, other)
    return result


def _run_lengths(ordered: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) + 1 if len(ordered) else np.empty(0, np.int64)
    return np.diff(ends, prepend=0).astype(np.int64)


def _windowed(
    rows: Rows,
    size: npt.NDArray[np.int64],
    large: npt.NDArray[np.bool_],
    blocking: Blocking,
    near: npt.NDArray[np.int64],
) -> tuple[Rows, npt.NDArray[np.int64], int]:
    """Cut blocks that no key splits into windows of their records in the order of nearness; and the pairs left out."""
    if not large.any():
        return rows, size, 0
    inside = np.repeat(large, size)
    block = np.repeat(np.arange(len(size)), size)[inside]
    order = np.lexsort((near[rows[inside]], block))
    window = 2 * blocking.window + 1
    whole, rest = np.divmod(size[large], window)
    pieces = [np.append(np.full(n, window), last if last else []) for n, last in zip(whole, rest, strict=True)]
    cut = np.concatenate(pieces).astype(np.int64)
    before, after = (size[large] * (size[large] - 1) // 2).sum(), (cut * (cut - 1) // 2).sum()
    return (
        np.concatenate([rows[~inside], rows[inside][order]]),
        np.concatenate([size[~large], cut]),
        int(before - after),
    )


def _further_pairs(
    keys: dict[str, Key], rule: BlockingRule, blocking: Blocking, rows: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of records, the first by one of its further values; large blocks are split by all further keys."""
    several = [key for key in rule.keys if len(keys[key].further)]
    none = np.empty(0, np.int64), np.empty(0, np.int64)
    if not several:
        return none
    key = keys[several[0]]
    others = [name for name in rule.keys if name != several[0]]
    known = np.logical_and.reduce([np.ones(rows, bool), *(keys[name].known for name in others)])
    kept = known[key.further_rows]
    first = _entries(keys, others, rule.split, key.further_rows[kept], key.further[kept])
    everyone = np.flatnonzero(known & key.known).astype(np.int32)
    every = pl.concat([first, _entries(keys, others, rule.split, everyone, key.hashes[everyone])])
    size = every.group_by("hash").len()
    few = size.filter(pl.col("len") <= blocking.limit)["hash"]
    wide = first.filter(pl.col("hash").is_in(few.implode()))
    pairs = [wide.join(every, on="hash").select("row", "row_right")]
    narrow = first.filter(~pl.col("hash").is_in(few.implode()))
    fits = every.group_by("narrow").len().filter(pl.col("len") <= blocking.limit)["narrow"]
    narrow = narrow.filter(pl.col("narrow").is_in(fits.implode()))
    pairs.append(narrow.join(every, on="narrow").select("row", "row_right"))
    table = pl.concat(pairs).filter(pl.col("row") != pl.col("row_right"))
    return table["row"].to_numpy().astype(np.int64), table["row_right"].to_numpy().astype(np.int64)


def _entries(
    keys: dict[str, Key], others: list[str], split: tuple[str, ...], rows: Rows, hashes: Hashes
) -> pl.DataFrame:
    wide = _combined([hashes, *(keys[name].hashes[rows] for name in others)])
    return pl.DataFrame(
        {"row": rows, "hash": wide, "narrow": _combined([wide, *(keys[name].hashes[rows] for name in split)])}
    )


def _new_pairs(
    found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]], block_of: npt.NDArray[np.int32]
) -> tuple[Rows, Rows, Rows]:
    """The pairs that no block holds, each once, with the first rule that gave it."""
    one = np.concatenate([np.minimum(a, b) for a, b in found])
    other = np.concatenate([np.maximum(a, b) for a, b in found])
    rule = np.repeat(np.arange(len(found)), [len(a) for a, _ in found])
    _, first = np.unique(one * max(len(block_of), 1) + other, return_index=True)
    one, other, rule = one[first], other[first], rule[first]
    together = ((block_of[one] == block_of[other]) & (block_of[one] >= 0)).any(axis=1)
    kept = np.stack([one, other, rule])[:, ~together].astype(np.int32)
    return kept[0], kept[1], kept[2]
