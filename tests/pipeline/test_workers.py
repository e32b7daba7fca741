from __future__ import annotations

import os

from byname.pipeline.workers import workers


def test_one_process_needs_no_pool() -> None:
    with workers(1) as pool:
        assert pool is None


def test_work_is_done_in_other_processes_that_end_with_the_pool() -> None:
    with workers(2) as pool:
        assert pool is not None
        numbers = [pool.submit(pow, 2, n) for n in range(8)]
        assert [future.result() for future in numbers] == [2**n for n in range(8)]
        other = pool.submit(os.getpid).result()
    assert other != os.getpid()
