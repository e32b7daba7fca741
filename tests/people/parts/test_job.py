from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from byname.people.parts.job import Job, each, forget, run_each


def _rows(job: Job, part: int) -> int:
    return len(range(job.rows)[job.rows_of(part)])


def test_every_row_lies_in_one_part(job: Job) -> None:
    assert sum(each(None, _rows, job, range(job.parts))) == job.rows
    rows = np.arange(job.rows)
    assert (np.bincount(job.part_of(rows)) == each(None, _rows, job, range(job.parts))).all()


def test_results_stand_in_the_order_of_the_tasks() -> None:
    with ThreadPoolExecutor(3) as pool:
        assert run_each(pool, str, range(20)) == run_each(None, str, range(20)) == [str(n) for n in range(20)]


def test_parts_fill_their_rows_of_an_array_and_readers_change_nothing(job: Job) -> None:
    job.create("numbers", (job.rows,), np.int32)
    for part in range(job.parts):
        job.fill("numbers", part, np.full(_rows(job, part), part, np.int32))
    found = job.array("numbers")
    assert found.tolist() == job.part_of(np.arange(job.rows)).tolist()
    found[:] = -1
    assert job.array("numbers").min() == 0


def test_ids_of_rows_are_those_of_the_records_in_order(job: Job) -> None:
    ids = job.ids(np.arange(job.rows, dtype=np.int32))
    assert ids.is_sorted()
    assert "B:дело 7" in ids.to_list()
    assert "B:i1" not in ids.to_list()


def test_what_no_task_needs_any_more_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "rule-0").mkdir()
    for name in ("rule-0/000000.npy", "rows-0.npy", "rivals-3.npy"):
        (tmp_path / name).touch()
    forget(tmp_path, "rule-*", "rivals*", "nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["rows-0.npy"]
