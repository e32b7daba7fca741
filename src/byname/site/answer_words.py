"""Site stage: what the analyses say in the language of the report, by sentences with gaps and words (locales/*.yaml).

Takes an English text; gives it in another language with its words, numbers and dates put into the gaps, or nothing
where it is not known. The analyses themselves say everything in English, for the archive's tables and its trace. What
stands in a gap and is neither a number nor a known word is data: a name, a title, a word of a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from byname.records.vocabulary import load
from byname.site.language import Language
from byname.values.shipped import shipped_yaml

_GAP, _NUMERIC_GAP = "{}", "{#}"
_SENTENCES = ("answers.yaml", "analyses.yaml", "labels.yaml", "flags.yaml")
_BETWEEN = re.compile(r"(?<=\.) (?=[A-Z])")
_LISTS = ((re.compile("; "), "; "), (re.compile(" → "), " → "), (re.compile(r"(?<=\)), "), ", "))
_GAPS = re.compile(r"\{#?\}")
_FILLED = re.compile(r"\{(\d?)\}")
_NUMERIC = r"([-\d][\d.,\u202f\u2009e+-]*?%?)"
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)")
_CITATION = re.compile(r"(?P<first>[A-Z]\w+)(?: and (?P<second>[A-Z]\w+)| (?P<others>et al\.))? (?P<year>\d{4})")
_ID = re.compile(r"[a-z0-9._-]+")  # of a list or a test
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_BEGINNING = 3  # letters by which sentences are found
_ENGLISH = Markup('<span lang="en">{}</span>')


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is said: a text in the language of the report, or data as they stand."""

    text: str
    is_data: bool = False


def in_language(sentence: str, speech: Language) -> str | None:
    """A text of an analysis in the language of a report; None where the catalogue lacks it.

    >>> from byname.site.language import language
    >>> in_language("Our sources state the gender of 1,204 persecuted people only.", language("es"))
    'Nuestras fuentes dan este dato (sexo) solo de 1.204 personas perseguidas.'
    >>> in_language("Nobody wrote this sentence.", language("es")) is None
    True
    """
    pieces = _pieces(sentence, speech)
    return None if pieces is None else "".join(piece.text for piece in pieces)


def phrase(text: str, speech: Language) -> str:
    """A text in the language of a report; English where it is not known.

    >>> from byname.site.language import language
    >>> phrase("people of whom a source says: executed", language("de"))
    'Menschen, von denen eine Quelle sagt: hingerichtet'
    """
    return in_language(text, speech) or text


def heading(name: str, speech: Language) -> str:
    """The heading of a column of an analysis in the language of a report.

    >>> from byname.site.language import language
    >>> heading("by_1938", language("de"))
    'bis 1938'
    """
    words = name.replace("_", " ")
    if speech.is_english:
        return words
    found = _rows(speech.code, "headings").get(words)
    if found is not None:
        return found
    year = re.fullmatch(r"(.*?)(\d{4})", words)
    form = _rows(speech.code, "headings").get(f"{year[1]}{_NUMERIC_GAP}") if year else None
    return words if year is None or form is None else form.replace(_GAP, year[2])


def marked(sentence: str, speech: Language) -> Markup:
    """A text, or several sentences after one another, for a page in the language of the report; data in it are set
    apart, and what stays English is marked as such.

    >>> from byname.site.language import language
    >>> marked("A < B", language("es"))
    Markup('<span lang="en">A &lt; B</span>')
    """
    whole = _pieces(sentence, speech)
    if whole is not None:
        return _markup(whole)
    for pattern, joined in ((_BETWEEN, " "), (re.compile("; "), "; ")):
        parts = pattern.split(sentence)
        said = [_pieces(part, speech) for part in parts]
        if len(parts) > 1 and any(said):
            shown = [_ENGLISH.format(part) if told is None else _markup(told)
                     for part, told in zip(parts, said, strict=True)]  # fmt: skip
            return Markup(joined).join(shown)
    return _ENGLISH.format(sentence)


def _markup(pieces: Iterable[Piece]) -> Markup:
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(piece.text) if piece.is_data else escape(piece.text) for piece in pieces
    )


def _pieces(text: str, speech: Language) -> list[Piece] | None:
    """What is said, piece by piece; None where the catalogues lack it."""
    if speech.is_english:
        return [Piece(text)]
    word = _word(text, speech)
    if word is not None:
        return [Piece(word)]
    for sentence in _sentences(speech.code).of(text):
        found = sentence.pattern.fullmatch(text)
        if found:
            return list(sentence.filled([_gap(part, speech) for part in found.groups()]))
    first, colon, rest = text.partition(": ")
    known = _word(first, speech) if colon else None
    if known is not None:
        return [Piece(f"{known}: "), *_gap(rest, speech)]
    return [Piece(text, is_data=True)] if "-" in text and _ID.fullmatch(text) else None


def _word(text: str, speech: Language) -> str | None:
    """A number, a date or a word as the language has it; a word may begin with a capital letter."""
    number = _NUMBER.fullmatch(text.replace("\u202f", ","))
    if number:
        return _number(number, speech)
    if _DATE.fullmatch(text):
        return speech.date(text)
    cited = _CITATION.fullmatch(text)
    if cited:
        return _citation(cited, speech)
    for known in (_rows(speech.code, "values"), _words(speech.code), _vocabulary(speech.code)):
        if text in known:
            return known[text]
    if speech.has(text):
        return speech.text(text)
    small = text[:1].lower() + text[1:]
    if small != text:
        found = _word(small, speech)
        return None if found is None else found[:1].upper() + found[1:]
    return None


