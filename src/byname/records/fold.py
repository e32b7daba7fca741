"""Records stage: brings the spellings of a name to one folded form for comparing.

Takes a word in any script with its language; gives lower-case Latin letters without marks, the same for each
transliteration scheme ("Зиновьев", "Sinowjew", "Zinoviev" all give "sinovev"). The folded form is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from byname.records.remembered import LONGEST, remembered
from byname.records.vocabulary import load
from byname.values.names import Script

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\u0300-\u036f]")
_ASCII_LETTER = re.compile(r"[a-zA-Z]")
_CYRILLIC_ALONE = re.compile(r"[\W\d_]*[\u0400-\u0481\u048a-\u052f](?:[\u0400-\u052f]|[\W\d_])*")  # no other letter
_JOINTS = re.compile(r"[\s\-–·.,/]+")
_NOT_LETTER = re.compile(r"[^a-z]+")
_MISREAD_INITIALS = {"3": "s", "0": "o"}  # З and О as scanning reads them
_DOUBLED = re.compile(r"([a-z])\1+")


_Rule = tuple[str | re.Pattern[str], str]  # letters, plain or as a regular expression, and what takes their place


@dataclass(frozen=True, slots=True)
class _Rules:
    cyrillic: dict[int, str]
    lookalikes: dict[int, str]
    letters: dict[int, str]
    schemes: dict[str, list[_Rule]]
    common: list[_Rule]
    ambiguous: frozenset[str]
    keeps_doubles: frozenset[str]
    generations: dict[str, str]  # spellings of `junior` and the like


@cache
def _rules() -> _Rules:
    data = load("transliteration")
    compiled = {name: _compile(rules) for name, rules in data["schemes"].items()}
    return _Rules(
        cyrillic={ord(k): v for k, v in data["cyrillic"].items()},
        lookalikes={ord(k): v for k, v in data["cyrillic_lookalikes"].items()},
        letters={ord(k): v for k, v in data["latin_letters"].items()},
        schemes=compiled,
        common=_compile(data["common"]),
        ambiguous=frozenset(data["ambiguous_initials"]),
        keeps_doubles=frozenset(data["keeps_doubles"]),
        generations=load("name_words")["generations"],
    )


def _compile(rules: list[list[str]]) -> list[_Rule]:
    return [(pattern if pattern.isalpha() else re.compile(pattern), replacement) for pattern, replacement in rules]


def _rewritten(text: str, rules: list[_Rule]) -> str:
    """The text after some rules, taken in turn."""
    for letters, replacement in rules:
        text = text.replace(letters, replacement) if isinstance(letters, str) else letters.sub(replacement, text)
    return text


@cache
def _han_names() -> dict[str, str]:
    return {han: latin for part in ("surnames", "given_names") for han, latin in load("chinese_names")[part].items()}


@remembered
def fold(word: str, language: str = "en") -> str:
    """Fold one word or a hyphened or spaced group of words; parts are joined by one space.

    `language` names the transliteration scheme of Latin text (BCP 47, the primary part counts); it does not matter for
    Cyrillic. Chinese forms are looked up in a table of variants; one that is not there is spelled by its sounds. So are
    letters of which no table of ours knows anything.

    >>> fold("Зиновьев"), fold("Sinowjew", "de"), fold("Zinoviev", "en")
    ('sinovev', 'sinovev', 'sinovev')
    >>> fold("J.", "de"), fold("Я.")
    ('j', 'ia')
    """
    if word.isalpha():
        return fold_part(word, language)
    parts = [fold_part(part, language) for part in _JOINTS.split(word) if part]
    return " ".join([part for part in parts if part])


def fold_part(part: str, language: str) -> str:
    """Fold a single part of a name that holds no hyphen and no space."""
    return _remembered_part(part, language) if len(part) <= LONGEST else _folded(part, language)


def _folded(part: str, language: str) -> str:
    rules = _rules()
    if initial := _MISREAD_INITIALS.get(part.rstrip(".")):
        return initial
    if _HAN.search(part):
        return fold_part(_han_names().get(part) or anyascii(part), "en")
    text = part.lower()
    text = rules.generations.get(text.rstrip("."), text)
    scheme: str | None = language.split("-")[0]
    if _CYRILLIC.search(text):
        text = unicodedata.normalize("NFC", text).translate(rules.lookalikes).translate(rules.cyrillic)
        text, scheme = _in_ascii(text), None
    elif not text.isascii() and not _LATIN.search(text):
        text, scheme = anyascii(text).lower(), "en"
    else:
        text = _without_marks(text, rules)
        if text.rstrip(".") in rules.ambiguous:
            return "j"
    if scheme:
        text = _rewritten(text, rules.schemes.get(scheme, rules.schemes["en"]))
    text = _rewritten(text, rules.common)
    text = _NOT_LETTER.sub("", text)
    return text if scheme in rules.keeps_doubles else _DOUBLED.sub(r"\1", text)


_remembered_part = lru_cache(maxsize=32_768)(_folded)


def _without_marks(text: str, rules: _Rules) -> str:
    """Latin text in ASCII."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text).translate(rules.letters)
    return _in_ascii(_MARKS.sub("", unicodedata.normalize("NFD", text)))


def script_of(text: str) -> Script:
    """The ISO 15924 code of the script a text is written in; Mixed where Latin and Cyrillic words both stand in it.

    Latin letters inside a Cyrillic word are taken for typing slips.

    >>> script_of("Тухачевский, M. Н."), script_of("图哈切夫斯基"), script_of("Bucharin")
    ('Cyrl', 'Hans', 'Latn')
    """
    if text.isascii():
        return "Latn" if _ASCII_LETTER.search(text) else "Zyyy"
    if _CYRILLIC_ALONE.fullmatch(text):
        return "Cyrl"
    if _HAN.search(text):
        return "Hans"
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return "Zyyy"
    cyrillic = [bool(_CYRILLIC.search(word)) for word in words if len(word) > 1] or [
        bool(_CYRILLIC.search(word)) for word in words
    ]
    if all(cyrillic):
        return "Cyrl"
    return "Mixed" if any(cyrillic) else "Latn"


def _in_ascii(text: str) -> str:
    """The text with its letters outside ASCII spelled in it: those of which the tables know nothing."""
    if text.isascii():
        return text
    return "".join(anyascii(char).lower() if unicodedata.category(char) == "Ll" else char for char in text)
