from __future__ import annotations

import pytest

from byname.records.calendars import read_in_calendar
from byname.records.dates import read_date
from byname.records.habits import Habits

HIJRI = Habits("ar", calendar="hijri")
REPUBLICAN = Habits("fr", calendar="french-republican")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1 Muharram 1400", "1979-11-20"),  # the seizure of the Grand Mosque of Mecca
        ("1/1/1400", "1979-11-20"),
        ("١ محرم ١٤٠٠", "1979-11-20"),
        ("1400-01-01", "1979-11-20"),
        ("1 محرم 1400 هـ", "1979-11-20"),
        ("1400", "1979-11-20/1980-11-08"),
    ],
)
def test_hijri_dates_are_converted_by_the_calendar_of_umm_al_qura(text: str, edtf: str) -> None:
    assert read_in_calendar(text, HIJRI) == (edtf, f"a date of the calendar hijri: {text}")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("9 thermidor an II", "1794-07-27"),  # the fall of Robespierre
        ("18 brumaire an VIII", "1799-11-09"),  # the coup of Bonaparte
        ("1er vendémiaire an I", "1792-09-22"),
        ("an II", "1793-09-22/1794-09-21"),
        ("germinal an 3", "1795-03-21/1795-04-19"),
    ],
)
def test_republican_dates_are_converted(text: str, edtf: str) -> None:
    assert read_in_calendar(text, REPUBLICAN)[0] == edtf


@pytest.mark.parametrize("text", ["31 brumaire an VIII", "an XV", "nonsense", "9 thermidor", "an XX", ""])
def test_what_is_no_date_of_the_calendar_is_flagged(text: str) -> None:
    edtf, flag = read_in_calendar(text, REPUBLICAN)
    assert edtf is None
    assert flag == f"not understood as a date of the calendar french-republican: {text}"


@pytest.mark.parametrize("text", ["32/1/1400", "1/13/1400", "1200", "1 Muharram"])
def test_a_day_that_the_calendar_does_not_have_is_flagged(text: str) -> None:
    assert read_in_calendar(text, HIJRI)[0] is None


def test_a_cell_is_read_in_the_calendar_of_its_source() -> None:
    reading = read_date("1/1/1400", HIJRI)
    assert reading is not None
    assert reading.edtf == "1979-11-20"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("۲۸ شهریور ۱۴۰۱", "2022-09-19"),
        ("1 Farvardin 1358", "1979-03-21"),
        ("1357/11/22", "1979-02-11"),
        ("1401-06-25", "2022-09-16"),
        ("30 اسفند 1399", "2021-03-20"),
        ("دی ماه ۱۴۰۴", "2025-12-22/2026-01-20"),
        ("1367", "1988-03-21/1989-03-20"),
        ("2022-09-16", "2022-09-16"),
    ],
)
def test_dates_of_the_solar_calendar_are_converted(text: str, edtf: str) -> None:
    read = read_date(text, Habits("fa", calendar="solar-hijri"))
    assert read is not None
    assert read.edtf == edtf


def test_a_thirtieth_of_esfand_in_a_common_year_is_no_day() -> None:
    assert read_in_calendar("30 اسفند 1400", Habits("fa", calendar="solar-hijri"))[0] is None
