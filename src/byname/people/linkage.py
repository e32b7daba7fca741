"""People stage: from records to people.

Goes in: the records table, what each list promises, and judgements. Comes out: a `Linkage`: scored pairs with the
evidence of each, the person of each record, the model, and a report. Only entries about a person are linked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadRecord
from byname.people.blocking import Blocks, blocks_of
from byname.people.calibration import calibrate
from byname.people.clusters import Constraints, Scored
from byname.people.comparison.comparison import Compared, Features, compare
from byname.people.comparison.row_layout import GENDER
from byname.people.comparison.spelling import surnames_of
from byname.people.engine import Engine, LocalEngine
from byname.people.households import with_family_names
from byname.people.list_priors import priors
from byname.people.model import LinkageModel
from byname.people.pair_scan import count
from byname.people.result_tables import assignments_table, pairs_table, report_of
from byname.people.rivals import competing_match_weight
from byname.people.scoring_tables import tables_of
from byname.people.settings import LinkageSettings
from byname.people.training_pairs import JudgedRows, Lists, gather_evidence, learn_all
from byname.records.schema import RECORDS
from byname.statistics.ordered import among, distinct

Rows = npt.NDArray[np.int32]
# Columns of the records that no pair is compared by.
NOT_COMPARED = frozenset(
    ("item", "position", "name", "script", "death_year", "rehabilitation", "age", "region", "arrest_region", "standing")
)
Weights = npt.NDArray[np.float32]
_CHUNK = 500_000
_UNFORESEEN_SLOPE = 0.02
_USUAL = 20.0  # log2 odds of a usual pair that agrees on nearly all
_SURE = 60.0  # log2 odds of a judged pair


@dataclass(frozen=True, slots=True)
class ListRules:
    """What one list promises: whether it may name a person twice."""

    source: str
    person_twice: bool


@dataclass(frozen=True, slots=True)
class Linkage:
    """The result of the linkage.

    `pairs`: record_a, record_b, probability, weight (log2 odds), and for each comparison `level_<name>` (0 missing) and
    `weight_<name>` (log2 Bayes factor), with the weights of `outcome.WHOLE` (`weight_prior`, `weight_relatives`, ...);
    the weights add up to `weight`. Entries that a list prints twice, it seems, though it promises not to, are among
    them and join no people. `assignments`: record_id, person_id, probability (that the record belongs with the others;
    1 where it stands alone), person_probability (that all its records belong together). `report`: counts per blocking
    rule, expected matches, expected precision and recall, doubles, warnings.
    """

    pairs: pl.DataFrame
    assignments: pl.DataFrame
    model: LinkageModel
    report: dict[str, object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The records ready to link, sorted by id: who they are (record_id, source, death_day), their features, blocks,
    lists and judged pairs."""

    people: pl.DataFrame
    features: Features
    blocks: Blocks
    lists: Lists
    judged: JudgedRows
    settings: LinkageSettings


def link(
    records: pl.DataFrame,
    lists: Sequence[ListRules],
    *,
    settings: LinkageSettings | None = None,
    judgements: pl.DataFrame | None = None,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
    engine: Engine | None = None,
) -> Linkage:
    """Link the records of all lists into people.

    `judgements` has record_a, record_b and verdict ("same" or "different"; anything else is left open) and is law. A
    source without rules is taken to name a person twice. `progress` hears the step and the share done. The result
    depends on the records and the seed alone, whatever the order of rows, the engine or the number of cores. Raises
    BadRecord where a record id occurs twice.
    """
    tell, runs_on = progress or _silent, engine or LocalEngine()
    tell("reading keys", 0.0)
    prepared = prepare(records, lists, settings, judgements)
    del records  # their columns are codes now; whoever keeps the table keeps it, and others need not
    tell("counting candidates", 0.2)
    counts = count(prepared.blocks, prepared.lists.once)
    tell("learning", 0.3)
    evidence = gather_evidence(
        prepared.features,
        prepared.blocks,
        counts,
        prepared.lists,
        prepared.judged,
        prepared.settings,
        seed,
    )
    model = learn_all(evidence, prepared.lists, prepared.settings)
    fresh = np.ones(len(prepared.people), bool)
    a, b = score_fresh(prepared, fresh, model, runs_on, lambda share: tell("scoring", 0.4 + 0.4 * share))
    tell("clustering", 0.9)
    pairs, scored, doubles = weigh_pairs(prepared, a, b, model)
    clusters = runs_on.cluster(len(prepared.people), scored, constraints_of(prepared), prepared.settings.thresholds)
    assignments = assignments_table(prepared.people, scored, clusters)
    between = across_lists(scored, prepared.lists.once)
    report = report_of(prepared.people, prepared.blocks, counts, evidence, model, between, assignments, doubles)
    tell("done", 1.0)
    return Linkage(pairs, assignments, model, report)


