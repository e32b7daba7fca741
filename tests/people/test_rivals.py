from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Features, compare
from byname.people.linkage import ListRules, link
from byname.people.model import TrainingPairs, learn
from byname.people.rivals import competing_match_weight
from byname.people.scoring_tables import tables_of
from byname.people.settings import LinkageSettings

ONCE = [ListRules("A", False), ListRules("B", False)]
PERSON = {"surname": "cvibuhtin", "given": "petr", "patronymic": "ivan", "birth": "1890-03-04", "arrest": "1937-08-05"}


def test_an_entry_printed_twice_is_no_rival_of_itself_and_is_reported(build: Callable[..., pl.DataFrame]) -> None:
    rows = [{"record_id": "A:0", **PERSON}, {"record_id": "B:0", **PERSON}, {"record_id": "B:1", **PERSON}]
    linkage = link(build(rows), ONCE)
    assert linkage.pairs["probability"].min() > 0.9  # type: ignore[operator]
    assert linkage.report["doubles"] == [["B:0", "B:1"]]


def test_an_entry_printed_twice_is_a_pair_to_judge_but_joins_no_people(build: Callable[..., pl.DataFrame]) -> None:
    rows = [{"record_id": "A:0", **PERSON}, {"record_id": "B:0", **PERSON}, {"record_id": "B:1", **PERSON}]
    linkage = link(build(rows), ONCE)
    double = linkage.pairs.filter((pl.col("record_a") == "B:0") & (pl.col("record_b") == "B:1"))
    assert double["probability"].to_list() == [pytest.approx(0.9, abs=0.1)]
    assert linkage.pairs.select("record_a", "record_b").is_sorted("record_a")
    person = dict(linkage.assignments.select("record_id", "person_id").iter_rows())
    assert person["B:0"] != person["B:1"]
    assert linkage.report["linked_pairs"] == 2
    same = pl.DataFrame({"record_a": ["B:0"], "record_b": ["B:1"], "verdict": ["same"]})
    judged = link(build(rows), ONCE, judgements=same)
    assert judged.assignments["person_id"].n_unique() == 1
    assert judged.report["doubles"] == [["B:0", "B:1"]]


def test_two_entries_that_differ_and_both_fit_share_the_odds(build: Callable[..., pl.DataFrame]) -> None:
    rows = [
        {"record_id": "A:0", "surname": "cvibuhtin", "given": "p"},
        {"record_id": "B:0", **PERSON},
        {
            "record_id": "B:1",
            **PERSON,
            "given": "pavel",
            "patronymic": "semen",
            "birth": "1870",
            "arrest": "1930-01-02",
        },
    ]
    linkage = link(build(rows), ONCE)
    assert linkage.pairs.filter(pl.col("record_a") == "A:0")["probability"].max() <= 0.5  # type: ignore[operator]
    assert linkage.report["doubles"] == []


NAMES = ("cvibuhtin", "lintov", "pohkov", "saarmets", "goradze", "melnakov", "vosmin")


def _weigh(
    build: Callable[..., pl.DataFrame], entries: Sequence[tuple[str, int]], pairs: Sequence[tuple[int, int, float]]
) -> tuple[list[float], list[tuple[int, int]]]:
    """How many times the odds of each pair (row, row, odds) are lowered, and the doubles.

    An entry is the letter of its list and the number of what it says; list X may name a person twice.
    """
    table = build(
        [
            {"record_id": f"{source}:{row}", **PERSON, "surname": NAMES[says], "birth": f"18{70 + 3 * says}-03-04",
             "given": "abcdefg"[says] * 5, "patronymic": "tsrpolk"[says] * 5, "arrest": f"193{says}-08-05"}
            for row, (source, says) in enumerate(entries)
        ]
    )  # fmt: skip
    settings = LinkageSettings.default()
    nothing = compare(Features.of(table), np.empty(0, np.int32), np.empty(0, np.int32))
    model = learn(TrainingPairs(nothing, nothing, nothing, 0, 0, 1, records=len(table)), settings)
    sources = sorted({source for source, _ in entries})
    tables = tables_of(model, sources, settings.thresholds.double)
    once = np.array([-1 if source == "X" else sources.index(source) for source, _ in entries], np.int32)
    a, b = (np.array([pair[end] for pair in pairs], np.int32) for end in (0, 1))
    odds = np.array([pair[2] for pair in pairs], np.float64)
    weight, doubles_a, doubles_b = competing_match_weight(Features.of(table), a, b, odds, once, tables)
    return (2.0**-weight).tolist(), list(zip(doubles_a.tolist(), doubles_b.tolist(), strict=True))


def test_a_pair_is_lowered_by_the_summed_odds_of_its_rivals(build: Callable[..., pl.DataFrame]) -> None:
    entries = [("A", 0), ("B", 1), ("B", 2), ("B", 3)]
    lowered, doubles = _weigh(build, entries, [(0, 1, 4.0), (0, 2, 2.0), (0, 3, 1.0)])
    assert lowered == pytest.approx([1 + 2 + 1, 1 + 4 + 1, 1 + 4 + 2])
    assert doubles == []


def test_rivals_on_both_sides_add_up(build: Callable[..., pl.DataFrame]) -> None:
    entries = [("A", 0), ("A", 1), ("B", 2), ("B", 3)]
    lowered, _ = _weigh(build, entries, [(0, 2, 4.0), (0, 3, 2.0), (1, 2, 1.0)])
    assert lowered == pytest.approx([1 + 2 + 1, 1 + 4, 1 + 4])


