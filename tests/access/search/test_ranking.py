from __future__ import annotations

from tests.access.search.conftest import Maker

from byname.access.search.index import SearchIndex
from byname.access.search.matching import LEVELS, matched
from byname.access.search.query import query_words
from byname.access.search.ranking import Ranked, rank
from byname.access.search.settings import SearchSettings

SETTINGS = SearchSettings.default()


def _ranked(index: SearchIndex, text: str) -> Ranked:
    words, matches = matched(index, query_words(text, SETTINGS.schemes), SETTINGS)
    return rank(index, words, matches, SETTINGS)


def _people(index: SearchIndex, text: str) -> list[str]:
    return [index.shown(person)["person_id"] for person in _ranked(index, text).people.tolist()]


def test_who_fits_all_words_comes_before_who_fits_some(make: Maker) -> None:
    index = make(
        a={"name": "A", "surname": "orlinski", "given": "maria"},
        b={"name": "B", "surname": "orlinski", "given": "ivan"},
        c={"name": "C", "surname": "vorel", "given": "ivan"},
    )
    assert _people(index, "Иван Орлинский")[0] == "b"
    ranked = _ranked(index, "Иван Орлинский ")
    assert ranked.bits.tolist() == sorted(ranked.bits.tolist(), reverse=True)
    assert LEVELS[ranked.worst[0]] == "exact"
    assert ranked.worst[1] == -1


def test_a_word_of_a_person_fits_one_word_of_a_search(make: Maker) -> None:
    index = make(
        one={"name": "A", "surname": "vorel", "given": "ivan"},
        two={"name": "B", "surname": "vorel", "given": "ivan", "patronymic": "ivan"},
    )
    assert _people(index, "Иван Иванович Ворел")[0] == "two"


def test_a_father_who_is_sought_as_one_is_no_given_name(make: Maker) -> None:
    index = make(
        given={"name": "A", "surname": "vorel", "given": "petr"},
        father={"name": "B", "surname": "vorel", "given": "maria", "patronymic": "petr"},
    )
    assert _people(index, "Ворел Петрович ")[0] == "father"
    assert _people(index, "Ворел Пётр ")[0] == "given"


def test_a_missing_name_counts_less_against_a_person_than_another_one(make: Maker) -> None:
    index = make(
        missing={"name": "A", "surname": "vorel", "given": "ivan"},
        other={"name": "B", "surname": "vorel", "given": "ivan", "patronymic": "grigori"},
        some={"name": "C", "surname": "kuchuk", "given": "ivan", "patronymic": "petr"},
    )
    assert _people(index, "Ворел Иван Семенович ")[:2] == ["missing", "other"]


def test_an_initial_fits_a_name_that_begins_with_it_and_no_other(make: Maker) -> None:
    index = make(
        m={"name": "A", "surname": "vorel", "given": "mihail"},
        n={"name": "B", "surname": "vorel", "given": "nikolai"},
        place={"name": "C", "surname": "vorel", "birth_place": "minsk"},
    )
    assert _people(index, "М. Ворел ")[0] == "m"
    assert _ranked(index, "М. Ворел ").worst.tolist()[1:] == [-1, -1]


def test_initials_alone_find_people(make: Maker) -> None:
    index = make(
        a={"name": "A", "surname": "vorel", "given": "mihail"}, b={"name": "B", "surname": "s", "given": "ivan"}
    )
    assert _people(index, "М.") == ["a"]


def test_another_year_counts_more_against_a_person_than_none(make: Maker) -> None:
    index = make(
        right={"name": "A", "surname": "vorel", "birth": "1890"},
        near={"name": "B", "surname": "vorel", "birth": "1891"},
        other={"name": "C", "surname": "vorel", "birth": "1875"},
        none={"name": "D", "surname": "vorel"},
    )
    assert _people(index, "Ворел 1890") == ["right", "near", "none", "other"]


def test_the_surname_counts_more_at_an_end_and_a_surname_left_over_a_little_less(make: Maker) -> None:
    index = make(
        given={"name": "A", "surname": "kuchuk", "given": "pavel"},
        double={"name": "B", "surname": "pavel vodkin"},
        surname={"name": "C", "surname": "pavel"},
    )
    assert _people(index, "Павел ") == ["surname", "double", "given"]


def test_a_place_must_be_spelled_nearly_so(make: Maker) -> None:
    index = make(a={"name": "A", "surname": "vorel", "birth_place": "brest"}, b={"name": "B", "surname": "vorel"})
    assert _people(index, "Ворел Брест ")[0] == "a"
    assert _ranked(index, "Ворел Бристоль ").worst.tolist() == [-1, -1]


def test_those_who_fit_alike_stand_in_the_order_of_the_index_and_no_more_are_looked_at_than_the_pool(
    make: Maker,
) -> None:
    crowd = {f"p{n:04}": {"name": "X", "surname": "vorel"} for n in range(SETTINGS.pool + 50)}
    best = {"z": {"name": "X", "surname": "vorel", "given": "ivan"}}
    found = _people(make(**crowd, **best), "Ворел Иван ")
    assert len(found) == SETTINGS.pool
    assert found[0] == "z"
    assert found[1:] == sorted(found[1:])


def test_nobody_fits_words_that_nobody_has(people: SearchIndex) -> None:
    assert _people(people, "Zzqqxxww ") == []
