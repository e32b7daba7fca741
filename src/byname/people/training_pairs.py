"""People stage: the pairs that the model learns from.

Goes in: the features and blocks of the records, and judgements. Comes out: candidates and pairs known to be of
different people, drawn evenly by a hash, random pairs of strangers, and the pairs that people judged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import Blocks
from byname.people.comparison.comparison import Compared, Features, compare
from byname.people.list_priors import learn_offsets
from byname.people.lists import Lists, RowsOfLists
from byname.people.model import Judged, LinkageModel, TrainingPairs, learn
from byname.people.pair_scan import RuleCounts, Sampled, sample
from byname.people.settings import LinkageSettings

Rows = npt.NDArray[np.int32]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Judged pairs of rows: the same person, or different people."""

    same: Pairs = ()
    different: Pairs = ()

    @property
    def pairs(self) -> Rows:
        """All of them, the same first (judgements x 2)."""
        return np.array(self.same + self.different, np.int32).reshape(-1, 2)

    @staticmethod
    def of(people: pl.DataFrame, judgements: pl.DataFrame | None) -> JudgedRows:
        """The judgements (record_a, record_b, verdict) on records of a table sorted by record_id."""
        if judgements is None or judgements.is_empty():
            return JudgedRows()
        return JudgedRows.among(people.select("record_id", pl.int_range(pl.len()).alias("row")), judgements)

    @staticmethod
    def among(rows: pl.DataFrame, judgements: pl.DataFrame) -> JudgedRows:
        """The judgements on records of which `rows` says the row (record_id, row)."""
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
    steps = steps_of(counts, settings)
    drawn = sample(blocks, lists.once, *steps)
    return evidence_from(drawn, steps, lists, judged, settings, seed, partial(compare, features))


def steps_of(counts: Sequence[RuleCounts], settings: LinkageSettings) -> tuple[int, int]:
    """One of how many candidates is drawn, and one of how many pairs known to be of different people."""
    step = max(1, -(-sum(rule.new for rule in counts) // settings.blocking.examples))
    return step, max(1, -(-sum(rule.known for rule in counts) // settings.blocking.known_different))


def evidence_from(
    drawn: Sampled,
    steps: tuple[int, int],
    lists: RowsOfLists,
    judged: JudgedRows,
    settings: LinkageSettings,
    seed: int,
    compared: Callable[[Rows, Rows], Compared],
) -> TrainingPairs:
    """What the model learns from pairs that were drawn; `compared` compares pairs of rows."""
    random = _random_pairs(lists, settings.prior.random_pairs, seed)
    possible, possible_known = _possible(lists)
    return TrainingPairs(
        compared(drawn.a, drawn.b),
        compared(drawn.known_a, drawn.known_b),
        compared(*random),
        possible,
        possible_known,
        steps[1],
        int(lists.sizes.sum()),
        steps[0],
        _judged(compared, judged),
        (lists.of_rows(drawn.a), lists.of_rows(drawn.b)),
    )


def learn_all(evidence: TrainingPairs, lists: RowsOfLists, settings: LinkageSettings) -> LinkageModel:
    """The model, with what is learnt of each pair of lists."""
    model = learn(evidence, settings)
    if evidence.ends is None or len(lists.names) < 2:
        return model
    offsets = learn_offsets(model, evidence.pairs, evidence.ends, lists.names, lists.sizes, evidence.pairs_step)
    return replace(model, offsets=offsets)


def _judged(compared: Callable[[Rows, Rows], Compared], judged: JudgedRows) -> Judged | None:
    rows = judged.pairs
    if not len(rows):
        return None
    return Judged(compared(rows[:, 0].copy(), rows[:, 1].copy()), np.arange(len(rows)) < len(judged.same))


def _random_pairs(lists: RowsOfLists, number: int, seed: int) -> tuple[Rows, Rows]:
    rows = int(lists.sizes.sum())
    if rows * (rows - 1) // 2 <= number:
        one, other = np.triu_indices(rows, 1)
    else:
        generator = np.random.default_rng(seed)
        one, other = generator.integers(0, rows, number), generator.integers(0, rows, number)
    first, second = one.astype(np.int32), other.astype(np.int32)
    of_first = lists.of_rows(first)
    allowed = (first != second) & ((of_first != lists.of_rows(second)) | lists.twice[of_first])
    return first[allowed], second[allowed]


def _possible(lists: RowsOfLists) -> tuple[int, int]:
    """The pairs that the lists' rules allow, and those inside lists that name nobody twice."""
    sizes = lists.sizes.astype(object)
    rows = int(lists.sizes.sum())
    every = rows * (rows - 1) // 2
    inside = int(sum(size * (size - 1) // 2 for size, may in zip(sizes, lists.twice, strict=True) if not may))
    return every - inside, inside
