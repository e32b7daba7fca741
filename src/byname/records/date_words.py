"""Records stage: the words of dates in each language: months, days of the week, and the words that stand around them.

A word is given as its role, one letter: `m` a month, `~` about, `!` perhaps, `<` before, `>` after, `F` from or
between, `T` to, `t` to, where it stands between two dates, `&` and, `N` not, `E` early, `I` middle, `L` late, `S` a
season, `K` decade, `_` a word without meaning; Hungarian words that stand behind their date are `a`, `b`, `c`, `W`,
`e`, `i`, `l`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from byname.records.vocabulary import kept_by_language, load

_ROLES = {
    "fillers": "_", "and": "&", "to": "T", "weak_to": "t", "from": "F", "about": "~", "doubt": "!", "before": "<",
    "after": ">", "not": "N", "early": "E", "middle": "I", "late": "L", "seasons": "S", "decade": "K",
    "about_word": "a", "before_word": "b", "after_word": "c", "between_word": "W", "early_word": "e",
    "middle_word": "i", "late_word": "l",
}  # fmt: skip
_MARKED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_LONGEST_ENDING = 6  # letters behind the stem of a month


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of one language: whole words, stems and phrases with their role."""

    whole: dict[str, tuple[str, int]]
    stems: dict[str, tuple[tuple[str, tuple[str, int]], ...]]  # by their first letter, the longest first
    phrases: tuple[tuple[str, tuple[str, int]], ...]  # of several words, the longest first

    def role(self, word: str) -> tuple[str, int] | None:
        """The role of a word in small letters, with the month's number or 0; None where the language does not know it.

        >>> date_words("es").role("mayo"), date_words("es").role("mesa")
        (('m', 5), None)
        """
        plain = word.replace("’", "'")
        for form in (plain, without_marks(plain)):
            if form in self.whole:
                return self.whole[form]
            for stem, role in self.stems.get(form[:1], ()):
                if form.startswith(stem) and len(form) - len(stem) <= _LONGEST_ENDING:
                    return role
        return None


def without_marks(text: str) -> str:
    """Latin letters without their marks; other scripts stay as they are.

    >>> without_marks("février"), without_marks("май")
    ('fevrier', 'май')
    """
    if text.isascii():
        return text
    return _MARKED.sub(lambda match: unicodedata.normalize("NFD", match[0])[0], text)


def languages() -> tuple[str, ...]:
    """The languages whose months are known.

    >>> "es" in languages()
    True
    """
    return tuple(sorted(load("dates")["months"]))


def language_of_words(language: str) -> str:
    """The language whose words one is read by: its own, or that of a neighbour which shares them.

    >>> language_of_words("hr"), language_of_words("es")
    ('sr', 'es')
    """
    return str(load("date_words")["same"].get(language, language))


@kept_by_language
def date_words(language: str) -> DateWords:
    """The words of a language (BCP 47, the primary part); of one that is not known, none."""
    code = language.split("-")[0]
    data = load("date_words")
    known: dict[str, tuple[str, int]] = {}
    for source in dict.fromkeys((code, language_of_words(code))):
        for word, role in _words_of(source, data["words"].get(source, {})):
            known.setdefault(word, role)
    for word in _days_of_the_week(code):
        known.setdefault(f"{word}$", ("_", 0))
    stems = {word: role for word, role in known.items() if not word.endswith("$")}
    whole = {word[:-1]: role for word, role in known.items() if word.endswith("$")}
    plain = {without_marks(word): role for word, role in stems.items()} | stems
    ranked = sorted(((stem, role) for stem, role in plain.items() if " " not in stem), key=lambda p: (-len(p[0]), p[0]))
    several = {
        word.rstrip("$"): role for word, role in known.items() if " " in word or "-" in word or word.endswith("'$")
    }
    phrases = sorted(several.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    letters = {stem[:1] for stem, _ in ranked}
    by_letter = {letter: tuple(pair for pair in ranked if pair[0][:1] == letter) for letter in letters}
    return DateWords({without_marks(word): role for word, role in whole.items()} | whole, by_letter, tuple(phrases))


def _words_of(code: str, roles: dict[str, list[str]]) -> Iterator[tuple[str, tuple[str, int]]]:
    for number, forms in enumerate(load("dates")["months"].get(code, []), 1):
        yield from ((form, ("m", number)) for form in forms)
    for role, words in roles.items():
        yield from ((word, (_ROLES[role], 0)) for word in words)


def _days_of_the_week(code: str) -> set[str]:
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return set()
    forms = (locale.days[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated"))
    return {name.lower().rstrip(".") for days in forms for name in days.values()}
