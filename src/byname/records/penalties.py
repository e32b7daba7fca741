"""Records stage: sentences to one form: a code and, for camp or prison, years and years of loss of rights
("camp:10+5")."""

from __future__ import annotations

import re
from functools import cache

from byname.records.remembered import remembered
from byname.records.vocabulary import load

_GRAVEST = "death"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(pattern, re.IGNORECASE))
        for code, row in load("sentences").items()
        for pattern in row["patterns"]
    )


@remembered
def read_sentence(text: str) -> str | None:
    """The sentence a text names, death before all others, else the one it names first: `death`, `camp:YEARS[+LOSS]`,
    `camp:MONTHSm`, `exile`, ...; None where none is named.

    >>> read_sentence("10+5"), read_sentence("к 10 г. ИТЛ"), read_sentence("ВМН"), read_sentence("15a.")
    ('camp:10+5', 'camp:10', 'death', 'camp:15')

    """
    matches = ((pattern.search(text), code) for code, pattern in _patterns())
    found = [(match.start(), order, code, match) for order, (match, code) in enumerate(matches) if match]
    if not found:
        return None
    _, _, code, match = min((row for row in found if row[2] == _GRAVEST), default=min(found))
    return _form(code, {name: value for name, value in match.groupdict().items() if value})


def _form(code: str, terms: dict[str, str]) -> str:
    if "months" in terms:
        return f"{code}:{12 * int(terms.get('years', 0)) + int(terms['months'])}m"
    if "years" not in terms:
        return code
    loss = f"+{int(terms['loss'])}" if "loss" in terms else ""
    return f"{code}:{int(terms['years'])}{loss}"
