from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from byname.values import PersonName


@pytest.mark.parametrize(
    ("given", "initials"), [("В.", True), ("В", True), ("Я.", True), ("Василий", False), ("Ян", False), (None, False)]
)
def test_a_given_name_of_one_letter_is_an_initial(given: str | None, initials: bool) -> None:
    assert PersonName("Блюхер", surname="Блюхер", given=given).is_initials is initials


def test_what_a_source_does_not_give_is_missing_and_the_name_is_never_changed() -> None:
    name = PersonName("Бухарин")
    assert (name.surname, name.given, name.patronymic, name.maiden, name.aliases) == (None, None, None, None, ())
    assert (name.script, name.gender) == ("Zyyy", None)
    with pytest.raises(FrozenInstanceError):
        name.as_written = "Bukharin"  # type: ignore[misc]
