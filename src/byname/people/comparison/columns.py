"""People stage: the records as columns for the compiled comparison.

Goes in: the records table and the settings, which say how rare values are weighed. Comes out: `Columns`, one row of
codes a record and one table of all values with their shares, words and texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison import row_layout as at
from byname.people.comparison.common_surnames import common_shares
from byname.people.comparison.features import Codes, Counts, Days, Sets, Shares, Words, counts_of, shares_of
from byname.people.comparison.households import head_names
from byname.people.comparison.lexicon import Lexicon, Whole
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
Matrix = npt.NDArray[np.int32]


class _Values:
    """The table of all values, put together part by part; `kept` is False where only their places are asked for."""

    def __init__(self, *, kept: bool = True) -> None:
        self.size = 0
        self._kept = kept
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
        if not self._kept:
            return _shifted(words.codes, self._moved(len(words.values)))
        tokens, second = _tokens(words.values, groups)
        return _shifted(words.codes, self._put(len(words.values), shares, tokens, second, pack(words.values)))

    def add_set(self, words: Sets, shares: Shares) -> Codes:
        """Add the values of a column of several words a row with their texts; gives the codes of the rows."""
        if not self._kept:
            return _shifted(words.codes, self._moved(len(words.values)))
        return _shifted(words.codes, self._put(len(words.values), shares, None, None, pack(words.values)))

    def _moved(self, number: int) -> int:
        first, self.size = self.size, self.size + number
        return first

    def _put(
        self, number: int, shares: Shares | None, tokens: Codes | None, second: Codes | None, texts: Texts | None
    ) -> int:
        first = self._moved(number)
        if not self._kept:
            return first
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


@dataclass(frozen=True, slots=True)
class Coded:
    """Records as codes: the two matrices of `Columns`."""

    names: Matrix
    rest: Matrix


@dataclass(frozen=True, slots=True)
class ValueTables:
    """What `Columns` says of values, whatever the records."""

    shares: Shares
    tokens: Codes
    second: Codes
    texts: Texts
    given_letters: int
    patronymic_letters: int
    drawn_by: npt.NDArray[np.bool_]
    first_office: int


def columns_of(records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames) -> at.Columns:
    """The columns of a records table; every column of `schema.RECORDS` that is compared must be there."""
    coded, tables = coded_with_values(records, settings, surnames, Whole(records))
    names, shares = coded.names, tables.shares
    living = names[:, at.RESIDENCE]
    here = [_shares_here(codes, living, shares) for codes in (coded.rest[:, at.OCCUPATION], names[:, at.STEM])]
    listed = np.column_stack([_listed(names, shares), *here])
    return columns_from(coded, tables, listed)


def columns_from(coded: Coded, tables: ValueTables, listed: Shares) -> at.Columns:
    """The columns, put together."""
    return at.Columns(
        coded.names, coded.rest, tables.shares, tables.tokens, tables.second, tables.texts, tables.given_letters,
        tables.patronymic_letters, tables.drawn_by, tables.first_office, listed,
    )  # fmt: skip


def coded_with_values(
    records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames, lexicon: Lexicon
) -> tuple[Coded, ValueTables]:
    """The records as codes, and the tables of the values that these point to."""
    values = _Values()
    names, letters = _names(records, settings, surnames, values, lexicon)
    rest, drawn_by, first_office = _rest(records, settings, values, lexicon)
    return Coded(names, rest), ValueTables(*values.joined(), *letters, drawn_by, first_office)


def coded_of(records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames, lexicon: Lexicon) -> Coded:
    """The records as codes alone."""
    values = _Values(kept=False)
    names, _ = _names(records, settings, surnames, values, lexicon)
    return Coded(names, _rest(records, settings, values, lexicon)[0])


def _listed(names: Matrix, shares: Shares) -> Shares:
    """For each record the share of its surname, given name, father's name and places in its own list."""
    lists = names[:, at.LIST]
    result = np.zeros((len(names), len(at.LISTED)), np.float32)
    for place, column in enumerate(at.LISTED):
        known = np.flatnonzero(names[:, column] >= 0)
        if len(known):
            code, of = names[known, column], lists[known]
            result[known, place] = share_in_list(code, of, shares[code], counts_of(of, int(lists.max()) + 1))
    return result


