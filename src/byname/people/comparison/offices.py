"""People stage: the offices and occupations of the records as codes, whatever the languages they are written in.

Goes in: the codes of the offices that the records stage read. Comes out: for each record its spheres of life, its ranks
with those its holder may have held as well, and its standing; and for each list the offices it was drawn up by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison.features import Codes, Flags, Sets, Words
from byname.people.comparison.lexicon import Lexicon, Whole
from byname.people.comparison.row_layout import MOST_OFFICES
from byname.records.codes import Office, offices

_LIST_SUBJECT: Final = 0.1  # an office that so many of a list hold is part of what the list was drawn up by
_PROMOTION: Final = 1  # steps of rank that one person may have risen between two sources
_BETWEEN: Final = "\x1f"  # a list and an office of it
STANDINGS: Final = {"ordinary": 0, "middle": 1, "leading": 2}

Bits = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Offices:
    """Offices ready to compare.

    `codes` are those of the offices. By row: `spheres`, `ranks` and `possible` are sets of bits, the last one the ranks
    that the holder of the row's ranks may have held as well; `standing` is the highest of the row's offices (2 leading,
    1 middle, 0 ordinary). `drawn_by` says for each list and code whether at least a tenth of its rows that name an
    office hold this one.
    """

    codes: Sets
    spheres: Bits
    ranks: Bits
    possible: Bits
    standing: Codes
    drawn_by: Flags

    @staticmethod
    def of(records: pl.DataFrame, lexicon: Lexicon | None = None) -> Offices:
        """The offices of a records table; `lexicon`: of all records, where the table is a part of them."""
        every = lexicon or Whole(records)
        texts, known = Words.of(records["offices"]), offices()
        held = [[known[code] for code in text.split()] for text in texts.values]
        spheres, ranks, possible = _bits(known)
        highest = [max(STANDINGS[office.standing] for office in row) for row in held]
        split = records["offices"].cast(pl.String).str.split(" ")
        codes = every.sets("office", split, MOST_OFFICES)
        return Offices(
            codes,
            _of_rows(texts, [reduce(or_, (spheres[o.sphere] for o in row)) for row in held]),
            _of_rows(texts, [reduce(or_, (ranks.get(o.code, 0) for o in row)) for row in held]),
            _of_rows(texts, [reduce(or_, (possible.get(o.code, 0) for o in row)) for row in held]),
            _of_rows(texts, highest).astype(np.int32),
            _drawn_by(codes, records["source"], every),
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


def _drawn_by(codes: Sets, sources: pl.Series, lexicon: Lexicon) -> Flags:
    lists = lexicon.words("list", sources).values.to_list()
    rows, places = np.nonzero(codes.codes >= 0)
    holders = sources.gather(rows) + _BETWEEN + codes.values.cast(pl.String).gather(codes.codes[rows, places])
    named = lexicon.words("list that names offices", sources.gather(np.flatnonzero(codes.codes[:, 0] >= 0)))
    found = lexicon.words("list and office", holders)
    place_of = {name: place for place, name in enumerate(lists)}
    code_of = {code: place for place, code in enumerate(codes.values.to_list())}
    in_all = np.zeros(len(lists) + 1, np.int64)
    for name, count in zip(named.values.to_list(), named.counts.tolist(), strict=True):
        in_all[place_of[name]] = count
    held = np.zeros((len(lists) + 1, len(code_of) + 1), np.int64)
    for holder, count in zip(found.values.to_list(), found.counts.tolist(), strict=True):
        name, _, code = holder.partition(_BETWEEN)
        held[place_of[name], code_of[code]] = count
    drawn: Flags = (held > 0) & (held >= _LIST_SUBJECT * in_all[:, None])
    return drawn


def _of_rows(texts: Words, values: list[int]) -> Bits:
    of_text = np.array([*values, 0], np.int64)  # code -1, missing, is the last
    rows: Bits = of_text[texts.codes]
    return rows
