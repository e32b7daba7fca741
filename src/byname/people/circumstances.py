"""People stage: how places, articles, archive numbers and households of two records compare.

Goes in: these columns of the records as codes, and pairs of rows. Comes out: for each pair the level of agreement and
how common an agreeing value is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from rapidfuzz import fuzz

from byname.people.features import Codes, Sets, Words, similarity
from byname.people.levels import Levels
from byname.people.settings import Comparison
from byname.people.spelling import archive_numbers

_MOST_ARTICLES, _MOST_NUMBERS = 6, 4
_PLACE_CLOSE, _PLACE_OVERLAP = 90, 60


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the records say beside names and dates, ready to compare."""

    birth_place: Words
    residence: Words
    articles: Sets
    article_words: Words
    archive: Sets
    relation: Words
    head: Words
    nationality: Words

    @staticmethod
    def of(records: pl.DataFrame) -> Circumstances:
        """The circumstances of a records table."""
        return Circumstances(
            Words.of(records["birth_place"]),
            Words.of(records["residence"]),
            Sets.of(records["articles"].cast(pl.String).str.split(" "), _MOST_ARTICLES),
            Words.of(records["articles"]),
            Sets.of(records.select(archive_numbers().alias("numbers"))["numbers"], _MOST_NUMBERS),
            Words.of(records["relation"]),
            Words.of(_head_names(records)),
            Words.of(records["nationality"]),
        )


def compare_places(of: Circumstances, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of birth place and residence together: the better agreement of the two."""
    birth, home = _place_levels(of.birth_place, a, b, comparison), _place_levels(of.residence, a, b, comparison)
    better = (birth.codes == 0) | ((home.codes > 0) & (home.codes < birth.codes))
    tie = (birth.codes == home.codes) & (home.shares < birth.shares)
    take = better | tie
    return Levels(np.where(take, home.codes, birth.codes), np.where(take, home.shares, birth.shares))


def _place_levels(words: Words, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    levels = Levels.empty(len(a))
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    likeness = similarity(words, a, b, fuzz.token_set_ratio)
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (likeness >= _PLACE_OVERLAP), comparison.code("overlap"))
    levels.fill(known & (likeness >= _PLACE_CLOSE), comparison.code("close"))
    _fill_exact(levels, words, a, b, comparison)
    return levels


def compare_articles(of: Circumstances, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the articles of the law by the share of articles that both records give."""
    levels = Levels.empty(len(a))
    size = (of.articles.codes >= 0).sum(axis=1).astype(np.int32)
    known = (size[a] > 0) & (size[b] > 0)
    shared, _ = of.articles.shared(a, b)
    union = size[a] + size[b] - shared
    levels.fill(known, comparison.code("different"))
    levels.fill(known & (shared > 0), comparison.code("some"))
    levels.fill(known & (shared * 2 >= union) & (shared > 0), comparison.code("most"))
    _fill_exact(levels, of.article_words, a, b, comparison)
    return levels


def compare_archives(of: Circumstances, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the archive numbers: one is shared, or none."""
    levels = Levels.empty(len(a))
    numbers = of.archive
    known = (numbers.codes[a, 0] >= 0) & (numbers.codes[b, 0] >= 0)
    shared, rarest = numbers.shared(a, b)
    levels.fill(known, comparison.code("different"))
    levels.fill(shared > 0, comparison.code("exact"), numbers.shares(comparison)[rarest])
    return levels


def compare_households(of: Circumstances, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the place in a household: the head's name and the relation to the head."""
    levels = Levels.empty(len(a))
    known = (of.relation.codes[a] >= 0) & (of.relation.codes[b] >= 0)
    same_relation = of.relation.codes[a] == of.relation.codes[b]
    same_head = (of.head.codes[a] >= 0) & (of.head.codes[a] == of.head.codes[b])
    levels.fill(known, comparison.code("different"))
    levels.fill(known & same_relation, comparison.code("relation"))
    levels.fill(known & same_head, comparison.code("head"))
    levels.fill(known & same_head & same_relation, comparison.code("head_and_relation"))
    return levels


def compare_nationalities(of: Circumstances, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the nationality."""
    levels = Levels.empty(len(a))
    codes = of.nationality.codes
    levels.fill((codes[a] >= 0) & (codes[b] >= 0), comparison.code("different"))
    _fill_exact(levels, of.nationality, a, b, comparison)
    return levels


def _fill_exact(levels: Levels, words: Words, a: Codes, b: Codes, comparison: Comparison) -> None:
    shares = words.shares(comparison)
    if len(shares):
        same = (words.codes[a] >= 0) & (words.codes[a] == words.codes[b])
        levels.fill(same, comparison.code("exact"), shares[words.codes[a]])


def _head_names(records: pl.DataFrame) -> pl.Series:
    heads = records.select(
        pl.col("record_id").alias("head"), pl.concat_str("surname", "given", separator=" ").alias("head_name")
    )
    return records.select("head").join(heads, on="head", how="left", maintain_order="left")["head_name"]
