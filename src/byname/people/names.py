"""People stage: how the names of two records compare.

Goes in: the names of the records as codes, and pairs of rows. Comes out: for each pair the level of agreement of
surname, given name and patronymic, and how common an agreeing value is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from byname.people.common_surnames import common_shares
from byname.people.features import Codes, Flags, Sets, Shares, Words, similarity
from byname.people.levels import Levels
from byname.people.settings import Comparison
from byname.people.spelling import every_surname, stem

_CLOSE, _NEAR, _EDITS = 0.92, 0.82, 0.84
_MOST_SURNAMES = 5
_FEMALE, _MALE = "(?:ova|eva|ina|skaia)$", "(?:[oe]v|in|ski)$"
# One Cyrillic letter that folds to two: "Я." gives "ia".
_INITIALS = ("ia", "iu", "sh", "ch", "zh", "kh", "ts", "sc")
# "J." and "Y." stand for Е, И, Й, Ю or Я in German and English.
_LOOSE_INITIALS = {"j": "ie", "y": "ie"}


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name: its words, their first letters, and whether only the initial is known."""

    words: Words
    letters: Words
    only_initial: Flags

    @staticmethod
    def of(column: pl.Series) -> NamePart:
        """The name part of a column of folded names."""
        first = column.cast(pl.String).str.split(" ").list.first()
        only = ((first.str.len_chars() == 1) | first.is_in(_INITIALS)).fill_null(False).to_numpy()
        letters = first.str.slice(0, 1).replace({"y": "j"})
        return NamePart(Words.of(column), Words.of(letters), only)

    def initials_agree(self, a: Codes, b: Codes) -> Flags:
        """Whether the first letters can stand for the same name."""
        one, other = self.letters.codes[a], self.letters.codes[b]
        agree: Flags = (one == other) & (one >= 0)
        for letter, others in _LOOSE_INITIALS.items():
            loose, means = self._letter(letter), [self._letter(other) for other in others]
            agree |= (one == loose) & self.only_initial[a] & np.isin(other, means) & (loose >= 0) & (other >= 0)
            agree |= (other == loose) & self.only_initial[b] & np.isin(one, means) & (loose >= 0) & (one >= 0)
        return agree

    def _letter(self, letter: str) -> int:
        return self.letters.values.index(letter) if letter in self.letters.values else -2


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all records, ready to compare."""

    surname: Words
    stems: Words
    surnames: Sets
    double: Flags  # a surname of several parts
    given: NamePart
    patronymic: NamePart
    initials: tuple[Words, Words]  # of given name and patronymic, in one code
    gender: Words

    @staticmethod
    def of(records: pl.DataFrame) -> Names:
        """The names of a records table."""
        stems = records.select(stem(pl.col("surname")).alias("stem"))["stem"]
        letters = Words.of(
            pl.concat([records[part].cast(pl.String).str.slice(0, 1) for part in ("given", "patronymic")])
        )
        initials = [Words(codes, letters.values) for codes in np.split(letters.codes, 2)]
        return Names(
            Words.of(records["surname"]),
            Words.of(stems),
            Sets.of(records.select(every_surname().alias("all"))["all"], _MOST_SURNAMES),
            records["surname"].cast(pl.String).str.contains(" ").fill_null(False).to_numpy(),
            NamePart.of(records["given"]),
            NamePart.of(records["patronymic"]),
            (initials[0], initials[1]),
            Words.of(records.select(_gender().alias("gender"))["gender"]),
        )


def _gender() -> pl.Expr:
    """The gender of the record, or the one that the Russian form of the surname shows."""
    form = pl.when(pl.col("language").fill_null("") != "et").then(pl.col("surname"))
    shown = (
        pl.when(form.str.contains(_FEMALE)).then(pl.lit("female")).when(form.str.contains(_MALE)).then(pl.lit("male"))
    )
    return pl.coalesce("gender", shown)


def compare_surnames(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the surname: the same, a further name, part of a double one, forms of one surname, spellings apart."""
    words, stems = names.surname, names.stems
    levels = Levels.empty(len(a))
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    likeness = similarity(stems, a, b, JaroWinkler.normalized_similarity)
    edits = similarity(stems, a, b, DamerauLevenshtein.normalized_similarity)
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (likeness >= _NEAR), comparison.code("near"))
    levels.fill(known & ((likeness >= _CLOSE) | (edits >= _EDITS)), comparison.code("close"))
    shares = stems.shares(comparison, common_shares(stems.values, comparison))
    alias, word = names.surnames.shared(a, b)
    levels.fill(
        alias > 0,
        comparison.code("alias"),
        names.surnames.shares(comparison, common_shares(names.surnames.values, comparison))[word],
    )
    common = np.maximum(_of(shares, stems.codes[a]), _of(shares, stems.codes[b]))
    gender = names.gender.codes
    unlike = (gender[a] >= 0) & (gender[b] >= 0) & (gender[a] != gender[b])
    one_double = known & (names.double[a] != names.double[b]) & ~unlike  # a wife's joins two families
    levels.fill(one_double & (alias > 0), comparison.code("part"), levels.shares)
    levels.fill(one_double & (levels.codes == comparison.code("different")), comparison.code("other_part"))
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
    levels.fill(_swapped(names, a, b), comparison.code("swapped"))
    return levels


def compare_patronymics(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the patronymic; a missing one is no evidence, another one is evidence against."""
    levels = _compare_part(names.patronymic, a, b, comparison)
    levels.fill(_swapped(names, a, b), 0)
    return levels


def compare_genders(names: Names, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of gender where the given names do not say it: one is missing or an initial."""
    levels = Levels.empty(len(a))
    gender, given = names.gender.codes, names.given
    silent = (given.words.codes[a] < 0) | (given.words.codes[b] < 0) | given.only_initial[a] | given.only_initial[b]
    known = (gender[a] >= 0) & (gender[b] >= 0) & silent
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (gender[a] == gender[b]), comparison.code("exact"))
    return levels


def _swapped(names: Names, a: Codes, b: Codes) -> Flags:
    """Initials of given name and patronymic that stand the other way round ("D. T." for "T. D.")."""
    given, patronymic = names.initials
    crossed: Flags = (given.codes[a] == patronymic.codes[b]) & (patronymic.codes[a] == given.codes[b])
    short = names.given.only_initial[a] | names.given.only_initial[b]
    swapped: Flags = (
        crossed & short & (given.codes[a] != given.codes[b]) & (given.codes[a] >= 0) & (given.codes[b] >= 0)
    )
    return swapped


def _compare_part(part: NamePart, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    words = part.words
    levels = Levels.empty(len(a))
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    likeness = similarity(words, a, b, JaroWinkler.normalized_similarity)
    edits = similarity(words, a, b, DamerauLevenshtein.normalized_similarity)
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (likeness >= _NEAR), comparison.code("near"))
    levels.fill(known & ((likeness >= _CLOSE) | (edits >= _EDITS)), comparison.code("close"))
    same = known & (words.codes[a] == words.codes[b])
    levels.fill(same, comparison.code("exact"), _of(words.shares(comparison), words.codes[a]))
    short = known & (part.only_initial[a] | part.only_initial[b])
    agree, letters = part.initials_agree(a, b), part.letters.shares(comparison)
    common = np.maximum(_of(letters, part.letters.codes[a]), _of(letters, part.letters.codes[b]))
    levels.fill(short, comparison.code("other_initial"))
    levels.fill(short & agree, comparison.code("initial"), common)
    return levels


def _of(shares: Shares, codes: Codes) -> Shares:
    return shares[codes] if len(shares) else np.zeros(len(codes), np.float32)
