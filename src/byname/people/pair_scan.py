"""People stage: one pass over all pairs of all blocks, compiled, without ever holding them.

Goes in: the blocks, the lists' rules and, for scoring, the columns and the tables of the model. Comes out: counts by
rule, samples of pairs to learn from, and the pairs whose weight reaches a threshold. Work is cut into the same pieces
whatever the number of cores, so results are the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from byname.people.blocking import Blocks, RuleBlocks
from byname.people.comparison import row_layout as at
from byname.people.comparison.comparison import UNCOMPARED, Features, level_of
from byname.people.comparison.compiled import compiled, kernel, sweep
from byname.people.scoring_tables import ScoringTables

Rows = npt.NDArray[np.int32]
_PIECE: Final = 400_000  # pairs of one piece of work
_ROOM: Final = 200_000  # pairs above the threshold that a piece hands over at once
_NOTHING: Final = -1.0e9
T = TypeVar("T")
Fresh = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """Pairs that the blocks of a rule give: all, those new to earlier rules, those known to be of different people."""

    pairs: int
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """Pairs drawn evenly from the candidates and from those known to be of different people, `a < b`."""

    a: Rows
    b: Rows
    known_a: Rows
    known_b: Rows


class Scoring(NamedTuple):
    """What a pair is scored with: the columns of the records, the kinds, level codes and numbers of the comparisons
    that are used, and the model."""

    columns: at.Columns
    kinds: Rows
    codes: npt.NDArray[np.uint8]
    used: Rows
    tables: ScoringTables


class RuleWalk(NamedTuple):
    """The blocks of one rule as they are walked.

    `rows`, `starts`: the rows of each block, one after the other; `block_of`: the block of each row by every rule;
    `once`: the list of each row where it names nobody twice, else -1; `rule`: the number of the rule.
    """

    rows: Rows
    starts: npt.NDArray[np.int64]
    block_of: npt.NDArray[np.int32]
    once: Rows
    rule: int


class Room(NamedTuple):
    """Where the pairs that are kept go: their rows and weights."""

    a: Rows
    b: Rows
    weight: npt.NDArray[np.float32]


def _scoring(features: Features, tables: ScoringTables) -> Scoring:
    return Scoring(features.columns, features.kinds, features.codes, features.used, tables)


def count(blocks: Blocks, once: Rows) -> list[RuleCounts]:
    """Count the pairs of each rule; `once` gives the list of each record where it names nobody twice, else -1."""
    counts = []
    for number, rule in enumerate(blocks.rules):
        walk = RuleWalk(rule.rows, rule.starts, blocks.block_of, once, number)
        parts = _parallel(partial(_count, walk), pieces_of(rule))
        further = blocks.further_rule == number
        apart = _apart(blocks.further_a[further], blocks.further_b[further], once)
        more = int((~apart).sum())
        total = np.sum([*parts, (0, 0, 0)], axis=0)
        counts.append(RuleCounts(int(total[0]) + more, int(total[1]) + more, int(total[2]) + int(apart.sum())))
    return counts


def sample(blocks: Blocks, once: Rows, step: int, known_step: int) -> Sampled:
    """Draw one of `step` candidates and one of `known_step` pairs known to be of different people, by a hash."""
    drawn = []
    for number, rule in enumerate(blocks.rules):
        walk = RuleWalk(rule.rows, rule.starts, blocks.block_of, once, number)
        drawn += _parallel(partial(_draw, walk, step, known_step), pieces_of(rule))
    apart = _apart(blocks.further_a, blocks.further_b, once)
    picked = _hashed(blocks.further_a, blocks.further_b) % np.where(apart, known_step, step).astype(np.uint64) == 0
    drawn += [(blocks.further_a[picked], blocks.further_b[picked], apart[picked])]
    a, b, known = (np.concatenate([part[i] for part in drawn]) for i in range(3))
    order = np.lexsort((b, a))
    a, b, known = a[order], b[order], known[order]
    return Sampled(a[~known], b[~known], a[known], b[known])


def score(
    features: Features, blocks: Blocks, once: Rows, fresh: Fresh, tables: ScoringTables, tell: Callable[[float], None]
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """All pairs of at least one fresh row whose weight reaches `tables.least`, sorted: the rows and the log2 odds."""
    found = []
    for number, rule in enumerate(blocks.rules):
        tell(number / len(blocks.rules))
        work = partial(score_piece, features, blocks.block_of, once, fresh, tables, number)
        some = with_fresh(rule, fresh)
        found += _parallel(partial(work, some), pieces_of(some))
    found.append(score_further(features, blocks, once, fresh, tables))
    return sorted_pairs(found)


def score_further(
    features: Features, blocks: Blocks, once: Rows, fresh: Fresh, tables: ScoringTables
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """The same for the pairs that only a further value brings together."""
    a, b = blocks.further_a, blocks.further_b
    allowed = ~_apart(a, b, once) & (fresh[a] | fresh[b])
    return score_pairs(features, a[allowed], b[allowed], tables)


def sorted_pairs(
    found: Sequence[tuple[Rows, Rows, npt.NDArray[np.float32]]],
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """The pairs of all pieces as one, sorted by their rows."""
    a, b, weight = (np.concatenate([part[i] for part in found]) for i in range(3))
    order = np.lexsort((b, a))
    return a[order], b[order], weight[order]


def score_pairs(
    features: Features, a: Rows, b: Rows, tables: ScoringTables
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """Those of the given pairs whose weight reaches `tables.least`."""
    weights = np.empty(len(a), np.float32)
    _weigh(_scoring(features, tables), a, b, weights)
    kept = weights >= tables.least
    return a[kept], b[kept], weights[kept]


def with_fresh(rule: RuleBlocks, fresh: Fresh) -> RuleBlocks:
    """The blocks of a rule that hold a fresh row."""
    if fresh.all():
        return rule
    sizes = np.diff(rule.starts)
    kept = np.add.reduceat(fresh[rule.rows], rule.starts[:-1]) > 0 if len(sizes) else np.zeros(0, bool)
    starts = np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.int64)
    return RuleBlocks(rule.name, rule.rows[np.repeat(kept, sizes)], starts, rule.skipped)


def score_piece(
    features: Features,
    block_of: npt.NDArray[np.int32],
    once: Rows,
    fresh: Fresh,
    tables: ScoringTables,
    number: int,
    rule: RuleBlocks,
    block: int,
    last: int,
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """The pairs kept of the blocks from `block` to before `last` of one rule (its number among the rules)."""
    scoring, walk = _scoring(features, tables), RuleWalk(rule.rows, rule.starts, block_of, once, number)
    parts = []
    room = _ROOM + int(np.diff(rule.starts[block : last + 1]).max(initial=0)) ** 2
    while block < last:
        kept = Room(np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float32))
        block, filled = _score(scoring, walk, fresh, block, last, kept)
        parts.append((kept.a[:filled].copy(), kept.b[:filled].copy(), kept.weight[:filled].copy()))
    return tuple(np.concatenate([part[i] for part in parts]) for i in range(3))  # type: ignore[return-value]


def pieces_of(rule: RuleBlocks) -> Iterator[tuple[int, int]]:
    """Pieces of the work on a rule: their first block and the one after their last."""
    sizes = np.diff(rule.starts)
    piece = np.cumsum(sizes * (sizes - 1) // 2) // _PIECE
    edges = np.concatenate([[0], np.flatnonzero(np.diff(piece)) + 1, [len(sizes)]]) if len(sizes) else np.zeros(1, int)
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _parallel(work: Callable[..., T], pieces: Iterator[tuple[int, int]]) -> list[T]:
    """Do the work on each piece (its first block and the one after its last) side by side, in their order."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(work, *zip(*pieces, strict=True)))


