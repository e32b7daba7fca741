from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.row_layout import GENDER
from byname.people.parts import people
from byname.people.parts.exchange import save, table_of
from byname.people.parts.job import Job
from byname.people.person_ids import person_id_of
from byname.people.training_pairs import JudgedRows

Pair = tuple[int, int, float]


def _made(job: Job, found: Sequence[Pair]) -> tuple[pl.DataFrame, int]:
    """The assignments that follow from some scored pairs, and how many records are not the first of their person."""
    pairs = np.array(sorted(found), dtype=[("a", "i4"), ("b", "i4"), ("probability", "f8")])
    for part in range(job.parts):
        own = pairs[job.part_of(pairs["a"]) == part]
        save(job.folder / f"scored-{part}.npy", own)
        links = own[own["probability"] >= job.settings.thresholds.link]
        one, other = (np.concatenate(ends) for ends in ((links["a"], links["b"]), (links["b"], links["a"])))
        job.send("links", part, job.part_of(one), table_of(one=one, other=other))
    for name in ("labels-0", "labels-1"):
        job.create(name, (job.rows,), np.int32)
    for part in range(job.parts):
        people.label_rows(job, part)
    rounds = 0
    while sum(people.hand_on_labels(rounds, job, part) for part in range(job.parts)):
        rounds += 1
    for part in range(job.parts):
        people.hand_on_components(f"labels-{rounds % 2}", job, part)
    joined = sum(people.cluster_components(job, part) for part in range(job.parts))
    for part in range(job.parts):
        people.assign_part(job, part)
    return pl.concat(pl.read_parquet(path) for path in sorted((job.folder / "assignments").iterdir())), joined


@pytest.fixture
def free(job: Job) -> Job:
    """The job with lists that may name a person twice and nothing known of deaths and genders."""
    for name in ("once", "death"):
        save(job.folder / f"{name}.npy", np.full(job.rows, -1 if name == "once" else -(2**31), np.int32))
    names = job.array("names").copy()
    names[:, GENDER] = -1
    save(job.folder / "names.npy", names)
    return job


def test_a_person_may_have_records_in_every_part(free: Job) -> None:
    last = free.rows - 1
    rows = [0, 60, 120, 180, 240, last]
    found, joined = _made(free, [(a, b, 0.99) for a in rows for b in rows if a < b])
    ids = free.ids(np.array(rows, np.int32)).to_list()
    own = found.filter(pl.col("record_id").is_in(ids))
    assert own["person_id"].unique().to_list() == [person_id_of(ids[0])]
    assert own["person_probability"].unique().to_list() == pytest.approx([0.99])
    assert joined == len(rows) - 1
    assert found["person_id"].n_unique() == free.rows - joined
    assert found["record_id"].is_sorted()


def test_a_chain_through_all_parts_is_one_component_but_not_one_person(free: Job) -> None:
    chain = list(range(free.rows))[::-1]
    found, _ = _made(free, [(min(a, b), max(a, b), 0.6) for a, b in pairwise(chain)])
    assert found["person_id"].n_unique() > free.rows / 3  # pairs alone do not hold a chain together


def test_a_judgement_keeps_two_apart_in_whichever_parts_they_are(free: Job) -> None:
    judged = replace(free, judged=JudgedRows(different=((0, free.rows - 1),)))
    found, joined = _made(judged, [(0, free.rows - 1, 0.99)])
    assert joined == 0
    assert found["probability"].min() == 1.0
