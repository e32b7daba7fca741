from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.names import Order, read_name
from byname.records.naming_customs import custom_of, is_particle, particle_at, take_apart, without_other_names
from byname.records.vocabulary import load

READ: list[tuple[str, str, Order, tuple[str | None, str | None, str | None]]] = [
    ("es", "PÉREZ GARCÍA, Juan Carlos", "detect", ("PÉREZ GARCÍA", "Juan Carlos", None)),
    ("es", "DE LA FUENTE  JUAN CARLOS", "surname-first", ("DE LA FUENTE", "JUAN CARLOS", None)),
    ("es", "Juan Carlos  Pérez García", "given-first", ("Pérez García", "Juan Carlos", None)),
    ("es", "Juan Carlos de la Fuente", "detect", ("de la Fuente", "Juan Carlos", None)),
    ("es", "María de los Ángeles Pérez García", "detect", ("Pérez García", "María de los Ángeles", None)),
    ("es", "PEREZ GARCIA JUAN", "surname-first", ("PEREZ GARCIA", "JUAN", None)),
    ("es", "PEREZ JUAN CARLOS", "surname-first", ("PEREZ", "JUAN CARLOS", None)),
    ("es", "Juan Pérez García", "given-first", ("Pérez García", "Juan", None)),
    ("pt", "João Carlos da Silva", "detect", ("da Silva", "João Carlos", None)),
    ("fr", "DUPONT Jean", "detect", ("DUPONT", "Jean", None)),
    ("fr", "Jean DUPONT", "detect", ("DUPONT", "Jean", None)),
    ("hu", "Nagy Imre", "detect", ("Nagy", "Imre", None)),
    ("bs", "Hasan (Ibro) Begić", "detect", ("Begić", "Hasan", "Ibro")),
    ("sr", "Petrović (Jovan) Milan", "surname-first", ("Petrović", "Milan", "Jovan")),
    ("sq", "Agim (Rexhep) Krasniqi", "detect", ("Krasniqi", "Agim", "Rexhep")),
    ("ar", "Muhammad ibn Ahmad al-Khatib", "detect", ("al-Khatib", "Muhammad", "Ahmad")),
    ("ar", "محمد أحمد الخطيب", "detect", ("الخطيب", "محمد", "أحمد")),
    ("ar", "Abd al-Rahman Husayn", "detect", ("Husayn", "Abd al-Rahman", None)),
    ("rw", "HABIMANA Jean Bosco", "detect", ("HABIMANA", "Jean Bosco", None)),
    ("it", "Rossi Mario fu Giuseppe", "surname-first", ("Rossi", "Mario", "Giuseppe")),
    ("nl", "Jan van der Meer", "detect", ("van der Meer", "Jan", None)),
    ("de", "Claus von Stauffenberg", "detect", ("von Stauffenberg", "Claus", None)),
    ("es", "Pérez", "detect", ("Pérez", None, None)),
]


@pytest.mark.parametrize(("language", "text", "order", "parts"), READ)
def test_a_name_is_taken_apart_by_the_customs_of_its_language(
    language: str, text: str, order: Order, parts: tuple[str | None, str | None, str | None]
) -> None:
    name = read_name(text, language=language, order=order)
    assert (name.surname, name.given, name.patronymic) == parts


@pytest.mark.parametrize(
    ("language", "text", "others"),
    [("de", "Anna Schmidt geb. Müller", ("Müller",)), ("fr", "Marie Dupont née Lefèvre", ("Lefèvre",)),
     ("cs", "Nováková Anna, roz. Svobodová", ("Svobodová",)), ("pl", "Maria Kowalska z d. Nowak", ("Nowak",)),
     ("hu", "Kovács Jánosné szül. Tóth Mária", ("Tóth Mária",)),
     ("ar", "Abu Khalid Muhammad Hasan al-Masri", ("Abu Khalid",))],
)  # fmt: skip
def test_names_at_birth_and_by_names_are_other_names(language: str, text: str, others: tuple[str, ...]) -> None:
    assert read_name(text, language=language).aliases == others


def test_surnames_of_other_languages_tell_no_sex_by_their_endings() -> None:
    assert read_name("Casanova, X", language="es").gender is None
    assert read_name("Casanova, Tomás", language="es").gender == "male"
    assert read_name("Petrova", language="ru").gender == "female"


def test_particles_are_no_surnames() -> None:
    assert is_particle("de")
    assert not is_particle("peres")
    assert particle_at(["von", "Anna"]) == 0


def test_a_name_without_other_names_stays_as_it_is() -> None:
    assert without_other_names("Anna Geborn (Maria)") == ("Anna Geborn (Maria)", ())


@pytest.mark.parametrize("language", sorted(load("name_words")["customs"]))
@given(text=st.text(alphabet="abcÁñ ,.()'-ابن", max_size=30))
def test_any_text_is_taken_apart_without_error(language: str, text: str) -> None:
    assert custom_of(language) is not None
    assert read_name(text, language=language).as_written == text


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [("Hồ Chí Minh", "Hồ", "Chí Minh"), ("VÕ NGUYÊN GIÁP", "VÕ", "NGUYÊN GIÁP"), ("Hoàng Văn Ô", "Hoàng", "Văn Ô"),
     ("Hoàng Hữu San", "Hoàng", "Hữu San")],
)  # fmt: skip
def test_vietnamese_names_begin_with_the_surname_whatever_stands_behind(text: str, surname: str, given: str) -> None:
    custom = custom_of("vi")
    assert custom is not None
    parts = take_apart(text, "vi", custom, "detect")
    assert (parts.surname, parts.given) == (surname, given)
