"""People stage: forms of folded names that blocking and comparison share.

Goes in: names as the records stage folds them (Latin, lower case). Comes out: the stem without the endings of gender,
and the skeleton of sounds that survives most misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from byname.records.naming_customs import languages_of_both_parents

# From which likeness on two spellings are nearly the same, or similar: of Jaro and Winkler, and one less the edits as a
# share of the longer (people/comparison/strings.py).
CLOSE, NEAR, EDITS = 0.92, 0.82, 0.84

_ENDINGS = (
    (r"(?:skaia|skaya|skaja|skij|skii|skyi|sky|ska|skoi|ski)$", "sk"),
    (r"(ov|ev|iov|in|yn|en)a$", "$1"),
    (r"(?:aia|aya|ii|yi|yj|ij|oi)$", "y"),
)
_SOUNDS = (
    ("[^a-z]", ""),
    ("shch|sch|sh|ch|zh|ts|tz|cz|sz|dz", "s"),
    ("ph", "f"),
    ("kh|gh|ck|q|x", "k"),
    ("[bp]", "p"),
    ("[dt]", "t"),
    ("[gk]", "k"),
    ("[vwf]", "f"),
    ("[zsc]", "s"),
    ("h", ""),
    ("[jy]", "i"),
)
_DOUBLES = "pktfslmnr"
_SHORTEST_PART = 4


def stem(name: pl.Expr) -> pl.Expr:
    """The surname without the ending that shows gender.

    >>> pl.DataFrame({"n": ["tukhachevskaia", "ivanova"]}).select(stem(pl.col("n")))["n"].to_list()
    ['tukhachevsk', 'ivanov']
    """
    for pattern, replacement in _ENDINGS:
        name = name.str.replace(pattern, replacement)
    return name


@dataclass(frozen=True, slots=True)
class Surnames:
    """The surnames of all records: the stem of each, whether it has several parts, and further ones.

    `further_rows` and `further` give the stems of other surnames and of the parts of double ones, a row each.
    """

    stem: pl.Series
    double: pl.Series
    further_rows: pl.Series
    further: pl.Series


def surnames_of(records: pl.DataFrame) -> Surnames:
    """The surnames of a records table."""
    surname = records["surname"].cast(pl.String)
    double = surname.str.contains(" ", literal=True).fill_null(False)
    own = _by_value(surname, lambda column: stem(column))
    some = double | records["alias_surnames"].list.len().fill_null(0).cast(pl.Boolean)
    rows = records.with_row_index("row").filter(some).select(pl.col("row").cast(pl.Int32), _every_surname())
    table = rows.explode("further", empty_as_null=True).drop_nulls().filter(pl.col("further") != "")
    table = table.filter(pl.col("further") != own.gather(table["row"])).unique(maintain_order=True)
    return Surnames(own, double, table["row"], table["further"])


def _by_value(column: pl.Series, form: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """A form of each value of a column, worked out once a value."""
    values = column.drop_nulls().unique()
    table = pl.DataFrame({"value": values}).with_columns(form(pl.col("value")).alias("form"))
    joined = column.alias("value").to_frame().join(table, on="value", how="left", maintain_order="left")
    return joined["form"]


def skeletons(stems: pl.Series) -> pl.Series:
    """The skeleton of each stem."""
    return _by_value(stems, skeleton)


def _every_surname() -> pl.Expr:
    """The stems of all surnames of a record: its surname, its further surnames, and the parts of double ones, unless
    they are the father's and the mother's: of those the first stands among the further surnames."""
    whole = pl.concat_list(pl.col("surname"), pl.col("alias_surnames").fill_null([])).list.drop_nulls()
    parts = whole.list.join(" ").str.split(" ")
    parts = parts.list.eval(pl.element().filter(pl.element().str.len_chars() >= _SHORTEST_PART))
    language = pl.col("language").str.split("-").list.first()
    of_both_parents = language.is_in(languages_of_both_parents()).fill_null(value=False)
    parts = pl.when(of_both_parents).then([]).otherwise(parts)
    every = pl.concat_list(whole, parts).list.eval(stem(pl.element())).list.unique(maintain_order=True)
    return every.alias("further")


def archive_numbers() -> pl.Expr:
    """The archive numbers of a record: words with at least three digits; the letters of a fund alone are no number."""
    words = pl.col("archive").cast(pl.String).str.split(" ")
    return words.list.eval(pl.element().filter(pl.element().str.count_matches(r"\d") >= 3)).list.unique(
        maintain_order=True
    )


def skeleton(name: pl.Expr) -> pl.Expr:
    """The first sound and the later consonants, voiced and voiceless alike, doubled ones once.

    >>> pl.DataFrame({"n": ["goldberg", "holtperk"]}).select(skeleton(pl.col("n")))["n"].to_list()
    ['kltprk', 'altprk']
    """
    for pattern, replacement in _SOUNDS:
        name = name.str.replace_all(pattern, replacement)
    name = pl.concat_str(
        name.str.slice(0, 1).str.replace("[aeiou]", "a"), name.str.slice(1).str.replace_all("[aeiou]", "")
    )
    for letter in _DOUBLES:
        name = name.str.replace_all(f"{letter}{{2,}}", letter)
    return name


def stem_of(name: str) -> str:
    """The stem of one surname, as `stem` finds it.

    >>> stem_of("tukhachevskaia")
    'tukhachevsk'
    """
    for pattern, replacement in _patterns(_ENDINGS):
        name = pattern.sub(replacement, name, count=1)
    return name


def skeleton_of(name: str) -> str:
    """The skeleton of one name, as `skeleton` finds it.

    >>> skeleton_of("goldberg")
    'kltprk'
    """
    for pattern, replacement in _patterns(_SOUNDS):
        name = pattern.sub(replacement, name)
    first = re.sub("[aeiou]", "a", name[:1])
    return re.sub(f"([{_DOUBLES}])\\1+", r"\1", first + re.sub("[aeiou]", "", name[1:]))


@cache
def _patterns(rules: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement.replace("$1", r"\1")) for pattern, replacement in rules)
