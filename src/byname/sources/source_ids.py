"""The ids of sources, which name files and stand before the item of every record: short, plain and safe as file names.

Takes an id as a mapping states it; says what it must be, with one that would do.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST, MOST_BYTES = 64, 200
MEANING = f"1 to {LONGEST} letters, digits, `-` or `_`, the first a letter or digit, and no name of a Windows device"
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)


def is_source_id(text: str) -> bool:
    """Whether a text can be the id of a source; letters of all scripts are letters.

    >>> is_source_id("moscow-shot"), is_source_id("Список_1"), is_source_id("a.b"), is_source_id("nul")
    (True, True, False, False)
    """
    plain = all(_is_letter(char) or char in "-_" for char in text)
    short = 0 < len(text) <= LONGEST and len(text.encode("utf-8", errors="replace")) <= MOST_BYTES
    composed = plain and unicodedata.is_normalized("NFC", text)
    return composed and short and text[0] not in "-_" and not _DEVICE.fullmatch(text)


def proposed_id(text: str) -> str:
    """An id made of a text that is none.

    >>> proposed_id("my list/1.csv"), proposed_id("con"), proposed_id("...")
    ('my-list-1-csv', 'con-list', 'source')
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(char if _is_letter(char) or char in "-_" else " " for char in composed)
    short = "-".join(kept.split()).strip("-_")[:LONGEST].strip("-_")
    while len(short.encode()) > MOST_BYTES:
        short = short[:-1]
    if is_source_id(short):
        return short
    named = f"{short}-list"
    return named if is_source_id(named) else "source"


def _is_letter(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"