def share_in_list(values: Codes, lists: Codes, shares: Shares, sizes: Counts) -> Shares:
    """For each record that has a value the share of this value in its own list.

    It is the share in all lists times how much commoner the value is in this list, drawn towards 1 by _EVEN records.
    `values`, `lists`, `shares`: of every record that has one of these values; `sizes`: how many records of each list
    have any value.
    """
    first = int(values.min(initial=0))
    of_value = np.bincount(values - first)
    cells = (values.astype(np.int64) - first) * len(sizes) + lists
    _, cell, counts = np.unique(cells, return_inverse=True, return_counts=True)
    expected = of_value[values - first] * sizes[lists] / sizes.sum()
    commoner = (shares * (counts[cell] + _EVEN) / (expected + _EVEN)).astype(np.float32)
    result: Shares = np.minimum(commoner, np.float32(1.0))
    return result


def _shares_here(codes: Codes, places: Codes, shares: Shares) -> Shares:
    """For each record the share of a value among those who live where it does, 0 where either is not known."""
    result = np.zeros(len(places), np.float32)
    known = np.flatnonzero((codes >= 0) & (places >= 0)) if len(codes) == len(places) else np.empty(0, np.int64)
    if len(known):
        result[known] = share_here(codes[known], places[known], shares[codes[known]])
    return result


def share_here(values: Codes, places: Codes, shares: Shares) -> Shares:
    """For each record the share of its value among those who live where it does, the two of a pair left out.

    "Member of the committee of the village" is rare in the whole and common in the village, and so is a surname. The
    share is drawn towards that of the whole by _HERE records. `values`, `places`, `shares`: of every record of these
    places.
    """
    _, here, living = np.unique(places, return_inverse=True, return_counts=True)
    cells = places.astype(np.int64) << 32 | values
    _, cell, counts = np.unique(cells, return_inverse=True, return_counts=True)
    others, alike = np.maximum(living[here] - 2, 0), np.maximum(counts[cell] - 2, 0)
    result: Shares = ((alike + _HERE * shares.astype(np.float64)) / (others + _HERE)).astype(np.float32)
    return result


def _names(
    records: pl.DataFrame, settings: LinkageSettings, surnames: Surnames, values: _Values, lexicon: Lexicon
) -> tuple[Matrix, tuple[int, int]]:
    rows = np.full((len(records), at.NAMES_END), -1, np.int32)
    rows[:, at.LIST] = lexicon.words("list", records["source"]).codes
    rows[:, at.SURNAME] = lexicon.words("surname", records["surname"]).codes
    _surnames(surnames, settings.comparison("surname"), values, lexicon, rows)
    for name, column in (("surname", at.SURNAME_MARK), ("given", at.GIVEN_MARK)):
        rows[:, column] = _marks(records[name])
    rows[:, at.GENDER] = _genders(records, lexicon)
    givens = _givens(records, lexicon)
    letters = (
        _name_part("given", givens, settings.comparison("given"), values, lexicon, rows, at.GIVEN),
        _name_part(
            "patronymic", [records["patronymic"]], settings.comparison("patronymic"), values, lexicon, rows,
            at.PATRONYMIC,
        ),
    )  # fmt: skip
    birth = Days.of(records["birth"])
    rows[:, at.BIRTH], rows[:, at.BIRTH + 1] = birth.low, birth.high
    for place, part in enumerate(("birth_year", "birth_month", "birth_day"), at.BIRTH + 2):
        rows[:, place] = records[part].cast(pl.Int32).fill_null(-1).to_numpy()
    _case(records, settings.comparison("case"), values, lexicon, rows)
    for name, column in (("birth_place", at.BIRTH_PLACE), ("residence", at.RESIDENCE)):
        words = lexicon.words(name, records[name])
        rows[:, column] = values.add_words(words, words.shares(settings.comparison("place")), _place_groups)
    _places(records, settings.comparison("place"), values, lexicon, rows)
    rows[:, at.PARENT_GENDER] = _parent_genders(records["patronymic"])
    return rows, letters


def _places(records: pl.DataFrame, comparison: Comparison, values: _Values, lexicon: Lexicon, rows: Matrix) -> None:
    """The places of birth, residence and arrest as codes of one table, and the rarest word of each.

    The share of a word is that of the places that name it.
    """
    columns = [records[name].cast(pl.String) for name in ("birth_place", "residence", "arrest_place")]
    places = lexicon.words("place", pl.concat([column.alias("place") for column in columns]))
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


