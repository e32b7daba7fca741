"""Records stage: what became of a person, in the words of any language, as a code of a hierarchy (outcomes.yaml).

Takes the text of a source with its language; gives the code, and a flag where it is doubtful. A word of a narrower
outcome never stands for another one: `hingerichtet` is executed, not shot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from byname.records.date_words import language_of_words, without_marks
from byname.records.habits import Habits
from byname.records.remembered import remembered
from byname.records.vocabulary import kept_by_language, load

_LEAST_LETTERS = 6  # of a word that may have lost its marks
_ANY_ENDING = r"\w*"
_LETTERS = 3  # by which the beginning of a word is known
_START = re.compile(rf"(?<!\w)(?=(.{{1,{_LETTERS}}}))", re.DOTALL)
_GUARDED = "guarded"  # words were found, but others before them take their meaning away
_BEFORE = 40  # characters before a word in which a guard may stand


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome: its code, the wider outcome it is a case of, whether it says that the person is dead, its label.

    `compared`: whether another outcome speaks against it.
    """

    code: str
    parent: str | None
    dead: str
    label: str
    compared: bool = True


@cache
def outcomes() -> dict[str, Outcome]:
    """All outcomes by code, in the order in which one goes before another.

    >>> outcomes()["shot"].parent, outcomes()["disappeared"].dead
    ('executed', 'presumed')
    """
    rows = load("outcomes").items()
    return {
        code: Outcome(code, row.get("parent"), row["dead"], row["en"], row.get("compared", True)) for code, row in rows
    }


def with_cases(code: str) -> tuple[str, ...]:
    """An outcome with all that are cases of it, narrower ones of narrower ones included.

    >>> with_cases("executed")
    ('shot', 'hanged', 'beheaded', 'executed')
    """
    return tuple(other for other in outcomes() if code in _line(other))


def root_of(code: str) -> str:
    """The widest outcome that one is a case of.

    >>> root_of("shot"), root_of("disappeared")
    ('killed', 'disappeared')
    """
    return _line(code)[-1]


def _line(code: str) -> tuple[str, ...]:
    parent = outcomes()[code].parent
    return (code, *(_line(parent) if parent else ()))


def outcomes_saying(*dead: str) -> tuple[str, ...]:
    """The outcomes that say of a person that they are dead (`yes`), `presumed` dead, alive then (`no`), or `unknown`.

    >>> outcomes_saying("presumed")
    ('disappeared',)
    """
    return tuple(code for code, outcome in outcomes().items() if outcome.dead in dead)


def rank_of_outcome(code: str) -> int:
    """The place of an outcome in the order in which one goes before another; 0 is the first."""
    return _ranks()[code]


@cache
def _ranks() -> dict[str, int]:
    return {code: rank for rank, code in enumerate(outcomes())}


@remembered
def read_outcome(text: str, habits: Habits) -> tuple[str | None, str | None]:
    """The code of the outcome that a text names, and a flag where it is doubtful or not understood.

    The words of the source's language are tried first, then English, then those of all others, which must agree.

    >>> read_outcome("hingerichtet 1942", Habits("de")), read_outcome("Рассстрелян 17.05.1938", Habits("ru"))
    (('executed', None), ('shot', None))
    >>> read_outcome("no fue ejecutado", Habits("es"))
    (None, 'no code for: no fue ejecutado')
    """
    plain = unicodedata.normalize("NFC", text).strip().lower().replace("’", "'")
    if plain in outcomes():
        return plain, None
    first = dict.fromkeys((language_of_words(habits.primary_language), "en"))
    for language in first:
        code = _first(plain, language)
        if code == _GUARDED:
            return None, f"no code for: {text}"
        if code is not None:
            return code, _doubt(plain, text, language)
    others = (language for language in _languages_with_words_of(plain) if language not in first)
    read = {language: code for language in others if (code := _first(plain, language))}
    if _GUARDED in read.values():
        return None, f"no code for: {text}"
    found = {code: language for language, code in read.items()}
    if len(found) > 1:
        return None, f"languages differ on this word: {text}"
    for code, language in found.items():
        return code, _doubt(plain, text, language)
    return None, f"no code for: {text}"


def _first(text: str, language: str) -> str | None:
    """The first of the outcomes that the words of a language find in a text; _GUARDED where all of them are guarded."""
    bare = without_marks(text)
    guarded = False
    for code, pattern, without in _patterns(language_of_words(language)):
        for words, said in ((pattern, text), (without, bare)):
            for match in words.finditer(said) if words else ():
                if not _is_guarded(said, match, language):
                    return _narrowed(code, text, language)
                guarded = True
    return _GUARDED if guarded else None


