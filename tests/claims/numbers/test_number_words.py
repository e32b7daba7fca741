from __future__ import annotations

import pytest

from byname.claims.numbers.number_words import number_words, unit_list, unit_nouns, unit_set
from byname.values.shipped import shipped_yaml


def test_every_word_of_a_number_has_its_value() -> None:
    words = number_words()
    assert (words.units["seventeen"], words.tens["сорок"], words.hundreds["двести"]) == (17, 40, 200)
    assert (words.scales["million"], words.suffixes["bn"], words.vague["dozens"]) == (1e6, 1e9, 24)
    assert words.fractions["third"] == pytest.approx(1 / 3)


def test_a_numeral_begins_with_a_word_of_a_number_an_article_or_a_half() -> None:
    starts = number_words().starts
    assert {"seventeen", "сорок", "двести", "million", "полтора", "a", "half"} <= starts
    assert not {"percent", "hundreds", "every", "about"} & starts


def test_the_longest_hedge_with_a_first_word_comes_first() -> None:
    lengths = [len(phrase) for phrase, _ in number_words().hedges["no"]]
    assert len(lengths) > 2
    assert lengths == sorted(lengths, reverse=True)
    assert (("at", "least"), "least") in number_words().hedges["at"]


def test_a_noun_has_one_unit_and_a_stop_is_no_noun() -> None:
    assert (unit_nouns()["marshals"], unit_nouns()["shootings"], unit_nouns()["лет"]) == (
        "persons",
        "executions",
        "years",
    )
    assert not unit_set("stops") & set(unit_nouns())


def test_every_unit_that_counts_people_is_one_that_nouns_give_or_the_bare_count() -> None:
    units = set(shipped_yaml("claims", "units.yaml")["nouns"])
    assert set(unit_list("people")) - units == {"count"}
    assert "persons" in unit_list("people_last")