def _surnames(surnames: Surnames, comparison: Comparison, values: _Values, lexicon: Lexicon, rows: Matrix) -> None:
    rows[:, at.DOUBLE] = surnames.double
    stems = lexicon.words("stem", pl.concat([surnames.stem, surnames.further]))
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


def _genders(records: pl.DataFrame, lexicon: Lexicon) -> Codes:
    """The gender of the record; or what the Russian form of the surname shows; or that of others of the given name."""
    form = pl.when(pl.col("language").fill_null("") != "et").then(pl.col("surname"))
    shown = pl.when(form.str.contains(_FEMALE)).then(1).when(form.str.contains(_MALE)).then(0)
    said = pl.col("gender").replace_strict({"male": 0, "female": 1}, default=None, return_dtype=pl.Int32)
    first = pl.col("given").cast(pl.String).str.split(" ").list.first()
    table = records.select(pl.coalesce(said, shown).cast(pl.Int32).alias("gender"), first.alias("given"))
    told = pl.when(pl.col("given").str.len_bytes() >= _SHORTEST).then(pl.concat_str("gender", "given"))
    bearers = lexicon.words("gender and given name", table.select(told.alias("told"))["told"])
    table = table.join(_told_by_others(bearers), on="given", how="left", maintain_order="left")
    codes: Codes = table.select(pl.coalesce("gender", "others").fill_null(-1)).to_series().to_numpy().astype(np.int32)
    return codes


def _told_by_others(bearers: Words) -> pl.DataFrame:
    """The given names that nearly all bearers of one gender have, with that gender; `bearers`: digit and name."""
    women = pl.col("told").str.slice(0, 1).cast(pl.Int64) * pl.col("number")
    table = pl.DataFrame({"told": bearers.values.cast(pl.String), "number": bearers.counts})
    of_name = table.group_by(pl.col("told").str.slice(1).alias("given")).agg(
        pl.col("number").sum(), women.sum().alias("women")
    )
    share = pl.col("women") / pl.col("number")
    sure = (pl.col("number") >= _BEARERS) & ((share <= _OTHERS) | (share >= 1 - _OTHERS))
    return of_name.filter(sure).select("given", share.round().cast(pl.Int32).alias("others"))


def _givens(records: pl.DataFrame, lexicon: Lexicon) -> list[pl.Series]:
    """The given name and, where any record has them, its first further given names."""
    aliases = records["alias_givens"]
    if not lexicon.has("alias_givens") or aliases.dtype == pl.Null:
        return [records["given"]]
    return [records["given"], *(aliases.list.get(place, null_on_oob=True) for place in range(at.MOST_ALIASES))]


def _name_part(
    name: str,
    columns: list[pl.Series],
    comparison: Comparison,
    values: _Values,
    lexicon: Lexicon,
    rows: Matrix,
    first: int,
) -> int:
    words = lexicon.words(name, pl.concat([column.cast(pl.String) for column in columns]))
    codes = values.add_words(words, words.shares(comparison), _name_groups).reshape(len(columns), -1)
    rows[:, first] = codes[0]
    rows[:, at.GIVEN_ALIASES : at.GIVEN_ALIASES + len(columns) - 1] = codes[1:].T
    own = words.codes[: len(rows)]
    of_value = pl.DataFrame({"value": words.values}).select(
        pl.col("value").str.split(" ").list.first().alias("word"),
    )
    short = of_value.select((pl.col("word").str.len_bytes() == 1) | pl.col("word").is_in(_INITIALS)).to_series()
    text = pack(words.values)
    letter = text.text[text.start[:-1]].astype(np.int32) if len(words.values) else np.empty(0, np.int32)
    letter[letter == ord("y")] = ord("j")
    letters = np.append(letter, -1)[own]
    rows[:, first + 1] = letters
    rows[:, first + 2] = np.append(short.to_numpy().astype(np.int32), 0)[own]
    counts = lexicon.summed(f"letters of {name}", counts_of(letters, _BYTES))
    return values.add(_BYTES, shares_of(counts, float(counts.sum()), comparison) if counts.any() else None)


