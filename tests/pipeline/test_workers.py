from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from byname.pipeline.workers import beside, workers


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


def _note(folder: Path, refused_by: int = 0) -> None:
    """Write the number of the process into a file; one process may be refused."""
    if os.getpid() != refused_by and refused_by:
        raise ValueError("not in this process")
    (folder / "process").write_text(str(os.getpid()), encoding="ascii")


@pytest.mark.parametrize("processes", [1, 2])
def test_work_beside_a_block_is_done_when_the_block_has_ended(tmp_path: Path, processes: int) -> None:
    with beside(partial(_note, tmp_path), processes):
        assert processes > 1 or not list(tmp_path.iterdir())
    here = (tmp_path / "process").read_text(encoding="ascii") == str(os.getpid())
    assert here == (processes == 1)


def test_work_that_failed_in_its_process_is_done_here(tmp_path: Path) -> None:
    with beside(partial(_note, tmp_path, os.getpid()), 2):
        pass
    assert (tmp_path / "process").read_text(encoding="ascii") == str(os.getpid())


def test_work_beside_a_block_that_fails_is_broken_off() -> None:
    start = time.monotonic()
    with pytest.raises(ValueError, match="the block"), beside(partial(time.sleep, 600), 2):
        raise ValueError("the block")
    assert time.monotonic() - start < 60