def _citation(cited: re.Match[str], speech: Language) -> str:
    """A work by its authors and its year."""
    authors = [cited["first"], cited["second"]] if cited["second"] else [cited["first"]]
    others = f" {cited['others']}" if cited["others"] else ""
    return f"{speech.listed(authors)}{others} {cited['year']}"


def _number(found: re.Match[str], speech: Language) -> str:
    """A number as the language writes it; what has four digits or more and no comma is a year."""
    sign, whole, decimals, percent = found[1], found[2], found[3] or "", found[4]
    if percent:
        return speech.percent(float(f"{sign}{whole.replace(',', '')}.{decimals or 0}"), len(decimals))
    if not decimals and len(whole) > 3 and "," not in whole:
        return sign + whole
    return speech.number(float(f"{sign}{whole.replace(',', '')}.{decimals or 0}"), len(decimals))


def _gap(text: str, speech: Language) -> list[Piece]:
    """What stands in a gap: what is known, findings and names joined by commas or semicolons, or data as they are."""
    told = _pieces(text, speech)
    if told is not None:
        return told
    for pattern, between in _LISTS:
        parts = pattern.split(text)
        if len(parts) > 1:
            return _joined([_gap(part, speech) for part in parts], between)
    parts = re.split(", | and ", text)
    said = [_pieces(part, speech) for part in parts]
    if len(parts) > 1 and all(said):
        return [Piece(speech.listed(["".join(piece.text for piece in part or ()) for part in said]))]
    if len(parts) > 1 and all(map(_ID.fullmatch, parts)):
        return [Piece(speech.listed(parts), is_data=True)]
    return [Piece(text, is_data=any(letter.isalpha() for letter in text))]


def _joined(parts: list[list[Piece]], between: str) -> list[Piece]:
    return [piece for place, part in enumerate(parts) for piece in ([Piece(between)] if place else []) + part]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with gaps: its English form as an expression, and the other between and around its gaps."""

    pattern: re.Pattern[str]
    between: tuple[str, ...]
    order: tuple[int, ...]  # which gap of the English sentence stands at each place

    def filled(self, gaps: list[list[Piece]]) -> Iterable[Piece]:
        """The sentence with its gaps filled."""
        for words, place in zip(self.between, (*self.order, None), strict=True):
            yield Piece(words)
            yield from () if place is None else gaps[place]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of a language by how they begin, those of more words first; what begins with a gap fits any."""

    by_beginning: Mapping[str, tuple[_Sentence, ...]]
    open: tuple[_Sentence, ...]

    def of(self, text: str) -> Iterable[_Sentence]:
        """The sentences that a text may be."""
        yield from self.by_beginning.get(text[:_BEGINNING], ())
        yield from self.open


@cache
def _sentences(code: str) -> _Sentences:
    rows = [row for name in _SENTENCES for row in shipped_yaml("site", "locales", name)["sentences"]]
    rows.sort(key=lambda row: -len(_GAPS.sub("", str(row["en"]))))
    known = "|".join(map(re.escape, sorted(_words(code), key=lambda word: (-len(word), word))))
    gap = rf"((?i:{known})|.+?)"  # a known word as a whole first: "time of joining the party" holds an "of"
    by_beginning: dict[str, list[_Sentence]] = {}
    for row in rows:
        english = str(row["en"])
        beginning = english[:_BEGINNING] if "{" not in english[:_BEGINNING] else ""
        by_beginning.setdefault(beginning, []).append(_sentence(english, str(row[code]), gap))
    open_ones = tuple(by_beginning.pop("", ()))
    return _Sentences({beginning: tuple(found) for beginning, found in by_beginning.items()}, open_ones)


def _sentence(english: str, said: str, gap: str) -> _Sentence:
    parts = re.split(r"(\{#?\})", english)
    forms = {_GAP: gap, _NUMERIC_GAP: _NUMERIC}
    pattern = "".join(forms.get(part, re.escape(part)) for part in parts)
    places = [int(place) - 1 if place else at for at, place in enumerate(_FILLED.findall(said))]
    return _Sentence(re.compile(pattern), tuple(_FILLED.sub("{}", said).split(_GAP)), tuple(places))


@cache
def _words(code: str) -> dict[str, str]:
    """The words that may stand at the side of another gap: groups and what they are told by."""
    return {str(row["en"]): str(row[code]) for row in shipped_yaml("site", "locales", "answers.yaml")["words"]}


@cache
def _vocabulary(code: str) -> dict[str, str]:
    """The words of the vocabularies of offices and parties, where they are given in the language."""
    rows = [row for name in ("offices", "parties") for row in load(name).values()]
    return {str(row["en"]): str(row[code]) for row in rows if code in row}


@cache
def _rows(code: str, part: str) -> dict[str, str]:
    return {str(row["en"]): str(row[code]) for row in shipped_yaml("site", "locales", "tables.yaml")[part]}
