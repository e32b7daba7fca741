from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.people.comparison.spelling import skeleton, skeleton_of, stem, stem_of, surnames_of


def _one(expression: pl.Expr, name: str) -> str:
    return str(pl.DataFrame({"n": [name]}).select(expression)["n"][0])


@pytest.mark.parametrize(
    ("one", "other"), [("tuhachevski", "tuhachevskaia"), ("ivanov", "ivanova"), ("buharin", "buharina")]
)
def test_forms_of_one_surname_share_a_stem(one: str, other: str) -> None:
    assert _one(stem(pl.col("n")), one) == _one(stem(pl.col("n")), other)


@pytest.mark.parametrize(("one", "other"), [("grinberg", "krinperk"), ("kallas", "kalas"), ("vitol", "fitol")])
def test_misspellings_share_a_skeleton(one: str, other: str) -> None:
    assert _one(skeleton(pl.col("n")), one) == _one(skeleton(pl.col("n")), other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=30))
def test_any_folded_name_has_a_stem_and_a_skeleton(name: str) -> None:
    assert isinstance(_one(stem(pl.col("n")), name), str)
    assert len(_one(skeleton(pl.col("n")), name)) <= len(name)


def test_double_surnames_and_aliases_give_every_surname() -> None:
    table = pl.DataFrame(
        {"surname": ["maksimov dikovski", "lintov"], "alias_surnames": [["petrova"], []], "language": ["ru", None]}
    )
    surnames = surnames_of(table)
    assert set(surnames.further) == {"maksimov", "dikovsk", "petrov"}
    assert surnames.further_rows.unique().to_list() == [0]
    assert surnames.double.to_list() == [True, False]


def test_mothers_surname_of_a_spanish_double_one_is_none_of_its_own() -> None:
    table = pl.DataFrame(
        {"surname": ["sosa pas", "pas"], "alias_surnames": [["sosa"], ["pas gil"]], "language": ["es", "es-AR"]}
    )
    surnames = surnames_of(table)
    assert list(zip(surnames.further_rows, surnames.further, strict=True)) == [(0, "sosa"), (1, "pas gil")]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_one_name_has_the_stem_and_the_skeleton_that_many_have(name: str) -> None:
    assert stem_of(name) == _one(stem(pl.col("n")), name)
    assert skeleton_of(name) == _one(skeleton(pl.col("n")), name)
