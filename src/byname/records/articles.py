"""Records stage: articles of law to one form ("ст. 58 п. 10 ч. 2", "§58-10 lg.2" both give "58-10.2")."""

from __future__ import annotations

import re

from byname.records.remembered import remembered

_PART = re.compile(r"\s*(?:lg\.?|ч\.?|част\w*|абз\.?)\s?(\d+)", re.IGNORECASE)
_POINT = re.compile(r"\s*(?:п\.п\.|пп\.|п\.|пункт\w*)\s?(?=\d)", re.IGNORECASE)
_QUOTED = re.compile(r"(?<=\d)\s?[\"«„“”']([а-яa-z])[\"»“”']", re.IGNORECASE)  # 58-1 "а"
_LETTER = r"[а-яёa-zõ](?![^\W\d_])"  # a letter by itself, no word
_LIST = re.compile(
    rf"(?<![\d-])-?\d{{1,3}}(?:\s?-{{1,2}}\s?\d{{1,3}}(?:{_LETTER})?|{_LETTER})*(?:\.\d+)?", re.IGNORECASE
)
_LETTERS = str.maketrans({"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e"})


@remembered
def read_articles(text: str) -> tuple[str, ...]:
    """The articles a text names, in the order of the text, each once.

    >>> read_articles("58-10 lg.2, 58-11"), read_articles("ст. 58-10 ч.2, -11, 59 п. 3")
    (('58-10.2', '58-11'), ('58-10.2', '58-11', '59-3'))
    >>> read_articles("17-58-1а, 58-1б")
    ('17-58-1a', '58-1b')
    >>> read_articles("58-1А, 58-10УК"), read_articles('58-1 "б"')
    (('58-1a', '58-10'), ('58-1b',))
    """
    plain = _QUOTED.sub(r"\1", text.replace("–", "-").replace("—", "-"))
    plain = _PART.sub(r".\1", _POINT.sub("-", plain))
    plain = re.sub(r"(?<=\d)\s+-", "-", re.sub(r"-\s+(?=\d)", "-", plain))
    found: list[str] = []
    base = ""
    for match in _LIST.finditer(plain):
        article = re.sub(r"-+", "-", match[0].replace(" ", "")).lower().translate(_LETTERS)
        if article.startswith("-"):
            article = base + article
        else:
            base = article.split("-")[0]
        if article not in found:
            found.append(article)
    return tuple(found)
