from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from byname.people.explanation import explain
from byname.people.linkage import ListRules, link

ONCE = [ListRules("A", False), ListRules("B", False)]


@pytest.fixture
def pairs(build: Callable[..., pl.DataFrame]) -> pl.DataFrame:
    person = {"surname": "tuhachevski", "birth": "1893-02-16", "death": "1937-06-12"}
    rows = [
        {"record_id": "A:0", **person, "given": "mihail", "patronymic": "nikolai"},
        {"record_id": "B:0", **person, "given": "m", "patronymic": "n"},
    ]
    return link(build(rows), ONCE).pairs


def test_the_evidence_adds_up_to_the_weight(pairs: pl.DataFrame) -> None:
    for row in pairs.iter_rows(named=True):
        explanation = explain(row)
        assert sum(line.weight for line in explanation.evidence) == pytest.approx(explanation.weight, abs=0.02)


def test_each_field_that_both_give_is_told_in_words(pairs: pl.DataFrame) -> None:
    explanation = explain(pairs.filter(record_b="B:0").row(0, named=True))
    told = {line.field: line.words for line in explanation.evidence}
    assert told["birth"] == "birth: the same day"
    assert told["given"] == "given name: the initial agrees"
    assert "articles" not in told
    assert explanation.probability > 0.9
    assert str(explanation).startswith("A:0 and B:0: probability")


def test_a_rival_entry_of_the_same_list_is_named(build: Callable[..., pl.DataFrame]) -> None:
    rows = [
        {"record_id": "A:0", "surname": "cvibuhtin", "given": "p"},
        {"record_id": "B:0", "surname": "cvibuhtin", "given": "petr", "patronymic": "ivan", "birth": "1890"},
        {"record_id": "B:1", "surname": "cvibuhtin", "given": "pavel", "patronymic": "semen", "birth": "1870"},
    ]
    pairs = link(build(rows), ONCE).pairs
    explanation = explain(pairs.filter(record_a="A:0", record_b="B:1").row(0, named=True))
    rivals = [line for line in explanation.evidence if line.field == "rivals"]
    assert rivals
    assert rivals[0].weight < -0.5
