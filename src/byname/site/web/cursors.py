"""The cursors by which programs page through answers.

Takes where an answer ended and the state of the archive; gives a word that leads on from there, and refuses one of an
archive that was built anew meanwhile, as nobody could say then what was left out.
"""

from __future__ import annotations

import base64
import binascii

from byname.site.web.problems import Problem

CURSOR = "^[A-Za-z0-9_-]*$"  # the form of a cursor
_MOST_DIGITS = 9


def cursor(offset: int, state: str) -> str:
    """The word that leads on from an offset.

    >>> offset_of(cursor(20, "ab"), "ab"), offset_of("", "ab")
    (20, 0)
    """
    return base64.urlsafe_b64encode(f"{offset}.{state}".encode()).decode().rstrip("=")


def offset_of(word: str, state: str) -> int:
    """The offset of a cursor, 0 of an empty one; raises Problem where it is none of this state."""
    if not word:
        return 0
    try:
        text = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise Problem(409) from error
    offset, _, made_in = text.partition(".")
    if not (offset.isascii() and offset.isdigit() and len(offset) <= _MOST_DIGITS):
        raise Problem(409)
    if made_in != state:
        raise Problem(409)
    return int(offset)
