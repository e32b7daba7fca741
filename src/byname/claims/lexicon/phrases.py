"""Claims stage: finds the words of the curated vocabulary in a sentence: names, predicates, relations, quantifiers; and
the names that are in no vocabulary, folded.

All phrases of gazetteer.yaml, predicates.yaml and frames.yaml stand in tables by their first word, so that a sentence
is passed over once; a Russian word is found in any of its forms. The longest phrase of each kind wins; hyphens and a
possessive 's do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from byname.claims.lexicon.entities import gazetteer, kind_of
from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.predicates import predicates
from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.text.tokens import Token, tokenize
from byname.claims.thresholds import thresholds
from byname.values.accents import without_accents
from byname.values.shipped import shipped_yaml

Kind = Literal["entity", "predicate", "relation", "quantifier"]
_HYPHENS = frozenset("-‐‑–—.№")


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase in a sentence: its kind, what it stands for, its tokens (`last` excluded) and its characters."""

    kind: Kind
    id: str
    first: int
    last: int
    start: int
    end: int


_Rows = list[tuple[tuple[str, ...], Kind, str]]


@per_subject
def _phrases() -> dict[str, _Rows]:
    """The phrases in Latin letters by their first word, the longest first."""
    return _by_first(words for words in _split_phrases() if not _is_cyrillic(words[0][0]))


@per_subject
def _cyrillic_phrases() -> dict[str, _Rows]:
    """The phrases in Cyrillic by each dictionary form of their first word."""
    return _by_first([*(row for row in _split_phrases() if _is_cyrillic(row[0][0])), *_full_names_in_cyrillic()])


def _full_names_in_cyrillic() -> Iterator[tuple[tuple[str, ...], Kind, str]]:
    """The full names of people whose surname alone is listed in Cyrillic, by the table of given names."""
    from byname.records.fold import fold  # its tables are needed only for texts in Cyrillic
    from byname.records.vocabulary import load

    given = {fold(form): line.split() for sex in ("male", "female") for line in load("given_names")[sex]
             for form in line.split()}  # fmt: skip
    for entity in gazetteer().values():
        if entity.kind != "person":
            continue
        latin = {name.split()[0] for name in entity.words if " " in name and not _is_cyrillic(name)}
        forms = {form.lower() for name in latin for form in given.get(fold(name), ()) if _is_cyrillic(form.lower())}
        surnames = [name.lower() for name in entity.words if _is_cyrillic(name) and " " not in name]
        for form in sorted(forms):
            yield from (((form, surname), "entity", entity.id) for surname in surnames)


@per_subject
def _split_phrases() -> tuple[tuple[tuple[str, ...], Kind, str], ...]:
    found = []
    for kind, id, phrase in _all_phrases():
        words = tuple(plain(token.lower) for token in tokenize(phrase) if token.lower not in _HYPHENS)
        if words:
            found.append((words, kind, id))
    return tuple(found)


def _by_first(phrases: Iterable[tuple[tuple[str, ...], Kind, str]]) -> dict[str, _Rows]:
    table: dict[str, _Rows] = {}
    for row in phrases:
        for first in _forms_listed(row):
            table.setdefault(first, []).append(row)
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def _forms_listed(row: tuple[tuple[str, ...], Kind, str]) -> frozenset[str]:
    """The forms by which a phrase is found. A person's name stands for itself: "Николаев" is a form of "Николай" too,
    and whoever bears that given name is not meant."""
    words, kind, id = row
    person = kind == "entity" and kind_of(id) == "person"
    return frozenset((words[0].replace("ё", "е"),)) if person else lemmas(words[0])


def _is_cyrillic(word: str) -> bool:
    return "а" <= word[:1] <= "ё"


def _rows_of(word: str) -> _Rows:
    """The phrases that may begin with a word."""
    if not _is_cyrillic(word):
        return _phrases().get(word, _NONE)
    table, found, seen = _cyrillic_phrases(), _Rows(), set[int]()
    for form in sorted(lemmas(word)):
        for row in table.get(form, _NONE):
            if id(row) not in seen:
                seen.add(id(row))
                found.append(row)
    found.sort(key=lambda row: -len(row[0]))
    return found


_NONE: _Rows = []


