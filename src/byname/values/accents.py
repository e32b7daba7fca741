"""Values: letters without their accents."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """A text with its letters taken apart (compatibility decomposition) and their combining marks left out.

    >>> without_accents("desaparición"), without_accents("łódź")
    ('desaparicion', 'łodz')
    """
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
