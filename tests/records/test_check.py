from __future__ import annotations

from byname.records.check import ROWS, check_entries
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import FieldSource, SourceMapping

FIELDS = {
    "name": FieldSource(("n",), order="surname-first"),
    "birth_date": FieldSource(("b",)),
    "outcome": FieldSource(("o",), values={"fp": "shot"}),
}
MAPPING = SourceMapping("S", {"und": "S"}, "c", "MIT", "es", "u", person_twice=False, fields=FIELDS)


def _entry(number: int, **cells: str) -> Entry:
    return Entry("S", str(number), "f", cells={name: Cell(text, name) for name, text in cells.items()})


def test_fields_are_counted_with_what_is_missing_doubtful_and_not_understood() -> None:
    rows = [("1893", "FP"), ("s/d", "fusilado"), ("a mediados de 1893", "visto"), ("ayer", "visto")]
    found = check_entries((_entry(n, n="Gómez, Ana", b=b, o=o) for n, (b, o) in enumerate(rows)), MAPPING)
    birth, outcome = found.fields["birth_date"], found.fields["outcome"]
    assert (birth.values, birth.missing, birth.not_understood, birth.doubtful) == (3, 1, 1, 1)
    assert (outcome.values, outcome.missing, outcome.not_understood) == (4, 0, 2)
    assert outcome.texts.most_common(1) == [(("visto", None), 2)]
    assert (found.entries, found.unread) == (4, 0)
    assert [statement.value for statement in found.rows[0][1] if statement.field == "outcome"] == ["shot"]


def test_only_the_first_rows_are_kept_and_entries_about_nobody_are_counted() -> None:
    entries = (_entry(n, n="" if n % 2 else "Gómez, Ana") for n in range(50))
    found = check_entries(entries, MAPPING)
    assert (len(found.rows), found.entries, found.unread) == (ROWS, 50, 25)


def test_the_order_of_dates_that_the_column_shows_stands_in_the_mapping_given_back() -> None:
    found = check_entries([_entry(0, n="Gómez, Ana", b="25/03/1893")], MAPPING)
    assert found.mapping.fields["birth_date"].date_order == "dmy"


def test_cells_that_name_several_people_are_counted() -> None:
    names = ("Gómez, Ana", "Ana Sosa; Luis Paz", "Juan y Pedro Gómez")
    found = check_entries((_entry(n, n=name) for n, name in enumerate(names)), MAPPING)
    assert sum(counted.several for counted in found.fields.values()) == 2
