from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from byname.records.column_habits import date_order_of, with_column_habits
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import FieldSource, SourceMapping


def _mapping(**fields: FieldSource) -> SourceMapping:
    return SourceMapping("S", {"und": "S"}, "c", "MIT", "en", "u", person_twice=False, fields=fields)


def _entries(column: str, texts: Sequence[str]) -> list[Entry]:
    return [Entry("S", str(n), "f", cells={column: Cell(text, column)}) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/25/1977", "01/02/1976"], "mdy"),
        (["25/03/1977", "01/02/1976"], "dmy"),
        (["01/02/1976", "1977", "May 1977"], None),
        (["25/03/1977", "03/25/1977"], None),
        (["25/03/1977"] * 20 + ["03/25/1977"], "dmy"),
        (["28246", "28250", "28300"], "serial"),
        (["28246", "28250"], None),
        (["28246", "28250", "1977-05-03", "1977-05-04"], None),
        (["10245", "99999", "70001"], None),
        ([], None),
    ],
)
def test_the_order_of_dates_is_told_by_evidence_only(texts: list[str], order: str | None) -> None:
    assert date_order_of(texts) == order


def test_each_column_is_told_by_its_own_dates_and_a_stated_order_stands() -> None:
    mapping = _mapping(birth_date=FieldSource(("b",)), death_date=FieldSource(("d",), date_order="dmy"))
    entries = _entries("b", ["03/25/1977"]) + _entries("d", ["03/25/1977"])
    found = with_column_habits(mapping, entries)
    assert (found.fields["birth_date"].date_order, found.fields["death_date"].date_order) == ("mdy", "dmy")


def test_letters_for_the_sex_are_told_by_the_column_and_stated_values_stand() -> None:
    where = FieldSource(("sex",), values={"x": "female"})
    mapping = SourceMapping("S", {"und": "S"}, "c", "MIT", "es", "u", person_twice=False, fields={"gender": where})
    found = with_column_habits(mapping, _entries("sex", ["H", "M", "NA"]))
    assert dict(found.fields["gender"].values) == {"m": "female", "x": "female"}


def test_a_mapping_whose_columns_show_nothing_stays_as_it_is() -> None:
    mapping = _mapping(birth_date=FieldSource(("b",)), name=FieldSource(("n",)))
    assert with_column_habits(mapping, _entries("b", ["1893"])) is mapping


def test_dates_beside_those_with_the_year_first_are_told_by_evidence() -> None:
    mapping = replace(_mapping(birth_date=FieldSource(("b",))), date_order="ymd")
    found = with_column_habits(mapping, _entries("b", ["1928-04-20", "1910-12-01", "05/20/1885", "03/10/1897"]))
    assert found.fields["birth_date"].date_order == "mdy"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can interrupt")
def test_an_entry_on_which_a_pattern_does_not_end_tells_nothing_of_its_column() -> None:
    where = FieldSource(("born",), pattern=re.compile(r"(?P<value>(?:a+)+$|\d.*)"))
    found = with_column_habits(_mapping(birth_date=where), _entries("born", ["a" * 40 + "!", "03/25/1977"]), 0.1)
    assert found.fields["birth_date"].date_order == "mdy"
