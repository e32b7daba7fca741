"""Does pieces of work side by side and gives their results in order, a few of them under way at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task], pool: Executor | None, ahead: int = 4
) -> Iterator[Result]:
    """The result of each task, in the order of the tasks; at most `ahead` are under way or waiting to be taken.

    Without a pool each is worked out here when it is asked for. What has not begun is called off where the taker stops.
    """
    if pool is None:
        yield from map(work, tasks)
        return
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
