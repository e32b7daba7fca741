"""Site stage: the sentences of the analyses in the language of the report, by sentences with gaps (answers.yaml).

Takes an English sentence; gives it in another language with its words, numbers and dates put into the gaps, or nothing
where it is not known. The analyses themselves say everything in English, for the archive's tables and its trace.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from byname.site.language import Language
from byname.values.shipped import shipped_yaml

_GAP = "{}"
_BETWEEN = re.compile(r"(?<=\.) (?=[A-Z])")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)")


def in_language(sentence: str, speech: Language) -> str | None:
    """A sentence of an analysis in the language of a report; None where the catalogue lacks it.

    >>> from byname.site.language import language
    >>> in_language("Our sources state the gender of 1,204 persecuted people only.", language("es"))
    'Nuestras fuentes dan este dato (sexo) solo de 1.204 personas perseguidas.'
    >>> in_language("Nobody wrote this sentence.", language("es")) is None
    True
    """
    if speech.is_english:
        return sentence
    for pattern, said in _sentences(speech.code):
        found = pattern.fullmatch(sentence)
        if found:
            pieces = said.split(_GAP)
            filled = [_said(text, speech) for text in found.groups()]
            return "".join(piece + text for piece, text in zip(pieces, [*filled, ""], strict=True))
    return None


def marked(sentence: str, speech: Language) -> Markup:
    """A sentence, or several after one another, for a page in the language of the report; what stays English is marked
    as such.

    >>> from byname.site.language import language
    >>> marked("A < B", language("es"))
    Markup('<span lang="en">A &lt; B</span>')
    """
    whole = in_language(sentence, speech)
    if whole is not None:
        return escape(whole)
    parts = _BETWEEN.split(sentence)
    said = [in_language(part, speech) for part in parts]
    if not any(said):
        return Markup('<span lang="en">{}</span>').format(sentence)
    english = Markup('<span lang="en">{}</span>')
    shown = [english.format(part) if words is None else escape(words) for part, words in zip(parts, said, strict=True)]
    return Markup(" ").join(shown)


def _said(text: str, speech: Language) -> str:
    """What stands in a gap: a number as the language writes it, a word of the catalogue, findings that are joined by
    semicolons, or the text as it is."""
    number = _NUMBER.fullmatch(text)
    if number:
        decimals = len(number[2] or "")
        value = float(f"{number[1].replace(',', '')}.{number[2] or 0}")
        return speech.number(value, decimals) + (f"\u00a0{number[3]}" if number[3] else "")
    if text in _words(speech.code):
        return _words(speech.code)[text]
    return "; ".join(in_language(part, speech) or part for part in text.split("; "))


@cache
def _sentences(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences of a language: the English one as an expression that holds its gaps, and the other with gaps."""
    rows = shipped_yaml("site", "locales", "answers.yaml")["sentences"]
    known = "|".join(map(re.escape, sorted(_words(code), key=lambda word: (-len(word), word))))
    gap = rf"({known}|.+?)"  # a known word as a whole first: "time of joining the party" holds an "of"
    return tuple((re.compile(gap.join(map(re.escape, row["en"].split(_GAP)))), str(row[code])) for row in rows)


@cache
def _words(code: str) -> dict[str, str]:
    return {str(row["en"]): str(row[code]) for row in shipped_yaml("site", "locales", "answers.yaml")["words"]}
