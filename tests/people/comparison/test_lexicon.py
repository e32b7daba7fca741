from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.features import Sets, Words
from byname.people.comparison.lexicon import Counted, Known, Lexicon, Values, Whole, merged

WORDS = ["tula", None, "omsk", "tula", "", "kasan", "omsk", "tula"]
NUMBERS = [5, -3, None, 5, 2**40, None, -3, 7]
SETS = [["b", "a"], None, ["c"], [], ["a", "a"], ["d", "c", "b", "a"], ["e"], None]


def _known(parts: list[slice]) -> list[Known]:
    """For each part of the columns above the values of all, counted part by part and put together."""
    counted = []
    for part in parts:
        one = Counted()
        _read(one, part)
        counted.append(one)
    every = {name: merged([one.values[name] for one in counted]) for name in counted[0].values}
    sums = {"sum": np.sum([one.sums["sum"] for one in counted], axis=0)}

    def of_part(number: int) -> Known:
        return Known(frozenset({"place"}), lambda name: every[name][0], lambda name: every[name][1][number], sums)

    return [of_part(number) for number in range(len(parts))]


def _read(lexicon: Lexicon, part: slice) -> tuple[Words, Words, Sets, list[int]]:
    return (
        lexicon.words("place", pl.Series(WORDS[part], dtype=pl.String)),
        lexicon.numbers("day", pl.Series(NUMBERS[part], dtype=pl.Int64)),
        lexicon.sets("article", pl.Series(SETS[part], dtype=pl.List(pl.String)), 2),
        lexicon.summed("sum", np.array([len(WORDS[part]), 1])).tolist(),
    )


@pytest.mark.parametrize("cuts", [[0, 8], [0, 3, 8], [0, 1, 2, 5, 8]])
def test_parts_have_the_codes_values_and_counts_of_the_whole(cuts: list[int]) -> None:
    parts = [slice(*ends) for ends in pairwise(cuts)]
    whole = _read(Whole(pl.DataFrame({"place": WORDS})), slice(None))
    read = [_read(known, part) for known, part in zip(_known(parts), parts, strict=True)]
    for place in range(3):
        found, wanted = [some[place] for some in read], whole[place]
        assert isinstance(wanted, Words | Sets)
        assert np.array_equal(np.concatenate([some.codes for some in found]), wanted.codes)  # type: ignore[union-attr]
        for some in found:
            assert isinstance(some, Words | Sets)
            assert some.values.to_list() == wanted.values.to_list()
            assert some.counts.tolist() == wanted.counts.tolist()
    assert {some[2].filled for some in read} == {whole[2].filled} == {5}
    assert read[0][3] == [len(WORDS), len(parts)]


def test_a_column_has_values_where_any_record_has_one() -> None:
    whole = Whole(pl.DataFrame({"place": WORDS, "head": [None] * 8}))
    assert [whole.has("place"), whole.has("head")] == [True, False]
    (known,) = _known([slice(None)])
    assert [known.has("place"), known.has("head")] == [True, False]
    assert Counted().has("head")


def test_values_that_no_part_has_are_none() -> None:
    nothing = Values(pl.Series([], dtype=pl.String), np.empty(0, np.int64))
    found, places = merged([nothing, nothing])
    assert len(found.values) == len(found.counts) == 0
    assert [len(place) for place in places] == [0, 0]