def _apart(a: Rows, b: Rows, once: Rows) -> npt.NDArray[np.bool_]:
    apart: npt.NDArray[np.bool_] = (once[a] >= 0) & (once[a] == once[b])
    return apart


@kernel
def _hash(a: int, b: int) -> np.uint64:
    mixed = (np.uint64(a) * np.uint64(0x9E3779B97F4A7C15)) ^ (np.uint64(b) * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(29))


@compiled
def _hashed(a: Rows, b: Rows) -> npt.NDArray[np.uint64]:
    hashes = np.empty(len(a), np.uint64)
    for pair in range(len(a)):
        hashes[pair] = _hash(a[pair], b[pair])
    return hashes


@kernel
def _earlier(block_of: npt.NDArray[np.int32], rule: int, a: int, b: int) -> bool:
    """Whether an earlier rule holds the pair."""
    for other in range(rule):  # noqa: SIM110 (compiled)
        if block_of[a, other] >= 0 and block_of[a, other] == block_of[b, other]:
            return True
    return False


@compiled
def _count(walk: RuleWalk, first: int, last: int) -> tuple[int, int, int]:
    rows, starts, once = walk.rows, walk.starts, walk.once
    pairs, new, known = 0, 0, 0
    for block in range(first, last):
        for i in range(starts[block], starts[block + 1]):
            for j in range(i + 1, starts[block + 1]):
                apart = once[rows[i]] >= 0 and once[rows[i]] == once[rows[j]]
                pairs += not apart
                if not _earlier(walk.block_of, walk.rule, rows[i], rows[j]):
                    new += not apart
                    known += apart
    return pairs, new, known


