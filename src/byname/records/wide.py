"""Records stage: the wide row of a record, the normal forms that linkage and the analyses compare, from its
statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any

from byname.records.codes import gender_of_relation, knows_offices_of, offices_of
from byname.records.dates import day_number
from byname.records.fold import script_of
from byname.records.habits import Habits
from byname.records.names import gender_of_parts, read_name
from byname.records.naming_customs import is_particle, languages_of_both_parents
from byname.records.normal_forms import normal_form
from byname.records.outcomes import rank_of_outcome
from byname.records.places import first_is_widest
from byname.records.regions import region_of
from byname.records.relation_gender import genders_disagree
from byname.records.schema import RECORDS
from byname.records.statement import Statement
from byname.values import FuzzyDate

_DAYS = {  # by field of a date: the column that holds it, and that of its day
    "arrest_date": ("arrest", "arrest_day"),
    "sentence_date": ("sentence_date", "sentence_day"),
    "deportation_date": ("deportation", "deportation_day"),
    "release_date": ("release", "release_day"),
    "disappearance_date": ("disappearance", "disappearance_day"),
    "death_date": ("death", "death_day"),
}
# The event that an age is given for.
_AGE_AT = ("disappearance_date", "death_date", "arrest_date", "deportation_date", "sentence_date", "incident_date")
_OFFICES = ("role", "occupation")
_OUTCOMES = ("death_kind", "outcome", "not_deported", "disappearance_date", "disappearance_place")
_PLACES = ("region", "residence", "arrest_place", "disappearance_place")
_NAMES = ("surname", "given_name", "patronymic")
_SHORTEST_DOCUMENT = 5  # figures of the number of an identity document
_MORE_NAMES = ("alias", "alias_given", "maiden_name", "married_surname", "maternal_surname")
FIRST_VALUES = {  # by field: the column that holds its first value
    "surname": "surname",
    "given_name": "given",
    "patronymic": "patronymic",
    "birth_date": "birth",
    "rehabilitation_date": "rehabilitation",
    "birth_place": "birth_place",
    "residence": "residence",
    "arrest_place": "arrest_place",
    "sentencing_body": "body",
    "sentence": "sentence",
    "occupation": "occupation",
    "nationality": "nationality",
    "relation": "relation",
} | {field: column for field, (column, _) in _DAYS.items()}
_NOTHING: dict[str, Any] = dict.fromkeys(RECORDS)


def wide_row(statements: Sequence[Statement], habits: Habits, within: str = "") -> dict[str, Any]:
    """The normal forms of a record's statements by column of `schema.RECORDS`; columns that identify it stay None.

    A language that a statement names goes before that of the habits. `within` is the folded place that all residences
    lie in, or empty.
    """
    said = Said(statements, habits, within)
    row = _NOTHING.copy()
    for field, found in said.values.items():
        if column := FIRST_VALUES.get(field):
            row[column] = found[0]
    for part in PARTS:
        if part.counts_for(said.written.keys()):
            row |= part.work(said)
    return row


class Said:
    """What the statements of a record say: the values of each field, and the text of its first, as written."""

    __slots__ = ("habits", "language", "statements", "values", "within", "written")

    def __init__(self, statements: Sequence[Statement], habits: Habits, within: str = "") -> None:
        values: dict[str, list[str]] = {}
        written: dict[str, str] = {}
        for field, as_written, value, _, _, _, _ in statements:
            if field not in written:
                written[field] = as_written
            if value is None:
                continue
            if field in values:
                values[field].append(value)
            else:
                values[field] = [value]
        self.statements, self.values, self.written = statements, values, written
        self.habits, self.within = habits, within
        self.language = next(filter(None, values.get("language", ())), habits.language)

    def first(self, field: str) -> str | None:
        """The first value of a field; None where it has none."""
        found = self.values.get(field)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of the wide row that are worked out together from the statements of some fields and no others.

    The part counts only for records that state one of the fields under `asks`; where there are none, for every record.
    What a later part gives for a column goes before what an earlier one gave; where it gives nothing, that stays.
    """

    work: Callable[[Said], dict[str, Any]]
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    asks: frozenset[str] = frozenset()

    def counts_for(self, stated: Set[str]) -> bool:
        """Whether the part counts for a record, or for one of several, that state these fields."""
        return not self.asks or not self.asks.isdisjoint(stated)


