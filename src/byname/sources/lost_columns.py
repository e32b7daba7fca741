"""Says where the columns of a mapping stand when the header that was read lacks them: lower down, on another sheet.

Takes the file with its mapping; gives what to write into the mapping, or nothing where no row holds all the columns.
"""

from __future__ import annotations

from pathlib import Path

from byname.errors import BadSource
from byname.sources.first_rows import look_at
from byname.sources.formats import FileFormat
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.rows import column_names

_FIRST = 30  # rows in which the header is looked for


def found_elsewhere(path: Path, found: FileFormat, mapping: SourceMapping, limits: Limits) -> str | None:
    """Say which `sheet` and `header_row` have all the columns that the mapping names."""
    wanted = set(mapping.columns)
    try:
        sheets = look_at(path, found, limits).sheets
    except BadSource:
        return None
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_FIRST]):
            if wanted and wanted <= set(column_names(row)):
                place = f"row {number}" + (f" of the sheet `{sheet.sheet}`" if sheet.sheet else "")
                keys = [f"`sheet: {sheet.sheet}`"] if sheet.sheet else []
                keys += [f"`header_row: {number}`"] if number or not sheet.sheet else []
                return f"they stand in {place}: write {' and '.join(keys)} into the mapping"
    return None