@compiled
def _draw(
    walk: RuleWalk, step: int, known_step: int, first: int, last: int
) -> tuple[Rows, Rows, npt.NDArray[np.bool_]]:
    rows, starts, once = walk.rows, walk.starts, walk.once
    a, b, known = [np.int32(0) for _ in range(0)], [np.int32(0) for _ in range(0)], [False for _ in range(0)]
    for block in range(first, last):
        for i in range(starts[block], starts[block + 1]):
            for j in range(i + 1, starts[block + 1]):
                one, other = min(rows[i], rows[j]), max(rows[i], rows[j])
                apart = once[one] >= 0 and once[one] == once[other]
                among = known_step if apart else step
                if _hash(one, other) % np.uint64(among) == 0 and not _earlier(walk.block_of, walk.rule, one, other):
                    a.append(one)
                    b.append(other)
                    known.append(apart)
    return np.array(a, np.int32), np.array(b, np.int32), np.array(known, np.bool_)


@kernel
def _add(tables: ScoringTables, comparison: int, code: int, share: float) -> tuple[float, float]:
    """What one level adds to the match weight and to the log2 odds of relatives against strangers."""
    stranger, shift = tables.stranger[comparison, code], 0.0
    weight = tables.weight[comparison, code]
    if share > 0 and tables.weighed[comparison]:
        log_share = np.log2(share)
        weight = tables.same[comparison, code] - log_share
        if not tables.kin[comparison]:
            shift = min(log_share - stranger, tables.shift)
        stranger = log_share
    return weight, tables.relative[comparison, code] + shift - stranger


@kernel
def _weight(scoring: Scoring, a: int, b: int) -> float:
    """The log2 odds of a pair, or _NOTHING where they cannot reach the threshold; texts are compared last."""
    columns, kinds, codes = scoring.columns, scoring.kinds, scoring.codes
    used, tables = scoring.used, scoring.tables
    weight = tables.prior[columns.names[a, at.LIST], columns.names[b, at.LIST]]
    kin, left, later, alike = tables.relatives, 0.0, np.int64(0), 0
    for comparison in used:
        level, share = level_of(columns, kinds[comparison], a, b, True)
        if level == UNCOMPARED:
            later |= np.int64(1) << np.int64(comparison)
            left += tables.upper[comparison]
        elif level:
            more, more_kin = _add(tables, comparison, codes[comparison, level], share)
            weight += more
            kin += more_kin
            alike += tables.alike[comparison, codes[comparison, level]]
    if weight + left < tables.least:
        return _NOTHING
    if later:
        for comparison in used:
            if later >> np.int64(comparison) & 1:
                level, share = level_of(columns, kinds[comparison], a, b, False)
                if level:
                    more, more_kin = _add(tables, comparison, codes[comparison, level], share)
                    weight += more
                    kin += more_kin
                    alike += tables.alike[comparison, codes[comparison, level]]
                left -= tables.upper[comparison]
                if weight + left < tables.least:
                    return _NOTHING
    if tables.marked and alike == tables.marked:
        kin += tables.alike_weight
    return weight - (kin if kin > 60.0 else np.log2(1.0 + 2.0 ** max(kin, -60.0)))


@sweep
def _weigh(scoring: Scoring, a: Rows, b: Rows, weights: npt.NDArray[np.float32]) -> None:
    for pair in range(len(a)):
        weights[pair] = _weight(scoring, a[pair], b[pair])


@sweep
def _score(scoring: Scoring, walk: RuleWalk, fresh: Fresh, first: int, last: int, room: Room) -> tuple[int, int]:
    """Score blocks until the room is used up; gives the next block and the pairs kept."""
    rows, starts, once = walk.rows, walk.starts, walk.once
    kept, block = 0, first
    while block < last:
        size = starts[block + 1] - starts[block]
        if kept + size * (size - 1) // 2 > len(room.a):
            break
        for i in range(starts[block], starts[block + 1]):
            for j in range(i + 1, starts[block + 1]):
                one, other = min(rows[i], rows[j]), max(rows[i], rows[j])
                if (once[one] >= 0 and once[one] == once[other]) or not (fresh[one] or fresh[other]):
                    continue
                if _earlier(walk.block_of, walk.rule, one, other):
                    continue
                weight = _weight(scoring, one, other)
                if weight >= scoring.tables.least:
                    room.a[kept], room.b[kept], room.weight[kept] = one, other, weight
                    kept += 1
        block += 1
    return block, kept