def _names(said: Said) -> dict[str, Any]:
    """The name as written, its script and language, the other names and the gender."""
    name = _written_name(said.written)
    found: dict[str, Any] = {"name": name, "script": script_of(name), "language": said.language}
    found["gender"] = _gender(said)
    surname = said.first("surname")
    if not said.values.keys().isdisjoint(_MORE_NAMES) or (surname and " " in surname):
        found |= _aliases(said, surname)
    return found


def _written_name(written: dict[str, str]) -> str:
    if "name" in written:
        return written["name"].strip()
    parts = [written[field].strip() for field in _NAMES if field in written]
    return ", ".join([part for part in parts if part])


def _aliases(said: Said, surname: str | None) -> dict[str, list[str] | None]:
    """The other surnames and given names: as stated, and the words of surnames of several words."""
    values = said.values
    surnames = [*values.get("maiden_name", ()), *values.get("married_surname", ())]
    givens = [*values.get("alias_given", ())]
    for statement in said.statements:
        if statement.field == "alias":
            other, other_given = _alias(statement, said.language)
            surnames += [other] if other else []
            givens += [other_given] if other_given else []
    if surname and " " in surname:
        surnames += written_alone(surname, said.language)
    surnames += [part for other in surnames if " " in other for part in written_alone(other, said.language)]
    if surname and values.get("maternal_surname"):
        surnames.append(f"{surname} {values['maternal_surname'][0]}")
    return {
        "alias_surnames": sorted(set(surnames) - {surname}) or None,
        "alias_givens": sorted(set(givens) - {said.first("given_name")}) or None,
    }


def written_alone(surname: str, language: str) -> list[str]:
    """The words of a folded surname of several that a list may write alone: each; of the father's and the mother's
    surname, as in Spanish, the father's, or a mother would be one with a stranger of her name.

    >>> written_alone("muler shmidt", "de"), written_alone("de la fuente peres", "es")
    (['muler', 'shmidt'], ['fuente'])
    """
    words = [word for word in surname.split() if not is_particle(word)]
    return words[:1] if language.split("-")[0] in languages_of_both_parents() else words


def _alias(statement: Statement, language: str) -> tuple[str | None, str | None]:
    if len(statement.as_written.split()) < 2:
        return statement.value, None
    person = read_name(statement.as_written, language=language, order="surname-first")
    surname = normal_form("surname", person.surname, Habits(language))[0] if person.surname else None
    return surname, normal_form("given_name", person.given, Habits(language))[0] if person.given else None


def _gender(said: Said) -> str | None:
    written = said.written
    if "gender" in said.values:
        return said.values["gender"][0]
    relation = said.first("relation")
    if relation is not None and genders_disagree(relation, written.get("given_name"), said.language):
        return None
    if relation is not None and (gender := gender_of_relation(relation)):
        return gender
    return gender_of_parts(written.get("surname"), written.get("given_name"), written.get("patronymic"), said.language)


def _day(field: str, said: Said) -> dict[str, Any]:
    """The number of the day that a date names."""
    date = said.first(field)
    return {_DAYS[field][1]: day_number(FuzzyDate.parse(date)) if date else None}


def _year_of_death(said: Said) -> dict[str, Any]:
    date = said.first("death_date")
    return {"death_year": FuzzyDate.parse(date).year if date else None}


def _birth(said: Said) -> dict[str, Any]:
    """Year, month and day of the birth."""
    if not (stated := said.first("birth_date")):
        return {}
    date = FuzzyDate.parse(stated)
    return {"birth_year": date.year, "birth_month": date.month, "birth_day": date.day}


def _age(said: Said) -> dict[str, Any]:
    """The age, and the birth that follows from it where none is stated and an event is dated."""
    stated = said.first("age")
    if stated is None:
        return {}
    age = int(stated.split("/")[0])
    dated = next(filter(None, map(said.first, _AGE_AT)), None)
    year = FuzzyDate.parse(dated).year if dated else None
    if said.first("birth_date") is not None or year is None:
        return {"age": age}
    return {"age": age, "birth": f"{year - age - 1}/{year - age}", "birth_year": year - age}


