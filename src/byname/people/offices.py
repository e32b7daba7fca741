"""People stage: how the offices and occupations of two records compare, whatever the languages they are written in.

Goes in: the words of the occupation, the codes of the offices, and pairs of rows. Comes out: for each pair one level,
from the same words to ranks or standings that hardly one person had. A person holds several offices in time, so a
difference is evidence and never a bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz

from byname.people.features import Codes, Flags, Sets, Words, similarity
from byname.people.levels import Levels
from byname.people.settings import Comparison
from byname.records.codes import Office, offices

_WORDS_SIMILAR: Final = 75
_MOST_OFFICES: Final = 8
_LIST_SUBJECT: Final = 0.1  # an office that so many of a list hold is part of what the list was drawn up by
_PROMOTION: Final = 1  # steps of rank that one person may have risen between two sources
_STANDINGS: Final = {"ordinary": 0, "middle": 1, "leading": 2}

Bits = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Offices:
    """Offices and occupations ready to compare.

    `words` are those of the occupation, `codes` those of the offices. By row: `spheres`, `ranks` and `possible` are
    sets of bits, the last one the ranks that the holder of the row's ranks may have held as well; `standing` is the
    highest of the row's offices (2 leading, 1 middle, 0 ordinary). `lists` is the list of each row, and `drawn_by`
    says for each list and code whether at least a tenth of its rows that name an office hold this one.
    """

    words: Words
    codes: Sets
    spheres: Bits
    ranks: Bits
    possible: Bits
    standing: Codes
    lists: Codes
    drawn_by: Flags

    @staticmethod
    def of(records: pl.DataFrame) -> Offices:
        """The offices of a records table."""
        texts, known = Words.of(records["offices"]), offices()
        held = [[known[code] for code in text.split()] for text in texts.values]
        spheres, ranks, possible = _bits(known)
        highest = [max(_STANDINGS[office.standing] for office in row) for row in held]
        split = records["offices"].cast(pl.String).str.split(" ")
        most = max([1, *(len(text.split()) for text in texts.values)])
        codes = Sets.of(split, min(most, _MOST_OFFICES))
        lists = Words.of(records["source"])
        return Offices(
            Words.of(records["occupation"]),
            codes,
            _of_rows(texts, [reduce(or_, (spheres[o.sphere] for o in row)) for row in held]),
            _of_rows(texts, [reduce(or_, (ranks.get(o.code, 0) for o in row)) for row in held]),
            _of_rows(texts, [reduce(or_, (possible.get(o.code, 0) for o in row)) for row in held]),
            _of_rows(texts, highest).astype(np.int32),
            lists.codes,
            _drawn_by(codes, lists),
        )


def _bits(known: dict[str, Office]) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Bits of the spheres; bits of the ranks; and for each rank the bits of those its holder may have held."""
    spheres = {name: 1 << bit for bit, name in enumerate(sorted({office.sphere for office in known.values()}))}
    ranked = [office for office in known.values() if office.line]
    ranks = {office.code: 1 << bit for bit, office in enumerate(ranked)}
    possible = {
        office.code: sum(
            ranks[other.code]
            for other in ranked
            if other.line == office.line and abs(other.step - office.step) <= _PROMOTION
        )
        for office in ranked
    }
    return spheres, ranks, possible


def _drawn_by(codes: Sets, lists: Words) -> Flags:
    held = np.zeros((len(lists.values) + 1, len(codes.values) + 1), np.int64)
    rows, places = np.nonzero(codes.codes >= 0)
    np.add.at(held, (lists.codes[rows], codes.codes[rows, places]), 1)
    named = np.bincount(lists.codes[codes.codes[:, 0] >= 0], minlength=len(held))
    drawn: Flags = (held > 0) & (held >= _LIST_SUBJECT * named[:, None])
    return drawn


def _of_rows(texts: Words, values: list[int]) -> Bits:
    of_text = np.array([*values, 0], np.int64)  # code -1, missing, is the last
    rows: Bits = of_text[texts.codes]
    return rows


def compare_offices(of: Offices, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of office and occupation; where either side has no code, only the words are compared.

    Within a list drawn up by an office, sharing this office is no evidence and counts as missing.
    """
    levels = Levels.empty(len(a))
    words = of.words
    similar = similarity(words, a, b, fuzz.token_set_ratio) >= _WORDS_SIMILAR
    known = (words.codes[a] >= 0) & (words.codes[b] >= 0)
    same = known & (words.codes[a] == words.codes[b])
    levels.fill(known, comparison.code("different"))
    levels.fill(known & similar, comparison.code("similar"))
    shares = words.shares(comparison)
    common = shares[words.codes[a]] if len(shares) else np.zeros(len(a), np.float32)
    levels.fill(same, comparison.code("exact"), common)
    coded = (of.codes.codes[a, 0] >= 0) & (of.codes.codes[b, 0] >= 0)
    ordinary = coded & (np.minimum(of.standing[a], of.standing[b]) == _STANDINGS["ordinary"])
    number, rarest = of.codes.shared(a, b)
    shared = number > 0
    _fill_ordinary(levels, of, a, b, ordinary, shared, comparison)
    levels.fill(ordinary & same, comparison.code("same_words"), common)
    _fill_higher(levels, of, a, b, coded & ~ordinary, shared, comparison)
    _fill_ranked(levels, of, a, b, comparison)
    expected = shared & (of.lists[a] == of.lists[b]) & of.drawn_by[of.lists[a], rarest]
    levels.fill(expected & ~same, 0)
    return levels


def _fill_ordinary(
    levels: Levels, of: Offices, a: Codes, b: Codes, where: Flags, shared: Flags, comparison: Comparison
) -> None:
    """Pairs of which at least one side names ordinary occupations only."""
    apart = np.maximum(of.standing[a], of.standing[b]) == _STANDINGS["leading"]
    levels.fill(where, comparison.code("other_sphere"))
    levels.fill(where & apart, comparison.code("other_standing"))
    levels.fill(where & ~apart & ((of.spheres[a] & of.spheres[b]) != 0), comparison.code("sphere"))
    levels.fill(where & shared, comparison.code("occupation"))


def _fill_higher(
    levels: Levels, of: Offices, a: Codes, b: Codes, where: Flags, shared: Flags, comparison: Comparison
) -> None:
    """Pairs of which both sides name an office above the ordinary."""
    both_leading = np.minimum(of.standing[a], of.standing[b]) == _STANDINGS["leading"]
    levels.fill(where, comparison.code("higher_other"))
    levels.fill(where & both_leading, comparison.code("both_leading"))
    levels.fill(where & ((of.spheres[a] & of.spheres[b]) != 0), comparison.code("higher_sphere"))
    levels.fill(where & shared, comparison.code("office"))


def _fill_ranked(levels: Levels, of: Offices, a: Codes, b: Codes, comparison: Comparison) -> None:
    """Pairs of which both sides name a rank: it decides, whatever else is shared."""
    ranked = (of.ranks[a] != 0) & (of.ranks[b] != 0)
    levels.fill(ranked, comparison.code("other_rank"))
    levels.fill(ranked & ((of.possible[a] & of.ranks[b]) != 0), comparison.code("near_rank"))
    levels.fill(ranked & ((of.ranks[a] & of.ranks[b]) != 0), comparison.code("rank"))
