from __future__ import annotations

import pytest

from byname.site.language import site_language
from byname.site.web.dates import date_words, year_words


@pytest.mark.parametrize(
    ("edtf", "en", "es", "ru"),
    [
        ("1937-06-12", "12 June 1937", "12 de junio de 1937", "12 июня 1937\u202fг."),
        ("1937-06", "June 1937", "junio de 1937", "июнь 1937\u202fг."),
        ("1937", "1937", "1937", "1937"),
        ("1936/1938", "between 1936 and 1938", "entre 1936 y 1938", "не раньше 1936 и не позже 1938"),
        ("193X", "in the 1930s", "en la década de 1930", "в 1930-х"),
        ("1937?", "about 1937", "hacia 1937", "около 1937"),
        ("1938/..", "in 1938 or later", "en 1938 o después", "в 1938 или позже"),
        ("a day in spring", "a day in spring", "a day in spring", "a day in spring"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(edtf: str, en: str, es: str, ru: str) -> None:
    assert [date_words(edtf, site_language(code)) for code in ("en", "es", "ru")] == [en, es, ru]


def test_the_year_of_a_line_is_that_of_the_date() -> None:
    assert [year_words(date) for date in ("1937-06-12", "1936/1938", "193X", "", None)] == [
        "1937", "1936-1938", "193X", "?", "?",
    ]  # fmt: skip
