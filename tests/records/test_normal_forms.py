from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.habits import Habits
from byname.records.normal_forms import normal_form
from byname.values.fields import fields


def test_a_standing_that_is_not_understood_is_kept_with_a_flag() -> None:
    assert normal_form("party", "что-то", Habits("ru")) == (None, "no code for: что-то")


@pytest.mark.parametrize(
    ("field", "text", "language", "form"),
    [
        ("patronymic", "Нико- лаевич", "ru", "nikolai"),
        ("alias_patronymic", "Иванович", "ru", "ivan"),
        ("surname", "Буха- рин", "ru", "buharin"),
        ("birth_place", "г. Казань, с. Дербышки", "ru", "kasan derbishki"),
        ("articles", "58-11, 58-10 lg.2", "et", "58-10.2 58-11"),
        ("gender", " Женский", "ru", "female"),
        ("gender", "naine", "et", "female"),
        ("occupation", "инже- нер завода № 12", "ru", "inshener savoda 12"),
        ("archive", "ar 18177", "et", "ar 18177"),
        ("relation", "poja abikaasa", "et", "son wife"),
        ("death_kind", "расстрелян", "ru", "shot"),
        ("note", "  as written ", "ru", "as written"),
    ],
)
def test_each_kind_of_field_has_its_normal_form(field: str, text: str, language: str, form: str) -> None:
    assert normal_form(field, text, Habits(language)) == (form, None)


@pytest.mark.parametrize(
    ("field", "text", "flag"),
    [
        ("birth_date", "никогда", "not understood as a date: никогда"),
        ("birth_date", "31.02.1893", "no such day: 31.02.1893"),
        ("sentence", "что-то", "no code for: что-то"),
        ("gender", "?", "no code for: ?"),
    ],
)
def test_what_is_not_understood_has_no_form_and_says_why(field: str, text: str, flag: str) -> None:
    assert normal_form(field, text, Habits("ru")) == (None, flag)


@pytest.mark.parametrize("field", ["surname", "patronymic", "birth_place", "occupation", "articles", "note"])
def test_a_blank_text_has_neither_form_nor_flag(field: str) -> None:
    assert normal_form(field, " ", Habits("ru")) == (None, None)


def test_a_source_in_the_old_calendar_has_its_days_converted_and_the_others_not() -> None:
    assert normal_form("birth_date", "04.02.1893", Habits("ru")) == ("1893-02-04", None)
    converted = ("1893-02-16", "a day of the Julian calendar: 1893-02-04")
    assert normal_form("birth_date", "04.02.1893", Habits("ru", calendar="julian")) == converted
    assert normal_form("birth_date", "1893", Habits("ru", calendar="julian"))[0] == "1893"


def test_the_century_of_two_digits_is_that_of_the_source() -> None:
    assert normal_form("birth_date", "12.11.37", Habits("ru", 1800)) == ("1837-11-12", None)


@given(st.sampled_from(sorted(fields())), st.text(max_size=40), st.sampled_from(["ru", "et", "en"]))
def test_any_text_in_any_field_gives_a_form_without_blanks_around_it(field: str, text: str, language: str) -> None:
    form, flag = normal_form(field, text, Habits(language))
    assert form is None or form == form.strip() != ""
    assert flag is None or flag
