"""People stage: how the names of two records compare.

Goes in: the names of the records as codes, and pairs of rows. Comes out: for each pair the level of agreement of surname,
given name and patronymic, and how common an agreeing value is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from byname.people.features import Codes, Flags, Sets, Shares, Words, similarity
from byname.people.levels import Levels
from byname.people.settings import Comparison
from byname.people.spelling import stem

_CLOSE, _NEAR = 0.92, 0.82
_MOST_SURNAMES = 5


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name: its words, their initials, and whether only the initial is known."""

    words: Words
    initials: Words
    only_initial: Flags

    @staticmethod
    def of(column: pl.Series) -> NamePart:
        """The name part of a column of folded names."""
        first = column.cast(pl.String).str.split(" ").list.first()
        only = (first.str.len_chars() == 1).fill_null(False).to_numpy()
        return NamePart(Words.of(column), Words.of(column.cast(pl.String).str.slice(0, 1)), only)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all records, ready to compare."""

    surname: Words
    stems: Words
    surnames: Sets
    given: NamePart
    patronymic: NamePart
    gender: Words

    @staticmethod
    def of(records: pl.DataFrame) -> Names:
        """The names of a records table."""
        stems = records.select(stem(pl.col("surname")).alias("stem"))["stem"]
        all_stems = pl.concat_list(pl.col("surname"), pl.col("alias_surnames").fill_null([])).list.eval(
            stem(pl.element())
        )
        return Names(
            Words.of(records["surname"]),
            Words.of(stems),
            Sets.of(records.select(all_stems.alias("all"))["all"], _MOST_SURNAMES),
            NamePart.of(records["given"]),
            NamePart.of(records["patronymic"]),
            Words.of(records["gender"]),
        )


def compare_surnames(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the surname: the same, a further name, forms of one surname, spellings apart."""
    words, stems = names.surname, names.stems
    levels = Levels.empty(len(a))
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    likeness = similarity(stems, a, b, JaroWinkler.normalized_similarity)
    edits = similarity(stems, a, b, DamerauLevenshtein.normalized_similarity)
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (likeness >= _NEAR), comparison.code("near"))
    levels.fill(known & ((likeness >= _CLOSE) | (edits >= 0.84)), comparison.code("close"))
    shares = stems.shares(comparison)
    alias, word = names.surnames.shared(a, b)
    levels.fill(alias > 0, comparison.code("alias"), names.surnames.shares(comparison)[word])
    common = np.maximum(_of(shares, stems.codes[a]), _of(shares, stems.codes[b]))
    levels.fill(known & (stems.codes[a] == stems.codes[b]), comparison.code("variant"), common)
    levels.fill(known & (words.codes[a] == words.codes[b]), comparison.code("exact"), common)
    return levels


def compare_given_names(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the given name, with gender where the names differ."""
    levels = _compare_part(names.given, a, b, comparison)
    words, shares = names.given.words, names.given.words.shares(comparison)
    subset = similarity(words, a, b, fuzz.token_set_ratio) >= 100
    full = ~names.given.only_initial[a] & ~names.given.only_initial[b]
    common = np.maximum(_of(shares, words.codes[a]), _of(shares, words.codes[b]))
    levels.fill(subset & full & (words.codes[a] != words.codes[b]), comparison.code("several"), common)
    gender = names.gender.codes
    unlike = (gender[a] >= 0) & (gender[b] >= 0) & (gender[a] != gender[b])
    apart = (levels.codes == comparison.code("different")) | (levels.codes == comparison.code("near"))
    levels.fill(apart & unlike, comparison.code("other_gender"))
    return levels


def compare_patronymics(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the patronymic; a missing one is no evidence, another one is evidence against."""
    return _compare_part(names.patronymic, a, b, comparison)


def _compare_part(part: NamePart, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    words, initials = part.words, part.initials
    levels = Levels.empty(len(a))
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    likeness = similarity(words, a, b, JaroWinkler.normalized_similarity)
    edits = similarity(words, a, b, DamerauLevenshtein.normalized_similarity)
    short = part.only_initial[a] | part.only_initial[b]
    levels.fill(known, comparison.code("different"))
    levels.fill(known & ~short & (likeness >= _NEAR), comparison.code("near"))
    levels.fill(known & ~short & ((likeness >= _CLOSE) | (edits >= 0.84)), comparison.code("close"))
    same = known & (words.codes[a] == words.codes[b]) & ~short
    levels.fill(same, comparison.code("exact"), _of(words.shares(comparison), words.codes[a]))
    agree = known & short & (initials.codes[a] == initials.codes[b])
    levels.fill(agree, comparison.code("initial"), _of(initials.shares(comparison), initials.codes[a]))
    return levels


def _of(shares: Shares, codes: Codes) -> Shares:
    return shares[codes] if len(shares) else np.zeros(len(codes), np.float32)
