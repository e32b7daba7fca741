"""The vocabulary of fields, kept as data in fields.yaml: each field's type and its English and Russian labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from byname.values.shipped import shipped_yaml


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the vocabulary; `type` names the way its text is read."""

    name: str
    type: str
    en: str
    ru: str


@cache
def fields() -> dict[str, Field]:
    """All fields by name.

    >>> fields()["birth_date"].type
    'date'
    """
    return {name: Field(name=name, **row) for name, row in shipped_yaml("values", "fields.yaml").items()}
