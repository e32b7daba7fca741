"""People stage: how places, articles, archive numbers, offices, households and nationalities compare, compiled.

Goes in: the columns of all records and two rows. Comes out: the level of agreement (its place in the tuples below,
counted from 1; 0 missing) and how common the agreeing value is.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from byname.people.comparison import row_layout as at
from byname.people.comparison.compiled import kernel
from byname.people.comparison.name_levels import UNCOMPARED, live_together, shared_share, shared_words
from byname.people.comparison.strings import edits, jaro_winkler, likeness_at_most

PLACE_LEVELS: Final = ("exact", "close", "overlap", "different", "crossed")
ARREST_PLACE_LEVELS: Final = ("exact", "close", "overlap", "different", "birth_place", "elsewhere")
ARTICLE_LEVELS: Final = ("exact", "most", "some", "different")
ARCHIVE_LEVELS: Final = ("exact", "different", "slip")
HOUSEHOLD_LEVELS: Final = ("head_and_relation", "head", "relation", "different")
NATIONALITY_LEVELS: Final = ("exact", "different")
OFFICE_LEVELS: Final = (
    *("exact", "similar", "different", "same_words", "occupation", "sphere", "other_sphere", "other_standing"),
    *("office", "higher_sphere", "both_leading", "higher_other", "rank", "near_rank", "other_rank"),
)
_EXACT, _CLOSE, _OVERLAP, _DIFFERENT, _CROSSED = 1, 2, 3, 4, 5
_NATIVE, _ELSEWHERE = 5, 6
_O_EXACT, _O_SIMILAR, _O_DIFFERENT, _SAME_WORDS, _OCCUPATION, _SPHERE, _OTHER_SPHERE, _OTHER_STANDING = range(1, 9)
_OFFICE, _HIGHER_SPHERE, _BOTH_LEADING, _HIGHER_OTHER, _RANK, _NEAR_RANK, _OTHER_RANK = range(9, 16)
_ORDINARY, _LEADING = 0, 2
_SPELT_CLOSE, _SPELT_NEAR = 0.92, 0.85
_LONG_NUMBER: Final = 6  # digits of a number in which one slip is told from another number

Rows = npt.NDArray[np.int32]


@kernel
def _one_place(columns: at.Columns, one: int, other: int, cheap: bool) -> int:
    if one < 0 or other < 0:
        return 0
    if one == other:
        return _EXACT
    shared, size_one, size_other = shared_words(columns, one, other)
    if shared and shared in (size_one, size_other):
        return _CLOSE
    if cheap and not shared:
        return UNCOMPARED
    if likeness_at_most(columns.texts, one, other) >= _SPELT_NEAR:
        likeness = jaro_winkler(columns.texts, one, other)
        if likeness >= _SPELT_CLOSE:
            return _CLOSE
        if likeness >= _SPELT_NEAR:
            return _OVERLAP
    return _OVERLAP if shared else _DIFFERENT


@kernel
def _within(columns: at.Columns, a: int, b: int, column: int, other_column: int) -> tuple[int, float, int]:
    """How two places agree by their words alone (the same, one within the other, a part, none; 0 where one is missing),
    how common what they share is, and the less exact of the two."""
    names = columns.names
    one, other = names[a, column], names[b, other_column]
    if one < 0 or other < 0:
        return 0, 0.0, -1
    if one == other:
        return _EXACT, columns.shares[one], one
    shared, size_one, size_other = shared_words(columns, one, other)
    if shared == 0:
        return _DIFFERENT, 0.0, -1
    if shared == size_one:
        return _CLOSE, columns.shares[names[a, column + at.RAREST_WORD]], one
    if shared == size_other:
        return _CLOSE, columns.shares[names[b, other_column + at.RAREST_WORD]], other
    return _OVERLAP, 0.0, one


@kernel
def _crossed_place(columns: at.Columns, a: int, b: int) -> tuple[bool, float]:
    """Whether one of two was born where the other lived, and how common the place is."""
    level, share, _ = _within(columns, a, b, at.WHERE_BORN, at.WHERE_LIVED)
    other, other_share, _ = _within(columns, a, b, at.WHERE_LIVED, at.WHERE_BORN)
    if level not in (_EXACT, _CLOSE):
        return other in (_EXACT, _CLOSE), other_share
    if other not in (_EXACT, _CLOSE):
        return True, share
    return True, min(share, other_share)


@kernel
def _said_already(columns: at.Columns, a: int, b: int, place: int) -> bool:
    """Whether the places of birth or of residence, where they are the same, name this place too."""
    names = columns.names
    for column in (at.WHERE_BORN, at.WHERE_LIVED):
        both = names[a, column]
        if both >= 0 and both == names[b, column]:
            shared, _, size = shared_words(columns, both, place)
            if shared == size:
                return True
    return False


@kernel
def arrest_place_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the place of arrest against the other's places of arrest, residence and birth: the best agreement.

    One was mostly arrested where one lived. What the places of birth and residence say is not said again.
    """
    best, share, place = _within(columns, a, b, at.WHERE_TAKEN, at.WHERE_TAKEN)
    for column, other in ((at.WHERE_TAKEN, at.WHERE_LIVED), (at.WHERE_LIVED, at.WHERE_TAKEN)):
        level, common, shared = _within(columns, a, b, column, other)
        if level and (best == 0 or level < best):
            best, share, place = level, common, shared
    if best == 0 or best == _DIFFERENT:
        for column, other in ((at.WHERE_TAKEN, at.WHERE_BORN), (at.WHERE_BORN, at.WHERE_TAKEN)):
            level, common, shared = _within(columns, a, b, column, other)
            if level in (_EXACT, _CLOSE):
                return (0, 0.0) if _said_already(columns, a, b, shared) else (_NATIVE, common)
        both = columns.names[a, at.WHERE_TAKEN] >= 0 and columns.names[b, at.WHERE_TAKEN] >= 0
        return _DIFFERENT if both else _ELSEWHERE if best else 0, 0.0
    if best != _OVERLAP and _said_already(columns, a, b, place):
        return 0, 0.0
    return best, share


