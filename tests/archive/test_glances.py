from __future__ import annotations

from collections.abc import Iterator

import pytest

from byname.archive import glances
from byname.archive.glances import GLANCES, Glances, a_moment_ago


def test_a_look_counts_for_a_moment_and_no_longer() -> None:
    times: Iterator[float] = iter([0.0, 0.9, 1.0])
    seen = Glances(1.0, lambda: next(times))
    assert [seen.get("file", lambda n=n: n) for n in (1, 2, 3)] == [1, 1, 3]  # type: ignore[misc]


def test_what_failed_is_looked_at_again() -> None:
    seen = Glances()
    with pytest.raises(ZeroDivisionError):
        seen.get("file", lambda: 1 // 0)
    assert seen.get("file", lambda: 2) == 2


def test_without_a_memory_every_look_is_a_new_one() -> None:
    assert [a_moment_ago("file", lambda n=n: n) for n in (1, 2)] == [1, 2]  # type: ignore[misc]
    token = GLANCES.set(Glances())
    try:
        assert [a_moment_ago("file", lambda n=n: n) for n in (1, 2)] == [1, 1]  # type: ignore[misc]
    finally:
        GLANCES.reset(token)


def test_not_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glances, "_MOST", 2)
    seen = Glances()
    assert [seen.get(key, lambda: 1) for key in "abc"] == [1, 1, 1]
    assert seen.get("a", lambda: 2) == 2
