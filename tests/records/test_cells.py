from __future__ import annotations

import pytest

from byname.records.cells import RowReader
from byname.records.statement import Statement
from byname.sources.entry import Cell, Entry
from byname.sources.mapping_reading import parse_mapping

HEAD = """\
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: ru
universe: long-public historical figures
person_twice: false
"""


def read(fields: str, cells: dict[str, str]) -> list[Statement]:
    """The statements of one row."""
    mapping = parse_mapping(HEAD + fields, "mapping.yaml")
    entry = Entry("T", "0", "list.csv", cells={name: Cell(text, name) for name, text in cells.items()})
    return RowReader(mapping, {}).read(entry).statements


def values(statements: list[Statement]) -> dict[str, str | None]:
    """The first value of each field."""
    return {s.field: s.value for s in reversed(statements)}


def test_cell_with_date_and_place_gives_both() -> None:
    found = read("fields: {birth: born}", {"born": "1893, Смоленская губ., им. Александровское"})
    assert values(found)["birth_date"] == "1893"
    assert found[1].field == "birth_place"
    assert found[1].as_written == "Смоленская губ., им. Александровское"


def test_list_in_the_old_calendar_is_converted_and_flagged() -> None:
    found = read("calendar: julian\nfields: {birth_date: born}", {"born": "04.02.1893"})
    assert found[0].value == "1893-02-16"  # Tukhachevsky, born 4 February old style
    assert found[0].flag == "a day of the Julian calendar: 1893-02-04"


def test_brackets_behind_a_surname_are_another_surname_and_behind_a_given_name_another_given_name() -> None:
    found = read("fields: {name: name}", {"name": "Каменев (Розенфельд) Лев Борисович"})
    assert ("alias", "Розенфельд") in {(s.field, s.as_written) for s in found}
    found = read("fields: {name: name}", {"name": "Квитко Лев (Лейба) Моисеевич"})
    assert ("alias_given", "Лейба") in {(s.field, s.as_written) for s in found}


def test_language_can_stand_in_a_column() -> None:
    fields = "fields: {name: name, language: lang}"
    found = read(fields, {"name": "Sinowjew, Grigorij Jewsejewitsch", "lang": "de"})
    assert values(found)["surname"] == "sinovev"


def test_constants_are_statements_without_characters() -> None:
    found = read("fields: {name: name}\nconstants: {death_kind: shot}", {"name": "Бухарин Николай Иванович"})
    constant = next(s for s in found if s.field == "death_kind")
    assert (constant.value, constant.start, constant.end, constant.column) == ("shot", 0, 0, None)


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ("{{birth date|1893|2|16}}", "1893-02-16"),
        ("[[16 февраля]] [[1893]]", "1893-02-16"),
        ("{{дата|16|2|1893}}", "1893-02-16"),
    ],
)
def test_dates_in_wiki_markup_are_read(markup: str, date: str) -> None:
    found = read("fields: {birth_date: born}", {"born": markup})
    assert found[0].value == date
    assert (found[0].start, found[0].end) == (0, len(markup))


def test_cell_that_names_a_relative_gives_no_surname() -> None:
    found = read("fields: {name: who}", {"who": "Child of Nikolai Bukharin"})
    assert [(s.field, s.value) for s in found] == [("name", "Child of Nikolai Bukharin")]
    assert found[0].flag == "names a relative, not the person: Child of Nikolai Bukharin"


def test_kin_named_beside_a_person_are_told() -> None:
    found = read("fields: {name: {column: who, order: surname-first}}", {"who": "Bukharin, Nikolai and family"})
    assert [(s.field, s.value) for s in found][:3] == [
        ("name", "Bukharin, Nikolai and family"), ("surname", "buharin"), ("given_name", "nikolai")
    ]  # fmt: skip
    assert found[0].flag == "names others beside the person: and family"


def test_loose_accent_is_set_on_its_letter_and_flagged() -> None:
    fields = "fields: {name: who, maiden_name: born}"
    found = read(fields, {"who": "D ´ ELÍA, Julio", "born": "D´Elía"})
    assert {s.value for s in found if s.field in ("surname", "maiden_name")} == {"delia"}
    assert all(s.flag and "accents set on their letters" in s.flag for s in found)
    assert (found[0].start, found[0].end) == (0, len("D ´ ELÍA, Julio"))


def test_a_remembered_cell_keeps_its_column_and_is_read_anew_in_another_language() -> None:
    mapping = parse_mapping(HEAD + "fields: {language: said, surname: {columns: [now, born]}}\n", "mapping.yaml")
    reader = RowReader(mapping, {})

    def surnames(language: str) -> list[tuple[str | None, str | None]]:
        texts = {"said": language, "now": "Chalatow", "born": "Chalatow"}
        entry = Entry("T", "0", "list.csv", cells={name: Cell(text, name) for name, text in texts.items()})
        return [(s.value, s.column) for s in reader.read(entry).statements if s.field == "surname"]

    german = [("halatov", "now"), ("halatov", "born")]
    assert surnames("de") == german
    assert surnames("en") == [("chalatov", "now"), ("chalatov", "born")]
    assert [surnames(f"x-{number}") for number in range(9)]  # more languages than are kept
    assert surnames("de") == german
