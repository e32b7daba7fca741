"""The language in which a page is written for a reader: as chosen on the site, else as the browser asks, else English.

Takes a request; gives a code of SITE_LANGUAGES. The choice (`?lang=es`) is kept in a cookie that holds nothing else.
"""

from __future__ import annotations

from starlette.requests import Request

from byname.values.languages import SITE_LANGUAGES

PARAMETER = COOKIE = "lang"
_LONGEST = 200  # characters of the header that are read


def language_code(request: Request, default: str = "en") -> str:
    """The code of the language of a request; `default` where the reader has no wish that can be met."""
    for wish in (request.query_params.get(PARAMETER), request.cookies.get(COOKIE)):
        if wish in SITE_LANGUAGES:
            return str(wish)
    header = request.headers.get("accept-language", "")[:_LONGEST]
    return next((code for code in _wishes(header) if code in SITE_LANGUAGES), default)


def chosen(request: Request) -> str | None:
    """The code that the reader chose with this request; None where the request chooses none."""
    wish = request.query_params.get(PARAMETER)
    return wish if wish in SITE_LANGUAGES else None


def _wishes(header: str) -> list[str]:
    """The languages that a browser asks for, the most wanted first.

    >>> _wishes("de-AT, es;q=0.5, ru;q=0.8")
    ['de', 'ru', 'es']
    """
    wishes = []
    for place, part in enumerate(header.split(",")):
        name, _, quality = part.partition(";q=")
        wishes.append((-_number(quality), place, name.strip().split("-")[0].lower()))
    return [name for _, _, name in sorted(wishes)]


def _number(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
