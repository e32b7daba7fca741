from __future__ import annotations

import math

import pytest

from byname.site.wording import condition_words, interval_words, language_of, selection_words, trace_link
from byname.values.printed import Condition, PrintedNumber


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("outcome", "is", "shot"), "outcome is shot"),
        (Condition("death", "not-null"), "death is given"),
        (Condition("death", "null"), "death is not given"),
        (Condition("lists", "at-least", 2), "lists is at least 2"),
        (Condition("record_id", "prefix", "trials:"), "record id begins with trials:"),
        (Condition("year", "between", (1937.0, 1938.0)), "year lies between 1937.0 and 1938.0"),
        (Condition("kind", "in", ("see", "note")), "kind is one of see, note"),
        (Condition("lists", "any-of", ("trials", "cc1934")), "lists holds trials or cc1934"),
    ],
)
def test_condition_in_words(condition: Condition, words: str) -> None:
    assert condition_words(condition) == words


def test_selection_tells_distinct_values_and_all_conditions() -> None:
    where = (Condition("source", "is", "trials"), Condition("value", "not-null"))
    number = PrintedNumber("n", "people", 3.0, "counted", "statements", where, distinct="record_id")
    assert selection_words(number) == "different values of record id in rows where source is trials and value is given"


def test_interval_without_an_upper_bound_says_so() -> None:
    number = PrintedNumber("n", "people", 3.0, "m", "people", low=2.0, high=math.inf, level=0.9)
    assert interval_words(number) == "90% interval from 2; the data set no upper bound"
    assert interval_words(PrintedNumber("n", "people", 3.0, "m", "people")) == ""


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Тухачевский", "und-Cyrl"),
        ("Bukharin", "und-Latn"),
        ("图哈切夫斯基", "und-Hani"),
        ("ბერია", "und-Geor"),
        ("מנדלשטם", "und-Hebr"),
        ("1937-06-11", "und"),
    ],
)
def test_script_of_a_name(name: str, tag: str) -> None:
    assert language_of(name) == tag


def test_link_quotes_what_an_address_may_not_hold() -> None:
    assert trace_link("estimate-a+b-Chao's bound") == "trace.html#estimate-a%2Bb-Chao%27s_bound"