def test_entries_of_other_lists_or_of_a_list_that_names_people_twice_are_no_rivals(
    build: Callable[..., pl.DataFrame],
) -> None:
    apart, _ = _weigh(build, [("A", 0), ("B", 1), ("C", 2)], [(0, 1, 4.0), (0, 2, 2.0)])
    twice, _ = _weigh(build, [("A", 0), ("X", 1), ("X", 2)], [(0, 1, 4.0), (0, 2, 2.0)])
    assert apart == twice == [1.0, 1.0]
    mixed, _ = _weigh(
        build, [("A", 0), ("X", 1), ("X", 2), ("B", 3), ("B", 4)], [(0, 1, 4.0), (0, 2, 2.0), (0, 3, 3.0), (0, 4, 1.0)]
    )
    assert mixed == pytest.approx([1.0, 1.0, 2.0, 4.0])


def test_who_fits_one_record_is_no_rival_of_who_fits_another(build: Callable[..., pl.DataFrame]) -> None:
    entries = [("X", 0), ("X", 1), ("B", 2), ("B", 3)]
    lowered, _ = _weigh(build, entries, [(0, 2, 4.0), (1, 3, 2.0)])
    assert lowered == [1.0, 1.0]


def test_each_record_has_rivals_of_its_own(build: Callable[..., pl.DataFrame]) -> None:
    entries = [("X", 0), ("X", 1), ("B", 2), ("B", 3), ("B", 4), ("B", 5)]
    lowered, _ = _weigh(build, entries, [(0, 2, 4.0), (0, 3, 2.0), (1, 4, 3.0), (1, 5, 1.0)])
    assert lowered == pytest.approx([1 + 2, 1 + 4, 1 + 1, 1 + 3])


@pytest.mark.parametrize(("odds", "rival"), [(2.0**-7, True), (2.0**-7 - 1e-9, False)])
def test_an_entry_that_hardly_fits_is_nobodys_rival(
    build: Callable[..., pl.DataFrame], odds: float, rival: bool
) -> None:
    lowered, _ = _weigh(build, [("A", 0), ("B", 1), ("B", 2)], [(0, 1, 4.0), (0, 2, odds)])
    assert lowered == pytest.approx([1 + odds, 5.0] if rival else [1.0, 1.0], abs=1e-12)


def test_an_entry_printed_twice_leaves_the_rivalry_of_a_third(build: Callable[..., pl.DataFrame]) -> None:
    lowered, doubles = _weigh(build, [("A", 0), ("B", 1), ("B", 2), ("B", 1)], [(0, 1, 4.0), (0, 2, 2.0), (0, 3, 1.0)])
    assert doubles == [(1, 3)]
    assert lowered == pytest.approx([1 + 2, 1 + 4 + 1, 1 + 2])


def test_an_entry_printed_twice_is_no_rival_of_itself_wherever_it_stands(build: Callable[..., pl.DataFrame]) -> None:
    lowered, doubles = _weigh(build, [("A", 0), ("B", 1), ("B", 2), ("B", 2)], [(0, 1, 4.0), (0, 2, 2.0), (0, 3, 1.0)])
    assert doubles == [(2, 3)]
    assert lowered == pytest.approx([1 + 2 + 1, 1 + 4, 1 + 4])


def test_doubles_of_the_first_list_are_found_too_and_named_once(build: Callable[..., pl.DataFrame]) -> None:
    entries = [("A", 1), ("A", 1), ("B", 2), ("C", 3)]
    lowered, doubles = _weigh(build, entries, [(0, 2, 4.0), (1, 2, 2.0), (0, 3, 1.0), (1, 3, 3.0)])
    assert doubles == [(0, 1)]
    assert lowered == pytest.approx([1.0] * 4)


@pytest.mark.parametrize(("place", "found"), [(2, True), (3, True), (4, True), (5, False)])
def test_doubles_are_looked_for_among_the_next_three_that_fit(
    build: Callable[..., pl.DataFrame], place: int, found: bool
) -> None:
    says = [1, 2, 3, 4, 5]
    says[place - 1] = 1
    entries = [("A", 0), *(("B", number) for number in says)]
    lowered, doubles = _weigh(build, entries, [(0, row, 2.0**-row) for row in range(1, 6)])
    assert doubles == ([(1, place)] if found else [])
    others = sum(2.0**-row for row in range(2, 6)) - (2.0**-place if found else 0)
    assert lowered[0] == pytest.approx(1 + others)


def test_no_pairs_have_no_rivals(build: Callable[..., pl.DataFrame]) -> None:
    assert _weigh(build, [("A", 0), ("B", 1)], []) == ([], [])
    assert _weigh(build, [("X", 0), ("X", 1)], [(0, 1, 4.0)]) == ([1.0], [])


@pytest.mark.parametrize(
    ("change", "double"),
    [
        ({}, True),
        ({"birth": "1890"}, True),
        ({"birth": None}, True),
        ({"birth": "1897"}, False),
        ({"birth": "1915-07-01"}, False),  # father and son of one name
        ({"birth": None, "arrest": "1945-01-02"}, False),
        ({"birth": None, "birth_place": "omsk karula"}, False),
        ({"arrest": "1945-01-02"}, True),  # born on one day: arrested twice
        ({"birth_place": "omsk karula"}, True),
    ],
)
def test_whose_birth_place_or_arrest_speaks_against_it_is_nobodys_double(
    build: Callable[..., pl.DataFrame], change: dict[str, object], double: bool
) -> None:
    twice: dict[str, object] = {**PERSON, "birth_place": "tula laeva", "archive": "530421", "occupation": "tokar"}
    rows = [{"record_id": "A:0", **twice}, {"record_id": "B:0", **twice}, {"record_id": "B:1", **twice, **change}]
    assert link(build(rows), ONCE).report["doubles"] == ([["B:0", "B:1"]] if double else [])
