"""People stage: the linkage as tables.

Goes in: scored pairs with the weight of each comparison, and clusters. Comes out: the table of pairs, which record
belongs to which person, and a report of what was compared and what is expected of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.blocking import Blocks
from byname.people.clusters import Clusters, Scored
from byname.people.comparison.comparison import Compared
from byname.people.model import LinkageModel, TrainingPairs
from byname.people.pair_scan import RuleCounts
from byname.people.person_ids import person_id_of
from byname.people.settings import LinkageSettings

# The columns of the table that says which record belongs to which person.
ASSIGNMENTS: Final[dict[str, pl.DataType]] = {
    "record_id": pl.String(),
    "person_id": pl.String(),
    "probability": pl.Float64(),  # of the best pair of the record within the person
    "person_probability": pl.Float64(),  # that all records of the person belong together
}
_CHUNK: Final = 500_000
WHOLE: Final = ("prior", "relatives", "rivals", "unforeseen", "judgements")  # weights that belong to no comparison


def pairs_table(
    people: pl.DataFrame,
    scored: Scored,
    compared: Compared,
    whole: Sequence[npt.NDArray[np.float32]],
    weights: npt.NDArray[np.float32],
    settings: LinkageSettings,
) -> pl.DataFrame:
    """One row a pair; `whole` are the weights of WHOLE, `weights` those of the comparisons (pairs x comparisons)."""
    ids = people["record_id"]
    total = np.sum([part.astype(np.float64) for part in whole], axis=0) + weights.sum(axis=1, dtype=np.float64)
    columns = {
        "record_a": ids.gather(scored.a),
        "record_b": ids.gather(scored.b),
        "probability": pl.Series(scored.probability),
        "weight": pl.Series(total, dtype=pl.Float64),
    }
    columns |= {f"weight_{name}": pl.Series(part) for name, part in zip(WHOLE, whole, strict=True)}
    for number, comparison in enumerate(settings.comparisons):
        columns[f"level_{comparison.name}"] = pl.Series(compared.levels[:, number])
        columns[f"weight_{comparison.name}"] = pl.Series(weights[:, number])
    return pl.DataFrame(columns)


def assignments_table(people: pl.DataFrame, scored: Scored, clusters: Clusters) -> pl.DataFrame:
    """The person of each record.

    `probability`: of the best pair of the record within the person; `person_probability`: that all records of the
    person belong together. Both are 1 for a record alone.
    """
    ids, groups = people["record_id"], clusters.of
    roots, person = np.unique(groups, return_inverse=True)
    persons = pl.Series([person_id_of(record) for record in ids.gather(roots).to_list()], dtype=pl.String)
    inside = groups[scored.a] == groups[scored.b] if len(groups) else np.empty(0, bool)
    alone = np.bincount(person, minlength=len(roots)) == 1
    best = np.where(alone[person], 1.0, 0.0) if len(groups) else np.zeros(0)
    for rows in (scored.a[inside], scored.b[inside]):
        np.maximum.at(best, rows, scored.probability[inside])
    return pl.DataFrame(
        {
            "record_id": ids,
            "person_id": persons.gather(person),
            "probability": best,
            "person_probability": clusters.probability,
        }
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """Expected matches that each rule holds, those that it alone holds, and the share of all matches that any holds."""

    matches: npt.NDArray[np.float64]
    only: npt.NDArray[np.float64]
    recall: float | None


def _held_by(blocks: Blocks, scored: Scored) -> _Held:
    """What each rule contributes; and Chao's (1987) lower bound of the matches of no rule, from those of one or two.

    Rules find a pair independently of each other only roughly, so the share is an upper bound.
    """
    rules = len(blocks.rules)
    matches, only, by_number = np.zeros(rules), np.zeros(rules), np.zeros(rules + 1)
    for start in range(0, len(scored.a), _CHUNK):
        part = slice(start, start + _CHUNK)
        one, other = blocks.block_of[scored.a[part]], blocks.block_of[scored.b[part]]
        held = (one == other) & (one >= 0)
        chance, number = scored.probability[part], held.sum(axis=1)
        matches += chance @ held
        only += np.where(number == 1, chance, 0.0) @ held
        by_number += np.bincount(number, chance, rules + 1)
    seen = by_number[1:].sum()
    once, twice = by_number[1], by_number[2] if rules > 1 else 0.0
    missed = once**2 / (2 * twice) if twice else once * (once - 1) / 2 if once > 1 else 0.0
    return _Held(matches, only, round(float(seen / (seen + missed)), 4) if seen else None)


def report_of(
    people: pl.DataFrame,
    blocks: Blocks,
    counts: Sequence[RuleCounts],
    evidence: TrainingPairs,
    model: LinkageModel,
    scored: Scored,
    assignments: pl.DataFrame,
    doubles: Sequence[tuple[str, str]],
) -> dict[str, object]:
    """Counts by blocking rule, expected matches, precision and recall, entries that look printed twice, warnings."""
    linked = scored.probability[scored.probability >= model.settings.thresholds.link]
    held = _held_by(blocks, scored)
    warnings = []
    if not model.converged:
        warnings.append(f"EM did not come to rest in {model.rounds} rounds")
    return {
        "records": len(people),
        "people": assignments["person_id"].n_unique(),
        "candidate_pairs": sum(rule.new for rule in counts),
        "possible_pairs": evidence.possible,
        "skipped_pairs": sum(rule.skipped for rule in blocks.rules),
        "rules": [
            {"rule": rule.name, "pairs": counted.pairs, "new": counted.new, "skipped": rule.skipped}
            | {"matches": round(float(held.matches[number]), 1), "only": round(float(held.only[number]), 1)}
            for number, (rule, counted) in enumerate(zip(blocks.rules, counts, strict=True))
        ],
        "expected_candidate_recall": held.recall,
        "expected_matches": model.expected_matches,
        "linked_pairs": len(linked),
        "expected_precision": float(linked.mean()) if len(linked) else None,
        "expected_recall": float(linked.sum() / scored.probability.sum()) if len(linked) else None,
        "doubles": [list(pair) for pair in doubles],
        "warnings": warnings,
    }