@kernel
def place_level(columns: at.Columns, a: int, b: int, cheap: bool) -> tuple[int, float]:
    """Levels of birth place and residence together: the better agreement of the two; or where one was born, the other
    lived."""
    names = columns.names
    birth = _one_place(columns, names[a, at.BIRTH_PLACE], names[b, at.BIRTH_PLACE], cheap)
    home = _one_place(columns, names[a, at.RESIDENCE], names[b, at.RESIDENCE], cheap)
    if birth != _EXACT and home != _EXACT:
        crossed, share = _crossed_place(columns, a, b)
        if crossed:
            return _CROSSED, share
        if birth == UNCOMPARED or home == UNCOMPARED:
            return UNCOMPARED, 0.0
    if birth == _EXACT and home == _EXACT:
        born = shared_share(columns, a, b, at.BIRTH_PLACE_SHARE)
        return _EXACT, min(born, shared_share(columns, a, b, at.RESIDENCE_SHARE))
    if birth == _EXACT:
        return _EXACT, shared_share(columns, a, b, at.BIRTH_PLACE_SHARE)
    if home == _EXACT:
        return _EXACT, shared_share(columns, a, b, at.RESIDENCE_SHARE)
    return home if birth == 0 or (0 < home < birth) else birth, 0.0


@kernel
def _shared(rows: Rows, a: int, b: int, first: int, most: int) -> tuple[int, int, int]:
    """Words of two sets that are the same, and the size of each."""
    shared, size_one, size_other = 0, 0, 0
    for i in range(most):
        word = rows[a, first + i]
        size_other += rows[b, first + i] >= 0
        if word >= 0:
            size_one += 1
            for j in range(most):
                shared += rows[b, first + j] == word
    return shared, size_one, size_other


@kernel
def _rarest(columns: at.Columns, a: int, b: int, first: int, most: int) -> int:
    """The rarest word of two sets, -1 where they share none."""
    rows, best = columns.rest, -1
    for i in range(most):
        word = rows[a, first + i]
        for j in range(most):
            same = word >= 0 and rows[b, first + j] == word
            if same and (best < 0 or columns.shares[word] < columns.shares[best]):
                best = word
    return best


@kernel
def article_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the articles of the law by the share of articles that both records give."""
    rows = columns.rest
    one = rows[a, at.ARTICLE_WORDS]
    if one >= 0 and one == rows[b, at.ARTICLE_WORDS]:
        return _EXACT, columns.shares[one]
    shared, size_one, size_other = _shared(rows, a, b, at.ARTICLES, at.MOST_ARTICLES)
    if size_one == 0 or size_other == 0:
        return 0, 0.0
    if shared == 0:
        return _DIFFERENT, 0.0
    return _CLOSE if shared * 2 >= size_one + size_other - shared else _OVERLAP, 0.0


@kernel
def archive_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the archive numbers: one is shared, or none."""
    rows = columns.rest
    if rows[a, at.NUMBERS] < 0 or rows[b, at.NUMBERS] < 0:
        return 0, 0.0
    rarest = _rarest(columns, a, b, at.NUMBERS, at.MOST_NUMBERS)
    if rarest >= 0:
        return 1, columns.shares[rarest]
    one, other = rows[a, at.NUMBERS], rows[b, at.NUMBERS]
    long = columns.texts.start[one + 1] - columns.texts.start[one] >= _LONG_NUMBER
    return 3 if long and edits(columns.texts, one, other) == 1 else 2, 0.0


