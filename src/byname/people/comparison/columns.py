"""People stage: the records as columns for the compiled comparison.

Goes in: the records table and the settings, which say how rare values are weighed. Comes out: `Columns`, one row of
codes a record and one table of all values with their shares, words and texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison import row_layout as at
from byname.people.comparison.common_surnames import common_shares
from byname.people.comparison.features import NO_DAY, Codes, Days, Sets, Shares, Words, shares_of
from byname.people.comparison.offices import Offices
from byname.people.comparison.spelling import Surnames, archive_numbers
from byname.people.comparison.strings import Texts, pack
from byname.people.settings import Comparison, LinkageSettings
from byname.records.codes import bodies_without_trial
from byname.records.names import given_name_groups
from byname.records.outcomes import outcomes, with_cases
from byname.records.places import renamed_place

_FEMALE, _MALE = "(?:ova|eva|ina|skaia)$", "(?:[oe]v|in|ski)$"
# One Cyrillic letter that folds to two: "Я." gives "ia".
_INITIALS: Final = ("ia", "iu", "sh", "ch", "zh", "kh", "ts", "sc")
_BYTES: Final = 256
_EVEN: Final = 10.0  # records at the share of all lists that are added to those of a list
_HERE: Final = 20  # records at the share of the whole that are added to those of a place
_BEARERS: Final = 10  # records with a gender that must bear a given name before it tells the gender of others
_OTHERS: Final = 0.03  # share of them that may be of the other gender (misprints, boys under their mother's name)
_SHORTEST: Final = 3  # letters of a name that is looked for in the other place
_REST: Final = (
    *("deportation", "release", "death", "outcome", "articles", "archive", "occupation", "offices", "relation", "head"),
    "nationality",
)


Groups = Callable[[str], tuple[int, ...]]


class _Values:
    """The table of all values, put together part by part."""

    def __init__(self) -> None:
        self.size = 0
        self._shares: list[Shares] = []
        self._tokens: list[Codes] = []
        self._second: list[Codes] = []
        self._texts: list[Texts] = []

    def add(self, number: int, shares: Shares | None = None) -> int:
        """Room for so many values; gives the place of the first."""
        return self._put(number, shares, None, None, None)

    def add_words(self, words: Words, shares: Shares | None = None, groups: Groups | None = None) -> Codes:
        """Add the values of a column with their words and texts; gives the codes of the rows.

        `groups` gives for a word the numbers of the groups of words that stand for one another.
        """
        tokens, second = _tokens(words.values, groups)
        return _shifted(words.codes, self._put(len(words.values), shares, tokens, second, pack(words.values)))

    def add_set(self, words: Sets, shares: Shares) -> Codes:
        """Add the values of a column of several words a row with their texts; gives the codes of the rows."""
        return _shifted(words.codes, self._put(len(words.values), shares, None, None, pack(words.values)))

    def _put(
        self, number: int, shares: Shares | None, tokens: Codes | None, second: Codes | None, texts: Texts | None
    ) -> int:
        first, self.size = self.size, self.size + number
        empty = Texts(np.empty(0, np.uint8), np.zeros(number + 1, np.int64), np.zeros(number, np.int64))
        self._shares.append(np.zeros(number, np.float32) if shares is None else shares)
        self._tokens.append(np.full((number, at.MOST_TOKENS), -1, np.int32) if tokens is None else tokens)
        self._second.append(np.full(number, -1, np.int32) if second is None else second)
        self._texts.append(empty if texts is None else texts)
        return first

    def joined(self) -> tuple[Shares, Codes, Codes, Texts]:
        """Shares, words, second groups and texts of all values."""
        ends = np.cumsum([0, *(len(part.text) for part in self._texts)])
        starts = [part.start[:-1] + end for part, end in zip(self._texts, ends[:-1], strict=True)]
        texts = Texts(
            np.concatenate([part.text for part in self._texts]),
            np.concatenate([*starts, ends[-1:]]),
            np.concatenate([part.mask for part in self._texts]),
        )
        return np.concatenate(self._shares), np.concatenate(self._tokens), np.concatenate(self._second), texts


def columns_of(records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames) -> at.Columns:
    """The columns of a records table; every column of `schema.RECORDS` that is compared must be there."""
    values = _Values()
    names, letters = _names(records, settings, surnames, values)
    rest, drawn_by, first_office = _rest(records, settings, values)
    shares, tokens, second, texts = values.joined()
    living = names[:, at.RESIDENCE]
    here = [_shares_here(codes, living, shares) for codes in (rest[:, at.OCCUPATION], names[:, at.STEM])]
    listed = np.column_stack([_listed(names, shares), *here])
    return at.Columns(names, rest, shares, tokens, second, texts, *letters, drawn_by, first_office, listed)


def _listed(names: npt.NDArray[np.int32], shares: Shares) -> Shares:
    """For each record the share of its surname, given name, father's name and places in its own list.

    It is the share in all lists times how much commoner the value is in this list, drawn towards 1 by _EVEN records.
    """
    lists = names[:, at.LIST].astype(np.int64)
    number = int(lists.max(initial=0)) + 1
    result = np.zeros((len(names), len(at.LISTED)), np.float32)
    for place, column in enumerate(at.LISTED):
        known = np.flatnonzero(names[:, column] >= 0)
        code, of = names[known, column].astype(np.int64), lists[known]
        if len(known):
            first = int(code.min())
            values = np.bincount(code - first)
            _, cell, counts = np.unique((code - first) * number + of, return_inverse=True, return_counts=True)
            expected = values[code - first] * np.bincount(of, minlength=number)[of] / len(known)
            result[known, place] = shares[code] * (counts[cell] + _EVEN) / (expected + _EVEN)
    return np.minimum(result, 1.0)


def _shares_here(codes: Codes, places: Codes, shares: Shares) -> Shares:
    """For each record the share of a value among those who live where it does, the two of a pair left out.

    "Member of the committee of the village" is rare in the whole and common in the village, and so is a surname. The
    share is drawn towards that of the whole by _HERE records.
    """
    result = np.zeros(len(places), np.float32)
    known = np.flatnonzero((codes >= 0) & (places >= 0)) if len(codes) == len(places) else np.empty(0, np.int64)
    if len(known):
        value, place = codes[known].astype(np.int64), places[known].astype(np.int64)
        _, here, living = np.unique(place, return_inverse=True, return_counts=True)
        _, cell, counts = np.unique(place << 32 | value, return_inverse=True, return_counts=True)
        others, alike = np.maximum(living[here] - 2, 0), np.maximum(counts[cell] - 2, 0)
        result[known] = (alike + _HERE * shares[value].astype(np.float64)) / (others + _HERE)
    return result


def _names(
    records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames, values: _Values
) -> tuple[npt.NDArray[np.int32], tuple[int, int]]:
    rows = np.full((len(records), at.NAMES_END), -1, np.int32)
    rows[:, at.LIST] = Words.of(records["source"]).codes
    rows[:, at.SURNAME] = Words.of(records["surname"]).codes
    _surnames(surnames, settings.comparison("surname"), values, rows)
    for name, column in (("surname", at.SURNAME_MARK), ("given", at.GIVEN_MARK)):
        rows[:, column] = _marks(records[name])
    _gender(records, rows)
    letters = (
        _name_part(_givens(records), settings.comparison("given"), values, rows, at.GIVEN),
        _name_part([records["patronymic"]], settings.comparison("patronymic"), values, rows, at.PATRONYMIC),
    )
    birth = Days.of(records["birth"])
    rows[:, at.BIRTH], rows[:, at.BIRTH + 1] = birth.low, birth.high
    for place, part in enumerate(("birth_year", "birth_month", "birth_day"), at.BIRTH + 2):
        rows[:, place] = records[part].cast(pl.Int32).fill_null(-1).to_numpy()
    _case(records, settings.comparison("case"), values, rows)
    for name, column in (("birth_place", at.BIRTH_PLACE), ("residence", at.RESIDENCE)):
        words = Words.of(records[name])
        rows[:, column] = values.add_words(words, words.shares(settings.comparison("place")), _place_groups)
    _places(records, settings.comparison("place"), values, rows)
    rows[:, at.PARENT_GENDER] = _parent_genders(records["patronymic"])
    return rows, letters


def _places(records: pl.DataFrame, comparison: Comparison, values: _Values, rows: npt.NDArray[np.int32]) -> None:
    """The places of birth, residence and arrest as codes of one table, and the rarest word of each.

    The share of a word is that of the places that name it.
    """
    columns = [records[name].cast(pl.String) for name in ("birth_place", "residence", "arrest_place")]
    places = Words.of(pl.concat([column.alias("place") for column in columns]))
    codes = values.add_words(places, places.shares(comparison), _place_groups).reshape(len(columns), -1)
    rows[:, at.WHERE_BORN : at.WHERE_TAKEN + 1] = codes.T
    split = places.values.cast(pl.String).str.split(" ")
    words = Words.of(split.explode())
    of_place = np.repeat(np.arange(len(split)), split.list.len().to_numpy().astype(np.int64))
    counts = np.bincount(words.codes, places.counts[of_place], len(words.values)).astype(np.int64)
    first = values.add(len(words.values), shares_of(counts, float(places.counts.sum()), comparison))
    rarest = np.full(len(split) + 1, -1, np.int32)
    order = np.lexsort((-counts[words.codes], of_place))
    rarest[of_place[order]] = words.codes[order] + first  # the last of a place is its rarest
    rows[:, at.WHERE_BORN + at.RAREST_WORD : at.NAMES_END] = rarest[places.codes].reshape(len(columns), -1).T


def _parent_genders(patronymics: pl.Series) -> Codes:
    """Whether a patronymic is a name of women alone (1), of men alone (0), or neither is known (-1)."""
    words = Words.of(patronymics)
    genders = [{gender for gender, _ in given_name_groups(name)} for name in words.values.to_list()]
    told = [-1 if len(found) != 1 else int(found == {"female"}) for found in genders]
    return np.array([*told, -1], np.int32)[words.codes]


def _surnames(surnames: Surnames, comparison: Comparison, values: _Values, rows: npt.NDArray[np.int32]) -> None:
    rows[:, at.DOUBLE] = surnames.double
    stems = Words.of(pl.concat([surnames.stem, surnames.further]))
    shares = stems.shares(comparison, common_shares(stems.values.to_list(), comparison))
    codes = values.add_words(stems, shares)
    rows[:, at.STEM], further = codes[: len(rows)], codes[len(rows) :]
    row = surnames.further_rows.to_numpy()
    place = np.arange(len(row)) - np.searchsorted(row, row)
    kept = place < at.MOST_SURNAMES
    rows[row[kept], at.SURNAMES + place[kept]] = further[kept]


def _marks(column: pl.Series) -> Codes:
    """A hash of each word of at least three letters; -1 for others."""
    words = column.cast(pl.String)
    marks = (words.hash(seed=0).to_numpy() >> np.uint64(33)).astype(np.int32)
    marks[(words.str.len_bytes().fill_null(0) < _SHORTEST).to_numpy()] = -1
    return marks


def _gender(records: pl.DataFrame, rows: npt.NDArray[np.int32]) -> None:
    """The gender of the record; or what the Russian form of the surname shows; or that of others of the given name."""
    form = pl.when(pl.col("language").fill_null("") != "et").then(pl.col("surname"))
    shown = pl.when(form.str.contains(_FEMALE)).then(1).when(form.str.contains(_MALE)).then(0)
    said = pl.col("gender").replace_strict({"male": 0, "female": 1}, default=None, return_dtype=pl.Int32)
    first = pl.col("given").cast(pl.String).str.split(" ").list.first()
    table = records.select(pl.coalesce(said, shown).cast(pl.Int32).alias("gender"), first.alias("given"))
    told = table.drop_nulls().filter(pl.col("given").str.len_bytes() >= _SHORTEST).group_by("given")
    sure = told.agg(pl.len().alias("number"), pl.col("gender").mean().alias("women")).filter(
        (pl.col("number") >= _BEARERS) & ((pl.col("women") <= _OTHERS) | (pl.col("women") >= 1 - _OTHERS))
    )
    others = sure.select("given", pl.col("women").round().cast(pl.Int32).alias("others"))
    table = table.join(others, on="given", how="left", maintain_order="left")
    rows[:, at.GENDER] = table.select(pl.coalesce("gender", "others").fill_null(-1)).to_series().to_numpy()


def _givens(records: pl.DataFrame) -> list[pl.Series]:
    """The given name and, where any record has them, its first further given names."""
    aliases = records["alias_givens"]
    if aliases.null_count() == len(aliases):
        return [records["given"]]
    return [records["given"], *(aliases.list.get(place, null_on_oob=True) for place in range(at.MOST_ALIASES))]


def _name_part(
    columns: list[pl.Series], comparison: Comparison, values: _Values, rows: npt.NDArray[np.int32], first: int
) -> int:
    words = Words.of(pl.concat([column.cast(pl.String) for column in columns]))
    codes = values.add_words(words, words.shares(comparison), _name_groups).reshape(len(columns), -1)
    rows[:, first] = codes[0]
    rows[:, at.GIVEN_ALIASES : at.GIVEN_ALIASES + len(columns) - 1] = codes[1:].T
    words = Words(words.codes[: len(rows)], words.values)
    of_value = pl.DataFrame({"value": words.values}).select(
        pl.col("value").str.split(" ").list.first().alias("word"),
    )
    short = of_value.select((pl.col("word").str.len_bytes() == 1) | pl.col("word").is_in(_INITIALS)).to_series()
    text = pack(words.values)
    letter = text.text[text.start[:-1]].astype(np.int32) if len(words.values) else np.empty(0, np.int32)
    letter[letter == ord("y")] = ord("j")
    letters = np.append(letter, -1)[words.codes]
    rows[:, first + 1] = letters
    rows[:, first + 2] = np.append(short.to_numpy().astype(np.int32), 0)[words.codes]
    counts = np.bincount(letters[letters >= 0], minlength=_BYTES)
    return values.add(_BYTES, Words(letters, pl.Series(range(_BYTES))).shares(comparison) if counts.any() else None)


def _case(records: pl.DataFrame, comparison: Comparison, values: _Values, rows: npt.NDArray[np.int32]) -> None:
    _days(records, "arrest", "arrest_day", comparison, values, rows, at.ARREST)
    tried = ~pl.col("body").is_in(bodies_without_trial()).fill_null(False)
    trials = records.select(pl.when(tried).then(pl.col(name)).alias(name) for name in ("sentence_date", "sentence_day"))
    _days(trials, "sentence_date", "sentence_day", comparison, values, rows, at.SENTENCE)
    arrest, sentence = rows[:, at.ARREST + 2].astype(np.int64), rows[:, at.SENTENCE + 2].astype(np.int64)
    both = np.where((arrest >= 0) & (sentence >= 0), arrest << 32 | sentence, -1)
    rows[:, at.CASE] = _dense(pl.Series(both), comparison, values)


def _days(
    records: pl.DataFrame,
    name: str,
    day: str,
    comparison: Comparison,
    values: _Values,
    rows: npt.NDArray[np.int32],
    first: int,
) -> None:
    days = Days.of(records[name])
    rows[:, first], rows[:, first + 1] = days.low, days.high
    written = records[day].cast(pl.Int64).fill_null(NO_DAY)
    rows[:, first + 2] = _dense(
        written.set(written == NO_DAY, -1) if (written < 0).any() else written, comparison, values
    )


def _dense(numbers: pl.Series, comparison: Comparison, values: _Values) -> Codes:
    """Codes of whole numbers, each with its share; -1 is missing."""
    known = numbers != -1
    if not known.any():
        return np.full(len(numbers), -1, np.int32)
    rank = numbers.set(~known, None).rank("dense").cast(pl.Int32)
    codes = (rank - 1).fill_null(-1).to_numpy().astype(np.int32)
    words = Words(codes, pl.Series(range(int(codes.max()) + 1)))
    return _shifted(codes, values.add(len(words.values), words.shares(comparison)))


def _rest(
    records: pl.DataFrame, settings: LinkageSettings, values: _Values
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], int]:
    if all(records[column].null_count() == len(records) for column in _REST):
        return np.full((1, at.REST_END), -1, np.int32), np.zeros((1, 1), bool), 0
    rows = np.full((len(records), at.REST_END), -1, np.int32)
    _days(records, "deportation", "deportation_day", settings.comparison("deportation"), values, rows, at.DEPORTATION)
    fate = settings.comparison("fate")
    _days(records, "release", "release_day", fate, values, rows, at.RELEASE)
    _days(records, "death", "death_day", fate, values, rows, at.DEATH)
    rows[:, at.OUTCOME] = Words.of(_comparable_outcomes(records["outcome"])).codes
    articles, comparison = Words.of(records["articles"]), settings.comparison("articles")
    rows[:, at.ARTICLE_WORDS] = values.add_words(articles, articles.shares(comparison))
    rows[:, at.ARTICLES : at.ARTICLES + at.MOST_ARTICLES] = Sets.of(
        records["articles"].cast(pl.String).str.split(" "), at.MOST_ARTICLES
    ).codes
    numbers = Sets.of(records.select(archive_numbers().alias("numbers"))["numbers"], at.MOST_NUMBERS)
    rows[:, at.NUMBERS : at.NUMBERS + at.MOST_NUMBERS] = values.add_set(
        numbers, numbers.shares(settings.comparison("archive"))
    )
    nationality = Words.of(records["nationality"])
    rows[:, at.NATIONALITY] = values.add_words(nationality, nationality.shares(settings.comparison("nationality")))
    rows[:, at.RELATION], rows[:, at.HEAD] = Words.of(records["relation"]).codes, _heads(records)
    drawn_by, first_office = _offices(records, settings.comparison("office"), values, rows)
    return rows, drawn_by, first_office


def _comparable_outcomes(stated: pl.Series) -> pl.Series:
    """The outcomes that others may speak against; the manner of an execution does not count: one list says shot."""
    left_out = dict.fromkeys(code for code, outcome in outcomes().items() if not outcome.compared)
    return stated.replace(dict.fromkeys(with_cases("executed"), "executed") | left_out)


def _offices(
    records: pl.DataFrame, comparison: Comparison, values: _Values, rows: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.bool_], int]:
    occupation = Words.of(records["occupation"])
    rows[:, at.OCCUPATION] = values.add_words(occupation, occupation.shares(comparison))
    offices = Offices.of(records)
    first = values.add(len(offices.codes.values), np.minimum(offices.codes.counts, 2**24).astype(np.float32))
    rows[:, at.OFFICES : at.OFFICES + at.MOST_OFFICES] = _shifted(offices.codes.codes, first)
    rows[:, at.STANDING] = offices.standing
    for bits, place in (
        (offices.spheres, at.SPHERES),
        (offices.ranks, at.RANKS),
        (offices.possible, at.POSSIBLE_RANKS),
    ):
        rows[:, place] = (bits & 0x7FFFFFFF).astype(np.int32)
        rows[:, place + 1] = (bits >> 31).astype(np.int32)
    return offices.drawn_by, first


def _heads(records: pl.DataFrame) -> Codes:
    """The name of the head of household that each record stands under."""
    if records["head"].null_count() == len(records):
        return np.full(len(records), -1, np.int32)
    heads = records.select(
        pl.col("record_id").alias("head"), pl.concat_str("surname", "given", separator=" ").alias("head_name")
    )
    return Words.of(records.select("head").join(heads, on="head", how="left", maintain_order="left")["head_name"]).codes


def _shifted(codes: Codes, first: int) -> Codes:
    moved: Codes = np.where(codes >= 0, codes + np.int32(first), -1).astype(np.int32)
    return moved


def _tokens(values: pl.Series, groups: Groups | None) -> tuple[Codes, Codes]:
    """The words of each value as codes, those of a group as its number; and the second group of a single word."""
    result = np.full((len(values), at.MOST_TOKENS), -1, np.int32)
    second = np.full(len(values), -1, np.int32)
    if values.is_empty():
        return result, second
    split = values.cast(pl.String).str.split(" ").list.head(at.MOST_TOKENS)
    lengths = split.list.len().to_numpy().astype(np.int64)
    words = Words.of(split.explode())
    rows = np.repeat(np.arange(len(values)), lengths)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    codes = words.codes
    if groups:
        known = [groups(word) for word in words.values.to_list()]
        first = np.array([group[0] if group else place for place, group in enumerate(known, _GROUPS)], np.int32)
        other = np.array([group[1] if len(group) > 1 else -1 for group in known], np.int32)
        single = lengths[rows] == 1
        second[rows[single]] = other[codes[single]]
        codes = first[codes]
    result[rows, places] = codes
    return result, second


_DOUBLED: Final = re.compile(r"(.)\1+")
_GROUPS: Final = 10_000  # codes below are groups of words that stand for one another


@cache
def _name_groups(word: str) -> tuple[int, ...]:
    """The groups of a folded given name; where it has none, those of its form without doubled letters."""
    groups = given_name_groups(word) or given_name_groups(_DOUBLED.sub(r"\1", word))
    return tuple(sorted(number + (0 if gender == "male" else _GROUPS // 2) for gender, number in groups))


def _place_groups(word: str) -> tuple[int, ...]:
    """The place that changed its name, if the word is one of its names."""
    number = renamed_place(word)
    return () if number is None else (number,)
