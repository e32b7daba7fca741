"""Claims stage: dates told in both calendars ("16 February [O.S. 4 February] 1893", "4 (16) февраля 1893").

Goes in: a text. Comes out: the characters of what is told by the old calendar, to be blanked, so that the date of the
new one is read, as the dated facts are; the text keeps its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DAY = r"\d{1,2}"
_MONTH_RU = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*"
_MARK = r"(?:old style|old calendar|julian|o\.\s?s\.|os\b|ст\.\s?ст\.|по старому стилю|cal(?:endario)? juliano)"
_MARKED = re.compile(rf"[\[(][^\[\]()\n]{{0,40}}?{_MARK}[^\[\]()\n]{{0,40}}[\])]", re.IGNORECASE)
_SPANISH = re.compile(
    rf"{_DAY} de \w+?(?: de \d{{4}})?\s?jul\.\s?/\s?(?={_DAY} de )|(?<=\d{{4}})\s?greg\.", re.IGNORECASE
)
_RUSSIAN_DAY = re.compile(rf"(?<!\d)({_DAY} ?[(\[]){_DAY}([)\]]) {_MONTH_RU}", re.IGNORECASE)
_RUSSIAN_DATE = re.compile(
    rf"(?<!\d)({_DAY} {_MONTH_RU}(?: \d{{4}}(?: года?| г\.)?)? ?[(\[]){_DAY} {_MONTH_RU}[^()\[\]\n]{{0,12}}([)\]])",
    re.IGNORECASE,
)
_HINTS = ("[", "(", "jul.", "greg.")


def old_style_spans(text: str) -> Iterator[tuple[int, int]]:
    """The characters that tell a day by the old calendar, and the brackets around the new one.

    >>> list(old_style_spans("born 4 (16) февраля 1893"))
    [(5, 8), (10, 11)]
    """
    if not any(hint in text for hint in _HINTS):
        return
    for pattern in (_MARKED, _SPANISH):
        yield from (match.span() for match in pattern.finditer(text))
    for pattern in (_RUSSIAN_DAY, _RUSSIAN_DATE):
        for match in pattern.finditer(text):
            yield match.span(1)
            yield match.span(2)
