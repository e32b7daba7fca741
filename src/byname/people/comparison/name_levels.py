"""People stage: how the names of two records compare, compiled.

Goes in: the columns of all records and two rows. Comes out: the level of agreement of surname, given name, patronymic
and gender (its place in the tuples below, counted from 1; 0 missing), and how common the agreeing value is.
"""

from __future__ import annotations

import math
from typing import Final

from byname.people.comparison import row_layout as at
from byname.people.comparison.compiled import kernel
from byname.people.comparison.spelling import CLOSE, EDITS, NEAR
from byname.people.comparison.strings import edit_likeness, jaro_winkler, likeness_at_most

SURNAME_LEVELS: Final = ("exact", "alias", "variant", "close", "near", "different", "part", "other_part", "crossed")
NAME_LEVELS: Final = ("exact", "variant", "several", "initial", "other_initial", "close", "near", "different")
GIVEN_LEVELS: Final = (*NAME_LEVELS, "other_gender", "swapped")
GENDER_LEVELS: Final = ("exact", "different")
UNCOMPARED: Final = -1  # the texts are needed, and the caller asked for what is cheap only

_S_EXACT, _S_ALIAS, _S_VARIANT, _S_CLOSE, _S_NEAR, _S_DIFFERENT, _S_PART, _S_OTHER_PART, _S_CROSSED = range(1, 10)
_EXACT, _VARIANT, _SEVERAL, _INITIAL, _OTHER_INITIAL, _CLOSE, _NEAR, _DIFFERENT, _OTHER_GENDER, _SWAPPED = range(1, 11)
# "J." stands for Е, И, Й, Ю or Я in German and English.
_J, _I, _E = ord("j"), ord("i"), ord("e")


@kernel
def closeness(columns: at.Columns, one: int, other: int) -> int:
    """2 for nearly the same spelling, 1 for a similar one, 0 for another, of two codes of values."""
    if likeness_at_most(columns.texts, one, other) < NEAR:
        return 0
    likeness = jaro_winkler(columns.texts, one, other)
    if likeness >= CLOSE:
        return 2
    if edit_likeness(columns.texts, one, other) >= EDITS:
        return 2
    return 1 if likeness >= NEAR else 0


@kernel
def shared_share(columns: at.Columns, a: int, b: int, place: int) -> float:
    """How common a value of both records is: the geometric mean of its shares in their two lists."""
    one, other = columns.listed[a, place], columns.listed[b, place]
    return one if one == other else math.sqrt(one * other)


@kernel
def live_together(columns: at.Columns, a: int, b: int) -> bool:
    """Whether both live in one place, by its name."""
    home = columns.names[a, at.RESIDENCE]
    return home >= 0 and home == columns.names[b, at.RESIDENCE]


@kernel
def _surname_share(columns: at.Columns, a: int, b: int) -> float:
    """How common the surname of both is: in their village, where no given name tells its bearers apart."""
    share = shared_share(columns, a, b, at.STEM_SHARE)
    nameless = columns.names[a, at.GIVEN] < 0 or columns.names[b, at.GIVEN] < 0
    return max(share, columns.listed[a, at.STEM_HERE]) if nameless and live_together(columns, a, b) else share


@kernel
def unlike_genders(columns: at.Columns, a: int, b: int) -> bool:
    """Whether both genders are known and differ."""
    one, other = columns.names[a, at.GENDER], columns.names[b, at.GENDER]
    return one >= 0 and other >= 0 and one != other


@kernel
def _shared_surname(columns: at.Columns, a: int, b: int) -> int:
    """The rarest stem among the surnames of both, -1 where there is none."""
    names, best = columns.names, -1
    if names[a, at.SURNAMES] < 0 and names[b, at.SURNAMES] < 0:
        return best
    for i in range(-1, at.MOST_SURNAMES):
        one = names[a, at.STEM] if i < 0 else names[a, at.SURNAMES + i]
        for j in range(-1, at.MOST_SURNAMES):
            other = names[b, at.STEM] if j < 0 else names[b, at.SURNAMES + j]
            if one >= 0 and one == other and (best < 0 or columns.shares[one] < columns.shares[best]):
                best = one
    return best


