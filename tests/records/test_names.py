from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.fold import fold
from byname.records.names import Order, father_of, given_name_groups, read_name

READ = [
    ("Блюхер, В. К.", "ru", ("Блюхер", "В.", "К.")),
    ("Я.С.Агранов", "ru", ("Агранов", "Я.", "С.")),
    ("М. Н. Тухачевский", "ru", ("Тухачевский", "М.", "Н.")),
    ("Антипов Николай Кириллович", "ru", ("Антипов", "Николай", "Кириллович")),
    ("Иван Павлович Петухов", "ru", ("Петухов", "Иван", "Павлович")),
    ("ЛУНЕВ Павел Михайлович", "ru", ("ЛУНЕВ", "Павел", "Михайлович")),
    ("Sinowjew, Grigorij Jewsejewitsch", "de", ("Sinowjew", "Grigorij", "Jewsejewitsch")),
    ("W. A. Ter-Waganjan", "de", ("Ter-Waganjan", "W.", "A.")),
    ("Nikolai Ivanovich Yezhov", "en", ("Yezhov", "Nikolai", "Ivanovich")),
    ("Mykola Zerov", "en", ("Zerov", "Mykola", None)),
    ("Глеб Бокий", "ru", ("Бокий", "Глеб", None)),
    ("Marshal Yegerov", "en", ("Yegerov", None, None)),
    ("Ягода", "ru", ("Ягода", None, None)),
    ("尼古拉·卡西林", "zh", ("卡西林", "尼古拉", None)),
    ("瓦西里·康斯坦丁诺维奇·布柳赫尔", "zh", ("布柳赫尔", "瓦西里", "康斯坦丁诺维奇")),
    ("Ким Ен Чер", "ru", ("Ким", "Ен Чер", None)),
    ("Калманович Моисей Иосифович", "ru", ("Калманович", "Моисей", "Иосифович")),
    ("Буденный, С, М.", "ru", ("Буденный", "С", "М.")),
]


@pytest.mark.parametrize(("text", "language", "parts"), READ)
def test_name_is_taken_apart_in_either_order(
    text: str, language: str, parts: tuple[str, str | None, str | None]
) -> None:
    name = read_name(text, language=language)
    assert (name.surname, name.given, name.patronymic) == parts


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Тухачевская Н. Е.", "female"),
        ("Мейерхольд Всеволод Эмильевич", "male"),
        ("Gayibova", "female"),
        ("Kork", None),
    ],
)
def test_gender_follows_from_the_parts(text: str, gender: str | None) -> None:
    assert read_name(text).gender == gender


def test_brackets_hold_other_names() -> None:
    assert read_name("Лурье Моисей Ильич (Эмель Александр)").aliases == ("Эмель Александр",)
    assert read_name("Квитко Лев (Лейба) Моисеевич").given == "Лев"


@pytest.mark.parametrize(
    ("patronymic", "language", "father"),
    [
        ("Иванович", "ru", "ivan"),
        ("Jewsejewitsch", "de", "evs"),
        ("Ильинична", "ru", "ilia"),
        ("К.", "ru", "k"),
        ("Jaan", "et", "iaan"),
        ("Фомич", "ru", "foma"),
    ],
)
def test_patronymic_gives_the_father(patronymic: str, language: str, father: str) -> None:
    assert father_of(patronymic, language) == father


@pytest.mark.parametrize(
    ("first", "second"),
    [("Mykola", "Николай"), ("Hryhorii", "Григорий"), ("Leib", "Лев"), ("Jaan", "Johannes"), ("Benjamin", "Вениамин")],
)
def test_forms_of_one_given_name_share_a_group(first: str, second: str) -> None:
    assert given_name_groups(fold(first)) & given_name_groups(fold(second))


@given(st.text(max_size=40))
def test_any_text_is_taken_apart_without_error(text: str) -> None:
    assert read_name(text).as_written == text


@pytest.mark.parametrize(
    ("one", "other"),
    [("Adam", "Aadu"), ("Henn", "Hindrik"), ("Olev", "Olaf"), ("Konrad", "Кондратий"), ("Liisu", "Elisabeth"),
     ("Maret", "Margarita"), ("Arved", "Arvid")],
)  # fmt: skip
def test_forms_that_the_estonian_books_print_beside_each_other_are_one_name(one: str, other: str) -> None:
    assert given_name_groups(fold(one, "et")) & given_name_groups(fold(other))


def test_sex_of_a_vietnamese_name_is_told_by_the_word_between_alone() -> None:
    told = [read_name(text, language="vi").gender for text in ("Nguyễn Thị Minh Khai", "Hoàng Văn Thụ", "Hồ Chí Minh")]
    assert told == ["female", "male", None]


@pytest.mark.parametrize(
    ("text", "order", "parts"),
    [("Moses", "given-first", (None, "Moses")), ("Moses", "detect", ("Moses", None)),
     ("Tubman", "given-first", ("Tubman", None)), ("Harriet Tubman", "given-first", ("Tubman", "Harriet"))],
)  # fmt: skip
def test_a_given_name_alone_is_one_where_names_begin_with_it(
    text: str, order: Order, parts: tuple[str | None, str | None]
) -> None:
    name = read_name(text, language="en", order=order)
    assert (name.surname, name.given) == parts


@pytest.mark.parametrize("title", ["Master.", "Rev.", "Col.", "Capt."])
def test_titles_before_a_given_name_are_no_part_of_it(title: str) -> None:
    assert read_name(f"Hopper, {title} Vincent Foster", language="en").given == "Vincent Foster"
