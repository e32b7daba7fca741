"""People stage: the linkage as tables.

Goes in: scored pairs with the weight of each comparison, and clusters. Comes out: the table of pairs, which record
belongs to which person, and a report of what was compared and what is expected of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.clusters import Clusters, Scored
from byname.people.comparison.comparison import Compared
from byname.people.comparison.features import Codes
from byname.people.model import LinkageModel
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
_UNIT: Final = 2.0**32
Counts = npt.NDArray[np.int64]
WHOLE: Final = ("prior", "relatives", "rivals", "unforeseen", "judgements")  # weights that belong to no comparison


def pairs_table(
    ids: Callable[[Codes], pl.Series],
    scored: Scored,
    compared: Compared,
    whole: Sequence[npt.NDArray[np.float32]],
    weights: npt.NDArray[np.float32],
    settings: LinkageSettings,
) -> pl.DataFrame:
    """One row a pair; `ids` gives the ids of records by row, `whole` the weights of WHOLE, `weights` those of the
    comparisons (pairs x comparisons)."""
    total = np.sum([part.astype(np.float64) for part in whole], axis=0) + weights.sum(axis=1, dtype=np.float64)
    columns = {
        "record_a": ids(scored.a),
        "record_b": ids(scored.b),
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
    return pl.DataFrame(
        {
            "record_id": ids,
            "person_id": persons.gather(person),
            "probability": best_within(scored, clusters),
            "person_probability": clusters.probability,
        }
    )


def best_within(scored: Scored, clusters: Clusters) -> npt.NDArray[np.float64]:
    """The probability of the best pair of each row within its cluster, 1 for a row alone."""
    groups = clusters.of
    best = np.where(np.bincount(groups, minlength=len(groups))[groups] == 1, 1.0, 0.0)
    inside = groups[scored.a] == groups[scored.b]
    for rows in (scored.a[inside], scored.b[inside]):
        np.maximum.at(best, rows, scored.probability[inside])
    return best


@dataclass(frozen=True, slots=True)
class PairSums:
    """Sums over pairs, in units of 2^-32 so that they are the same in whatever order they are added up.

    `matches`: expected matches that each rule holds; `only`: those that it alone holds; `by_number`: those that so many
    rules hold; `linked` and `linked_pairs`: of the pairs from the threshold on; `every`: of all pairs.
    """

    matches: Counts
    only: Counts
    by_number: Counts
    linked: int
    linked_pairs: int
    every: int

    def __add__(self, other: PairSums) -> PairSums:
        return PairSums(
            self.matches + other.matches,
            self.only + other.only,
            self.by_number + other.by_number,
            self.linked + other.linked,
            self.linked_pairs + other.linked_pairs,
            self.every + other.every,
        )

    @property
    def recall(self) -> float | None:
        """The share of all matches that any rule holds, by Chao's (1987) lower bound of those of no rule, from those of
        one or two.

        Rules find a pair independently of each other only roughly, so the share is an upper bound.
        """
        by_number = self.by_number / _UNIT
        seen = by_number[1:].sum()
        once, twice = by_number[1], by_number[2] if len(by_number) > 2 else 0.0
        missed = once**2 / (2 * twice) if twice else once * (once - 1) / 2 if once > 1 else 0.0
        return round(float(seen / (seen + missed)), 4) if seen else None


def pair_sums(block_of: npt.NDArray[np.int32], scored: Scored, link: float) -> PairSums:
    """The sums over some pairs; `block_of`: the block of each row by every rule; `link`: the threshold."""
    rules = block_of.shape[1]
    matches, only, by_number = (np.zeros(n, np.int64) for n in (rules, rules, rules + 1))
    chances = np.rint(scored.probability * _UNIT).astype(np.int64)
    for start in range(0, len(scored.a), _CHUNK):
        part = slice(start, start + _CHUNK)
        one, other = block_of[scored.a[part]], block_of[scored.b[part]]
        held = (one == other) & (one >= 0)
        chance, number = chances[part], held.sum(axis=1)
        matches += (chance[:, None] * held).sum(axis=0)
        only += (np.where(number == 1, chance, 0)[:, None] * held).sum(axis=0)
        np.add.at(by_number, number, chance)
    linked = scored.probability >= link
    return PairSums(matches, only, by_number, int(chances[linked].sum()), int(linked.sum()), int(chances.sum()))


@dataclass(frozen=True, slots=True)
class RulePairs:
    """What one blocking rule brought: its name, the pairs counted, and those that it left out."""

    name: str
    counted: RuleCounts
    skipped: int


def report_of(
    records: int,
    people: int,
    rules: Sequence[RulePairs],
    possible: int,
    model: LinkageModel,
    sums: PairSums,
    doubles: Sequence[tuple[str, str]],
) -> dict[str, object]:
    """Counts by blocking rule, expected matches, precision and recall, entries that look printed twice, warnings.

    `possible`: the pairs that the lists allow; `sums`: over the pairs that they allow.
    """
    warnings = []
    if not model.converged:
        warnings.append(f"EM did not come to rest in {model.rounds} rounds")
    linked = sums.linked_pairs
    return {
        "records": records,
        "people": people,
        "candidate_pairs": sum(rule.counted.new for rule in rules),
        "possible_pairs": possible,
        "skipped_pairs": sum(rule.skipped for rule in rules),
        "rules": [
            {"rule": rule.name, "pairs": rule.counted.pairs, "new": rule.counted.new, "skipped": rule.skipped}
            | {"matches": round(matches / _UNIT, 1), "only": round(only / _UNIT, 1)}
            for rule, matches, only in zip(rules, sums.matches.tolist(), sums.only.tolist(), strict=True)
        ],
        "expected_candidate_recall": sums.recall,
        "expected_matches": model.expected_matches,
        "linked_pairs": linked,
        "expected_precision": sums.linked / _UNIT / linked if linked else None,
        "expected_recall": sums.linked / sums.every if linked else None,
        "doubles": [list(pair) for pair in doubles],
        "warnings": warnings,
    }
