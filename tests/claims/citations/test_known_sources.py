from __future__ import annotations

import pytest

from byname.claims.citations.fields import read_name
from byname.claims.citations.known_sources import known_source, known_work, names_institution


def test_a_source_is_known_by_any_of_its_names() -> None:
    assert known_source("the Encyclopedia Britannica") == known_source("Britannica")
    assert known_source("Nowhere Gazette") is None


@pytest.mark.parametrize(
    ("name", "institution"),
    [
        ("the NKVD", True),
        ("архив НКВД", True),
        ("Encyclopedia of History", True),
        ("Moscow Archives", True),
        ("NATO statistics", True),
        ("Robert Conquest", False),
        ("knkvd", False),
    ],
)
def test_an_institution_is_known_by_a_word_of_its_name(name: str, institution: bool) -> None:
    assert names_institution(name) is institution
    assert bool(read_name(name).container) is institution


def test_a_work_is_known_by_its_author_in_any_name_of_its_container() -> None:
    work = known_work("Liao, Jim", "Epoch Times")
    assert work is not None
    assert work == known_work("LIAO", "The Epoch Times")
    assert work.title.startswith("Revisiting")
    assert known_work("Liao, Jim", "History Today") is None
    assert known_work("Getty, J.", "The Epoch Times") is None
