"""People stage: the blocks of records that lie in parts.

Goes in: for each rule the keys of all records, by their hash, so that records of one block meet in one task. Comes out:
the blocks of every part of the hashes, the block of each row by every rule, and the pairs by further values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import Entries, FurtherEntries, Nearness, cut_blocks, further_pairs, new_pairs
from byname.people.pair_scan import RuleCounts, Sampled, count, sample
from byname.people.parts.exchange import receive, save, table_of
from byname.people.parts.job import Job

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Made:
    """How many blocks each rule has in one part of the hashes, and the pairs that it leaves out there."""

    blocks: tuple[int, ...]
    skipped: tuple[int, ...]


def make_blocks(further: frozenset[int], job: Job, part: int) -> Made:
    """Make the blocks whose keys fall to a part; `further`: the rules some of whose keys have several values."""
    blocks, skipped = [], []
    for number, rule in enumerate(job.settings.blocking.rules):
        table = np.sort(job.receive(f"rule-{number}", part), order="row")
        near = Nearness(*(table[name].copy() for name in ("year", "initial", "patronymic"))).places()
        split = tuple(table[f"split{place}"].copy() for place in range(len(rule.split)))
        entries = Entries(np.arange(len(table), dtype=np.int32), table["hash"].copy(), split)
        made = cut_blocks(entries, rule, job.settings.blocking, near)
        rows = table["row"][made.rows]
        save(job.folder / f"rows-{number}-{part}.npy", rows)
        save(job.folder / f"starts-{number}-{part}.npy", made.starts)
        sizes = np.diff(made.starts)
        block = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        job.send(f"blocks-{number}", part, job.part_of(rows), table_of(row=rows, block=block))
        if number in further:
            _hand_on_further(number, job, part)
        blocks.append(len(sizes))
        skipped.append(made.skipped)
    return Made(tuple(blocks), tuple(skipped))


def _hand_on_further(number: int, job: Job, part: int) -> None:
    table = job.receive(f"further-keys-{number}", part)
    every = pl.DataFrame({name: table[name].copy() for name in ("row", "hash", "narrow", "first")})
    first, everyone = (every.filter(pl.col("first") == is_first).drop("first") for is_first in (True, False))
    one, other = further_pairs(FurtherEntries(first, everyone), job.settings.blocking)
    a, b = np.minimum(one, other).astype(np.int32), np.maximum(one, other).astype(np.int32)
    job.send(f"further-pairs-{number}", part, job.part_of(a), table_of(a=a, b=b))


def number_blocks(made: list[Made], job: Job, part: int) -> None:
    """Put down the block of each row of a part by every rule; blocks are numbered through all parts of the hashes."""
    first = job.starts[part]
    block_of = np.full((int(job.starts[part + 1] - first), len(job.settings.blocking.rules)), -1, np.int32)
    for number in range(block_of.shape[1]):
        before = 0
        for some, table in zip(made, receive(job.folder, f"blocks-{number}", part), strict=True):
            block_of[table["row"] - first, number] = table["block"] + before
            before += some.blocks[number]
    job.fill("block_of", part, block_of)


def gather_further(further: frozenset[int], job: Job, part: int) -> None:
    """Keep the pairs by further values that no block holds and whose first row a part has."""
    block_of = job.array("block_of")
    found: list[tuple[Numbers, Numbers]] = []
    for number in range(len(job.settings.blocking.rules)):
        if number in further:
            table = job.receive(f"further-pairs-{number}", part)
            found.append((table["a"].astype(np.int64), table["b"].astype(np.int64)))
        else:
            found.append((np.empty(0, np.int64), np.empty(0, np.int64)))
    save(job.folder / f"further-{part}.npy", np.stack(new_pairs(found, block_of)))


def count_pairs(job: Job, part: int) -> list[RuleCounts]:
    """Count the pairs of the blocks that fall to a part, by rule."""
    return count(job.blocks(part), job.array("once"))


def draw_pairs(steps: tuple[int, int], job: Job, part: int) -> Sampled:
    """Draw pairs of the blocks that fall to a part."""
    return sample(job.blocks(part), job.array("once"), *steps)


def together(drawn: list[Sampled]) -> Sampled:
    """The pairs drawn in all parts, sorted."""
    ends = [np.concatenate([getattr(some, name) for some in drawn]) for name in ("a", "b", "known_a", "known_b")]
    order, known = np.lexsort((ends[1], ends[0])), np.lexsort((ends[3], ends[2]))
    return Sampled(ends[0][order], ends[1][order], ends[2][known], ends[3][known])


def summed(counts: list[list[RuleCounts]]) -> list[RuleCounts]:
    """The counts of all parts, by rule."""
    return [
        RuleCounts(sum(c.pairs for c in of_rule), sum(c.new for c in of_rule), sum(c.known for c in of_rule))
        for of_rule in zip(*counts, strict=True)
    ]