@kernel
def household_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the place in a household: the head's name and the relation to the head."""
    rows = columns.rest
    one, other = rows[a, at.RELATION], rows[b, at.RELATION]
    if one < 0 or other < 0:
        return 0, 0.0
    same_head = rows[a, at.HEAD] >= 0 and rows[a, at.HEAD] == rows[b, at.HEAD]
    if same_head:
        return 1 if one == other else 2, 0.0
    return 3 if one == other else 4, 0.0


@kernel
def nationality_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of the nationality."""
    one, other = columns.rest[a, at.NATIONALITY], columns.rest[b, at.NATIONALITY]
    if one < 0 or other < 0:
        return 0, 0.0
    if one == other:
        return 1, columns.shares[one]
    return 2, 0.0


@kernel
def _bits_meet(rows: Rows, a: int, b: int, first: int, second: int) -> bool:
    return bool(rows[a, first] & rows[b, second]) or bool(rows[a, first + 1] & rows[b, second + 1])


@kernel
def _has_rank(rows: Rows, row: int) -> bool:
    return rows[row, at.RANKS] != 0 or rows[row, at.RANKS + 1] != 0


@kernel
def _coded_level(rows: Rows, a: int, b: int, same: bool, shared: bool) -> int:
    """Levels where both sides name an office, a rank or an occupation of the vocabulary."""
    if _has_rank(rows, a) and _has_rank(rows, b):
        if _bits_meet(rows, a, b, at.RANKS, at.RANKS):
            return _RANK
        return _NEAR_RANK if _bits_meet(rows, a, b, at.POSSIBLE_RANKS, at.RANKS) else _OTHER_RANK
    low, high = min(rows[a, at.STANDING], rows[b, at.STANDING]), max(rows[a, at.STANDING], rows[b, at.STANDING])
    sphere = _bits_meet(rows, a, b, at.SPHERES, at.SPHERES)
    if low == _ORDINARY:
        if same:
            return _SAME_WORDS
        if shared:
            return _OCCUPATION
        if high == _LEADING:
            return _OTHER_STANDING
        return _SPHERE if sphere else _OTHER_SPHERE
    if shared:
        return _OFFICE
    if sphere:
        return _HIGHER_SPHERE
    return _BOTH_LEADING if low == _LEADING else _HIGHER_OTHER


@kernel
def _occupation_share(columns: at.Columns, a: int, b: int, occupation: int) -> float:
    """How common the occupation of both is: among those of their village, where both live in one."""
    share = columns.shares[occupation]
    return max(share, columns.listed[a, at.OCCUPATION_HERE]) if live_together(columns, a, b) else share


@kernel
def office_level(columns: at.Columns, a: int, b: int) -> tuple[int, float]:
    """Levels of office and occupation; where either side has no code, only the words are compared.

    Within a list drawn up by an office, sharing this office is no evidence and counts as missing.
    """
    rows = columns.rest
    one, other = rows[a, at.OCCUPATION], rows[b, at.OCCUPATION]
    same = one >= 0 and one == other
    if rows[a, at.OFFICES] < 0 or rows[b, at.OFFICES] < 0:
        if one < 0 or other < 0:
            return 0, 0.0
        if same:
            return _O_EXACT, _occupation_share(columns, a, b, one)
        shared, size_one, size_other = shared_words(columns, one, other)
        part = shared * 2 >= min(size_one, size_other) and shared > 0
        return _O_SIMILAR if part else _O_DIFFERENT, 0.0
    rarest = _rarest(columns, a, b, at.OFFICES, at.MOST_OFFICES)
    one_list = columns.names[a, at.LIST] == columns.names[b, at.LIST]
    drawn = rarest >= 0 and columns.drawn_by[columns.names[a, at.LIST], rarest - columns.first_office]
    if drawn and one_list and not same:
        return 0, 0.0
    level = _coded_level(rows, a, b, same, rarest >= 0)
    if level == _SAME_WORDS:
        return level, _occupation_share(columns, a, b, one)
    return level, 0.0