def link_new(
    records: pl.DataFrame,
    lists: Sequence[ListRules],
    earlier: pl.DataFrame,
    model: LinkageModel,
    new: Collection[str],
    *,
    judgements: pl.DataFrame | None = None,
    progress: Callable[[str, float], None] | None = None,
    engine: Engine | None = None,
) -> Linkage:
    """Link the sources named in `new` to records that are linked already, comparing only pairs with a new record.

    `earlier` has the pairs of the earlier linkage (record_a, record_b) and `model` what it learnt, which is kept. How
    common each value is, rivals and clusters are worked out anew over all records.
    """
    tell, runs_on = progress or _silent, engine or LocalEngine()
    tell("reading keys", 0.0)
    prepared = prepare(records, lists, model.settings, judgements)
    fresh = prepared.people["source"].is_in(list(new)).to_numpy()
    a, b = score_fresh(prepared, fresh, model, runs_on, lambda share: tell("scoring", 0.5 + 0.3 * share))
    known = rows_of_pairs(prepared.people, earlier)
    a, b = joined_pairs(np.stack([a, b], axis=1), known[~fresh[known].any(axis=1)])
    tell("clustering", 0.8)
    pairs, scored, doubles = weigh_pairs(prepared, a, b, model)
    clusters = runs_on.cluster(len(prepared.people), scored, constraints_of(prepared), prepared.settings.thresholds)
    assignments = assignments_table(prepared.people, scored, clusters)
    tell("done", 1.0)
    report: dict[str, object] = {
        "records": len(prepared.people),
        "people": assignments["person_id"].n_unique(),
        "new_records": int(fresh.sum()),
        "doubles": [list(pair) for pair in doubles],
        "warnings": ["only new records were compared, by what earlier ones had taught"],
    }
    return Linkage(pairs, assignments, model, report)


def rows_of_pairs(people: pl.DataFrame, pairs: pl.DataFrame) -> Rows:
    """Pairs of record ids (record_a, record_b) as pairs of rows; those of records that are gone are left out."""
    rows = people.select("record_id", pl.int_range(pl.len(), dtype=pl.Int32).alias("row"))
    table = pairs.select("record_a", "record_b")
    for end in ("a", "b"):
        found = rows.rename({"record_id": f"record_{end}", "row": end})
        table = table.join(found, on=f"record_{end}", how="inner")
    return table.select("a", "b").to_numpy().astype(np.int32)


def prepare(
    records: pl.DataFrame,
    lists: Sequence[ListRules],
    settings: LinkageSettings | None = None,
    judgements: pl.DataFrame | None = None,
) -> Prepared:
    """Make records ready to link."""
    chosen = settings or LinkageSettings.default()
    people = with_family_names(_sorted(records))
    _check(people)
    names = people["source"].unique().sort().to_list()
    codes = people["source"].rank("dense").to_numpy().astype(np.int32) - 1 if len(people) else np.empty(0, np.int32)
    may_twice = {rule.source: rule.person_twice for rule in lists}
    twice = np.array([may_twice.get(name, True) for name in names], bool)
    if len(names) == 1:  # how much rarer a person is twice in one list says nothing where there is but one
        chosen = replace(chosen, prior=replace(chosen.prior, within_list=1.0))
    surnames = surnames_of(people)
    with ThreadPoolExecutor(1) as beside:  # the two need nothing of each other, and each leaves a core idle
        blocks = beside.submit(blocks_of, people, chosen.blocking, surnames)
        features = Features.of(people, chosen, surnames)
        return Prepared(
            people.select("record_id", "source", "death_day"),
            features,
            blocks.result(),
            Lists(tuple(names), codes, twice),
            JudgedRows.of(people, judgements),
            chosen,
        )


