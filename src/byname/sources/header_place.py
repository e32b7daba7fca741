"""Finds the header of a table under titles and remarks: one row, two rows (groups over columns), or none.

Takes the first rows of a table; gives where its header stands. A header is told by names that are known for columns
(`header_words.py`), else by its cells having no figures where those below have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byname.sources.header_words import readings_of
from byname.sources.rows import joined_header
from byname.sources.tables import Header

_FIRST = 20  # rows in which a header is looked for
_KNOWN = 80  # score of a name that is taken for known
_FEWEST_KNOWN = 2
_SHARE_KNOWN = 0.3
_SHARE_FULL = 0.6
_SHARE_FIGURES = 0.6

_SHARE_ALIKE = 0.5

_NUMBER_AT_END = re.compile(r"(?<=[^\W\d_])[_ ]?\d{1,2}$")

Rows = Sequence[Sequence[str]]


def find_header(rows: Rows) -> Header:
    """Find the header of a table by its first rows.

    >>> find_header([["List of the killed", ""], ["", ""], ["Name", "Date of birth"], ["Ana Sosa", "1950"]])
    Header(row=2, rows=1)
    >>> find_header([["1", "Ana Sosa", "1950"], ["2", "Luis Paz", "1948"]])
    Header(row=None, rows=1)
    """
    if rows and _counts_columns(rows[0]):
        return Header(0)
    ones = {row: _known(rows[row]) for row in range(min(len(rows), _FIRST))}
    best = max(ones, key=lambda row: (ones[row], -row), default=0)
    for row in ones:
        if row + 1 < len(rows) and _are_groups(rows[row], rows[row + 1]):
            both = _known(joined_header(rows[row : row + 2]))
            if both > max(ones[best], _FEWEST_KNOWN):
                return Header(row, 2)
    if ones and ones[best] >= max(_FEWEST_KNOWN, _SHARE_KNOWN * len(_kinds_of_name(rows[best]))):
        return Header(best)
    return _by_figures(rows)


def known_columns(rows: Rows, header: Header) -> int:
    """How many columns of a table have names that are known; none in a table without a header."""
    if header.row is None:
        return 0
    return _known(joined_header(rows[header.row : header.row + header.rows]))


def _known(names: Sequence[str]) -> int:
    found = (readings_of(name[:100]) for name in names if name.strip())
    return sum(any(reading.field and reading.score >= _KNOWN for reading in readings) for readings in found)


def _are_groups(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row can be the second of a header: it has no figures, and names columns that the first leaves blank."""
    even = [*above, *[""] * (len(below) - len(above))]
    under_blanks = any(not over.strip() and text.strip() for over, text in zip(even, below, strict=False))
    return under_blanks and len(_filled(above)) > 1 and not any(map(_has_figures, below))


def _by_figures(rows: Rows) -> Header:
    """The first full row, unless it has figures in half or more of its cells where the rows below have them.

    >>> _by_figures([["zz 1", "xx", "on 30.6."], ["7", "8", "9"], ["1", "2", "3"]])
    Header(row=0, rows=1)
    """
    widest = max((len(_filled(row)) for row in rows), default=0)
    first = next((n for n, row in enumerate(rows[:_FIRST]) if len(_filled(row)) >= _SHARE_FULL * widest), 0)
    below = rows[first + 1 :]
    if not below:
        return Header(first)
    alike, figures = 0, 0
    for column, text in enumerate(rows[first]):
        others = [row[column] for row in below if column < len(row) and row[column].strip()]
        if text.strip() and sum(map(_has_figures, others)) > _SHARE_FIGURES * len(others):
            figures += 1
            alike += _has_figures(_NUMBER_AT_END.sub("", text.strip()))
    return Header(None) if alike and alike >= _SHARE_ALIKE * figures else Header(first)


def _counts_columns(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns, as programs write it where they have no names: 0, 1, 2 ... or 1, 2, 3 ..."""
    said = [text.strip() for text in (row[1:] if row and not row[0].strip() else row)]
    return len(said) > 2 and any(said == [str(at + first) for at in range(len(said))] for first in (0, 1))


def _kinds_of_name(row: Sequence[str]) -> set[str]:
    """The texts of a row that differ by more than a number: `place_1` and `place_2` are of one kind, so are 1 and 2."""
    return {_NUMBER_AT_END.sub("", text.strip().lower()).strip("0123456789") for text in _filled(row)}


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in row if text.strip()]


def _has_figures(text: str) -> bool:
    return any(char.isdecimal() for char in text)
