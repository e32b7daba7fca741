from __future__ import annotations

import pytest
from starlette.requests import Request

from byname.site.web.reader_language import chosen, language_code


def _request(query: str = "", **headers: str) -> Request:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "query_string": query.encode(), "headers": lines})


@pytest.mark.parametrize(
    ("query", "headers", "code"),
    [
        ("", {}, "en"),
        ("", {"accept_language": "de, ru;q=0.4, es;q=0.9"}, "es"),
        ("lang=ru", {"accept_language": "es", "cookie": "lang=en"}, "ru"),
        ("", {"accept_language": "es", "cookie": "lang=ru"}, "ru"),
        ("lang=xx", {"cookie": "lang=../.."}, "en"),
        ("", {"accept_language": "es;q=much, ru;q=0.1"}, "ru"),
    ],
)
def test_the_choice_goes_before_the_cookie_and_that_before_the_browser(
    query: str, headers: dict[str, str], code: str
) -> None:
    assert language_code(_request(query, **headers)) == code


def test_what_the_archive_speaks_stands_in_where_the_reader_has_no_wish() -> None:
    assert language_code(_request(), "es") == "es"
    assert chosen(_request("lang=es")) == "es"
    assert chosen(_request("lang=de")) is None