_TAKEN = (("arrest", "disappearance"), ("arrest_day", "disappearance_day"))


def _sorted(records: pl.DataFrame) -> pl.DataFrame:
    """The records about a person, by id; columns without any value take no room, and missing ones count as such.

    The day on which somebody disappeared is compared with the day of arrest of another list: one list calls it so, the
    other so.
    """
    given = [name for name in records.columns if records[name].null_count() < len(records)]
    people = records.select(given).filter(pl.col("kind") == "person") if given else records
    empty = [pl.lit(None, dtype=kind).alias(name) for name, kind in RECORDS.items() if name not in people.columns]
    full = people.sort("record_id").with_columns(empty)
    if "disappearance" not in people.columns:
        return full
    taken = (pl.coalesce(arrest, gone).alias(arrest) for arrest, gone in _TAKEN)
    return full.with_columns(taken)


def _silent(step: str, share: float) -> None:
    return None


def _check(people: pl.DataFrame) -> None:
    doubled = people.filter(pl.col("record_id").is_duplicated())
    if len(doubled):
        raise BadRecord(
            "the record id occurs twice", where=str(doubled["record_id"][0]), fix="give each entry its own item"
        )


def score_fresh(
    prepared: Prepared,
    fresh: npt.NDArray[np.bool_],
    model: LinkageModel,
    engine: Engine,
    tell: Callable[[float], None],
) -> tuple[Rows, Rows]:
    """The pairs worth keeping that have at least one fresh record, judged pairs among them, sorted."""
    tables = tables_of(model, prepared.lists.names, prepared.settings.thresholds.keep)
    a, b = engine.score(prepared.features, prepared.blocks, prepared.lists.once, fresh, tables, tell)
    judged = np.array(prepared.judged.same + prepared.judged.different, np.int32).reshape(-1, 2)
    judged = judged[fresh[judged].any(axis=1)]
    return joined_pairs(np.stack([a, b], axis=1), judged)