@kernel
def _crossed(columns: at.Columns, a: int, b: int) -> bool:
    """Whether surname and given name stand the other way round, one of them letter by letter."""
    names = columns.names
    given_is_surname = names[a, at.GIVEN_MARK] >= 0 and names[a, at.GIVEN_MARK] == names[b, at.SURNAME_MARK]
    surname_is_given = names[a, at.SURNAME_MARK] >= 0 and names[a, at.SURNAME_MARK] == names[b, at.GIVEN_MARK]
    if given_is_surname and surname_is_given:
        return names[a, at.SURNAME_MARK] != names[b, at.SURNAME_MARK]
    if given_is_surname and names[b, at.GIVEN] >= 0 and names[a, at.STEM] >= 0:
        return closeness(columns, names[a, at.STEM], names[b, at.GIVEN]) == 2
    if surname_is_given and names[a, at.GIVEN] >= 0 and names[b, at.STEM] >= 0:
        return closeness(columns, names[a, at.GIVEN], names[b, at.STEM]) == 2
    return False


@kernel
def surname_level(columns: at.Columns, a: int, b: int, cheap: bool) -> tuple[int, float]:
    """The same, a further name, part of a double one, forms of one surname, or spellings apart."""
    names = columns.names
    one, other = names[a, at.STEM], names[b, at.STEM]
    if one >= 0 and one == other:
        same = names[a, at.SURNAME] == names[b, at.SURNAME]
        return _S_EXACT if same else _S_VARIANT, _surname_share(columns, a, b)
    alias = _shared_surname(columns, a, b)
    known = one >= 0 and other >= 0
    one_double = known and names[a, at.DOUBLE] != names[b, at.DOUBLE] and not unlike_genders(columns, a, b)
    if alias >= 0:
        return _S_PART if one_double else _S_ALIAS, columns.shares[alias]
    if not known:
        return 0, 0.0
    if cheap:
        return UNCOMPARED, 0.0
    if _crossed(columns, a, b):
        return _S_CROSSED, 0.0
    near = closeness(columns, one, other)
    if near:
        return _S_CLOSE if near == 2 else _S_NEAR, 0.0
    return _S_OTHER_PART if one_double else _S_DIFFERENT, 0.0


@kernel
def initials_agree(one: int, other: int, one_short: bool, other_short: bool) -> bool:
    """Whether the first letters can stand for the same name."""
    if one == other:
        return True
    loose_one = one == _J and one_short and other in (_I, _E)
    return loose_one or (other == _J and other_short and one in (_I, _E))


@kernel
def shared_words(columns: at.Columns, one: int, other: int) -> tuple[int, int, int]:
    """Words of two values that are the same or stand for one another, and the words of each."""
    tokens, shared, size_one, size_other = columns.tokens, 0, 0, 0
    for i in range(at.MOST_TOKENS):
        word = tokens[one, i]
        if word < 0:
            break
        size_one += 1
        for j in range(at.MOST_TOKENS):
            if tokens[other, j] == word:
                shared += 1
                break
    for j in range(at.MOST_TOKENS):
        size_other += tokens[other, j] >= 0
    return shared, size_one, size_other


@kernel
def _forms_of_one(columns: at.Columns, one: int, other: int) -> int:
    """2 where two values have the same words or forms of them, 1 where the other has all words of one, else 0."""
    inside, size_one, size_other = shared_words(columns, one, other)
    if inside and inside == size_one and inside == size_other:
        return 2
    if inside and inside in (size_one, size_other):
        return 1
    tokens = columns.tokens
    second = columns.second
    if second[one] >= 0 and (second[one] == second[other] or (size_other == 1 and second[one] == tokens[other, 0])):
        return 2
    return 2 if second[other] >= 0 and size_one == 1 and second[other] == tokens[one, 0] else 0


