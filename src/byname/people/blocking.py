"""People stage: blocks of records that agree on a key, by several blocking rules at once.

Goes in: the records and the blocking rules. Comes out: for each rule the block of each record, so that a pair found by
several rules is told from one number a rule and no list of pairs is ever held. A block too large is split by further
keys and at last read through a sorted window (Hernández & Stolfo 1995), never quadratic.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
Numbers = npt.NDArray[np.int64]
Pairs = tuple[Numbers, Numbers]
_NO_PAIRS: Final[Pairs] = (np.empty(0, np.int64), np.empty(0, np.int64))
_NO_YEAR: Final = -(2**31)  # before every year
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
    keys = keys_of(records, surnames or surnames_of(records))
    near = nearness(records, keys)
    place, several = near.places(), keys_with_further(keys)
    block_of = np.full((len(records), len(blocking.rules)), -1, np.int32)
    rules, further = [], []
    for number, rule in enumerate(blocking.rules):
        check(rule, keys)
        blocks = cut_blocks(entries_of(keys, rule), rule, blocking, place)
        sizes = np.diff(blocks.starts)
        block_of[blocks.rows, number] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        rules.append(blocks)
        entries = further_entries(keys, rule, len(records), several)
        further.append(_NO_PAIRS if entries is None else further_pairs(entries, blocking))
    return Blocks(tuple(rules), block_of, *new_pairs(further, block_of))


def check(rule: BlockingRule, keys: Collection[str]) -> None:
    """Raise BadMapping where a rule names an unknown key."""
    unknown = [key for key in rule.keys + rule.split if key not in keys]
    if unknown:
        fix = f"use one of {', '.join(sorted(keys))}"
        raise BadMapping(f"unknown blocking key {unknown[0]!r}", where="linkage settings", fix=fix)


def keys_of(records: pl.DataFrame, surnames: Surnames) -> dict[str, Key]:
    """All blocking keys of the records, by name."""
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


def keys_with_further(keys: Mapping[str, Key]) -> set[str]:
    """The keys of which any record has several values."""
    return {name for name, key in keys.items() if len(key.further)}


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


@dataclass(frozen=True, slots=True)
class Nearness:
    """What brings alike records together: the year of birth, the initial and the patronymic of each, as numbers."""

    year: Numbers
    initial: Numbers
    patronymic: Hashes

    def places(self) -> Numbers:
        """The place of each record in that order; records that are alike in all stand as they do now."""
        result = np.empty(len(self.year), np.int64)
        result[np.lexsort((self.patronymic, self.initial, self.year))] = np.arange(len(result))
        return result


def nearness(records: pl.DataFrame, keys: Mapping[str, Key]) -> Nearness:
    """The nearness of the records; who has no year, or no given name, comes first."""
    initial = pl.Series(records["given"].cast(pl.String).str.slice(0, 1))
    letters = initial.unique().drop_nulls().to_list()
    codes = initial.replace_strict({letter: 1 + ord(letter or "\0") for letter in letters}, return_dtype=pl.Int64)
    return Nearness(
        records["birth_year"].cast(pl.Int64).fill_null(_NO_YEAR).to_numpy(),
        codes.fill_null(0).to_numpy(),
        keys["patronymic"].hashes,
    )


@dataclass(frozen=True, slots=True)
class Entries:
    """The records that have all keys of a rule: their rows, the hash of the keys, and of each key that splits."""

    rows: Rows
    hashes: Hashes
    split: tuple[Hashes, ...]


def entries_of(keys: Mapping[str, Key], rule: BlockingRule) -> Entries:
    """The entries of a rule, in the order of the rows."""
    known = np.logical_and.reduce([keys[key].known for key in rule.keys])
    rows = np.flatnonzero(known).astype(np.int32)
    hashes = _combined([keys[key].hashes[rows] for key in rule.keys])
    return Entries(rows, hashes, tuple(keys[key].hashes[rows] for key in rule.split))


def cut_blocks(entries: Entries, rule: BlockingRule, blocking: Blocking, near: Numbers) -> RuleBlocks:
    """The blocks of a rule; `near`: the place of each row in the order of nearness."""
    places, hashes = np.arange(len(entries.rows)), entries.hashes
    taken, sizes = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    skipped = 0
    for split in (*entries.split, None):
        order = np.argsort(hashes)
        places, hashes = places[order], hashes[order]
        rows, size = entries.rows[places], _run_lengths(hashes)
        large = size > blocking.limit
        if split is None:
            rows, size, skipped = _windowed(rows, size, large, blocking, near)
            large = np.zeros(len(size), bool)
        taken.append(rows[np.repeat(~large & (size > 1), size)])
        sizes.append(size[~large & (size > 1)])
        if split is None or not large.any():
            break
        again = np.repeat(large, size)
        places, hashes = places[again], _mixed(hashes[again], split[places[again]])
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
    near: Numbers,
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


@dataclass(frozen=True, slots=True)
class FurtherEntries:
    """The records by their further values of a rule's key, and all by their first one: row, hash of all keys (`hash`)
    and with those that split (`narrow`)."""

    first: pl.DataFrame
    everyone: pl.DataFrame


def further_entries(
    keys: Mapping[str, Key], rule: BlockingRule, rows: int, several: Collection[str]
) -> FurtherEntries | None:
    """The entries of a rule by further values; None where its keys have but one value each.

    `several`: the keys of which any record has several values; the first of a rule's counts.
    """
    chosen = next((name for name in rule.keys if name in several), None)
    if chosen is None:
        return None
    key = keys[chosen]
    others = [name for name in rule.keys if name != chosen]
    known = np.logical_and.reduce([np.ones(rows, bool), *(keys[name].known for name in others)])
    kept = known[key.further_rows]
    everyone = np.flatnonzero(known & key.known).astype(np.int32)
    return FurtherEntries(
        _by_hash(keys, others, rule.split, key.further_rows[kept], key.further[kept]),
        _by_hash(keys, others, rule.split, everyone, key.hashes[everyone]),
    )


def further_pairs(entries: FurtherEntries, blocking: Blocking) -> Pairs:
    """Pairs of records, the first by one of its further values; large blocks are split by all further keys."""
    first, every = entries.first, pl.concat([entries.first, entries.everyone])
    few = every.group_by("hash").len().filter(pl.col("len") <= blocking.limit)["hash"]
    wide = first.filter(pl.col("hash").is_in(few.implode()))
    pairs = [wide.join(every, on="hash").select("row", "row_right")]
    narrow = first.filter(~pl.col("hash").is_in(few.implode()))
    fits = every.group_by("narrow").len().filter(pl.col("len") <= blocking.limit)["narrow"]
    narrow = narrow.filter(pl.col("narrow").is_in(fits.implode()))
    pairs.append(narrow.join(every, on="narrow").select("row", "row_right"))
    table = pl.concat(pairs).filter(pl.col("row") != pl.col("row_right"))
    return table["row"].to_numpy().astype(np.int64), table["row_right"].to_numpy().astype(np.int64)


def _by_hash(
    keys: Mapping[str, Key], others: list[str], split: tuple[str, ...], rows: Rows, hashes: Hashes
) -> pl.DataFrame:
    wide = _combined([hashes, *(keys[name].hashes[rows] for name in others)])
    return pl.DataFrame(
        {"row": rows, "hash": wide, "narrow": _combined([wide, *(keys[name].hashes[rows] for name in split)])}
    )


def new_pairs(found: Sequence[Pairs], block_of: npt.NDArray[np.int32]) -> tuple[Rows, Rows, Rows]:
    """The pairs that no block holds, each once, with the first rule that gave it."""
    one = np.concatenate([np.minimum(a, b) for a, b in found])
    other = np.concatenate([np.maximum(a, b) for a, b in found])
    rule = np.repeat(np.arange(len(found)), [len(a) for a, _ in found])
    _, first = np.unique(one * max(len(block_of), 1) + other, return_index=True)
    one, other, rule = one[first], other[first], rule[first]
    together = ((block_of[one] == block_of[other]) & (block_of[one] >= 0)).any(axis=1)
    kept = np.stack([one, other, rule])[:, ~together].astype(np.int32)
    return kept[0], kept[1], kept[2]
