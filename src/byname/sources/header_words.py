"""What the name of a column says: the fields that it may mean, in two dozen languages, and how sure that is.

Takes the name of a column as it stands (`F. de desap.`, `Mbiemri / Prezime`, `nascita_data`); gives its readings. It is
a known word for a field, or a word for an event with one for an aspect of it (birth and place), in any order, shortened
or not. What stands in the column decides between readings; that is for whoever can read values (the records stage).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import permutations

from rapidfuzz import fuzz, process

from byname.values.accents import without_accents
from byname.values.shipped import shipped_yaml

ITEM = "item"  # not a field: the column that names the entries
EVENTS = {
    "birth": {"date": "birth_date", "place": "birth_place", "": "birth"},
    "death": {"date": "death_date", "place": "death_place", "": "death"},
    "arrest": {"date": "arrest_date", "place": "arrest_place", "": "arrest"},
    "disappearance": {"date": "disappearance_date", "place": "disappearance_place", "": "disappearance"},
    "deportation": {"date": "deportation_date", "place": "exile_place", "": "deportation"},
    "release": {"date": "release_date", "": "release"},
    "sentence": {"date": "sentence_date", "by": "sentencing_body", "": "sentence_event"},
    "rehabilitation": {"date": "rehabilitation_date", "": "rehabilitation"},
    "burial": {"place": "burial_place", "": "burial_place"},
    "incident": {"date": "incident_date", "place": "incident_place"},
}
ABOUT_EVENTS = frozenset({"age", "cause", "circumstances", "residence", "occupation"})  # "age at death" is an age
WHOLE, PARTS, SHORT, ALONE, LOOSE, DOUBTFUL, SURPLUS = 98, 95, 88, 87, 84, 76, 70
_MOST_TOKENS = 7
_LEAST_PREFIX = 3
_PLAIN_PREFIX = 5  # letters of a shortened word without a point
_ALIKE = 88
_NUMBERED = re.compile(r"(?<=[^\W\d_])[\s_.-]*\d{1,2}$")  # `place_1`: one of several columns of a name
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class NameReading:
    """One thing that a column's name may mean: a field or `item`, the event or aspect it speaks of, how sure it is.

    `field` is empty where the name says an aspect only (`place`). `score`: to 100. `languages`: those that know it.
    """

    field: str
    score: int
    languages: frozenset[str] = frozenset()
    event: str = ""
    aspect: str = ""
    tongue: bool = False  # the name says the language that the column is in, too


@lru_cache(maxsize=10_000)
def readings_of(column: str) -> tuple[NameReading, ...]:
    """Give what a column's name may mean, the surest first.

    >>> [(found.field, found.score) for found in readings_of("Place of birth")]
    [('birth_place', 100)]
    >>> readings_of("F. de desap.")[0].field, readings_of("Spare") == ()
    ('disappearance_date', True)
    """
    best: dict[tuple[str, str], NameReading] = {}
    for reading in _of_variants(column):
        key = (reading.field, reading.aspect if not reading.field else "")
        known = best.get(key, reading)
        surer = reading if reading.score > known.score else known
        sure = min(LOOSE, surer.score)
        spoken = {name for each in (known, reading) if each.score >= sure for name in each.languages}
        best[key] = replace(surer, languages=frozenset(spoken) or surer.languages)
    return tuple(sorted(best.values(), key=lambda reading: -reading.score))


def _of_variants(column: str) -> Iterator[NameReading]:
    """The readings of the whole name; where none is sure, those of its parts (`Emri / Ime`), too."""
    plain = re.sub(r"(?<=\w)\([^\W\d_]{1,3}\)", "", column)
    bare = re.sub(r"\([^)]*\)", " ", plain) if re.search(r"\w", re.sub(r"\([^)]*\)", "", plain)) else plain
    whole = list(_of_text(bare))
    if _NUMBERED.search(bare) and max((reading.score for reading in whole), default=0) < PARTS:
        whole += _of_text(_NUMBERED.sub("", bare))
    yield from whole
    told = [token for token in loose(bare).split() if token not in _tongues()]
    if 0 < len(told) < len(loose(bare).split()) and max((reading.score for reading in whole), default=0) < SHORT:
        yield from (replace(reading, tongue=True) for reading in _of_text(" ".join(told)))
    parts = [part for part in re.split(r"\s+[-–]\s+|[/|]", bare) if re.search(r"\w", part)]
    if len(parts) > 1 and max((reading.score for reading in whole), default=0) < PARTS:
        yield from (reading for part in parts for reading in _of_text(part))


def _of_text(text: str) -> Iterator[NameReading]:
    tokens, dotted = _tokens(text)
    if not tokens or len(tokens) > _MOST_TOKENS:
        return
    phrase = " ".join(tokens)
    if phrase in _flat():
        yield NameReading(_flat()[phrase], 100)
    if phrase in _here():
        yield NameReading("", PARTS, aspect="place")
    other = _any(tokens, _others())
    plain = [token for token in tokens if not _any([token], _persons())]
    for language in _languages():
        found = [*_in_language(tokens, dotted, language)]
        if plain and len(plain) < len(tokens):
            found += [reading for reading in _in_language(plain, dotted, language) if not reading.event]
        yield from (reading for reading in found if not other or (reading.score >= PARTS and not reading.event))
    if len(phrase) > 4 and phrase not in _flat() and not other:
        alike = process.extractOne(phrase, _long_flat(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if alike:
            yield NameReading(_flat()[alike[0]], LOOSE)


def names_another(column: str) -> bool:
    """Whether a column's name speaks of somebody else than the person of the row.

    >>> names_another("Name of mother"), names_another("Name")
    (True, False)
    """
    return _any(_tokens(column)[0], _others())


def letters_of(language: str) -> str:
    """The letters by which a language is told from its neighbours; none where it has no such letters.

    >>> letters_of("es")
    'ñ¿'
    """
    return str(shipped_yaml("sources", "header_words.yaml")["letters"].get(language, ""))


def loose(word: str) -> str:
    """Small letters, no marks, one space between words; the Arabic article is taken off.

    >>> loose("AP_PATERNO"), loose("FechaDesaparición"), loose("Arr. kp")
    ('ap paterno', 'fecha desaparicion', 'arr kp')
    """
    apart = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", word)
    plain = without_accents(apart)
    joined = re.sub(r"\b([^\W\d_])\.(?=[^\W\d_]\.)", r"\1", re.sub(r"['’]s\b", "", plain))  # R.U.N., mother's
    words = re.sub(r"[\W_]+", " ", joined).lower().translate(_LETTERS).split()
    return " ".join(re.sub(r"^ال(?=\w{2})", "", word) for word in words)


def _tokens(text: str) -> tuple[list[str], frozenset[str]]:
    """The words of a name that mean something, and those of them that are shortened with a point."""
    words = loose(text).split()
    kept = [word for word in words if word not in _stop()] or words
    short = {loose(word) for word in re.findall(r"[^\W\d_]+(?=\.)", text)}
    return kept, frozenset(short)


def _in_language(tokens: list[str], dotted: frozenset[str], language: str) -> Iterator[NameReading]:
    words = _words(language)
    spoken = frozenset({language})
    events = [event for event, stems in words.events.items() if _any(tokens, stems)]
    initials = {token[0] for token in tokens}
    for field, phrases in words.fields.items():
        likely = (phrase for phrase in phrases if phrase[0][0] in initials)
        found = max((_phrase_score(tokens, dotted, phrase) for phrase in likely), default=0)
        about = found == SURPLUS and field in ABOUT_EVENTS and events
        if found:
            yield NameReading(field, LOOSE + 2 if about else found, spoken)
    yield from _of_event(tokens, words, spoken)


def _of_event(tokens: list[str], words: _Words, spoken: frozenset[str]) -> Iterator[NameReading]:
    """Event and aspect, event alone, aspect alone; each word that is neither makes it less sure."""
    aspects = [aspect for aspect, stems in words.aspects.items() if _any(tokens, stems)]
    wheres = [token for token in tokens if _any([token], words.regions)]
    if wheres and len(wheres) < len(tokens) and "place" not in aspects:
        aspects.append("place")  # "district of birth"
    left = [token for token in tokens if not _any([token], words.all_aspects) and token not in wheres]
    number = "number" in aspects and not left
    if number:
        yield NameReading(ITEM, PARTS, spoken, aspect="number")
    elif "number" in aspects and not any(_any(tokens, stems) for stems in words.events.values()):
        yield NameReading(ITEM, SURPLUS, spoken, aspect="number")
    if not left:
        yield from (NameReading("", PARTS, spoken, aspect=aspect) for aspect in aspects if aspect in ("date", "place"))
    for event, stems in words.events.items():
        said = [token for token in tokens if _any([token], stems)]
        if not said or _any(tokens, _reports()) or ("number" in aspects and not {"date", "place"} & set(aspects)):
            continue
        surplus = len([token for token in left if token not in said])
        told = [aspect for aspect in aspects if aspect in EVENTS[event]] if len(said) < len(tokens) else []
        if {"date", "place"} <= set(aspects) and EVENTS[event].get(""):
            yield NameReading(EVENTS[event][""], PARTS, spoken, event, "both")
            continue
        told = told or [aspect for aspect in _joined_aspects(said, stems, words) if aspect in EVENTS[event]]
        for aspect in told or [""]:
            field = EVENTS[event].get(aspect)
            if field and (aspect or not aspects or not set(aspects) - {"number"}):
                score = (PARTS if aspect else ALONE) - 15 * surplus
                yield NameReading(field, score, spoken, event, aspect)


def _joined_aspects(tokens: list[str], event: Sequence[str], words: _Words) -> list[str]:
    """The aspects that stand behind an event in a compound: `Sterbedatum`, `fødselssted`, but not `arrested`."""
    ends = {aspect: _ends(words.aspects.get(aspect, ())) for aspect in ("date", "place")}
    return [
        aspect
        for aspect, known in ends.items()
        if any(_any([token.removesuffix(end)], event) for token in tokens for end in known if token.endswith(end))
    ]


def _ends(stems: Sequence[str]) -> list[str]:
    return [stem for stem in stems if len(stem) >= _LEAST_PREFIX and not stem.endswith("*")]


def _phrase_score(tokens: list[str], dotted: frozenset[str], phrase: tuple[str, ...]) -> int:
    """How well the words of a name are those of a phrase; 0 where they are not."""
    surplus = len(tokens) - len(phrase)
    if surplus < 0 or surplus > 1:
        return 0
    scores = [
        min(_token_score(token, word, dotted) for token, word in zip(order, phrase, strict=True))
        for order in permutations(tokens, len(phrase))
    ]
    best = max(scores)
    if not best or not surplus:
        return best
    shortest = max(len(word.rstrip("*")) for word in phrase)
    return SURPLUS if best == WHOLE and shortest > 2 else 0


def _token_score(token: str, word: str, dotted: frozenset[str]) -> int:
    if word.endswith("*"):
        return WHOLE - 1 if token.startswith(word[:-1]) else 0
    if token == word:
        return WHOLE
    if not word.startswith(token):
        return 0
    if token in dotted:
        return SHORT if len(token) >= _LEAST_PREFIX else LOOSE
    return SHORT if len(token) >= _PLAIN_PREFIX else DOUBTFUL if len(token) >= _LEAST_PREFIX else 0


def _any(tokens: Iterable[str], stems: Sequence[str]) -> bool:
    beginnings, whole = _beginnings_and_words(tuple(stems))
    return any(token in whole or token.startswith(beginnings) for token in tokens)


@lru_cache(maxsize=10_000)
def _beginnings_and_words(stems: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems that stand for the beginning of a word, and the words that are whole."""
    beginnings = tuple(stem[:-1] for stem in stems if stem.endswith("*"))
    return beginnings, frozenset(stem for stem in stems if not stem.endswith("*"))