@kernel
def _also_known(columns: at.Columns, a: int, b: int) -> bool:
    """Whether a further given name of one record is the given name of the other, or a form of it."""
    names = columns.names
    for place in range(at.GIVEN_ALIASES, at.GIVEN_ALIASES + at.MOST_ALIASES):
        one, other = names[a, place], names[b, place]
        if one >= 0 and (one == names[b, at.GIVEN] or _forms_of_one(columns, one, names[b, at.GIVEN]) == 2):
            return True
        if other >= 0 and (other == names[a, at.GIVEN] or _forms_of_one(columns, other, names[a, at.GIVEN]) == 2):
            return True
    return False


@kernel
def _part_level(columns: at.Columns, a: int, b: int, part: int, letters: int, cheap: bool) -> tuple[int, float]:
    names, shares = columns.names, columns.shares
    one, other = names[a, part], names[b, part]
    if one < 0 or other < 0:
        return 0, 0.0
    short_one, short_other = names[a, part + 2] == 1, names[b, part + 2] == 1
    if short_one or short_other:
        letter_one, letter_other = names[a, part + 1], names[b, part + 1]
        if initials_agree(letter_one, letter_other, short_one, short_other):
            return _INITIAL, max(shares[letters + letter_one], shares[letters + letter_other])
        return _OTHER_INITIAL, 0.0
    if one == other:
        return _EXACT, shared_share(columns, a, b, at.GIVEN_SHARE if part == at.GIVEN else at.PATRONYMIC_SHARE)
    forms = _forms_of_one(columns, one, other)
    if forms:
        return _VARIANT if forms == 2 else _SEVERAL, max(shares[one], shares[other])
    if cheap:
        return UNCOMPARED, 0.0
    if part == at.GIVEN and _crossed(columns, a, b):
        return 0, 0.0
    if part == at.GIVEN and _also_known(columns, a, b):
        return _VARIANT, max(shares[one], shares[other])
    near = closeness(columns, one, other)
    return _CLOSE if near == 2 else _NEAR if near == 1 else _DIFFERENT, 0.0


@kernel
def _swapped(columns: at.Columns, a: int, b: int) -> bool:
    """Initials of given name and patronymic that stand the other way round ("D. T." for "T. D.")."""
    names = columns.names
    given_a, given_b = names[a, at.GIVEN_LETTER], names[b, at.GIVEN_LETTER]
    if given_a < 0 or given_b < 0 or given_a == given_b:
        return False
    short = names[a, at.GIVEN_SHORT] == 1 or names[b, at.GIVEN_SHORT] == 1
    return short and given_a == names[b, at.PATRONYMIC_LETTER] and given_b == names[a, at.PATRONYMIC_LETTER]


@kernel
def given_level(columns: at.Columns, a: int, b: int, cheap: bool) -> tuple[int, float]:
    """Levels of the given name, with gender where the names differ."""
    if _swapped(columns, a, b):
        return _SWAPPED, 0.0
    level, share = _part_level(columns, a, b, at.GIVEN, columns.given_letters, cheap)
    if level in (_DIFFERENT, _NEAR, _CLOSE) and unlike_genders(columns, a, b):
        return _OTHER_GENDER, 0.0
    return level, share


@kernel
def patronymic_level(columns: at.Columns, a: int, b: int, cheap: bool) -> tuple[int, float]:
    """Levels of the patronymic; a missing one is no evidence, another one is evidence against.

    A list that gives the mother's name where another gives the father's contradicts nothing.
    """
    one, other = columns.names[a, at.PARENT_GENDER], columns.names[b, at.PARENT_GENDER]
    if _swapped(columns, a, b) or (one >= 0 and other >= 0 and one != other):
        return 0, 0.0
    return _part_level(columns, a, b, at.PATRONYMIC, columns.patronymic_letters, cheap)


@kernel
def gender_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of gender where the given names do not say it: one is missing or an initial."""
    names = columns.names
    one, other = names[a, at.GENDER], names[b, at.GENDER]
    silent = names[a, at.GIVEN] < 0 or names[b, at.GIVEN] < 0
    silent = silent or names[a, at.GIVEN_SHORT] == 1 or names[b, at.GIVEN_SHORT] == 1
    if one < 0 or other < 0 or not silent:
        return 0, 0.0
    return 1 if one == other else 2, 0.0
