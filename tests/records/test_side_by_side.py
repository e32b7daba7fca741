from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from byname.records.side_by_side import in_order


@pytest.mark.parametrize("pooled", [True, False])
def test_results_come_in_the_order_of_the_tasks(pooled: bool) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(in_order(lambda number: number**2, range(50), pool if pooled else None))
    assert found == [number**2 for number in range(50)]


def test_tasks_are_taken_only_a_few_ahead_of_their_results() -> None:
    taken = []

    def tasks() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool:
        results = in_order(lambda number: number, tasks(), pool, ahead=5)  # type: ignore[arg-type,var-annotated]
        assert next(results) == 0
        assert len(taken) == 5


def test_what_has_not_begun_is_called_off_when_the_taker_stops() -> None:
    begun, go_on = [], threading.Event()

    def work(number: int) -> int:
        begun.append(number)
        if number:
            go_on.wait(60)
        return number

    with ThreadPoolExecutor(1) as pool:
        results = in_order(work, range(20), pool, ahead=4)
        assert next(results) == 0
        results.close()  # type: ignore[attr-defined]
        go_on.set()
    assert len(begun) < 4


def test_an_error_of_a_task_is_heard_at_its_place() -> None:
    with ThreadPoolExecutor(2) as pool:
        results = in_order(lambda number: 1 / number, [1, 0], pool)
        assert next(results) == 1
        with pytest.raises(ZeroDivisionError):
            next(results)