def _languages_with_words_of(text: str) -> list[str]:
    """The languages of which a word for an outcome may begin in a text, by the first letters of its words.

    Most texts hold words of few languages; the others need not be searched.
    """
    starts = {match[1] for said in (text, without_marks(text)) for match in _START.finditer(said)}
    begun = {start[:size] for start in starts for size in range(1, len(start) + 1)}
    return [code for code, known in _beginnings().items() if known is None or not begun.isdisjoint(known)]


@cache
def _beginnings() -> dict[str, frozenset[str] | None]:
    """The first letters of all words of each language; None where it has regular expressions, too."""
    expressions = {_language_of(pattern) for row in load("outcomes").values() for pattern in row["patterns"]}
    found: dict[str, frozenset[str] | None] = {}
    for language in load("outcome_words")["words"]:
        words = load("outcome_words")["words"].get(language_of_words(language), {})
        plain = [word.removeprefix("=").split("*")[0].lower() for row in words.values() for word in row]
        forms = frozenset(form[:_LETTERS] for word in plain for form in (word, without_marks(word)))
        found[language] = None if "" in forms or language_of_words(language) in expressions else forms
    return found


def _narrowed(code: str, text: str, language: str) -> str:
    """The narrower outcome that a qualifier beside a word makes of it: died, in prison; executed, by hanging."""
    for kind, narrower in load("outcome_words")["narrower"].get(code, {}).items():
        for words in (language_of_words(language), "any"):
            pattern = _qualifiers(words).get(kind)
            if pattern is not None and (pattern.search(text) or pattern.search(without_marks(text))):
                return str(narrower)
    return code


@kept_by_language
def _qualifiers(language: str) -> dict[str, re.Pattern[str]]:
    """The qualifiers of a language by kind, with and without their marks."""
    rows = load("outcome_words")["qualifiers"].get(language, {})
    found = {}
    for kind, words in rows.items():
        forms = dict.fromkeys([*words, *(without_marks(word) for word in words if _may_lose_marks(word))])
        if forms:
            found[kind] = re.compile("|".join(_expression(word) for word in forms), re.IGNORECASE)
    return found


@kept_by_language
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Each outcome's words in a language: as they are written, and without their marks."""
    words = load("outcome_words")["words"].get(language, {})
    found = []
    for code, row in load("outcomes").items():
        expressions = [pattern for pattern in row["patterns"] if language == _language_of(pattern)]
        own = [_expression(word) for word in words.get(code, ())]
        bare = [_expression(without_marks(word)) for word in words.get(code, ()) if _may_lose_marks(word)]
        if own or expressions:
            without = re.compile("|".join(bare)) if bare else None
            found.append((code, re.compile("|".join([*expressions, *own]), re.IGNORECASE), without))
    return tuple(found)


def _language_of(pattern: str) -> str:
    """The language of a regular expression of outcomes.yaml: Russian in Cyrillic letters, else Estonian."""
    return "ru" if re.search(r"[а-яё]", pattern, re.IGNORECASE) else "et"


def _may_lose_marks(word: str) -> bool:
    return without_marks(word) != word and len(word.rstrip("*")) >= _LEAST_LETTERS


def _expression(word: str) -> str:
    parts = (re.escape(part) for part in word.removeprefix("=").split("*"))
    whole = _ANY_ENDING.join(parts)
    return rf"^\W*{whole}\W*$" if word.startswith("=") else rf"(?<!\w){whole}(?!\w)"


def _is_guarded(text: str, found: re.Match[str], language: str) -> bool:
    """Whether a word before or behind takes the meaning away: sentenced to be shot, death sentence."""
    before, behind = _listed("guards", language), _listed("guards_behind", language)
    if before is not None and before.search(text[max(0, found.start() - _BEFORE) : found.start()]):
        return True
    return behind is not None and behind.match(text, found.end()) is not None


def _doubt(plain: str, text: str, language: str) -> str | None:
    doubts = _listed("doubts", language_of_words(language))
    return f"doubtful: {text}" if "?" in plain or (doubts is not None and doubts.search(plain)) else None


@kept_by_language
def _listed(kind: str, language: str) -> re.Pattern[str] | None:
    words: Iterable[str] = load("outcome_words")[kind].get(language_of_words(language), ())
    joined = "|".join(_expression(word) for word in words if word != "?")
    if not joined:
        return None
    forms = {"guards": rf"(?:{joined})\s+(?:\w+\s+)?$", "guards_behind": rf"\s+(?:{joined})"}
    return re.compile(forms.get(kind, joined))