def _union(field: str, said: Said) -> dict[str, Any]:
    """All words of the values of a field."""
    values = said.values.get(field)
    if not values:
        return {}
    if len(values) == 1 and " " not in values[0]:
        return {field: values[0]}
    return {field: " ".join(sorted({part for value in values for part in value.split()}))}


def _numbers(said: Said) -> dict[str, Any]:
    """The words of archive numbers, and the figures of identity documents, which are numbers of a person as well."""
    figures = ["".join(filter(str.isdecimal, value)) for value in said.values.get("identity_document", ())]
    found = _union("archive", said).get("archive", "").split()
    found += [f"id{number}" for number in figures if len(number) >= _SHORTEST_DOCUMENT]
    return {"archive": " ".join(sorted(set(found)))} if found else {}


def _offices(said: Said) -> dict[str, Any]:
    if not knows_offices_of(said.habits.country):
        return {}
    texts = [statement.as_written for statement in said.statements if statement.field in _OFFICES]
    return {"offices": " ".join(sorted({code for text in texts for code in offices_of(text)})) or None}


def _places(said: Said) -> dict[str, Any]:
    """The regions, and the residence behind the place that all addresses lie in, where the source writes no more than
    streets."""
    found = _regions(said)
    residence = said.first("residence")
    if residence and said.within and not residence.startswith(said.within):
        found["residence"] = f"{said.within} {residence}"
        if found["region"] == residence.split(" ", 1)[0]:
            found["region"] = said.within.split(" ", 1)[0]
    return found


def _regions(said: Said) -> dict[str, Any]:
    """The region that a source states; or the first word of a place, where the lists of its country begin wide; or
    the region of its country that the place names."""
    stated, country = said.first("region") or None, said.habits.country
    if first_is_widest(country):
        own, taken = (_first_word(said.first(field)) for field in ("residence", "arrest_place"))
        return {"region": stated or own, "arrest_region": taken}
    written = said.written
    place = written.get("arrest_place") or written.get("disappearance_place") or ""
    own = region_of(written.get("residence", ""), country)
    return {"region": stated or own, "arrest_region": region_of(place, country)}


def _first_word(place: str | None) -> str | None:
    return place.split(" ", 1)[0] if place else None


def _outcome(said: Said) -> dict[str, Any]:
    """The gravest outcome. A disappearance alone is one, but not where another was stated that nobody understood: it
    may say that the person came back."""
    values = said.values
    codes = [*values.get("death_kind", ()), *values.get("outcome", ())]
    if "not_deported" in values:
        codes.append("not-deported")
    stated = bool(said.written.get("outcome", "").strip())
    if not codes and not stated and ("disappearance_date" in values or "disappearance_place" in values):
        codes.append("disappeared")
    return {"outcome": min(codes, key=rank_of_outcome, default=None)}


def _part(work: Callable[[Said], dict[str, Any]], columns: tuple[str, ...], *fields: str) -> Part:
    """A part that counts for records that state any of its fields."""
    return Part(work, columns, fields, frozenset(fields))


PARTS = (
    Part(_names, ("name", "script", "language", "gender", "alias_surnames", "alias_givens"),
         ("name", *_NAMES, *_MORE_NAMES, "gender", "relation", "language")),
    *(_part(partial(_day, field), (day,), field) for field, (_, day) in _DAYS.items()),
    _part(_year_of_death, ("death_year",), "death_date"),
    _part(_birth, ("birth_year", "birth_month", "birth_day"), "birth_date"),
    Part(_age, ("age", "birth", "birth_year"), ("age", "birth_date", *_AGE_AT), frozenset({"age"})),
    _part(partial(_union, "articles"), ("articles",), "articles"),
    _part(_numbers, ("archive",), "archive", "identity_document"),
    _part(_offices, ("offices",), *_OFFICES),
    _part(_places, ("residence", "region", "arrest_region"), *_PLACES),
    _part(_outcome, ("outcome",), *_OUTCOMES),
)  # fmt: skip
