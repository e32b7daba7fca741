"""People stage: where each thing that is compared stands in the row of a record.

A record is one row of whole numbers, so that the compiled comparison of two records touches two short stretches of
memory. Codes point into one table of values (`Columns.shares`, `.tokens`, `.texts`); -1 is missing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from byname.people.comparison.strings import Texts

MOST_SURNAMES: Final = 5
MOST_ALIASES: Final = 2
MOST_ARTICLES: Final = 6
MOST_NUMBERS: Final = 4
MOST_OFFICES: Final = 8
MOST_TOKENS: Final = 4

LIST: Final = 0
GENDER: Final = 1
SURNAME: Final = 2
STEM: Final = 3
DOUBLE: Final = 4  # 1 for a surname of several parts
SURNAMES: Final = 5
GIVEN: Final = SURNAMES + MOST_SURNAMES
GIVEN_LETTER: Final = GIVEN + 1  # the byte of the first letter, y as j
GIVEN_SHORT: Final = GIVEN + 2  # 1 where only the initial is known
PATRONYMIC: Final = GIVEN + 3
PATRONYMIC_LETTER: Final = GIVEN + 4
PATRONYMIC_SHORT: Final = GIVEN + 5
BIRTH: Final = GIVEN + 6  # first day, last day, year, month, day
ARREST: Final = BIRTH + 5  # first day, last day, code of the day
SENTENCE: Final = ARREST + 3
CASE: Final = SENTENCE + 3  # code of both days
BIRTH_PLACE: Final = CASE + 1
RESIDENCE: Final = CASE + 2
SURNAME_MARK: Final = CASE + 3  # a hash of the word, to be compared across surname and given name
GIVEN_MARK: Final = CASE + 4
GIVEN_ALIASES: Final = CASE + 5  # further given names
PARENT_GENDER: Final = GIVEN_ALIASES + MOST_ALIASES  # of the parent that the patronymic names: 0 a father, 1 a mother
WHERE_BORN: Final = PARENT_GENDER + 1  # the places of a record as codes of one table, to be compared crosswise
WHERE_LIVED: Final = PARENT_GENDER + 2
WHERE_TAKEN: Final = PARENT_GENDER + 3
RAREST_WORD: Final = 3  # so far behind each of the three stands the rarest word of the place
NAMES_END: Final = WHERE_TAKEN + RAREST_WORD + 1

# The second matrix: what fewer lists give.
DEPORTATION: Final = 0
RELEASE: Final = DEPORTATION + 3
DEATH: Final = RELEASE + 3
OUTCOME: Final = DEATH + 3
ARTICLE_WORDS: Final = OUTCOME + 1
ARTICLES: Final = ARTICLE_WORDS + 1
NUMBERS: Final = ARTICLES + MOST_ARTICLES
OCCUPATION: Final = NUMBERS + MOST_NUMBERS
OFFICES: Final = OCCUPATION + 1
STANDING: Final = OFFICES + MOST_OFFICES
SPHERES: Final = STANDING + 1  # sets of bits, two numbers of 32 bits each
RANKS: Final = SPHERES + 2
POSSIBLE_RANKS: Final = RANKS + 2
RELATION: Final = POSSIBLE_RANKS + 2
HEAD: Final = RELATION + 1
NATIONALITY: Final = HEAD + 1
REST_END: Final = NATIONALITY + 1


# Columns of the shares by list: those of `names` whose values are weighed list by list.
LISTED: Final = (STEM, GIVEN, PATRONYMIC, BIRTH_PLACE, RESIDENCE)
STEM_SHARE, GIVEN_SHARE, PATRONYMIC_SHARE, BIRTH_PLACE_SHARE, RESIDENCE_SHARE = range(5)
OCCUPATION_HERE: Final = len(LISTED)  # the shares of occupation and surname among those who live in one place
STEM_HERE: Final = len(LISTED) + 1


class Columns(NamedTuple):
    """All records for the compiled comparison.

    `names` and `rest`: records x columns as above. `listed`: records x LISTED, the share of the record's value in its
    own list; and behind them those of its occupation and its surname where it lives. Of each value: its share (chance
    that another person's record has it), its words as codes (given names by their group of interchangeable forms), a
    second group of interchangeable forms, and its text. `given_letters` and `patronymic_letters` are the places in
    `shares` of the letter with byte 0. `drawn_by` says for each list and office whether the list was drawn up by it;
    `first_office` is the place of the first office in the table of values.
    """

    names: npt.NDArray[np.int32]
    rest: npt.NDArray[np.int32]
    shares: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]
    texts: Texts
    given_letters: int
    patronymic_letters: int
    drawn_by: npt.NDArray[np.bool_]
    first_office: int
    listed: npt.NDArray[np.float32]
