from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from byname.people.comparison import row_layout as at
from byname.people.comparison.columns import columns_of
from byname.people.comparison.spelling import surnames_of
from byname.people.settings import LinkageSettings

Columns = Callable[..., at.Columns]


@pytest.fixture
def columns(build: Callable[[Sequence[Any]], pl.DataFrame]) -> Columns:
    """The columns of rows that give only what matters, all of list A unless a row says otherwise."""

    def made(*rows: dict[str, object]) -> at.Columns:
        table = build([{"record_id": f"A:{number}", **row} for number, row in enumerate(rows)])
        return columns_of(table, LinkageSettings.default(), surnames_of(table))

    return made


def _text(found: at.Columns, code: int) -> str:
    return bytes(found.texts.text[found.texts.start[code] : found.texts.start[code + 1]]).decode()


def test_every_code_of_a_row_points_to_its_value(columns: Columns) -> None:
    found = columns(
        {"surname": "lintov", "given": "petr", "patronymic": "ivan", "birth_place": "tula", "archive": "530421"},
        {"surname": "pohkov", "given": "anna", "birth_place": "omsk", "residence": "tula"},
    )
    one, other = found.names
    assert [_text(found, one[place]) for place in (at.STEM, at.GIVEN, at.PATRONYMIC, at.BIRTH_PLACE)] == [
        "lintov",
        "petr",
        "ivan",
        "tula",
    ]
    assert [_text(found, other[place]) for place in (at.STEM, at.GIVEN, at.BIRTH_PLACE, at.RESIDENCE)] == [
        "pohkov",
        "anna",
        "omsk",
        "tula",
    ]
    assert other[at.PATRONYMIC] == one[at.RESIDENCE] == -1
    assert _text(found, found.rest[0, at.NUMBERS]) == "530421"
    assert len(found.shares) == len(found.tokens) == len(found.second) == len(found.texts.start) - 1


@pytest.mark.parametrize(
    ("given", "letter", "short"),
    [("petr", "p", 0), ("p", "p", 1), ("ia", "i", 1), ("sh", "s", 1), ("yri", "j", 0), ("p karl", "p", 1)],
)
def test_an_initial_is_told_from_a_name(columns: Columns, given: str, letter: str, short: int) -> None:
    (row,) = columns({"given": given}).names
    assert (chr(row[at.GIVEN_LETTER]), row[at.GIVEN_SHORT]) == (letter, short)


def test_a_row_without_a_given_name_has_no_letter(columns: Columns) -> None:
    _, row = columns({"given": "petr"}, {}).names
    assert row[[at.GIVEN, at.GIVEN_LETTER, at.GIVEN_SHORT]].tolist() == [-1, -1, 0]


@pytest.mark.parametrize(
    ("row", "gender"),
    [
        ({"gender": "female", "surname": "lintov"}, 1),
        ({"surname": "lintova", "language": "ru"}, 1),
        ({"surname": "lintov"}, 0),
        ({"surname": "lintova", "language": "et"}, -1),  # the form says nothing in an Estonian book
        ({"surname": "saarmets", "language": "ru"}, -1),
    ],
)
def test_the_form_of_a_russian_surname_shows_the_gender(columns: Columns, row: dict[str, object], gender: int) -> None:
    assert columns(row).names[0, at.GENDER] == gender


def test_a_surname_that_is_common_in_one_list_alone_is_common_there(columns: Columns) -> None:
    rows = [{"record_id": f"A:{number:02}", "surname": "lintov"} for number in range(20)]
    rows += [{"record_id": f"B:{number:02}", "surname": "lintov" if not number else "pohkov"} for number in range(20)]
    found = columns(*rows)
    assert found.listed[0, at.STEM_SHARE] > 1.5 * found.listed[20, at.STEM_SHARE] > 0
    assert found.listed.max() <= 1
    assert not found.listed[:, at.GIVEN_SHARE].any()


def test_a_value_that_lists_hold_alike_has_the_share_of_all(columns: Columns) -> None:
    found = columns(*({"record_id": f"{source}:{n}", "surname": "lintov"} for source in "AB" for n in range(5)))
    assert found.listed[:, at.STEM_SHARE].tolist() == pytest.approx(found.shares[found.names[:, at.STEM]].tolist())


def test_dates_of_one_day_have_one_code_and_case_joins_both(columns: Columns) -> None:
    case = {"arrest": "1937-05-22", "sentence_date": "1937-06-11"}
    found = columns(case, case, {**case, "sentence_date": "1937-06-12"}, {"arrest": "1937-05"}).names
    assert found[0, at.CASE] == found[1, at.CASE] != found[2, at.CASE]
    assert len(set(found[:3, at.ARREST + 2].tolist())) == 1
    assert found[3, [at.ARREST + 2, at.CASE]].tolist() == [-1, -1]
    assert found[3, at.ARREST + 1] - found[3, at.ARREST] == 30


