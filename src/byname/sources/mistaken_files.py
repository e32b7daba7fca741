"""Says what a file is that was given as a mapping and is none: a list, a document, a picture.

Takes the path; gives the error that tells it, or nothing where the file may be a mapping with mistakes in it.
"""

from __future__ import annotations

import re
from pathlib import Path

from byname.errors import BadMapping, BadSource
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import detect_encoding
from byname.sources.formats import format_of
from byname.sources.limits import DEFAULT_LIMITS

_LISTS = {
    "table": "a list (a table in text form)",
    "workbook": "a list (a workbook)",
    "parquet": "a list (a Parquet file)",
    "json": "a list (JSON)",
    "jsonl": "a list (JSON Lines)",
    "mediawiki": "a list (the export of a wiki)",
    "gedcom": "a list (GEDCOM)",
    "gramps": "a list (Gramps)",
    "ftm": "a list (FollowTheMoney)",
}
_KEY = re.compile(r"^(?:source|title|citation|fields|entries)\s*:", re.MULTILINE)
_FIX = "the order is `byname check MAPPING FILE` and `byname add DIR FILE --mapping MAPPING`"


def no_mapping(path: Path) -> BadMapping | None:
    """The error for a file that cannot be a mapping, which says what it is instead; None where it can be one."""
    try:
        found = format_of(path, None, DEFAULT_LIMITS)
    except BadSource as error:
        told = error.what.startswith("this is ") and error.what != "this is a mapping, not a list"
        is_kept = path.is_file() and told
        return BadMapping(f"{error.what.split(',')[0]}, not a mapping", where=str(path), fix=_FIX) if is_kept else None
    if found.name not in _LISTS or (found.name == "table" and not _is_table(path)):
        return None
    return BadMapping(f"this is {_LISTS[found.name]}, not a mapping", where=str(path), fix=_FIX)


def _is_table(path: Path) -> bool:
    """Whether a file that looks like a table is none of `key: value` lines, which look like one, too."""
    with path.open("rb") as file:
        sample = file.read(DEFAULT_LIMITS.sample_bytes)
    text = sample.decode(detect_encoding(sample, str(path)).name, errors="ignore")
    found = find_delimiter(text)
    return found is not None and found.sign != ":" and _KEY.search(text) is None
