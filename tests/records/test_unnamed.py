"""Cells of names that name nobody, or several people."""

from __future__ import annotations

import pytest

from byname.records.unnamed import SEVERAL, why_unnamed


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("Child of Ana Sosa", "en", "names a relative"),
        ("Luis Paz's daughter", "en", "names a relative"),
        ("hijo de Luis Paz", "fr", "names a relative"),
        ("Жена Петрова", "ru", "names a relative"),
        ("A member from Paz family", "en", "names a relative"),
        ("Unidentified man", "sr", "names nobody"),
        ("Hombre no identificado", "es", "names nobody"),
        ("Неопознанный", "ru", "names nobody"),
        ("NN", "en", "names nobody"),
        ("N. N.", "ru", "names nobody"),
        ("N/N masculino", "es", "names nobody"),
        ("N.N. (mujer)", "en", "names nobody"),
        ("NN Nº 14", "es", "names nobody"),
        ("مجهول", "en", "names nobody"),
        ("بنت منى", "ar", "names a relative"),
        ("неизвестный Иван", "ru", "names nobody"),
        ("Ana Sosa; Luis Paz; Eva Gil", "es", "names several people"),
    ],
)
def test_cell_that_names_no_single_person_says_why(text: str, language: str, why: str) -> None:
    found = why_unnamed(text, language)
    assert found is not None
    assert found == f"{why.removesuffix(', not the person')}{', not the person' if 'relative' in why else ''}: {text}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Julia Child", "en"),
        ("Nguyen N.", "vi"),
        ("N. Núñez", "es"),
        ("Nina", "ru"),
        ("Child, Julia", "en"),
        ("Sin Sokha", "km"),
        ("Dete Roth", "de"),
        ("De la Fuente, Juan", "es"),
        ("Зинаида Женаева", "ru"),
        ("Sosa; Paz", "es"),
        ("Sinan Gil", "bs"),
        ("Неизвестный Эрнст Иосифович", "ru"),
        ("Э. И. Неизвестный", "ru"),
    ],
)
def test_names_that_look_alike_stay_names(text: str, language: str) -> None:
    assert why_unnamed(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "several"),
    [
        ("Juan y Pedro Gómez", "es", True),
        ("Juan Pérez y María López", "es", True),
        ("José Ortega y Gasset", "es", False),
        ("Santiago Ramón y Cajal", "es", False),
        ("Ivanov I.I., Petrov P.P.", "ru", True),
        ("Иванов И. И., Петров П. П.", "ru", True),
        ("Иванов И. И.", "ru", False),
        ("Anna und Karl Weiss", "de", True),
        ("John Smith and Mary Jones", "en", True),
        ("Sosa, Ana", "es", False),
    ],
)
def test_cells_that_join_people_by_a_word_or_a_comma_name_several(text: str, language: str, several: bool) -> None:
    found = why_unnamed(text, language) or ""
    assert found.startswith(SEVERAL) is several


@pytest.mark.parametrize("text", ["Chưa xác định danh tính", "CHƯA BIẾT TÊN", "vô danh"])
def test_words_for_nobody_in_vietnamese(text: str) -> None:
    assert why_unnamed(text, "vi") == f"names nobody: {text}"
