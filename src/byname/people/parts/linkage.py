"""People stage: the linkage of records that lie in files, part by part, in tasks of any pool of workers.

Goes in: the files of the records table, what each list promises, and judgements. Comes out: the same pairs, people,
model and report as `people/linkage.py` gives, in files. Neither the caller nor any task holds a column of all records:
tasks hand each other what they need through a folder, and the model is learnt from counts and from a sample of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison.comparison import Compared
from byname.people.linkage import ListRules
from byname.people.model import LinkageModel
from byname.people.pair_scan import RuleCounts
from byname.people.pair_weights import calibration_of
from byname.people.parts import blocks, coding, pairs, people
from byname.people.parts.cutting import ROWS_OF_A_PART, cut_into_parts
from byname.people.parts.exchange import packed_ids
from byname.people.parts.job import Job, each, forget, run_each
from byname.people.result_tables import PairSums, RulePairs, report_of
from byname.people.scoring_tables import tables_of
from byname.people.settings import LinkageSettings
from byname.people.training_pairs import JudgedRows, evidence_from, learn_all, steps_of

Rows = npt.NDArray[np.int32]
_Result = TypeVar("_Result")
_PAIRS_OF_A_TASK: Final = 50_000


@dataclass(frozen=True, slots=True)
class LinkageInParts:
    """The result: pairs and assignments part by part in the order of one table, the model and the report."""

    pairs: tuple[Path, ...]
    assignments: tuple[Path, ...]
    model: LinkageModel
    report: dict[str, object]


def link_in_parts(
    files: Sequence[Path],
    columns: Sequence[str],
    lists: Sequence[ListRules],
    folder: Path,
    *,
    settings: LinkageSettings | None = None,
    judgements: pl.DataFrame | None = None,
    apart: Sequence[str] = (),
    seed: int = 0,
    pool: Executor | None = None,
    most: int = ROWS_OF_A_PART,
    progress: Callable[[str, float], None] | None = None,
) -> LinkageInParts | None:
    """Link the records of all lists into people; None where no record is about a person.

    `files`: the records table, a file a list, each with record ids that begin with the id of the list; `columns`: those
    that say anything; `folder`: an empty one that all workers see, where all that tasks hand on lies and the result is
    left; `apart`: ids of records that are left out; `pool`: where tasks run, here where there is none; `most`: about
    how many records a part has. The rest is as `linkage.link` says, and so is the result, whatever the pool or the
    parts.
    """
    tell = progress or _silent
    chosen = settings or LinkageSettings.default()
    tell("cutting into parts", 0.0)
    parts = cut_into_parts(files, columns, apart, folder, pool, most)
    if not parts:
        return None
    tell("reading keys", 0.1)
    job, made = code_records(folder, parts, lists, chosen, pool)
    if judgements is not None:
        job = replace(job, judged=_judged_rows(job, judgements))
    tell("learning", 0.3)
    counts = blocks.summed(_every(pool, blocks.count_pairs, job))
    model, possible = _learnt(counts, job, seed, pool)
    tell("scoring", 0.4)
    _every(pool, partial(pairs.score_blocks, tables_of(model, job.lists.names, job.settings.thresholds.keep)), job)
    tell("weighing", 0.8)
    sums, doubles = _weighed(model, job, pool)
    tell("clustering", 0.9)
    persons = _clustered(job, pool)
    rules = [
        RulePairs(rule.name, counted, sum(some.skipped[number] for some in made))
        for number, (rule, counted) in enumerate(zip(job.settings.blocking.rules, counts, strict=True))
    ]
    report = report_of(job.rows, persons, rules, possible, model, sums, doubles)
    tell("done", 1.0)
    of_pairs, of_people = (
        tuple(folder / kind / f"{part:06}.parquet" for part in range(parts)) for kind in ("pairs", "assignments")
    )
    return LinkageInParts(of_pairs, of_people, model, report)


def _every(pool: Executor | None, work: Callable[[Job, int], _Result], job: Job) -> list[_Result]:
    return each(pool, work, job, range(job.parts))


def code_records(
    folder: Path, parts: int, lists: Sequence[ListRules], settings: LinkageSettings, pool: Executor | None
) -> tuple[Job, list[blocks.Made]]:
    """The job with all columns and blocks in its folder, and what was made of the blocks."""
    said = run_each(pool, partial(coding.count_values, folder, settings), range(parts))
    run_each(pool, partial(coding.merge_values, folder, parts), said[0].names)
    vocabulary = coding.vocabulary_of(folder, said)
    ranges = coding.ranges_of(said, {rule.source: rule.person_twice for rule in lists})
    if len(ranges.names) == 1:  # how much rarer a person is twice in one list says nothing where there is but one
        settings = replace(settings, prior=replace(settings.prior, within_list=1.0))
    starts = np.cumsum([0, *(some.rows for some in said)]).astype(np.int64)
    job = Job(folder, settings, ranges, starts, JudgedRows())
    coding.create_arrays(job, vocabulary, max(some.longest for some in said))
    several = frozenset().union(*(some.several for some in said))
    each(pool, partial(coding.keep_values, vocabulary), job, [0])
    sizes = _every(pool, partial(coding.code_part, vocabulary, several), job)
    forget(folder, "cut", "words")
    of_all = [np.sum(of_column, axis=0) for of_column in zip(*sizes, strict=True)]
    _every(pool, partial(coding.share_values, of_all), job)
    _every(pool, coding.gather_shares, job)
    further = frozenset(
        number for number, rule in enumerate(settings.blocking.rules) if not several.isdisjoint(rule.keys)
    )
    made = _every(pool, partial(blocks.make_blocks, further), job)
    _every(pool, partial(blocks.number_blocks, made), job)
    _every(pool, partial(blocks.gather_further, further), job)
    forget(folder, "listed-*", "here-*", "shares-by-row", "rule-*", "blocks-*", "further-pairs-*", "further-keys-*")
    return job, made


def _judged_rows(job: Job, judgements: pl.DataFrame) -> JudgedRows:
    """The judgements on records of the job, whose ids are looked up where they lie, in order."""
    wanted = pl.concat([judgements["record_a"], judgements["record_b"].alias("record_a")]).unique().sort()
    ids = job.array("ids")
    place = np.searchsorted(ids, packed_ids(wanted).astype(ids.dtype))
    known = [row < len(ids) and ids[row].decode() == id for row, id in zip(place, wanted, strict=True)]
    rows = pl.DataFrame({"record_id": wanted, "row": place}).filter(pl.Series(known, dtype=pl.Boolean))
    return JudgedRows.among(rows, judgements)


def _learnt(counts: Sequence[RuleCounts], job: Job, seed: int, pool: Executor | None) -> tuple[LinkageModel, int]:
    """The model, and the number of pairs that the lists allow."""
    steps = steps_of(counts, job.settings)
    drawn = blocks.together(_every(pool, partial(blocks.draw_pairs, steps), job))
    compared = partial(_compared, job, pool)
    evidence = evidence_from(drawn, steps, job.lists, job.judged, job.settings, seed, compared)
    return learn_all(evidence, job.lists, job.settings), evidence.possible


def _compared(job: Job, pool: Executor | None, a: Rows, b: Rows) -> Compared:
    """Compare pairs in tasks."""
    cut = range(0, max(len(a), 1), _PAIRS_OF_A_TASK)
    tasks = [(a[first : first + _PAIRS_OF_A_TASK], b[first : first + _PAIRS_OF_A_TASK]) for first in cut]
    found = each(pool, pairs.compare_pairs, job, tasks)
    return Compared(*(np.concatenate([getattr(some, name) for some in found]) for name in ("levels", "shares")))


def _weighed(model: LinkageModel, job: Job, pool: Executor | None) -> tuple[PairSums, list[tuple[str, str]]]:
    """Weigh all pairs; gives the sums over them, and the entries that look printed twice."""
    _every(pool, partial(pairs.weigh_evidence, model), job)
    _every(pool, partial(pairs.find_rivals, pairs.double_tables(model, job)), job)
    doubtful = _every(pool, partial(pairs.weigh_rivals, model), job)
    forget(job.folder, "scored", "evidence-*", "by-second", "rivals*", "doubles")
    judgements = np.concatenate([some.judgements for some in doubtful])
    weights = np.concatenate([some.weights for some in doubtful])[np.argsort(judgements)]
    calibration = calibration_of(weights, job.judged) if len(weights) else None
    sums = _every(pool, partial(pairs.weigh_pairs, model, calibration), job)
    forget(job.folder, "weighed-*", "lowered-*")
    return sum(sums[1:], sums[0]), [pair for some in doubtful for pair in some.doubles]


def _clustered(job: Job, pool: Executor | None) -> int:
    """Make people of the pairs; gives their number."""
    for name in ("labels-0", "labels-1"):
        job.create(name, (job.rows,), np.int32)
    _every(pool, people.label_rows, job)
    rounds = 0
    while any(_every(pool, partial(people.hand_on_labels, rounds), job)):
        rounds += 1
    _every(pool, partial(people.hand_on_components, f"labels-{rounds % 2}"), job)
    joined = _every(pool, people.cluster_components, job)
    _every(pool, people.assign_part, job)
    return job.rows - sum(joined)


def _silent(step: str, share: float) -> None:
    return None
