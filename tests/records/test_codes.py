from __future__ import annotations

import pytest

from byname.records.articles import read_articles
from byname.records.codes import code_of, nationality_of, offices, offices_of, relation_of
from byname.records.penalties import read_sentence
from byname.records.places import read_place
from byname.records.vocabulary import load


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


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("10+5", "camp:10+5"),
        ("15a.", "camp:15"),
        ("1a 6k", "camp:18m"),
        ("surmaotsus", "death"),
        ("surmaot- sus", "death"),
        ("ВМН, конфискация имущества", "death"),
        ("к лишению свободы на 5 лет", "camp:5"),
        ("10 г.ИТЛ, 5 г. п/п", "camp:10+5"),
        ("к 10 годам ИТЛ.", "camp:10"),
        ("6 мес. ИТР", "camp:6m"),
        ("спецпоселение в Томской обл.", "exile"),
        ("выселение на 3 года", "exile:3"),
        ("раскулачивание", "dispossession"),
        ("дело прекращено за отсутствием состава преступления.", "case-closed"),
        ("death by shooting", "death"),
    ],
)
def test_sentences_are_read(text: str, form: str) -> None:
    assert read_sentence(text) == form


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("58-10 lg.2, 58-2", ("58-10.2", "58-2")),
        ("17-58-1a", ("17-58-1a",)),
        ("58- 10, 58-11", ("58-10", "58-11")),
        ("по ст. 58 п. 10 УК РСФСР", ("58-10",)),
        ("58-10 ч.2, 58-11, -14", ("58-10.2", "58-11", "58-14")),
        ("72б, 64 УК БССР", ("72b", "64")),
        ("58--12", ("58-12",)),
    ],
)
def test_articles_have_one_form(text: str, articles: tuple[str, ...]) -> None:
    assert read_articles(text) == articles


def test_relations_join_from_the_head_outwards() -> None:
    assert relation_of("poja abikaasa") == "son wife"
    assert relation_of("abikaasa ema") == "wife mother"
    assert relation_of("talunik") is None


def test_nationality_of_a_broken_word() -> None:
    assert nationality_of("vene- lane") == "russian"


def test_places_lose_their_kinds() -> None:
    assert read_place("Valgamaa Karula v. Kungla t.", "et").parts == ("valgamaa", "karula", "kungla")
    assert read_place("г. Казань, с. Дербышки").parts == read_place("Казань Дербышки").parts


@pytest.mark.parametrize("vocabulary", ["bodies", "sentences", "offices"])
def test_every_code_has_labels_in_english_and_russian(vocabulary: str) -> None:
    for code, row in load(vocabulary).items():
        assert row["en"], code
        assert row["ru"], code
        assert row["patterns"], code


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
