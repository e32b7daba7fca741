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
from byname.people.blocking import Blocks, blocks_of
from byname.people.clusters import Constraints, Scored, cluster
from byname.people.comparison import Compared, Features, compare
from byname.people.layout import GENDER
from byname.people.model import Evidence, LinkageModel, learn
from byname.people.rivals import rivals_weight
from byname.people.settings import LinkageSettings
from byname.people.tables import tables_of
from byname.people.walk import RuleCounts, count, sample, score

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
    tell("reading keys", 0.0)
    features, blocks = Features.of(people, chosen), blocks_of(people, chosen.blocking)
    once = np.where(twice[list_of], -1, list_of).astype(np.int32) if len(list_of) else list_of
    tell("counting candidates", 0.2)
    counts = count(blocks, once)
    tell("learning", 0.3)
    evidence = _evidence(features, blocks, counts, list_of, twice, chosen, seed)
    model = learn(evidence, chosen)
    tables = tables_of(model, chosen.thresholds.keep)
    a, b, _ = score(features, blocks, once, tables, lambda share: tell("scoring", 0.4 + 0.4 * share))
    weights = _weights(model, features, a, b, list_of)
    odds = np.exp2(np.clip(weights.sum(axis=1, dtype=np.float64), -60, 60))
    rivals, *doubles = rivals_weight(features, a, b, odds, once, tables_of(model, chosen.thresholds.double))
    weights = np.column_stack([weights, rivals.astype(np.float32)])
    scored = Scored(a, b, model.probability(weights.sum(axis=1)))
    tell("clustering", 0.9)
    constraints = _constraints(people, features.columns.names[:, GENDER], once, judgements)
    groups = cluster(len(people), scored, constraints, chosen.thresholds)
    pairs = _pairs_table(people, scored, weights, compare(features, a, b), model)
    assignments = _assignments(people, scored, groups)
    tell("done", 1.0)
    return Linkage(pairs, assignments, model, _report(people, blocks, counts, evidence, model, scored, assignments))


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


def _evidence(
    features: Features,
    blocks: Blocks,
    counts: Sequence[RuleCounts],
    lists: npt.NDArray[np.int32],
    twice: npt.NDArray[np.bool_],
    settings: LinkageSettings,
    seed: int,
) -> Evidence:
    """What the model learns from: candidates and known different pairs drawn evenly, and random pairs."""
    once = np.where(twice[lists], -1, lists).astype(np.int32) if len(lists) else lists
    step = max(1, -(-sum(rule.new for rule in counts) // settings.blocking.examples))
    known_step = max(1, -(-sum(rule.known for rule in counts) // settings.blocking.known_different))
    drawn = sample(blocks, once, step, known_step)
    random = _random_pairs(len(lists), lists, twice, settings.prior.random_pairs, seed)
    possible, possible_known = _possible(lists, twice)
    return Evidence(
        compare(features, drawn.a, drawn.b),
        compare(features, drawn.known_a, drawn.known_b),
        compare(features, *random),
        possible,
        possible_known,
        known_step,
        len(lists),
        step,
    )


def _possible(lists: npt.NDArray[np.int32], twice: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The pairs that the lists' rules allow, and those inside lists that name nobody twice."""
    sizes = np.bincount(lists, minlength=len(twice)).astype(object)
    every = int(len(lists) * (len(lists) - 1) // 2)
    inside = int(sum(size * (size - 1) // 2 for size, may in zip(sizes, twice, strict=True) if not may))
    return every - inside, inside


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


def _weights(
    model: LinkageModel,
    features: Features,
    a: npt.NDArray[np.int32],
    b: npt.NDArray[np.int32],
    lists: npt.NDArray[np.int32],
) -> npt.NDArray[np.float32]:
    """The weights of each pair: prior, relatives, then one a comparison."""
    weights = np.empty((len(a), len(model.settings.comparisons) + 2), np.float32)
    for start in range(0, len(a), _CHUNK):
        part = slice(start, start + _CHUNK)
        compared = compare(features, a[part], b[part])
        rarer = np.where(lists[a[part]] == lists[b[part]], np.log2(model.settings.prior.within_list), 0.0)
        weights[part, 0] = model.prior_weight + rarer
        weights[part, 1] = model.relative_weight(compared)
        weights[part, 2:] = model.weights(compared)
    return weights


def _constraints(
    people: pl.DataFrame,
    gender: npt.NDArray[np.int32],
    once: npt.NDArray[np.int32],
    judgements: pl.DataFrame | None,
) -> Constraints:
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
    ids = people["record_id"]
    roots, person = np.unique(groups, return_inverse=True)
    persons = pl.Series([_PREFIX + _digest(record) for record in ids.gather(roots).to_list()], dtype=pl.String)
    inside = groups[scored.a] == groups[scored.b] if len(groups) else np.empty(0, bool)
    alone = np.bincount(person, minlength=len(roots)) == 1
    best = np.where(alone[person], 1.0, 0.0) if len(groups) else np.zeros(0)
    for rows in (scored.a[inside], scored.b[inside]):
        np.maximum.at(best, rows, scored.probability[inside])
    return pl.DataFrame({"record_id": ids, "person_id": persons.gather(person), "probability": best})


def _digest(record_id: str) -> str:
    return hashlib.sha256(record_id.encode()).hexdigest()[:12]


def _report(
    people: pl.DataFrame,
    blocks: Blocks,
    counts: Sequence[RuleCounts],
    evidence: Evidence,
    model: LinkageModel,
    scored: Scored,
    assignments: pl.DataFrame,
) -> dict[str, object]:
    linked = scored.probability[scored.probability >= model.settings.thresholds.link]
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
            for rule, counted in zip(blocks.rules, counts, strict=True)
        ],
        "expected_matches": model.expected_matches,
        "linked_pairs": len(linked),
        "expected_precision": float(linked.mean()) if len(linked) else None,
        "expected_recall": float(linked.sum() / scored.probability.sum()) if len(linked) else None,
        "warnings": warnings,
    }
