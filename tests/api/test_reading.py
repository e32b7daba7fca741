from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from byname.api import read_dates, read_names
from byname.errors import BadMapping, BadSource


def test_dates_come_back_in_order_with_bounds_and_flags() -> None:
    found = read_dates(
        pl.Series(["15 de mayo de 1977", "s/d", None, "03/04/1977", "antes de 1976", "ayer"]), language="es"
    )
    table = found.to_polars()
    assert table["edtf"].to_list() == ["1977-05-15", None, None, "1977-04-03", "[..1976]", None]
    assert table["earliest"].to_list()[:1] == [dt.date(1977, 5, 15)]
    assert table["earliest"].to_list()[4] is None
    assert table["latest"].to_list()[4] == dt.date(1976, 12, 31)
    assert table["flag"].to_list() == [None, None, None, None, None, "not understood as a date: ayer"]


def test_the_order_and_the_calendar_are_those_of_a_mapping() -> None:
    assert read_dates(["03/04/1977"], language="en", order="mdy").to_polars()["edtf"].to_list() == ["1977-03-04"]
    assert read_dates(["1 Muharram 1400"], calendar="hijri").to_polars()["edtf"].to_list() == ["1979-11-20"]
    assert read_dates(["04.02.1893"], language="ru", calendar="julian").to_polars()["edtf"].to_list() == ["1893-02-16"]
    for wrong in ({"order": "dym"}, {"calendar": "mayan"}):
        with pytest.raises(BadMapping):
            read_dates(["1"], **wrong)  # type: ignore[arg-type]


def test_names_come_back_taken_apart() -> None:
    table = read_names(["PÉREZ GARCÍA, Juan Carlos", "NN", None, "Ana de la Fuente"], language="es").to_polars()
    assert table["surname"].to_list() == ["PÉREZ GARCÍA", None, None, "de la Fuente"]
    assert table["given"].to_list() == ["Juan Carlos", None, None, "Ana"]
    assert table["gender"].to_list() == ["male", None, None, "female"]
    assert table["surname_folded"].to_list()[0] == "peres garcia"
    with pytest.raises(BadMapping):
        read_names(["a"], order="last")


def test_an_empty_column_gives_an_empty_table_and_no_column_an_error() -> None:
    assert read_dates([]).to_polars().height == 0
    with pytest.raises(BadSource):
        read_names("Ana")


def test_days_of_the_julian_calendar_are_converted_as_in_a_build() -> None:
    found = read_dates(["05.05.1881", "1881"], language="ru", calendar="julian").to_polars()
    assert found["edtf"].to_list() == ["1881-05-17", "1881"]
    assert found["flag"].to_list() == ["a day of the Julian calendar: 1881-05-05", None]


def test_a_language_or_century_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(BadMapping, match="the language is 1"):
        read_names(["Ana Sosa"], language=1)  # type: ignore[arg-type]
    with pytest.raises(BadMapping, match="the language is None"):
        read_dates(["1977"], language=None)  # type: ignore[arg-type]
    with pytest.raises(BadMapping, match="`century` is '19'"):
        read_dates(["77"], century="19")  # type: ignore[arg-type]


def test_a_text_that_names_a_relative_is_taken_apart_into_nothing() -> None:
    found = read_names(["Child of Ana Sosa", "D ´ ELÍA, Julio"], language="es").to_polars()
    assert found["surname"].to_list() == [None, "D'ELÍA"]
