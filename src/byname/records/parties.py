"""Records stage: standing in the party to one form: a code and, where it is written, its first year ("member:1919")."""

from __future__ import annotations

import re
from typing import Final

from byname.records.codes import code_of
from byname.records.remembered import remembered

_SINCE: Final = re.compile(r"(?:\bс|\bот|\bsince|\bseit|^\D*)\s*(?:\w+\s+)?(?<!\d)(1[89]\d\d)(?!\d)", re.IGNORECASE)
_NO_BEGINNING: Final = re.compile(r"\b(?:до|until|bis)\b", re.IGNORECASE)
_WITHOUT_YEAR: Final = ("none",)


@remembered
def read_party(text: str) -> str | None:
    """The standing in the party that a text names, with the year it began; None where no code fits.

    What stands in brackets (an earlier party) is not looked at for the year.

    >>> read_party("член ВКП(б) с 1919"), read_party("б/п (бывший эсер)"), read_party("член ВКП(б) до 1935")
    ('member:1919', 'none', 'former-member')
    """
    code = code_of("parties", text)
    if code is None or code in _WITHOUT_YEAR:
        return code
    plain = re.sub(r"\(.*", "", text.replace("(б)", ""))
    since = None if _NO_BEGINNING.search(plain) else _SINCE.search(plain)
    return f"{code}:{since[1]}" if since else code
