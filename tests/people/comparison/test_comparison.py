from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Compared, Features, compare
from byname.people.settings import LinkageSettings

SETTINGS = LinkageSettings.default()
Build = Callable[..., pl.DataFrame]


def _compare(table: pl.DataFrame) -> Compared:
    return compare(Features.of(table), np.array([0], np.int32), np.array([1], np.int32))


def _level(build: Build, name: str, one: Mapping[str, object], other: Mapping[str, object]) -> str:
    compared = _compare(build([{"record_id": "A:0", **one}, {"record_id": "B:0", **other}]))
    column = [comparison.name for comparison in SETTINGS.comparisons].index(name)
    code = int(compared.levels[0, column])
    return SETTINGS.comparisons[column].levels[code - 1].name if code else "missing"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"surname": "pohkov"}, {"surname": "pohkov"}, "exact"),
        ({"surname": "pohkov"}, {"surname": "pohkova"}, "variant"),
        ({"surname": "pohkov", "alias_surnames": ["lintov"]}, {"surname": "lintov"}, "alias"),
        ({"surname": "pohkovitski"}, {"surname": "pohkovicki"}, "close"),
        ({"surname": "pohkov"}, {"surname": "saarmets"}, "different"),
        ({"surname": "pohkov"}, {"given": "ivan"}, "missing"),
        ({"surname": "pohkov", "given": "lintov"}, {"surname": "lintov", "given": "pohkov"}, "crossed"),
    ],
)
def test_levels_of_the_surname(build: Build, one: dict[str, object], other: dict[str, object], level: str) -> None:
    assert _level(build, "surname", one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"given": "ivan"}, {"given": "ivan"}, "exact"),
        ({"given": "johanes karl"}, {"given": "karl"}, "several"),
        ({"given": "mikola"}, {"given": "nikolai"}, "variant"),
        ({"given": "kaliu", "alias_givens": ["velio"]}, {"given": "velio"}, "variant"),
        ({"given": "iuri"}, {"given": "georgi"}, "variant"),
        ({"given": "ivan karl"}, {"given": "iuhan"}, "several"),
        ({"given": "ivan"}, {"given": "i"}, "initial"),
        ({"given": "i"}, {"given": "i"}, "initial"),
        ({"given": "petr"}, {"given": "i"}, "other_initial"),
        ({"given": "iakov"}, {"given": "ia"}, "initial"),
        ({"given": "efim"}, {"given": "j"}, "initial"),
        ({"given": "grigori"}, {"given": "grigoria"}, "close"),
        ({"given": "anna", "gender": "female"}, {"given": "petr", "gender": "male"}, "other_gender"),
        ({"given": "roman", "gender": "male"}, {"given": "petr", "gender": "male"}, "different"),
        ({"given": "d", "patronymic": "t"}, {"given": "t", "patronymic": "d"}, "swapped"),
        ({"given": "petr"}, {}, "missing"),
    ],
)
def test_levels_of_the_given_name(build: Build, one: dict[str, object], other: dict[str, object], level: str) -> None:
    assert _level(build, "given", one, other) == level


def test_a_missing_patronymic_is_no_evidence_and_another_one_is(build: Build) -> None:
    assert _level(build, "patronymic", {"patronymic": "petr"}, {}) == "missing"
    assert _level(build, "patronymic", {"patronymic": "petr"}, {"patronymic": "ivan"}) == "different"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1893-02-16", "1893-02-16", "day"),
        ("1893-02-16", "1893", "year"),
        ("1893", "1893", "year"),
        ("1893-02-04", "1893-04-02", "day_off"),
        ("1893-02-16", "1893-02-18", "day_off"),
        ("1893-02-16", "1893-07-01", "same_year"),
        ("1893-02-16", "1898-02-16", "year_off"),
        ("1893", "1894", "one_year"),
        ("1893", "1896", "three_years"),
        ("1893", "1895", "rounded"),
        ("1893", "1900", "ten_years"),
        ("1893", "1910", "different"),
        ("1892/1894", "1893", "year"),
        ("1892/1893", "1896", "three_years"),
    ],
)
def test_levels_of_the_birth_follow_its_precision(build: Build, one: str, other: str, level: str) -> None:
    assert _level(build, "birth", {"birth": one}, {"birth": other}) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("1937-05-22", "1937-06-11"), ("1937-05-22", "1937-06-11"), "both"),
        (("1937-05-22", "1937-06-11"), ("1937-05-22", None), "arrest"),
        (("1937-05-22", None), ("1937-05-22", "1937-06-11"), "arrest"),
        (("1937-05-22", "1937-06-11"), ("1937-05-22", "1938-06-11"), "arrest_only"),
        (("1937-05-22", "1937-06-11"), (None, "1937-06-11"), "sentence"),
        (("1937-05-22", None), ("1937-06-01", None), "near"),
        (("1937-05-22", None), ("1936-05-22", None), "near"),
        (("1937-05-22", None), ("1939-01-01", None), "different"),
        (("1937", None), ("1937-05-22", None), "missing"),
        ((None, None), ("1937-05-22", None), "missing"),
    ],
)
def test_levels_of_arrest_and_sentence(
    build: Build, one: tuple[str | None, str | None], other: tuple[str | None, str | None], level: str
) -> None:
    rows = [{"arrest": arrest, "sentence_date": sentence} for arrest, sentence in (one, other)]
    assert _level(build, "case", rows[0], rows[1]) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"death": "1937-06-12"}, {"death": "1937-06-12"}, "death_day"),
        ({"death": "1937-06-12"}, {"death": "1937"}, "death_near"),
        ({"death": "1937-06-12"}, {"death": "1940-01-01"}, "death_off"),
        ({"death": "1937-06-12"}, {"release": "1956-01-01"}, "impossible"),
        ({"release": "1956-01-01"}, {"release": "1956-01-01"}, "release_day"),
        ({"outcome": "shot"}, {"outcome": "shot"}, "same"),
        ({"outcome": "shot"}, {"outcome": "released"}, "other"),
        ({}, {"outcome": "released"}, "missing"),
    ],
)
def test_levels_of_the_fate(build: Build, one: dict[str, object], other: dict[str, object], level: str) -> None:
    assert _level(build, "fate", one, other) == level


