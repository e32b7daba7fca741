from __future__ import annotations

import numpy as np

from byname.casualties.consistency import list_sizes, within_list
from byname.casualties.histories import CaptureHistories


def drawn(people: int, chances: list[float], seed: int = 2) -> CaptureHistories:
    """Invented people on independent lists."""
    held = np.random.default_rng(seed).random((people, len(chances))) < chances
    cells = np.bincount(held @ (1 << np.arange(len(chances))), minlength=1 << len(chances)).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcde"[: len(chances)]), cells)


def test_the_people_of_one_list_are_a_population_of_known_size() -> None:
    histories = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 5, 7, 2, 9, 3, 4, 1]))
    inside = within_list(histories, "a")
    assert inside is not None
    size, table = inside
    assert size == 5 + 2 + 3 + 1
    assert table.lists == ("b", "c")
    assert table.by_mask().tolist() == [0, 2, 3, 1]  # on b, on c, on both


def test_independent_lists_expect_each_others_sizes() -> None:
    sizes = list_sizes(drawn(20_000, [0.3, 0.25, 0.35, 0.2]), 0.99)
    assert [size.name for size in sizes] == ["a", "b", "c", "d"]
    assert all(size.held for size in sizes)
    assert sizes[0].low < sizes[0].estimate < sizes[0].high


def test_a_list_with_people_whom_the_others_cannot_see_is_not_expected() -> None:
    cells = drawn(20_000, [0.3, 0.25, 0.35, 0.2]).by_mask()
    cells[1] += 9_000  # on a alone
    sizes = {size.name: size for size in list_sizes(CaptureHistories.from_masks(tuple("abcd"), cells), 0.99)}
    assert not sizes["a"].held
    assert sizes["a"].size > sizes["a"].high


def test_lists_too_short_to_say_anything_of_each_other_are_left_out() -> None:
    assert list_sizes(drawn(20_000, [0.3, 0.25])) == ()
    assert list_sizes(drawn(60, [0.1, 0.1, 0.1])) == ()