@dataclass(frozen=True, slots=True)
class _Words:
    aspects: dict[str, tuple[str, ...]]
    events: dict[str, tuple[str, ...]]
    fields: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def regions(self) -> tuple[str, ...]:
        """Words of one token for a region."""
        return tuple(phrase[0] for phrase in self.fields.get("region", ()) if len(phrase) == 1)

    @property
    def all_aspects(self) -> tuple[str, ...]:
        return tuple(stem for stems in self.aspects.values() for stem in stems)


def _stem(word: str) -> str:
    return loose(word) + ("*" if str(word).endswith("*") else "")


@cache
def _words(language: str) -> _Words:
    row = shipped_yaml("sources", "header_words.yaml")["languages"][language]
    fields = {
        field: tuple(phrase for text in texts if (phrase := _phrase(str(text))))
        for field, texts in row["fields"].items()
    }
    aspects = {aspect: _stems(words) for aspect, words in row["aspects"].items()}
    return _Words(aspects, {event: _stems(words) for event, words in row["events"].items()}, fields)


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    """Words of one token; of several tokens each counts (`з п`)."""
    return tuple(dict.fromkeys(stem for word in words for part in str(word).split() if (stem := _stem(part))))


def _phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase that mean something, with `*` where any ending is meant."""
    words = [stem for part in re.split(r"[\s'’]+", text) for stem in [_stem(part)] if stem]
    return tuple(word for word in words if word not in _stop()) or tuple(words)


@cache
def _languages() -> tuple[str, ...]:
    return tuple(shipped_yaml("sources", "header_words.yaml")["languages"])


@cache
def _stop() -> frozenset[str]:
    return frozenset(loose(str(word)) for word in shipped_yaml("sources", "header_words.yaml")["stop"])


@cache
def _others() -> tuple[str, ...]:
    return _stems(shipped_yaml("sources", "header_words.yaml")["others"])


@cache
def _persons() -> tuple[str, ...]:
    return _stems(shipped_yaml("sources", "header_words.yaml")["persons"])


@cache
def _tongues() -> frozenset[str]:
    return frozenset(str(word) for word in shipped_yaml("sources", "header_words.yaml")["tongues"])


@cache
def _reports() -> tuple[str, ...]:
    return _stems(shipped_yaml("sources", "header_words.yaml")["reports"])


@cache
def _here() -> frozenset[str]:
    return frozenset(loose(str(word)) for word in shipped_yaml("sources", "header_words.yaml")["here"])


@cache
def _flat() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, words in shipped_yaml("sources", "synonyms.yaml").items():
        for word in (field, *words):
            spoken = loose(word).split()
            known.setdefault(" ".join(spoken), field)
            known.setdefault(" ".join(part for part in spoken if part not in _stop()), field)
    known.pop("", None)
    return known


@cache
def _long_flat() -> tuple[str, ...]:
    return tuple(word for word in _flat() if len(word) > 4)