@pytest.mark.parametrize(
    ("field", "one", "other", "level"),
    [
        ("articles", {"articles": "58-10 58-11"}, {"articles": "58-10 58-11"}, "exact"),
        ("articles", {"articles": "58-10 58-11"}, {"articles": "58-10"}, "most"),
        ("articles", {"articles": "58-10 58-11 58-1a"}, {"articles": "58-10 58-2 58-8"}, "some"),
        ("articles", {"articles": "58-10"}, {"articles": "58-6"}, "different"),
        ("place", {"birth_place": "tartuma laeva"}, {"birth_place": "tartuma laeva"}, "exact"),
        ("place", {"birth_place": "tartuma laeva"}, {"birth_place": "laeva"}, "close"),
        ("place", {"birth_place": "sverdlovsk"}, {"birth_place": "ekaterinburg"}, "close"),
        ("place", {"birth_place": "moskva"}, {"birth_place": "tartuma laeva"}, "different"),
        ("place", {"residence": "moskva", "birth_place": "a"}, {"residence": "moskva", "birth_place": "b"}, "exact"),
        ("archive", {"archive": "121 ar 343n"}, {"archive": "343n"}, "exact"),
        ("archive", {"archive": "121 ar"}, {"archive": "565 ar"}, "different"),
        ("archive", {"archive": "5304218"}, {"archive": "5304281"}, "slip"),
        ("archive", {"archive": "ar"}, {"archive": "ar"}, "missing"),
        ("nationality", {"nationality": "pole"}, {"nationality": "pole"}, "exact"),
        ("gender", {"gender": "female", "given": "n"}, {"gender": "male", "given": "n"}, "different"),
        ("gender", {"gender": "male", "given": "ivan"}, {"gender": "male", "given": "ivan"}, "missing"),
        ("deportation", {"deportation": "1949-03-25"}, {"deportation": "1949-03-25"}, "exact"),
    ],
)
def test_levels_of_circumstances(
    build: Build, field: str, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert _level(build, field, one, other) == level


def test_the_same_relation_to_heads_of_one_name_agrees(build: Build) -> None:
    table = build(
        [
            {"record_id": "A:1", "surname": "lintov", "given": "anna", "head": "A:0", "relation": "wife"},
            {"record_id": "B:1", "surname": "lintov", "given": "anna", "head": "B:0", "relation": "wife"},
            {"record_id": "A:0", "surname": "lintov", "given": "petr"},
            {"record_id": "B:0", "surname": "lintov", "given": "petr"},
        ]
    )
    compared = _compare(table)
    column = [comparison.name for comparison in SETTINGS.comparisons].index("household")
    assert compared.levels[0, column] == SETTINGS.comparison("household").code("head_and_relation")


def test_a_common_value_weighs_less_than_a_rare_one(build: Build) -> None:
    rows = [{"record_id": f"A:{i}", "surname": "ivanov"} for i in range(50)]
    rows += [{"record_id": "B:0", "surname": "ivanov"}, {"record_id": "A:90", "surname": "cvibuhtin"}]
    table = build([*rows, {"record_id": "B:1", "surname": "cvibuhtin"}])
    pairs = np.array([0, 51], np.int32), np.array([50, 52], np.int32)
    compared = compare(Features.of(table), *pairs)
    assert compared.shares[0, 0] > 10 * compared.shares[1, 0]


def test_no_pairs_and_empty_records_compare_to_nothing(build: Build) -> None:
    none = np.empty(0, np.int32)
    assert compare(Features.of(build([])), none, none).levels.shape == (0, len(SETTINGS.comparisons))
    assert not _compare(build([{"record_id": "A:0"}, {"record_id": "B:0"}])).levels.any()
