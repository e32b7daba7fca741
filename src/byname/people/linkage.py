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

from byname.people.blocking import Blocks, blocks_of
from byname.people.clusters import Constraints, Scored, cluster
from byname.people.comparison.comparison import Features
from byname.people.comparison.households import with_family_names
from byname.people.comparison.row_layout import GENDER
from byname.people.comparison.spelling import surnames_of
from byname.people.lists import Lists
from byname.people.model import LinkageModel
from byname.people.pair_scan import count, score
from byname.people.pair_weights import (
    calibration_of,
    evidence_of,
    judged_places,
    judged_weight,
    scored_table,
    with_doubles,
)
from byname.people.ready_records import ready
from byname.people.result_tables import RulePairs, assignments_table, pair_sums, report_of
from byname.people.rivals import competing_match_weight, not_among
from byname.people.scoring_tables import tables_of
from byname.people.settings import LinkageSettings
from byname.people.training_pairs import JudgedRows, gather_evidence, learn_all
from byname.statistics.ordered import distinct

Rows = npt.NDArray[np.int32]


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
) -> Linkage:
    """Link the records of all lists into people.

    `judgements` has record_a, record_b and verdict ("same" or "different"; anything else is left open) and is law. A
    source without rules is taken to name a person twice. `progress` hears the step and the share done. The result
    depends on the records and the seed alone, whatever the order of rows or the number of cores. Raises BadRecord where
    a record id occurs twice. Records that are too many for one machine are linked in parts (parts/linkage.py), with the
    same result.
    """
    tell = progress or _silent
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
    a, b = score_fresh(prepared, fresh, model, lambda share: tell("scoring", 0.4 + 0.4 * share))
    tell("clustering", 0.9)
    pairs, scored, doubles = weigh_pairs(prepared, a, b, model)
    clusters = cluster(len(prepared.people), scored, constraints_of(prepared), prepared.settings.thresholds)
    assignments = assignments_table(prepared.people, scored, clusters)
    between = across_lists(scored, prepared.lists.once)
    sums = pair_sums(prepared.blocks.block_of, between, prepared.settings.thresholds.link)
    rules = [RulePairs(rule.name, some, rule.skipped) for rule, some in zip(prepared.blocks.rules, counts, strict=True)]
    people = assignments["person_id"].n_unique()
    report = report_of(len(prepared.people), people, rules, evidence.possible, model, sums, doubles)
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
) -> Linkage:
    """Link the sources named in `new` to records that are linked already, comparing only pairs with a new record.

    `earlier` has the pairs of the earlier linkage (record_a, record_b) and `model` what it learnt, which is kept. How
    common each value is, rivals and clusters are worked out anew over all records.
    """
    tell = progress or _silent
    tell("reading keys", 0.0)
    prepared = prepare(records, lists, model.settings, judgements)
    fresh = prepared.people["source"].is_in(list(new)).to_numpy()
    a, b = score_fresh(prepared, fresh, model, lambda share: tell("scoring", 0.5 + 0.3 * share))
    known = rows_of_pairs(prepared.people, earlier)
    a, b = joined_pairs(np.stack([a, b], axis=1), known[~fresh[known].any(axis=1)])
    tell("clustering", 0.8)
    pairs, scored, doubles = weigh_pairs(prepared, a, b, model)
    clusters = cluster(len(prepared.people), scored, constraints_of(prepared), prepared.settings.thresholds)
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
    people = with_family_names(ready(records))
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


def _silent(step: str, share: float) -> None:
    return None


def score_fresh(
    prepared: Prepared,
    fresh: npt.NDArray[np.bool_],
    model: LinkageModel,
    tell: Callable[[float], None],
) -> tuple[Rows, Rows]:
    """The pairs worth keeping that have at least one fresh record, judged pairs among them, sorted."""
    tables = tables_of(model, prepared.lists.names, prepared.settings.thresholds.keep)
    a, b, _ = score(prepared.features, prepared.blocks, prepared.lists.once, fresh, tables, tell)
    judged = prepared.judged.pairs
    judged = judged[fresh[judged].any(axis=1)]
    return joined_pairs(np.stack([a, b], axis=1), judged)


def joined_pairs(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Two tables of pairs as one, each pair once, the first row below the second, sorted."""
    if len(other):
        both = np.concatenate([one, np.sort(other, axis=1)]).astype(np.int64)
        size = int(both.max()) + 1
        one = np.stack(np.divmod(distinct(both[:, 0] * size + both[:, 1]), size), axis=1)
    return one[:, 0].astype(np.int32), one[:, 1].astype(np.int32)


def weigh_pairs(
    prepared: Prepared, a: Rows, b: Rows, model: LinkageModel
) -> tuple[pl.DataFrame, Scored, list[tuple[str, str]]]:
    """The table of pairs, the scored pairs, and entries of one list that look like one person printed twice.

    These are among the pairs, although they join no people, so that somebody can judge them.
    """
    settings, ids, once = prepared.settings, prepared.people["record_id"], prepared.lists.once
    found = evidence_of(prepared.features, prepared.lists, a, b, model)
    tables = tables_of(model, prepared.lists.names, settings.thresholds.double)
    lowered, *doubles = competing_match_weight(prepared.features, a, b, found.odds, once, tables)
    new = not_among(doubles[0], doubles[1], a, b)
    more = evidence_of(prepared.features, prepared.lists, doubles[0][new], doubles[1][new], model)
    weighed = with_doubles(found, lowered, more)
    judged, weights = prepared.judged, weighed.before_judgements(settings.prior.unforeseen)
    places = judged_places(weighed.evidence.a, weighed.evidence.b, judged)
    known = calibration_of(weights[places.place], judged) if len(places.place) else None
    table, scored = scored_table(ids.gather, weighed, judged_weight(weights, places, known, len(judged.same)), model)
    names = list(zip(ids.gather(doubles[0]).to_list(), ids.gather(doubles[1]).to_list(), strict=True))
    return table, scored, names


def across_lists(scored: Scored, once: Rows) -> Scored:
    """The pairs without those of one list that names nobody twice."""
    kept = (once[scored.a] < 0) | (once[scored.a] != once[scored.b])
    return Scored(scored.a[kept], scored.b[kept], scored.probability[kept])


def constraints_of(prepared: Prepared) -> Constraints:
    """What may not be one person: two entries of a list, two days of death, two genders, judged pairs."""
    unknown = Constraints.unknown_day()
    death = prepared.people["death_day"].fill_null(unknown).to_numpy().astype(np.int32)
    gender = prepared.features.columns.names[:, GENDER]
    return Constraints(prepared.lists.once, death, gender, prepared.judged.same, prepared.judged.different)
