"""People stage: people from pairs that lie in parts.

Goes in: the scored pairs of each part. Comes out: the person of each record. Connected components are found by labels
that neighbours hand on (Rastogi et al. 2013); each component is clustered whole by the task that has its first record.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.clusters import Constraints, Scored, cluster
from byname.people.comparison.row_layout import GENDER
from byname.people.parts.exchange import table_of
from byname.people.parts.job import Job
from byname.people.parts.pairs import scored_of
from byname.people.person_ids import person_id_of
from byname.people.result_tables import best_within

Rows = npt.NDArray[np.int32]
Ends = tuple[tuple[int, int], ...]


def label_rows(job: Job, part: int) -> None:
    """Give each row of a part itself as its label."""
    job.fill("labels-0", part, np.arange(job.starts[part], job.starts[part + 1], dtype=np.int32))


def hand_on_labels(round: int, job: Job, part: int) -> int:
    """Give each row of a part the smallest label among its own, those of its neighbours and their labels' own; tells
    how many rows changed theirs."""
    before, first = job.array(f"labels-{round % 2}"), job.starts[part]
    table = job.receive("links", part)
    own = before[job.rows_of(part)].copy()
    now = own.copy()
    np.minimum.at(now, table["one"] - first, before[table["other"]])
    now = np.minimum(now, before[now])
    job.fill(f"labels-{(round + 1) % 2}", part, now)
    return int((now != own).sum())


def hand_on_components(labels: str, job: Job, part: int) -> None:
    """Hand on the pairs within each component to the part of its first row."""
    label, scored = job.array(labels), scored_of(job, part)
    of = label[scored.a]
    within = of == label[scored.b]
    table = table_of(a=scored.a[within], b=scored.b[within], probability=scored.probability[within])
    job.send("within", part, job.part_of(of[within]), table)


def cluster_components(job: Job, part: int) -> int:
    """Make the clusters of the components whose first row a part has; tells how many records are not the first of their
    person."""
    table = np.sort(job.receive("within", part), order=["a", "b"])
    rows = np.unique(np.concatenate([table["a"], table["b"]]))
    a, b = (np.searchsorted(rows, table[end]).astype(np.int32) for end in ("a", "b"))
    scored = Scored(a, b, table["probability"].copy())
    clusters = cluster(len(rows), scored, _constraints(job, rows), job.settings.thresholds)
    found = table_of(
        row=rows,
        root=rows[clusters.of],
        probability=best_within(scored, clusters),
        person_probability=clusters.probability,
    )
    job.send("clusters", part, job.part_of(rows), found)
    return len(rows) - len(np.unique(clusters.of))


def _constraints(job: Job, rows: Rows) -> Constraints:
    """What may not be one person, of some rows, numbered among themselves."""

    def judged(ends: Ends) -> Ends:
        table = np.array(ends, np.int64).reshape(-1, 2)
        held = table[np.isin(table, rows).all(axis=1)]
        return tuple((int(one), int(other)) for one, other in np.searchsorted(rows, held))

    return Constraints(
        job.array("once")[rows],
        job.array("death")[rows],
        job.array("names")[rows, GENDER],
        judged(job.judged.same),
        judged(job.judged.different),
    )


def assign_part(job: Job, part: int) -> None:
    """Write the person of each record of a part; who has no pair is a person of one record."""
    rows = np.arange(job.starts[part], job.starts[part + 1], dtype=np.int32)
    root, best, whole = rows.copy(), np.ones(len(rows)), np.ones(len(rows))
    table = job.receive("clusters", part)
    place = table["row"] - job.starts[part]
    root[place], best[place], whole[place] = (table[name] for name in ("root", "probability", "person_probability"))
    roots, person = np.unique(root, return_inverse=True)
    persons = pl.Series([person_id_of(record) for record in job.ids(roots).to_list()], dtype=pl.String)
    assignments = pl.DataFrame(
        {
            "record_id": job.ids(rows),
            "person_id": persons.gather(person),
            "probability": best,
            "person_probability": whole,
        }
    )
    (job.folder / "assignments").mkdir(exist_ok=True)
    assignments.write_parquet(job.folder / "assignments" / f"{part:06}.parquet")
