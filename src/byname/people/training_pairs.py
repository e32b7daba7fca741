"""People stage: the pairs that the model learns from.

Goes in: the features and blocks of the records, and judgements. Comes out: candidates and pairs known to be of
different people, drawn evenly by a hash, random pairs of strangers, and the pairs that people judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import Blocks
from byname.people.comparison.comparison import Features, compare
from byname.people.list_priors import learn_offsets
from byname.people.model import Judged, LinkageModel, TrainingPairs, learn
from byname.people.pair_scan import RuleCounts, sample
from byname.people.settings import LinkageSettings

Rows = npt.NDArray[np.int32]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists by name, the list of each row, and which lists may name a person twice."""

    names: tuple[str, ...]
    of: Rows
    twice: npt.NDArray[np.bool_]

    @property
    def once(self) -> Rows:
        """The list of each row where it names nobody twice, else -1."""
        return np.where(self.twice[self.of], -1, self.of).astype(np.int32) if len(self.of) else self.of


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Judged pairs of rows: the same person, or different people."""

    same: Pairs = ()
    different: Pairs = ()

    @staticmethod
    def of(people: pl.DataFrame, judgements: pl.DataFrame | None) -> JudgedRows:
        """The judgements (record_a, record_b, verdict) on records of a table sorted by record_id."""
        if judgements is None or judgements.is_empty():
            return JudgedRows()
        rows = people.select("record_id", pl.int_range(pl.len()).alias("row"))
        table = judgements.select("record_a", "record_b", "verdict").unique()
        for end in ("a", "b"):
            found = rows.rename({"record_id": f"record_{end}", "row": end})
            table = table.join(found, on=f"record_{end}", how="inner")
        table = table.sort("a", "b")
        same, different = (
            tuple(table.filter(pl.col("verdict") == verdict).select("a", "b").iter_rows())
            for verdict in ("same", "different")
        )
        return JudgedRows(same, different)


def gather_evidence(
    features: Features,
    blocks: Blocks,
    counts: Sequence[RuleCounts],
    lists: Lists,
    judged: JudgedRows,
    settings: LinkageSettings,
    seed: int,
) -> TrainingPairs:
    """What the model learns from; the same for a seed, whatever the number of cores."""
    step = max(1, -(-sum(rule.new for rule in counts) // settings.blocking.examples))
    known_step = max(1, -(-sum(rule.known for rule in counts) // settings.blocking.known_different))
    drawn = sample(blocks, lists.once, step, known_step)
    ends = lists.of[drawn.a], lists.of[drawn.b]
    random = _random_pairs(lists, settings.prior.random_pairs, seed)
    possible, possible_known = _possible(lists)
    return TrainingPairs(
        compare(features, drawn.a, drawn.b),
        compare(features, drawn.known_a, drawn.known_b),
        compare(features, *random),
        possible,
        possible_known,
        known_step,
        len(lists.of),
        step,
        _judged(features, judged),
        ends,
    )


def learn_all(evidence: TrainingPairs, lists: Lists, settings: LinkageSettings) -> LinkageModel:
    """The model, with what is learnt of each pair of lists."""
    model = learn(evidence, settings)
    if evidence.ends is None or len(lists.names) < 2:
        return model
    sizes = np.bincount(lists.of, minlength=len(lists.names))
    offsets = learn_offsets(model, evidence.pairs, evidence.ends, lists.names, sizes, evidence.pairs_step)
    return replace(model, offsets=offsets)


def _judged(features: Features, judged: JudgedRows) -> Judged | None:
    rows = np.array(judged.same + judged.different, np.int32).reshape(-1, 2)
    if not len(rows):
        return None
    compared = compare(features, rows[:, 0].copy(), rows[:, 1].copy())
    return Judged(compared, np.arange(len(rows)) < len(judged.same))


def _random_pairs(lists: Lists, number: int, seed: int) -> tuple[Rows, Rows]:
    rows = len(lists.of)
    if rows * (rows - 1) // 2 <= number:
        one, other = np.triu_indices(rows, 1)
    else:
        generator = np.random.default_rng(seed)
        one, other = generator.integers(0, rows, number), generator.integers(0, rows, number)
    allowed = (one != other) & ((lists.of[one] != lists.of[other]) | lists.twice[lists.of[one]])
    return one[allowed].astype(np.int32), other[allowed].astype(np.int32)


def _possible(lists: Lists) -> tuple[int, int]:
    """The pairs that the lists' rules allow, and those inside lists that name nobody twice."""
    sizes = np.bincount(lists.of, minlength=len(lists.twice)).astype(object)
    every = int(len(lists.of) * (len(lists.of) - 1) // 2)
    inside = int(sum(size * (size - 1) // 2 for size, may in zip(sizes, lists.twice, strict=True) if not may))
    return every - inside, inside
