from __future__ import annotations

import pytest

from byname.site.language import language
from byname.site.selections import selection
from byname.values.printed import Condition, PrintedNumber

WHERE = (
    Condition("value", "not-null"),
    Condition("birth_low", "between", (1, 9)),
    Condition("lists", "any-of", ("a", "<b>")),
    Condition("outcome", "in", ("shot", "executed")),
)


def _number(*where: Condition, distinct: str | None = None) -> PrintedNumber:
    return PrintedNumber("n", "people", 3.0, "counted", "people", where, distinct)


def test_columns_and_values_stand_as_code_between_words_of_the_language() -> None:
    assert selection(_number(*WHERE), language("es")) == (
        "filas donde <code>value</code> consta y <code>birth_low</code> está entre <code>1</code> y <code>9</code> y "
        "<code>lists</code> contiene <code>a</code> o <code>&lt;b&gt;</code> y <code>outcome</code> es uno de "
        "<code>shot</code>, <code>executed</code>"
    )


@pytest.mark.parametrize(("code", "words"), [("en", "all rows"), ("ru", "все строки"), ("et", "kõik read")])
def test_a_number_without_conditions_counts_all_rows(code: str, words: str) -> None:
    assert selection(_number(), language(code)) == words


def test_different_values_and_what_is_not_listed_are_told() -> None:
    many = Condition("lists", "in", tuple(f"l{n}" for n in range(15)))
    said = selection(_number(many, distinct="record_id"), language("de"))
    assert said.startswith("verschiedene Werte von <code>record_id</code> in: Zeilen, in denen")
    assert said.endswith("<code>l11</code>, +3")
