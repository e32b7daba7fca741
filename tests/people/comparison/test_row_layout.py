from __future__ import annotations

import pytest

from byname.people.comparison import row_layout as at

# What stands where in a row, and how many columns it takes.
NAMES = {
    **dict.fromkeys(("LIST", "GENDER", "SURNAME", "STEM", "DOUBLE", "GIVEN", "GIVEN_LETTER", "GIVEN_SHORT"), 1),
    **dict.fromkeys(("PATRONYMIC", "PATRONYMIC_LETTER", "PATRONYMIC_SHORT", "CASE", "BIRTH_PLACE", "RESIDENCE"), 1),
    **dict.fromkeys(("SURNAME_MARK", "GIVEN_MARK", "PARENT_GENDER", "WHERE_BORN", "WHERE_LIVED", "WHERE_TAKEN"), 1),
    "SURNAMES": at.MOST_SURNAMES,
    "BIRTH": 5,
    "ARREST": 3,
    "SENTENCE": 3,
    "GIVEN_ALIASES": at.MOST_ALIASES,
}
REST = {
    **dict.fromkeys(("DEPORTATION", "RELEASE", "DEATH"), 3),
    **dict.fromkeys(("OUTCOME", "ARTICLE_WORDS", "OCCUPATION", "STANDING", "RELATION", "HEAD", "NATIONALITY"), 1),
    "ARTICLES": at.MOST_ARTICLES,
    "NUMBERS": at.MOST_NUMBERS,
    "OFFICES": at.MOST_OFFICES,
    **dict.fromkeys(("SPHERES", "RANKS", "POSSIBLE_RANKS"), 2),
}


@pytest.mark.parametrize(("widths", "end"), [(NAMES, at.NAMES_END), (REST, at.REST_END)])
def test_every_column_of_a_row_belongs_to_one_thing(widths: dict[str, int], end: int) -> None:
    taken = [place for name, width in widths.items() for place in range(getattr(at, name), getattr(at, name) + width)]
    if end == at.NAMES_END:
        taken += [place + at.RAREST_WORD for place in (at.WHERE_BORN, at.WHERE_LIVED, at.WHERE_TAKEN)]
    assert sorted(taken) == list(range(end))


def test_a_name_part_keeps_its_letter_and_its_mark_of_an_initial_beside_it() -> None:
    for part, letter, short in (
        (at.GIVEN, at.GIVEN_LETTER, at.GIVEN_SHORT),
        (at.PATRONYMIC, at.PATRONYMIC_LETTER, at.PATRONYMIC_SHORT),
    ):
        assert (letter, short) == (part + 1, part + 2)


def test_each_share_by_list_stands_at_the_place_of_its_column() -> None:
    places = (
        at.STEM_SHARE,
        at.GIVEN_SHARE,
        at.PATRONYMIC_SHARE,
        at.BIRTH_PLACE_SHARE,
        at.RESIDENCE_SHARE,
    )
    assert [at.LISTED[place] for place in places] == [
        at.STEM,
        at.GIVEN,
        at.PATRONYMIC,
        at.BIRTH_PLACE,
        at.RESIDENCE,
    ]
