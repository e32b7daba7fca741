"""Records stage: the normal form of a value by the type of its field (fields.yaml): dates to EDTF, names folded, codes.

Takes the text as written; gives its normal form, or None with a flag in words where it was not understood.
"""

from __future__ import annotations

import re

from byname.records.ages import read_age
from byname.records.articles import read_articles
from byname.records.codes import code_of, knows_offices_of, nationality_of, relation_of
from byname.records.dates import in_new_style, read_date
from byname.records.figures import in_ascii_digits
from byname.records.fold import fold
from byname.records.genders import read_gender
from byname.records.habits import Habits
from byname.records.names import father_of
from byname.records.outcomes import read_outcome
from byname.records.parties import read_party
from byname.records.penalties import read_sentence
from byname.records.places import read_place
from byname.values.fields import fields

_OF_A_COUNTRY = frozenset({"nationality", "party", "body"})  # the codes are the Soviet Union's; others keep their words
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")


def normal_form(field: str, text: str, habits: Habits) -> tuple[str | None, str | None]:
    """The normal form of `text` as a value of `field`, and a flag where it is doubtful.

    Days of a source that counts by the old calendar are converted and flagged.

    >>> normal_form("death_date", "31.02.1938", Habits("ru"))
    (None, 'no such day: 31.02.1938')
    >>> normal_form("articles", "58-11, 58-10 lg.2", Habits("et"))
    ('58-10.2 58-11', None)
    >>> normal_form("party", "Partido Comunista", Habits("es", country="CL"))
    ('partido comunista', None)
    """
    kind, language = fields()[field].type, habits.language
    if kind == "date":
        return _date(text, habits)
    if field in ("patronymic", "alias_patronymic"):
        return father_of(_BROKEN.sub("", text), language) or None, None
    if kind in ("name-part", "name"):
        return fold(_BROKEN.sub("", text), language) or None, None
    if kind == "place":
        return read_place(text, language).normal or None, None
    if kind == "articles":
        return " ".join(sorted(read_articles(text))) or None, None
    return _coded(kind, text, habits)


def _date(text: str, habits: Habits) -> tuple[str | None, str | None]:
    reading = read_date(text, habits)
    if reading is None:
        return None, f"not understood as a date: {text}"
    return in_new_style(reading)


def _coded(kind: str, text: str, habits: Habits) -> tuple[str | None, str | None]:
    if kind in _OF_A_COUNTRY and habits.country is not None and not knows_offices_of(habits.country):
        return " ".join(text.replace(":", " ").lower().split()) or None, None
    if kind == "sentence":
        code = read_sentence(text)
    elif kind == "body":
        code = code_of("bodies", text)
    elif kind == "outcome":
        return read_outcome(text, habits)
    elif kind == "nationality":
        code = nationality_of(text)
    elif kind == "party":
        code = read_party(text)
    elif kind == "relation":
        code = relation_of(text)
    elif kind == "gender":
        return read_gender(text, habits)
    elif kind == "count":
        code = in_ascii_digits(text.strip()) if text.strip().isdecimal() else None
    elif kind == "age":
        return read_age(text)
    elif kind in ("occupation", "archive"):
        return (" ".join(_words(text, habits.language)) or None), None
    else:
        return text.strip() or None, None
    return code, None if code else f"no code for: {text}"


def _words(text: str, language: str) -> list[str]:
    words = re.findall(r"\w+", _BROKEN.sub("", text).lower())
    return [form for word in words if (form := word if word[0].isdigit() else fold(word, language))]