def test_only_so_many_surnames_and_words_are_kept(columns: Columns) -> None:
    aliases = ["goradze", "melnakov", "berkovic", "tushanov", "ralgin", "vosmin", "saarmets"]
    found = columns({"surname": "lintov", "alias_surnames": aliases, "birth_place": "a b c d e f"})
    kept = found.names[0, at.SURNAMES : at.SURNAMES + at.MOST_SURNAMES]
    assert (kept >= 0).all()
    assert (found.tokens[found.names[0, at.BIRTH_PLACE]] >= 0).all()
    assert found.tokens.shape[1] == at.MOST_TOKENS


def test_interchangeable_forms_of_a_given_name_share_a_word(columns: Columns) -> None:
    found = columns({"given": "mikola"}, {"given": "nikolai"}, {"given": "petr"})
    words = found.tokens[found.names[:, at.GIVEN], 0]
    assert words[0] == words[1] != words[2]


def test_a_head_of_household_is_known_by_name(columns: Columns) -> None:
    head = {"surname": "lintov", "given": "petr"}
    found = columns(head, {"head": "A:0", "relation": "wife"}, {"head": "A:9", "relation": "wife"}).rest
    assert found[1, at.HEAD] >= 0
    assert found[[0, 2], at.HEAD].tolist() == [-1, -1]


def test_records_that_give_nothing_beyond_names_have_one_empty_row_of_the_rest(columns: Columns) -> None:
    assert columns({"surname": "lintov"}, {"surname": "pohkov"}).rest.tolist() == [[-1] * at.REST_END]
    assert np.array_equal(columns({"surname": "lintov"}, {"death": "1937"}).rest.shape, (2, at.REST_END))


@pytest.mark.parametrize(
    ("women", "men", "gender"), [(10, 0, 1), (0, 10, 0), (9, 0, -1), (33, 1, 1), (30, 1, -1), (20, 20, -1)]
)
def test_a_given_name_that_others_bear_tells_the_gender(columns: Columns, women: int, men: int, gender: int) -> None:
    told: list[dict[str, object]] = [{"given": "salme", "gender": "female"}] * women
    told += [{"given": "salme", "gender": "male"}] * men
    found = columns({"given": "salme karl"}, *told)
    assert found.names[0, at.GENDER] == gender


def test_the_rarest_word_of_a_place_stands_beside_it(columns: Columns) -> None:
    found = columns(*[{"arrest_place": "tula"}] * 9, {"arrest_place": "tula laeva"}, {"residence": "tula"})
    common, rare = (found.names[row, at.WHERE_TAKEN + at.RAREST_WORD] for row in (0, 9))
    assert found.shares[common] > found.shares[rare] > 0
    assert found.names[10, at.WHERE_LIVED] == found.names[0, at.WHERE_TAKEN]
    assert found.names[10, at.WHERE_TAKEN] == found.names[10, at.WHERE_TAKEN + at.RAREST_WORD] == -1


def test_what_is_rare_in_the_whole_may_be_common_in_the_village(columns: Columns) -> None:
    member = {"occupation": "member of the committee", "residence": "torello", "surname": "prat"}
    rows = [*([member] * 12), *({"occupation": "weaver", "residence": "vic", "surname": f"s{n}"} for n in range(988))]
    found = columns(*rows)
    occupation, stem = found.rest[0, at.OCCUPATION], found.names[0, at.STEM]
    assert found.shares[occupation] < 0.05
    assert found.shares[stem] < 0.02
    expected = [(10 + 20 * found.shares[code]) / (10 + 20) for code in (occupation, stem)]
    assert found.listed[0, [at.OCCUPATION_HERE, at.STEM_HERE]] == pytest.approx(expected)


def test_two_alone_of_their_occupation_in_a_village_are_no_less_alike_for_it(columns: Columns) -> None:
    pair = {"occupation": "notary", "residence": "vic"}
    found = columns(pair, pair, *({"occupation": "weaver", "residence": "vic"} for _ in range(98)))
    assert found.listed[0, at.OCCUPATION_HERE] <= found.shares[found.rest[0, at.OCCUPATION]]


def test_who_lives_nowhere_known_shares_nothing_there(columns: Columns) -> None:
    found = columns({"occupation": "weaver", "surname": "prat"}, {"occupation": "weaver", "surname": "prat"})
    assert not found.listed[:, [at.OCCUPATION_HERE, at.STEM_HERE]].any()
