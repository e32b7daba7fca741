from __future__ import annotations

import pytest

from byname.records.codes import code_of, nationality_of, offices, offices_of, relation_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Военная коллегия Верховного Суда СССР", "military-collegium"),
        ("Тройка при УНКВД Саратовской обл.", "troika"),
        ("Особая тройка при ПП ОГПУ по Сибкраю", "special-troika"),
        ("Особое совещание при ОГПУ", "special-board"),
        ("ОСО", "special-board"),
        ("Комиссия НКВД СССР и Прокурора СССР", "commission-of-two"),
        ("trib.", "military-tribunal"),
        ("erin.", "special-board"),
        ("ENSV MN otsus", "council-of-ministers"),
        ("Читинским обл. судом", "people-court"),
        ("Military Collegium of the Supreme Court of the USSR", "military-collegium"),
    ],
)
def test_sentencing_bodies_are_told_apart(text: str, code: str) -> None:
    assert code_of("bodies", text) == code


def test_relations_join_from_the_head_outwards() -> None:
    assert relation_of("poja abikaasa") == "son wife"
    assert relation_of("abikaasa ema") == "wife mother"
    assert relation_of("talunik") is None


def test_nationality_of_a_broken_word() -> None:
    assert nationality_of("vene- lane") == "russian"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("командарм 2-го ранга", {"army-commander"}),
        ("army commander 2nd rank", {"army-commander"}),
        ("кандидат в члены ЦК ВКП(б), нарком связи СССР", {"central-committee-member", "people-commissar"}),
        ("candidate member, Central Committee 1934", {"central-committee-member"}),
        ("инженер Наркомата связи", {"engineer"}),
        ("гл. инженер завода", {"chief-engineer"}),
        ("начальник политотдела, корпусной комиссар", {"corps-commissar"}),
        ("старший майор госбезопасности", {"senior-major-of-state-security"}),
        ("генеральный комиссар ГБ", {"commissar-of-state-security"}),
        ("член-корреспондент", {"academician"}),
        ("поэт, член Союза советских писателей", {"writer"}),
        ("talunik", {"farmer"}),
        ("põllu- tööline", {"collective-farmer"}),
        ("Schriftsteller", {"writer"}),
        ("Vologda", set()),
    ],
)
def test_a_text_names_offices_in_any_language(text: str, codes: set[str]) -> None:
    assert set(offices_of(text)) == codes


def test_every_office_has_a_sphere_and_a_standing_and_ranks_have_steps() -> None:
    for office in offices().values():
        assert office.sphere
        assert office.standing in ("leading", "middle", "ordinary")
        assert (office.line is None) == (office.step == 0)
