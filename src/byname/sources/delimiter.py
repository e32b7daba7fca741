"""Finds the delimiter of a table in text form: the sign that cuts most rows into the same number of cells.

Takes the beginning of the text; gives the delimiter and the share of rows it cuts alike, or nothing where the text
is no table.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from byname.sources.encoding import lines_of

DELIMITERS = ("\t", ";", ",", "|", "\x1f", ":", "^")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """A delimiter, the number of cells it cuts a row into, and the share of the rows it cuts so."""

    sign: str
    cells: int
    share: float


def find_delimiter(text: str, rows: int = 200) -> Delimiter | None:
    """Find the delimiter by the first rows; None where no sign cuts at least eight in ten rows alike.

    >>> find_delimiter("surname;born\\nTukhachevsky;1893\\nBukharin;1888\\n")
    Delimiter(sign=';', cells=2, share=1.0)
    """
    lines = lines_of(text)
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines.pop()  # the sample may end within a row
    found = [delimiter for sign in DELIMITERS if (delimiter := _cut(lines, sign, rows))]
    return max(found, key=lambda delimiter: (round(delimiter.share, 1), delimiter.cells), default=None)


def _cut(lines: list[str], sign: str, rows: int) -> Delimiter | None:
    try:
        cut = [row for row in islice(csv.reader(lines, delimiter=sign), rows) if row]
    except csv.Error:
        return None
    if not cut:
        return None
    cells, count = Counter(len(row) for row in cut).most_common(1)[0]
    header_fits = len(cut[0]) == cells
    share = count / len(cut)
    if cells < 2 or share < 0.8 or (len(cut) == 1 and not header_fits):
        return None
    return Delimiter(sign, cells, share)