def joined_pairs(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Two tables of pairs as one, each pair once, the first row below the second, sorted."""
    if len(other):
        both = np.concatenate([one, np.sort(other, axis=1)]).astype(np.int64)
        size = int(both.max()) + 1
        one = np.stack(np.divmod(distinct(both[:, 0] * size + both[:, 1]), size), axis=1)
    return one[:, 0].astype(np.int32), one[:, 1].astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Pairs of rows with their comparisons and the weights of the prior, of relatives and of each comparison."""

    a: Rows
    b: Rows
    compared: Compared
    prior: Weights
    relatives: Weights
    weights: Weights

    @property
    def so_far(self) -> Weights:
        """The weight of each pair before rivals."""
        total: Weights = self.prior + self.relatives + self.weights.sum(axis=1)
        return total

    def beside(self, other: _Evidence) -> tuple[_Evidence, npt.NDArray[np.int64]]:
        """These pairs and others, sorted; and the place that each had in the two behind one another."""
        levels, shares = (
            np.concatenate([getattr(part.compared, name) for part in (self, other)]) for name in ("levels", "shares")
        )
        a, b, prior, relatives, weights = (
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("a", "b", "prior", "relatives", "weights")
        )
        order = np.lexsort((b, a))
        compared = Compared(levels[order], shares[order])
        return _Evidence(a[order], b[order], compared, prior[order], relatives[order], weights[order]), order


def _evidence(prepared: Prepared, a: Rows, b: Rows, model: LinkageModel) -> _Evidence:
    compared = compare(prepared.features, a, b)
    prior = priors(model, prepared.lists.names)[prepared.lists.of[a], prepared.lists.of[b]].astype(np.float32)
    return _Evidence(a, b, compared, prior, *_weights(model, compared))


def weigh_pairs(
    prepared: Prepared, a: Rows, b: Rows, model: LinkageModel
) -> tuple[pl.DataFrame, Scored, list[tuple[str, str]]]:
    """The table of pairs, the scored pairs, and entries of one list that look like one person printed twice.

    These are among the pairs, although they join no people, so that somebody can judge them.
    """
    settings, ids, once = prepared.settings, prepared.people["record_id"], prepared.lists.once
    found = _evidence(prepared, a, b, model)
    odds = np.exp2(np.clip(found.so_far.astype(np.float64), -60, 60))
    tables = tables_of(model, prepared.lists.names, settings.thresholds.double)
    lowered, *doubles = competing_match_weight(prepared.features, a, b, odds, once, tables)
    new = ~_among(doubles[0], doubles[1], a, b)
    found, order = found.beside(_evidence(prepared, doubles[0][new], doubles[1][new], model))
    rivals = np.append(lowered, np.zeros(new.sum()))[order].astype(np.float32)
    so_far = found.so_far + rivals
    unforeseen = unforeseen_weight(so_far, settings.prior.unforeseen)
    judged = _judged_weight(found.a, found.b, so_far + unforeseen, prepared.judged)
    whole = (found.prior, found.relatives, rivals, unforeseen, judged)
    chance = model.probability(np.sum(whole, axis=0) + found.weights.sum(axis=1))
    scored = Scored(found.a, found.b, chance)
    names = list(zip(ids.gather(doubles[0]).to_list(), ids.gather(doubles[1]).to_list(), strict=True))
    return pairs_table(prepared.people, scored, found.compared, whole, found.weights, settings), scored, names


def _among(a: Rows, b: Rows, others_a: Rows, others_b: Rows) -> npt.NDArray[np.bool_]:
    """Which of some pairs stand among others."""
    size = max((int(part.max(initial=0)) for part in (b, others_b)), default=0) + 1
    return among(a.astype(np.int64) * size + b, np.sort(others_a.astype(np.int64) * size + others_b))


def across_lists(scored: Scored, once: Rows) -> Scored:
    """The pairs without those of one list that names nobody twice."""
    kept = (once[scored.a] < 0) | (once[scored.a] != once[scored.b])
    return Scored(scored.a[kept], scored.b[kept], scored.probability[kept])


def _weights(model: LinkageModel, compared: Compared) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The weights of each pair: of relatives, and of each comparison (pairs x comparisons)."""
    weights = np.empty(compared.shares.shape, np.float32)
    relatives = np.empty(len(weights), np.float32)
    for start in range(0, len(weights), _CHUNK):
        part = slice(start, start + _CHUNK)
        some = Compared(compared.levels[part], compared.shares[part])
        relatives[part], weights[part] = model.relative_weight(some), model.weights(some)
    return relatives, weights


def unforeseen_weight(weight: npt.NDArray[np.float32], share: float) -> npt.NDArray[np.float32]:
    """What brings the probability p of each weight down to about (1 - share) p: what no comparison foresees.

    The more agrees, the rarer it is that chance alone made it agree: the bound rises by _UNFORESEEN_SLOPE bits a bit,
    so that no two weights become one.
    """
    bits = np.maximum(weight.astype(np.float64), 0.0)
    bound = np.log2(1 - share) - np.log2(share) + _UNFORESEEN_SLOPE * (bits - _USUAL)
    change: npt.NDArray[np.float32] = -np.logaddexp2(0.0, weight.astype(np.float64) - bound).astype(np.float32)
    return change


def _judged_weight(a: Rows, b: Rows, weight: npt.NDArray[np.float32], judged: JudgedRows) -> npt.NDArray[np.float32]:
    """What judgements add: the calibration they bear out, and for a judged pair all that lacks to certainty."""
    rows = np.sort(np.array(judged.same + judged.different, np.int64).reshape(-1, 2), axis=1)
    if not len(rows):
        return np.zeros(len(a), np.float32)
    size = max(int(b.max(initial=0)), int(rows.max())) + 1
    place = np.searchsorted(a.astype(np.int64) * size + b, rows[:, 0] * size + rows[:, 1])
    same = np.arange(len(rows)) < len(judged.same)
    change = calibrate(weight[place], same).change(weight)
    change[place] = np.where(same, _SURE, -_SURE) - weight[place]
    return change


def constraints_of(prepared: Prepared) -> Constraints:
    """What may not be one person: two entries of a list, two days of death, two genders, judged pairs."""
    unknown = Constraints.unknown_day()
    death = prepared.people["death_day"].fill_null(unknown).to_numpy().astype(np.int32)
    gender = prepared.features.columns.names[:, GENDER]
    return Constraints(prepared.lists.once, death, gender, prepared.judged.same, prepared.judged.different)
