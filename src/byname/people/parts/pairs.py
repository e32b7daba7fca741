"""People stage: the pairs of records that lie in parts, from the pass over all blocks to their probability.

Goes in: blocks, columns and the model. Comes out: for each part the table of the pairs whose first record it has, with
all weights. Rivals of a pair are pairs that share a record with it, so they meet in the task that has this record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from byname.people.calibration import Calibration
from byname.people.clusters import Scored
from byname.people.comparison.comparison import Compared, compare
from byname.people.linkage import across_lists, joined_pairs
from byname.people.model import LinkageModel
from byname.people.pair_scan import score
from byname.people.pair_weights import (
    Evidence,
    JudgedPlaces,
    Weighed,
    evidence_of,
    judged_places,
    judged_weight,
    scored_table,
    with_doubles,
)
from byname.people.parts.exchange import save, table_of
from byname.people.parts.job import Job
from byname.people.result_tables import PairSums, pair_sums
from byname.people.rivals import RivalGroups, doubles_of, lowered_by, not_among
from byname.people.scoring_tables import ScoringTables, tables_of
from byname.statistics.ordered import distinct

Rows = npt.NDArray[np.int32]
_EVIDENCE: Final = ("a", "b", "prior", "relatives", "weights")
_COMPARED: Final = ("levels", "shares")


def compare_pairs(job: Job, pairs: tuple[Rows, Rows]) -> Compared:
    """Compare some pairs."""
    return compare(job.features(), *pairs)


def score_blocks(tables: ScoringTables, job: Job, part: int) -> None:
    """Score the pairs of the blocks that fall to a part, and hand on those that are kept to the part of their first
    row."""
    once = job.array("once")
    fresh = np.ones(job.rows, bool)
    a, b, _ = score(job.features(), job.blocks(part), once, fresh, tables, lambda share: None)
    job.send("scored", part, job.part_of(a), table_of(a=a, b=b))


def weigh_evidence(model: LinkageModel, job: Job, part: int) -> None:
    """Compare and weigh the pairs of a part, judged ones among them, and hand them on by their second row."""
    table = np.sort(job.receive("scored", part), order=["a", "b"])
    judged = np.sort(job.judged.pairs, axis=1)
    own = judged[job.part_of(judged[:, 0]) == part]
    a, b = joined_pairs(np.stack([table["a"], table["b"]], axis=1), own)
    found = evidence_of(job.features(), job.lists, a, b, model)
    _keep(job, f"evidence-{part}", found)
    job.send("by-second", part, job.part_of(b), table_of(a=a, b=b, odds=found.odds))


def find_rivals(tables: ScoringTables, job: Job, part: int) -> None:
    """Weigh the rivals of pairs with a row of a part, and find entries that look printed twice among them; `tables`:
    of the model, with the threshold of such doubles."""
    once, found = job.array("once"), _kept(job, f"evidence-{part}")
    second = np.sort(job.receive("by-second", part), order=["a", "b"])
    a, b, odds = (second[name].copy() for name in ("a", "b", "odds"))
    groups = [RivalGroups(found.a, found.b, found.odds, once), RivalGroups(b, a, odds, once)]
    doubles_a, doubles_b = doubles_of(job.features(), groups, tables)
    of_first, of_second = (group.rivals(doubles_a, doubles_b, job.rows) for group in groups)
    save(job.folder / f"rivals-{part}.npy", of_first)
    job.send("rivals", part, job.part_of(a), table_of(a=a, b=b, rivals=of_second))
    job.send("doubles", part, job.part_of(doubles_a), table_of(a=doubles_a, b=doubles_b))


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What the driver learns of the pairs of a part: the ids of doubles, and the judged pairs with their weight."""

    doubles: list[tuple[str, str]]
    judgements: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]


def weigh_rivals(model: LinkageModel, job: Job, part: int) -> Doubtful:
    """Put the pairs of a part together with what their rivals lower them by, and with the doubles."""
    found, of_first = _kept(job, f"evidence-{part}"), np.load(job.folder / f"rivals-{part}.npy")
    of_second = np.sort(job.receive("rivals", part), order=["a", "b"])["rivals"]
    a, b = _doubles(job, part)
    new = not_among(a, b, found.a, found.b)
    more = evidence_of(job.features(), job.lists, a[new], b[new], model)
    weighed = with_doubles(found, lowered_by(of_first, of_second), more)
    _keep(job, f"weighed-{part}", weighed.evidence)
    save(job.folder / f"lowered-{part}.npy", weighed.rivals)
    places = judged_places(weighed.evidence.a, weighed.evidence.b, job.judged)
    weights = weighed.before_judgements(model.settings.prior.unforeseen)[places.place]
    names = list(zip(job.ids(a).to_list(), job.ids(b).to_list(), strict=True))
    return Doubtful(names, places.judgement, weights)


def _doubles(job: Job, part: int) -> tuple[Rows, Rows]:
    table = job.receive("doubles", part)
    packed = distinct(table["a"].astype(np.int64) * job.rows + table["b"])
    a, b = np.divmod(packed, job.rows)
    return a.astype(np.int32), b.astype(np.int32)


def weigh_pairs(model: LinkageModel, calibration: Calibration | None, job: Job, part: int) -> PairSums:
    """Write the table of the pairs of a part, and hand on those that link."""
    weighed = Weighed(_kept(job, f"weighed-{part}"), np.load(job.folder / f"lowered-{part}.npy"))
    places: JudgedPlaces = judged_places(weighed.evidence.a, weighed.evidence.b, job.judged)
    judged = judged_weight(
        weighed.before_judgements(model.settings.prior.unforeseen), places, calibration, len(job.judged.same)
    )
    table, scored = scored_table(job.ids, weighed, judged, model)
    (job.folder / "pairs").mkdir(exist_ok=True)
    table.write_parquet(job.folder / "pairs" / f"{part:06}.parquet")
    save(job.folder / f"scored-{part}.npy", table_of(a=scored.a, b=scored.b, probability=scored.probability))
    link = job.settings.thresholds.link
    links = scored.probability >= link
    one, other = (np.concatenate([x[links], y[links]]) for x, y in ((scored.a, scored.b), (scored.b, scored.a)))
    job.send("links", part, job.part_of(one), table_of(one=one, other=other))
    return pair_sums(job.array("block_of"), across_lists(scored, job.array("once")), link)


def scored_of(job: Job, part: int) -> Scored:
    """The pairs of a part with their probability."""
    table = np.load(job.folder / f"scored-{part}.npy")
    return Scored(table["a"].copy(), table["b"].copy(), table["probability"].copy())


def double_tables(model: LinkageModel, job: Job) -> ScoringTables:
    """The model with the threshold of entries that look printed twice."""
    return tables_of(model, job.lists.names, job.settings.thresholds.double)


def _keep(job: Job, name: str, found: Evidence) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {key: getattr(found, key) for key in _EVIDENCE}
    arrays |= {key: getattr(found.compared, key) for key in _COMPARED}
    for key, array in arrays.items():
        save(job.folder / f"{name}-{key}.npy", array)


def _kept(job: Job, name: str) -> Evidence:
    arrays = {key: np.load(job.folder / f"{name}-{key}.npy") for key in (*_EVIDENCE, *_COMPARED)}
    compared = Compared(*(arrays.pop(key) for key in _COMPARED))
    return Evidence(compared=compared, **arrays)
