"""Gives each of merged cells of a sheet the text that stands in all of them, where the mapping asks for it.

A workbook keeps the text of merged cells in the first of them only: a district written once beside ten people stands
in one row. Takes the rows of a sheet and its merged areas; gives the rows with the text in each cell of an area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from python_calamine import CalamineSheet


class MergedArea(NamedTuple):
    """The rows and columns of merged cells, from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def merged_areas(sheet: CalamineSheet) -> tuple[MergedArea, ...]:
    """The merged areas of a sheet by their first row; columns are counted from the first one that holds anything."""
    start = sheet.start[1] if sheet.start else 0
    ranges = sheet.merged_cell_ranges or ()
    areas = (MergedArea(top, max(left - start, 0), bottom, right - start) for (top, left), (bottom, right) in ranges)
    return tuple(sorted(area for area in areas if area.right >= 0))


def filled(rows: Iterable[list[str]], areas: Sequence[MergedArea]) -> Iterator[list[str]]:
    """Give the rows with the text of each area in all its cells; `areas` are sorted by their first row.

    >>> list(filled([["Riga", "A"], ["", "B"], ["", "C"]], [MergedArea(0, 0, 1, 0)]))
    [['Riga', 'A'], ['Riga', 'B'], ['', 'C']]
    """
    waiting, opened = iter(areas), list[tuple[MergedArea, str]]()
    coming = next(waiting, None)
    width = 0
    for number, row in enumerate(rows):
        width = max(width, len(row))
        while coming is not None and coming.top <= number:
            if coming.top == number and coming.left < len(row) and row[coming.left]:
                opened.append((coming, row[coming.left]))
            coming = next(waiting, None)
        opened = [(area, text) for area, text in opened if area.bottom >= number]
        if opened:
            row = [*row, *[""] * (width - len(row))]
            for area, text in opened:
                last = min(area.right, width - 1)
                row[area.left : last + 1] = [text] * (last + 1 - area.left)
        yield row
