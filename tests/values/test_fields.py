from __future__ import annotations

import re

import pytest

from byname.values.fields import fields


def test_every_field_has_a_type_and_a_label_in_both_languages() -> None:
    assert len(fields()) > 40
    for name, field in fields().items():
        assert field.name == name
        assert re.fullmatch(r"[a-z_]+", name)
        assert field.type
        assert field.en
        assert re.search("[а-я]", field.ru)


def test_no_two_fields_have_one_label() -> None:
    for labels in ([field.en for field in fields().values()], [field.ru for field in fields().values()]):
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("name", "type"),
    [("birth", "date-place"), ("birth_date", "date"), ("not_deported", "flag"), ("relation", "relation")],
)
def test_a_type_names_how_the_text_is_read(name: str, type: str) -> None:
    assert fields()[name].type == type