def _alike(word: str, wanted: str) -> bool:
    """Whether a word is one of a phrase: the same, told as of now, or another form of it in Russian."""
    return (
        word == wanted
        or _TOLD_THEN.get(word) == wanted
        or (_is_cyrillic(word) and not lemmas(word).isdisjoint(lemmas(wanted)))
    )


# Chronologies and summaries tell of the past as of now.
_TOLD_THEN = {"is": "was", "are": "were", "has": "had", "have": "had", "es": "fue", "son": "fueron"}


def _all_phrases() -> Iterator[tuple[Kind, str, str]]:
    for entity in gazetteer().values():
        yield from (("entity", entity.id, word) for word in entity.words)
    for predicate in predicates().values():
        yield from (("predicate", predicate.id, word) for word in predicate.words)
    frames = shipped_yaml("claims", "frames.yaml")
    for name, row in frames["relations"].items():
        yield from (("relation", name, word) for word in row["words"])
    for name, words in frames["quantifiers"].items():
        yield from (("quantifier", name, word) for word in words)


def plain(word: str) -> str:
    """A word without its possessive ending.

    >>> plain("stalin's")
    'stalin'
    """
    return word[:-2] if word.endswith("'s") else word


def find_phrases(tokens: Sequence[Token]) -> list[PhraseMatch]:
    """All phrases of the vocabulary, in order; of each kind none lies inside a longer one."""
    found = list[PhraseMatch]()
    reach: dict[str, int] = {}
    begun: dict[str, int] = {}
    words = [word[:-2] if (word := token.lower).endswith("'s") else word for token in tokens]
    words = [word if word.isascii() else _known(word) for word in words]
    for at, word in enumerate(words):
        rows = _rows_of(word)
        if not rows:
            continue
        following = words[at + 1] if at + 1 < len(words) else ""
        for phrase, kind, id in rows:
            if len(phrase) == 1:
                last = at + 1
            elif following in _HYPHENS or _alike(following, phrase[1]):
                last = _match(words, at, phrase)
            else:
                continue
            again = begun.get(kind) == at and reach.get(kind) == last  # the same words may stand for two things
            if again and any(f.kind == kind and f.id == id and f.first == at for f in found[-len(rows) :]):
                continue
            if last and (at >= reach.get(kind, 0) or again):
                found.append(PhraseMatch(kind, id, at, last, tokens[at].start, tokens[last - 1].end))
                begun[kind], reach[kind] = at, last
    return found


def _known(word: str) -> str:
    """A word in Latin letters as the vocabulary spells it: without its accents where it stands there only so.

    >>> _known("katyń"), _known("łódź")
    ('katyn', 'łódź')
    """
    if _is_cyrillic(word) or word in _latin_words():
        return word
    bare = without_accents(word.translate(_STROKES))
    return bare if bare in _latin_words() else word


_STROKES = str.maketrans("łøđð", "lodd")  # letters that no accent is taken from


@per_subject
def _latin_words() -> frozenset[str]:
    return frozenset(word for words, _, _ in _split_phrases() for word in words if not _is_cyrillic(word))


def _match(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> int:
    """The place after the phrase, 0 where it does not stand here."""
    for wanted in phrase:
        while at < len(words) and words[at] in _HYPHENS:
            at += 1
        if at >= len(words) or not _alike(words[at], wanted):
            return 0
        at += 1
    return at


def ids(found: Iterable[PhraseMatch], kind: Kind) -> frozenset[str]:
    """What the phrases of one kind stand for."""
    return frozenset([phrase.id for phrase in found if phrase.kind == kind])


def stem(word: str) -> str:
    """A word without its plural ending.

    >>> stem("teachers")
    'teacher'
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def names_in(tokens: Sequence[Token]) -> frozenset[tuple[str, str]]:
    """The capitalised words of a clause, folded, each with the folded word before it if that is capitalised too."""
    from byname.records.fold import fold  # its tables are needed only where a text dates a person's life

    found = set()
    for at, token in enumerate(tokens):
        if token.kind != "word" or not token.text[:1].isupper() or len(token.text) < thresholds().wording.surname:
            continue
        before = at - 2 if at > 1 and tokens[at - 1].lower == "." else at - 1
        given = tokens[before].lower if before >= 0 and tokens[before].text[:1].isupper() else ""
        language = "ru" if token.lower[0] >= "а" else "en"
        found.add((fold(token.lower.removesuffix("'s"), language), fold(given, language) if given else ""))
    return frozenset(found)
