"""Claims stage: a sentence with all that was found in it, and the small words of framing.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from byname.claims.lexicon.entities import is_group, kind_of, most_specific
from byname.claims.lexicon.phrases import PhraseMatch, find_phrases
from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.numbers.date_grammar import month_number
from byname.claims.numbers.mentions import DateMention, Mentions
from byname.claims.numbers.scanner import find_mentions
from byname.claims.syntax.parsers import LONGEST, parser_of
from byname.claims.syntax.tree import Tree
from byname.claims.text.sentences import Sentence, is_fragment
from byname.claims.text.tokens import Token, tokenize
from byname.values.shipped import shipped_yaml


@cache
def words_of(name: str) -> frozenset[str]:
    """A set of words of framing.yaml."""
    return frozenset(shipped_yaml("claims", "framing.yaml")[name].split())


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence with what was found in it; `tree` is its syntax, None where no parser reads it."""

    sentence: Sentence
    tokens: list[Token]
    mentions: Mentions
    phrases: list[PhraseMatch]
    tree: Tree | None = None

    def text(self, start: int, end: int) -> str:
        """The words between two characters of the working text."""
        return self.sentence.text[start - self.sentence.start : end - self.sentence.start]


def read_sentence(sentence: Sentence, year: int | None = None) -> SentenceReading:
    """Find the numbers, dates and phrases of a sentence; `year` is the year last spoken of."""
    tokens = tokenize(sentence.text, sentence.start)
    return SentenceReading(sentence, tokens, find_mentions(tokens, latest_year=year), find_phrases(tokens))


def with_trees(readings: Sequence[SentenceReading], language: str) -> list[SentenceReading]:
    """The sentences, those with something to judge with their trees, where their language has a parser: a text in
    English or Russian, and sentences in Cyrillic of a text in English. A piece of a long sentence has none."""
    wanted: dict[str, list[int]] = {}
    for place, reading in enumerate(readings):
        said = (
            reading.mentions.numbers
            or reading.mentions.dates
            or any(f.kind in ("relation", "quantifier") for f in reading.phrases)
        )
        code = _language_of(reading, language)
        if said and code and len(reading.sentence.text) <= LONGEST and not reading.sentence.piece:
            wanted.setdefault(code, []).append(place)
    found = list(readings)
    for code, places in wanted.items():
        parser = parser_of(code)
        if parser is None:
            continue
        sentences = [(_with_fragment(readings, place), readings[place].sentence.start) for place in places]
        for place, tree in zip(places, parser.trees(sentences), strict=True):
            found[place] = replace(readings[place], tree=tree)
    return found


def _with_fragment(readings: Sequence[SentenceReading], place: int) -> str:
    """The text of a sentence, with that of a fragment broken off from it; each character stays in its place."""
    sentence = readings[place].sentence
    if place + 1 == len(readings) or not is_fragment(readings[place + 1].sentence):
        return sentence.text
    fragment = readings[place + 1].sentence
    whole = sentence.text.rstrip(". ")
    return whole + " " * (fragment.start - sentence.start - len(whole)) + fragment.text


def _language_of(reading: SentenceReading, language: str) -> str:
    """The language of a sentence: that of its text, or Russian where it is in Cyrillic and the text in English."""
    cyrillic = sum("а" <= token.lower[0] <= "я" for token in reading.tokens if token.kind == "word")
    if language == "en" and cyrillic * 2 > len(reading.tokens):
        return "ru"
    return language


def has_unknown_names(tokens: Sequence[Token], here: Sequence[PhraseMatch], reading: SentenceReading) -> bool:
    """Whether a clause has a capitalised name that the gazetteer does not know: it may speak of some place of
    its own."""
    known = [(f.start, f.end) for f in here] + [(d.start, d.end) for d in reading.mentions.dates]
    first = reading.tokens[0].start
    for token in tokens:
        named = token.kind == "word" and token.text[:1].isupper() and len(token.text) > 2 and token.start != first
        strange = named and token.lower not in words_of("not_names")
        if strange and not any(start <= token.start < end for start, end in known):
            return True
    return False


def unknown_place(tokens: Sequence[Token], here: Sequence[PhraseMatch]) -> str:
    """A name after "in", "from" or "near" that the gazetteer does not know, in lower case; empty where there
    is none."""
    leading = words_of("before_places")
    for at in range(len(tokens) - 1):
        if tokens[at].lower not in leading or not (tokens[at + 1].text[:1].isupper() or tokens[at + 1].lower == "the"):
            continue
        start = at + 2 if tokens[at + 1].lower == "the" else at + 1
        end = start
        while end < len(tokens) and tokens[end].text[:1].isupper() and tokens[end].kind == "word":
            end += 1
        words = [t.lower for t in tokens[start:end]]
        named = [f for f in here if f.kind == "entity"]
        known = any(f.start <= t.start < f.end for t in tokens[start:end] for f in named)
        strange = words and not known and month_number(words[0]) is None
        if strange and not words[-1].endswith("'s") and words[0] not in words_of("not_names"):
            return " ".join(words)
    return ""


def latest_year(dates: Sequence[DateMention]) -> int | None:
    """The last year that dates name."""
    years = [int(match[0]) for date in dates for match in re.finditer(r"\d{4}", date.edtf)]
    return years[-1] if years else None


def date_of(dates: Sequence[DateMention]) -> DateMention | None:
    """The date of a clause: an explicit one before a named period; decades are joined ("the 1920s and 30s")."""
    explicit = [date for date in dates if date.rule != "named"]
    if len(explicit) > 1 and all(date.rule == "decade" for date in explicit):
        return replace(explicit[0], end=explicit[-1].end, edtf=f"{explicit[0].edtf[:3]}0/{explicit[-1].edtf[:3]}9")
    found = explicit or dates
    return found[0] if found else None


_ALL = frozenset({"men", "women", "children"})


@per_subject(maxsize=4096)
def populations(entities: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The groups and the operations among entities, without those that others of them are part of."""
    groups = most_specific(id for id in entities if is_group(id))
    groups -= _ALL if groups >= _ALL else frozenset()  # "men, women and children" are everyone
    return groups, most_specific(id for id in entities if kind_of(id) == "operation")