def _case(records: pl.DataFrame, comparison: Comparison, values: _Values, lexicon: Lexicon, rows: Matrix) -> None:
    _days(records, "arrest", "arrest_day", comparison, values, lexicon, rows, at.ARREST)
    tried = ~pl.col("body").is_in(bodies_without_trial()).fill_null(False)
    trials = records.select(pl.when(tried).then(pl.col(name)).alias(name) for name in ("sentence_date", "sentence_day"))
    _days(trials, "sentence_date", "sentence_day", comparison, values, lexicon, rows, at.SENTENCE)
    days = pl.DataFrame({"arrest": records["arrest_day"], "sentence": trials["sentence_day"]}).cast(pl.Int64)
    both = days.select((pl.col("arrest") * 2**32 + pl.col("sentence")).alias("both"))["both"]
    rows[:, at.CASE] = _dense("case", both, comparison, values, lexicon)


def _days(
    records: pl.DataFrame,
    name: str,
    day: str,
    comparison: Comparison,
    values: _Values,
    lexicon: Lexicon,
    rows: Matrix,
    first: int,
) -> None:
    days = Days.of(records[name])
    rows[:, first], rows[:, first + 1] = days.low, days.high
    rows[:, first + 2] = _dense(day, records[day].cast(pl.Int64), comparison, values, lexicon)


def _dense(name: str, numbers: pl.Series, comparison: Comparison, values: _Values, lexicon: Lexicon) -> Codes:
    """Codes of whole numbers, each with its share."""
    words = lexicon.numbers(name, numbers)
    return _shifted(words.codes, values.add(len(words.values), words.shares(comparison)))


def _rest(
    records: pl.DataFrame, settings: LinkageSettings, values: _Values, lexicon: Lexicon
) -> tuple[Matrix, npt.NDArray[np.bool_], int]:
    if not has_rest(lexicon):
        return np.full((1, at.REST_END), -1, np.int32), np.zeros((1, 1), bool), 0
    rows = np.full((len(records), at.REST_END), -1, np.int32)
    deportation, fate = settings.comparison("deportation"), settings.comparison("fate")
    _days(records, "deportation", "deportation_day", deportation, values, lexicon, rows, at.DEPORTATION)
    _days(records, "release", "release_day", fate, values, lexicon, rows, at.RELEASE)
    _days(records, "death", "death_day", fate, values, lexicon, rows, at.DEATH)
    rows[:, at.OUTCOME] = lexicon.words("outcome", _comparable_outcomes(records["outcome"])).codes
    articles, comparison = lexicon.words("articles", records["articles"]), settings.comparison("articles")
    rows[:, at.ARTICLE_WORDS] = values.add_words(articles, articles.shares(comparison))
    rows[:, at.ARTICLES : at.ARTICLES + at.MOST_ARTICLES] = lexicon.sets(
        "article", records["articles"].cast(pl.String).str.split(" "), at.MOST_ARTICLES
    ).codes
    archive = records.select(archive_numbers().alias("numbers"))["numbers"]
    numbers = lexicon.sets("archive number", archive, at.MOST_NUMBERS)
    rows[:, at.NUMBERS : at.NUMBERS + at.MOST_NUMBERS] = values.add_set(
        numbers, numbers.shares(settings.comparison("archive"))
    )
    nationality = lexicon.words("nationality", records["nationality"])
    rows[:, at.NATIONALITY] = values.add_words(nationality, nationality.shares(settings.comparison("nationality")))
    rows[:, at.RELATION] = lexicon.words("relation", records["relation"]).codes
    rows[:, at.HEAD] = lexicon.words("head", head_names(records)).codes
    drawn_by, first_office = _offices(records, settings.comparison("office"), values, lexicon, rows)
    return rows, drawn_by, first_office


def has_rest(lexicon: Lexicon) -> bool:
    """Whether any record has a value in the columns of the second matrix; else it has one empty row."""
    return any(lexicon.has(column) for column in _REST)


def _comparable_outcomes(stated: pl.Series) -> pl.Series:
    """The outcomes that others may speak against; the manner of an execution does not count: one list says shot."""
    left_out = dict.fromkeys(code for code, outcome in outcomes().items() if not outcome.compared)
    return stated.replace(dict.fromkeys(with_cases("executed"), "executed") | left_out)


def _offices(
    records: pl.DataFrame, comparison: Comparison, values: _Values, lexicon: Lexicon, rows: Matrix
) -> tuple[npt.NDArray[np.bool_], int]:
    occupation = lexicon.words("occupation", records["occupation"])
    rows[:, at.OCCUPATION] = values.add_words(occupation, occupation.shares(comparison))
    offices = Offices.of(records, lexicon)
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
