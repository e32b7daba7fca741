"""People stage: from records to people.

Goes in: the records table, what each list promises, and judgements. Comes out: a `Linkage`: scored pairs with the
evidence of each, the person of each record, the model, and a report. Only entries about a person are linked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadRecord
from byname.people.candidates import Candidates, candidates
from byname.people.clusters import Constraints, Scored, cluster
from byname.people.comparison import Compared, Features, compare
from byname.people.model import Evidence, LinkageModel, learn
from byname.people.settings import LinkageSettings

Progress = Callable[[str, float], None]
_CHUNK = 500_000
_PREFIX = "P-"


@dataclass(frozen=True, slots=True)
class ListRules:
    """What one list promises: whether it may name a person twice."""

    source: str
    person_twice: bool


@dataclass(frozen=True, slots=True)
class Linkage:
    """The result of the linkage.

    `pairs`: record_a, record_b, probability, weight (log2 odds), and for each comparison `level_<name>` (0 missing) and
    `weight_<name>` (log2 Bayes factor), with `weight_prior` and `weight_relatives`; the weights add up to `weight`.
    `assignments`: record_id, person_id, probability (that the record belongs with the others; 1 where it stands alone).
    `report`: counts per blocking rule, expected matches, expected precision and recall, warnings.
    """

    pairs: pl.DataFrame
    assignments: pl.DataFrame
    model: LinkageModel
    report: dict[str, object]


def link(
    records: pl.DataFrame,
    lists: Sequence[ListRules],
    *,
    settings: LinkageSettings | None = None,
    judgements: pl.DataFrame | None = None,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> Linkage:
    """Link the records of all lists into people.

    `judgements` has record_a, record_b and verdict ("same" or "different"; anything else is left open) and is law. A
    source without rules is taken to name a person twice. `progress` hears the step and the share done. The result
    depends on the records and the seed alone, whatever the order of rows or the number of cores. Raises BadRecord where
    a record id occurs twice.
    """
    chosen, tell = settings or LinkageSettings.default(), progress or _silent
    people = records.filter(pl.col("kind") == "person").sort("record_id")
    _check(people)
    names, list_of = _lists(people)
    may_twice = {rule.source: rule.person_twice for rule in lists}
    twice = np.array([may_twice.get(name, True) for name in names], bool)
    tell("blocking", 0.0)
    found = candidates(people, list_of, twice, chosen.blocking)
    tell("comparing", 0.2)
    features = Features.of(people)
    compared = _compare_in_parts(features, found.a, found.b, chosen, tell)
    tell("learning", 0.7)
    known = compare(features, found.known_a, found.known_b, chosen)
    random_a, random_b = _random_pairs(len(people), list_of, twice, chosen.prior.random_pairs, seed)
    random = compare(features, random_a, random_b, chosen)
    evidence = Evidence(compared, known, random, found.possible, found.possible_known, found.known_step, len(people))
    model = learn(evidence, chosen)
    tell("scoring", 0.8)
    place, weights = _score(model, compared, list_of[found.a] == list_of[found.b])
    scored, weights = _against_rivals(found.a[place], found.b[place], weights, list_of, twice, model)
    tell("clustering", 0.9)
    constraints = _constraints(people, features.names.gender.codes, list_of, twice, judgements)
    groups = cluster(len(people), scored, constraints, chosen.thresholds)
    pairs = _pairs_table(people, scored, weights, compared.take(place), model)
    assignments = _assignments(people, scored, groups)
    tell("done", 1.0)
    return Linkage(pairs, assignments, model, _report(people, found, model, scored.probability, assignments, chosen))


def _silent(step: str, share: float) -> None:
    return None


def _check(people: pl.DataFrame) -> None:
    doubled = people.filter(pl.col("record_id").is_duplicated())
    if len(doubled):
        raise BadRecord(
            "the record id occurs twice", where=str(doubled["record_id"][0]), fix="give each entry its own item"
        )


def _lists(people: pl.DataFrame) -> tuple[list[str], npt.NDArray[np.int32]]:
    names = people["source"].unique().sort().to_list()
    codes = people["source"].rank("dense").to_numpy().astype(np.int32) - 1 if len(people) else np.empty(0, np.int32)
    return names, codes


def _compare_in_parts(
    features: Features, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], settings: LinkageSettings, tell: Progress
) -> Compared:
    levels = np.zeros((len(a), len(settings.comparisons)), np.uint8)
    shares = np.zeros(levels.shape, np.float32)
    for start in range(0, len(a), _CHUNK):
        part = slice(start, start + _CHUNK)
        result = compare(features, a[part], b[part], settings)
        levels[part], shares[part] = result.levels, result.shares
        tell("comparing", 0.2 + 0.5 * min(1.0, (start + _CHUNK) / len(a)))
    return Compared(levels, shares)


def _random_pairs(
    rows: int, lists: npt.NDArray[np.int32], twice: npt.NDArray[np.bool_], number: int, seed: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    if rows * (rows - 1) // 2 <= number:
        one, other = np.triu_indices(rows, 1)
    else:
        generator = np.random.default_rng(seed)
        one, other = generator.integers(0, rows, number), generator.integers(0, rows, number)
    allowed = (one != other) & ((lists[one] != lists[other]) | twice[lists[one]])
    return one[allowed].astype(np.int32), other[allowed].astype(np.int32)


def _score(
    model: LinkageModel, compared: Compared, within: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    places = [np.empty(0, np.int64)]
    weights = [np.empty((0, compared.levels.shape[1] + 2), np.float32)]
    least = model.settings.thresholds.keep
    for start in range(0, len(compared.levels), _CHUNK):
        part = Compared(compared.levels[start : start + _CHUNK], compared.shares[start : start + _CHUNK])
        rarer = np.where(within[start : start + _CHUNK], np.log2(model.settings.prior.within_list), 0.0)
        prior = (model.prior_weight + rarer).astype(np.float32)
        every = np.column_stack([prior, model.relative_weight(part), model.weights(part)])
        kept = np.flatnonzero(model.probability(every.sum(axis=1)) >= least)
        places.append(kept + start)
        weights.append(every[kept])
    return np.concatenate(places), np.concatenate(weights)


def _against_rivals(
    a: npt.NDArray[np.int32],
    b: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float32],
    lists: npt.NDArray[np.int32],
    twice: npt.NDArray[np.bool_],
    model: LinkageModel,
) -> tuple[Scored, npt.NDArray[np.float32]]:
    """Where a list names nobody twice, at most one of its entries is the person: entries that fit share the odds."""
    odds = np.exp2(np.clip(weights.sum(axis=1, dtype=np.float64), -60, 60))
    rivals = np.zeros(len(a))
    for one, other in ((a, b), (b, a)):
        key = one.astype(np.int64) * max(len(twice), 1) + lists[other]
        _, group = np.unique(key, return_inverse=True)
        total = np.bincount(group, odds)[group] - odds if len(odds) else odds
        rivals += np.where(twice[lists[other]], 0.0, np.maximum(total, 0.0))
    weights = np.column_stack([weights, -np.log2(1 + rivals)]).astype(np.float32)
    return Scored(a, b, model.probability(weights.sum(axis=1))), weights


def _constraints(
    people: pl.DataFrame,
    gender: npt.NDArray[np.int32],
    lists: npt.NDArray[np.int32],
    twice: npt.NDArray[np.bool_],
    judgements: pl.DataFrame | None,
) -> Constraints:
    once = np.where(twice[lists], -1, lists).astype(np.int32) if len(lists) else lists
    death = people["death_day"].fill_null(Constraints.unknown_day()).to_numpy().astype(np.int32)
    if judgements is None:
        return Constraints(once, death, gender)
    rows = {record: row for row, record in enumerate(people["record_id"].to_list())}
    judged: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for a, b, verdict in (
        judgements.select("record_a", "record_b", "verdict").unique().sort("record_a", "record_b").iter_rows()
    ):
        if verdict in judged and a in rows and b in rows:
            judged[verdict].append((rows[a], rows[b]))
    return Constraints(once, death, gender, tuple(judged["same"]), tuple(judged["different"]))


def _pairs_table(
    people: pl.DataFrame, scored: Scored, weights: npt.NDArray[np.float32], compared: Compared, model: LinkageModel
) -> pl.DataFrame:
    ids = people["record_id"]
    table = pl.DataFrame(
        {"record_a": ids.gather(scored.a), "record_b": ids.gather(scored.b), "probability": scored.probability}
    )
    table = table.with_columns(
        pl.Series("weight", weights.sum(axis=1, dtype=np.float64)),
        pl.Series("weight_prior", weights[:, 0]),
        pl.Series("weight_relatives", weights[:, 1]),
        pl.Series("weight_rivals", weights[:, -1]),
    )
    columns = []
    for number, comparison in enumerate(model.settings.comparisons):
        columns.append(pl.Series(f"level_{comparison.name}", compared.levels[:, number]))
        columns.append(pl.Series(f"weight_{comparison.name}", weights[:, number + 2]))
    return table.with_columns(columns).sort("record_a", "record_b")


def _assignments(people: pl.DataFrame, scored: Scored, groups: npt.NDArray[np.int32]) -> pl.DataFrame:
    ids = people["record_id"].to_list()
    persons = {group: _PREFIX + _digest(ids[group]) for group in np.unique(groups).tolist()}
    best = np.zeros(len(groups))
    inside = groups[scored.a] == groups[scored.b] if len(groups) else np.empty(0, bool)
    for rows in (scored.a[inside], scored.b[inside]):
        np.maximum.at(best, rows, scored.probability[inside])
    alone = np.bincount(groups, minlength=len(groups))[groups] == 1 if len(groups) else np.empty(0, bool)
    return pl.DataFrame(
        {
            "record_id": ids,
            "person_id": [persons[group] for group in groups.tolist()],
            "probability": np.where(alone, 1.0, best),
        },
        schema={"record_id": pl.String, "person_id": pl.String, "probability": pl.Float64},
    )


def _digest(record_id: str) -> str:
    return hashlib.sha256(record_id.encode()).hexdigest()[:12]


def _report(
    people: pl.DataFrame,
    found: Candidates,
    model: LinkageModel,
    probability: npt.NDArray[np.float64],
    assignments: pl.DataFrame,
    settings: LinkageSettings,
) -> dict[str, object]:
    linked = probability[probability >= settings.thresholds.link]
    warnings = []
    if not model.converged:
        warnings.append(f"EM did not come to rest in {model.rounds} rounds")
    skipped = sum(rule.skipped for rule in found.reports)
    return {
        "records": len(people),
        "people": assignments["person_id"].n_unique(),
        "candidate_pairs": len(found.a),
        "possible_pairs": found.possible,
        "skipped_pairs": skipped,
        "rules": [
            {"rule": rule.rule, "pairs": rule.pairs, "new": rule.new, "skipped": rule.skipped} for rule in found.reports
        ],
        "expected_matches": model.expected_matches,
        "linked_pairs": len(linked),
        "expected_precision": float(linked.mean()) if len(linked) else None,
        "expected_recall": float(linked.sum() / probability.sum()) if len(linked) else None,
        "warnings": warnings,
    }
