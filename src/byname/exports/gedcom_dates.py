"""A date in EDTF as GEDCOM writes it: as near as the grammar of GEDCOM comes, with the EDTF as its phrase.

Takes the reading of a date; gives the payload of `DATE`. What GEDCOM cannot say exactly (a decade, a doubt, an open
end) gets the EDTF as phrase beside what comes nearest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from byname.values.dates import FuzzyDate

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EXACT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@lru_cache(maxsize=65536)
def gedcom_date(edtf: str) -> tuple[str, str]:
    """The date as GEDCOM has it, and the phrase that it needs beside; the date is empty where nothing comes near.

    >>> gedcom_date("1937-12-05"), gedcom_date("193X"), gedcom_date("../1937")
    (('5 DEC 1937', ''), ('BET 1930 AND 1939', '193X'), ('BEF 1937', '../1937'))
    """
    exact = _point(edtf)
    if exact:
        return exact, ""
    date = FuzzyDate.parse_or_none(edtf)
    if date is None:
        return "", edtf
    if "/" in edtf or ".." in edtf:
        return _interval(edtf, date), edtf
    plain = _point(re.sub("[?~%]", "", edtf).replace("-XX", ""))
    if plain:
        return f"ABT {plain}" if re.search("[?~%]", edtf) else plain, edtf
    return f"BET {date.earliest_date.year} AND {date.latest_date.year}", edtf


def _point(edtf: str) -> str:
    match = _EXACT.fullmatch(edtf)
    if match is None or FuzzyDate.parse_or_none(edtf) is None:
        return ""
    year, month, day = match.groups()
    words = [str(int(day))] if day else []
    return " ".join([*words, _MONTHS[int(month) - 1], year] if month else [year])


def _interval(edtf: str, date: FuzzyDate) -> str:
    low, high = (_point(end) for end in edtf.strip("[]").partition("/")[::2])
    if edtf.startswith(("[..", "../", "/")):
        end = _point(edtf.strip("[]/.")) or str(date.latest_date.year)
        return f"BEF {end}"
    if edtf.endswith(("..]", "/..", "/")):
        return f"AFT {_point(edtf.strip('[]/.')) or date.earliest_date.year}"
    return f"BET {low or date.earliest_date.year} AND {high or date.latest_date.year}"
