"""Dates in words for a reader: never more exact than the source gives them.

Takes a date in EDTF and a language; gives words ("about 1937", "11 June 1937", "between 1936 and 1938").
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from byname.site.language import Language

_REMEMBERED = 10_000  # dates in words, of which many people have the same
_MARKS = re.compile("[?~%]")
_DECADE = re.compile(r"(\d{3})X")


@lru_cache(maxsize=_REMEMBERED)
def date_words(edtf: str, speech: Language) -> str:
    """A date or an interval in words; what is no date stands as it is.

    >>> from byname.site.language import site_language
    >>> date_words("1937-06-11/1937-06-12", site_language("en")), date_words("1937~", site_language("en"))
    ('between 11 June 1937 and 12 June 1937', 'about 1937')
    >>> date_words("193X", site_language("en")), date_words("../1938", site_language("en"))
    ('in the 1930s', 'by 1938')
    """
    low, slash, high = edtf.partition("/")
    if not slash:
        return _point(edtf, speech)
    if low in ("", ".."):
        return speech.text("by %(date)s") % {"date": _point(high, speech)}
    if high in ("", ".."):
        return speech.text("in %(date)s or later") % {"date": _point(low, speech)}
    return speech.text("between %(low)s and %(high)s") % {"low": _point(low, speech), "high": _point(high, speech)}


def year_words(edtf: str | None) -> str:
    """The year of a date, or a question mark where there is none, for a line of a result.

    >>> year_words("1937-06"), year_words("1936/1938"), year_words(None)
    ('1937', '1936-1938', '?')
    """
    years = list(dict.fromkeys(re.findall(r"\d{4}|\d{3}X", edtf or "")))
    return "-".join(years[:2]) if years else "?"


def _point(edtf: str, speech: Language) -> str:
    plain = _MARKS.sub("", edtf)
    decade = _DECADE.fullmatch(plain)
    if decade:
        return speech.text("in the %(decade)ss") % {"decade": f"{decade[1]}0"}
    said = _exact(plain, speech)
    return speech.text("about %(date)s") % {"date": said} if plain != edtf else said


def _exact(date: str, speech: Language) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            form = "d MMMM y" if speech.is_english else "long"
            return str(format_date(dt.date.fromisoformat(date), form, locale=speech.locale))
        if re.fullmatch(r"\d{4}-\d\d", date):
            return str(format_skeleton("yMMMM", dt.date.fromisoformat(f"{date}-01"), locale=speech.locale))
    except ValueError:
        return date
    return date
