from __future__ import annotations

import pytest

from byname.exports.gedcom_dates import gedcom_date


@pytest.mark.parametrize(
    ("edtf", "date", "phrase"),
    [("1937", "1937", ""), ("1937-12", "DEC 1937", ""), ("0044-03-15", "15 MAR 0044", ""),
     ("1937?", "ABT 1937", "1937?"), ("1937-05~", "ABT MAY 1937", "1937-05~"), ("19XX", "BET 1900 AND 1999", "19XX"),
     ("1937-XX-XX", "1937", "1937-XX-XX"), ("1936/1938-02", "BET 1936 AND FEB 1938", "1936/1938-02"),
     ("[..1937-05]", "BEF MAY 1937", "[..1937-05]"), ("1937/..", "AFT 1937", "1937/.."),
     ("[1937..]", "AFT 1937", "[1937..]"),
     ("193X/1941", "BET 1930 AND 1941", "193X/1941"), ("spring", "", "spring"), ("1937-02-30", "", "1937-02-30"),
     ("-0043", "", "-0043")],
)  # fmt: skip
def test_what_gedcom_cannot_say_exactly_has_its_edtf_as_phrase(edtf: str, date: str, phrase: str) -> None:
    assert gedcom_date(edtf) == (date, phrase)
