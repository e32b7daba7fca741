from __future__ import annotations

from collections.abc import Callable

import polars as pl

from byname.people.linkage import ListRules, link

ONCE = [ListRules("A", False), ListRules("B", False)]
PERSON = {"surname": "cvibuhtin", "given": "petr", "patronymic": "ivan", "birth": "1890-03-04", "arrest": "1937-08-05"}


def test_an_entry_printed_twice_is_no_rival_of_itself_and_is_reported(build: Callable[..., pl.DataFrame]) -> None:
    rows = [{"record_id": "A:0", **PERSON}, {"record_id": "B:0", **PERSON}, {"record_id": "B:1", **PERSON}]
    linkage = link(build(rows), ONCE)
    assert linkage.pairs["probability"].min() > 0.9  # type: ignore[operator]
    assert linkage.report["doubles"] == [["B:0", "B:1"]]


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
