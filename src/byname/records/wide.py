"""Records stage: the wide row of a record, the normal forms that linkage and the analyses compare, from its
statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from byname.records.codes import gender_of_relation, knows_offices_of, offices_of
from byname.records.dates import day_number
from byname.records.fold import script_of
from byname.records.habits import Habits
from byname.records.names import gender_of_parts, read_name
from byname.records.naming_customs import is_particle
from byname.records.normal_forms import normal_form
from byname.records.outcomes import rank_of_outcome
from byname.records.places import first_is_widest
from byname.records.regions import region_of
from byname.records.relation_gender import genders_disagree
from byname.records.schema import RECORDS
from byname.records.statement import Statement
from byname.values import FuzzyDate

_DAYS = {
    "arrest": "arrest_day",
    "sentence_date": "sentence_day",
    "deportation": "deportation_day",
    "release": "release_day",
    "disappearance": "disappearance_day",
    "death": "death_day",
}
_AGE_AT = ("disappearance", "death", "arrest", "deportation", "sentence_date")  # the event that an age is given for
_NAME_OFFICES = ("role", "occupation")
_COLUMNS = {  # the column that holds the first value of a field
    "surname": "surname",
    "given_name": "given",
    "patronymic": "patronymic",
    "birth_date": "birth",
    "arrest_date": "arrest",
    "sentence_date": "sentence_date",
    "deportation_date": "deportation",
    "release_date": "release",
    "disappearance_date": "disappearance",
    "death_date": "death",
    "rehabilitation_date": "rehabilitation",
    "birth_place": "birth_place",
    "residence": "residence",
    "arrest_place": "arrest_place",
    "sentencing_body": "body",
    "sentence": "sentence",
    "occupation": "occupation",
    "nationality": "nationality",
    "relation": "relation",
}
_MORE_NAMES = frozenset({"alias", "alias_given", "maiden_name", "married_surname", "maternal_surname"})
_NOTHING: dict[str, Any] = dict.fromkeys(RECORDS)


def wide_row(statements: Sequence[Statement], habits: Habits) -> dict[str, Any]:
    """The normal forms of a record's statements by column of `schema.RECORDS`; columns that identify it stay None.

    A language that a statement names goes before that of the habits.
    """
    values: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for statement in statements:
        written.setdefault(statement.field, statement.as_written)
        if statement.value is not None:
            values.setdefault(statement.field, []).append(statement.value)
    row = _NOTHING.copy()
    for field, found in values.items():
        if column := _COLUMNS.get(field):
            row[column] = found[0]
    name = _written_name(written)
    language = next(filter(None, values.get("language", ())), habits.language)
    row["name"], row["script"], row["language"] = name, script_of(name), language
    surname = row["surname"]
    if not _MORE_NAMES.isdisjoint(values) or (surname and " " in surname):
        row |= _aliases(values, statements, surname, row["given"], language)
    row |= _parts_of_dates(row)
    for column in ("articles", "archive"):
        if column in values:
            row[column] = _union(values[column])
    if knows_offices_of(habits.country):
        row["offices"] = _offices(statements)
    row |= _regions(values, written, row, habits)
    if "age" in values:
        row |= _age(values, row)
    row["outcome"] = _outcome(values, stated=bool(written.get("outcome", "").strip()))
    row["gender"] = _gender(values, written, language)
    return row


def _written_name(written: dict[str, str]) -> str:
    if "name" in written:
        return written["name"].strip()
    parts = [written[field].strip() for field in ("surname", "given_name", "patronymic") if field in written]
    return ", ".join([part for part in parts if part])


def _aliases(
    values: dict[str, list[str]],
    statements: Sequence[Statement],
    surname: str | None,
    given: str | None,
    language: str,
) -> dict[str, list[str] | None]:
    """The other surnames and given names: as stated, and the words of surnames of several words."""
    surnames = [*values.get("maiden_name", ()), *values.get("married_surname", ())]
    givens = [*values.get("alias_given", ())]
    for statement in statements:
        if statement.field == "alias":
            other, other_given = _alias(statement, language)
            surnames += [other] if other else []
            givens += [other_given] if other_given else []
    if surname and " " in surname:
        surnames += _words(surname)
    surnames += [part for other in surnames if " " in other for part in _words(other)]
    if surname and values.get("maternal_surname"):
        surnames.append(f"{surname} {values['maternal_surname'][0]}")
    return {
        "alias_surnames": sorted(set(surnames) - {surname}) or None,
        "alias_givens": sorted(set(givens) - {given}) or None,
    }


def _parts_of_dates(row: dict[str, Any]) -> dict[str, int | None]:
    """Year, month and day of the birth, the year of the death, and the numbers of days that are written."""
    found: dict[str, int | None] = {
        day: day_number(FuzzyDate.parse(row[date])) for date, day in _DAYS.items() if row[date]
    }
    if row["death"]:
        found["death_year"] = FuzzyDate.parse(row["death"]).year
    if row["birth"]:
        date = FuzzyDate.parse(row["birth"])
        found |= {"birth_year": date.year, "birth_month": date.month, "birth_day": date.day}
    return found


def _words(surname: str) -> list[str]:
    """The words of a folded surname of several, each of which a list may write alone."""
    return [word for word in surname.split() if not is_particle(word)]


def _alias(statement: Statement, language: str) -> tuple[str | None, str | None]:
    if len(statement.as_written.split()) < 2:
        return statement.value, None
    person = read_name(statement.as_written, language=language, order="surname-first")
    surname = normal_form("surname", person.surname, Habits(language))[0] if person.surname else None
    return surname, normal_form("given_name", person.given, Habits(language))[0] if person.given else None


def _gender(values: dict[str, list[str]], written: dict[str, str], language: str) -> str | None:
    if "gender" in values:
        return values["gender"][0]
    relation = values["relation"][0] if "relation" in values else None
    if relation is not None and genders_disagree(relation, written.get("given_name"), language):
        return None
    if relation is not None and (gender := gender_of_relation(relation)):
        return gender
    return gender_of_parts(written.get("surname"), written.get("given_name"), written.get("patronymic"), language)


def _union(values: list[str]) -> str:
    if len(values) == 1 and " " not in values[0]:
        return values[0]
    return " ".join(sorted({part for value in values for part in value.split()}))


def _offices(statements: Sequence[Statement]) -> str | None:
    texts = [statement.as_written for statement in statements if statement.field in _NAME_OFFICES]
    return " ".join(sorted({code for text in texts for code in offices_of(text)})) or None


def _regions(
    values: dict[str, list[str]], written: dict[str, str], row: dict[str, Any], habits: Habits
) -> dict[str, Any]:
    """The region that a source states; or the first word of a place, where the lists of its country begin wide; or
    the region of its country that the place names."""
    stated = values["region"][0] if values.get("region") else None
    if first_is_widest(habits.country):
        found = {column: str(row[column]).split(" ", 1)[0] for column in ("residence", "arrest_place") if row[column]}
        return {"region": stated or found.get("residence"), "arrest_region": found.get("arrest_place")}
    taken = written.get("arrest_place") or written.get("disappearance_place") or ""
    own = region_of(written.get("residence", ""), habits.country)
    return {"region": stated or own, "arrest_region": region_of(taken, habits.country)}


def _age(values: dict[str, list[str]], row: dict[str, Any]) -> dict[str, Any]:
    """The age, and the birth that follows from it where none is stated and an event is dated."""
    age = int(values["age"][0].split("/")[0])
    dated = next((row[column] for column in _AGE_AT if row[column]), None) or next(
        iter(values.get("incident_date", ())), None
    )
    year = FuzzyDate.parse(dated).year if dated else None
    if row["birth"] is not None or year is None:
        return {"age": age}
    return {"age": age, "birth": f"{year - age - 1}/{year - age}", "birth_year": year - age}


def _outcome(values: dict[str, list[str]], *, stated: bool) -> str | None:
    """The gravest outcome. A disappearance alone is one, but not where another was `stated` that nobody understood: it
    may say that the person came back."""
    codes = [*values.get("death_kind", ()), *values.get("outcome", ())]
    if "not_deported" in values:
        codes.append("not-deported")
    if not codes and not stated and ("disappearance_date" in values or "disappearance_place" in values):
        codes.append("disappeared")
    return min(codes, key=rank_of_outcome, default=None)
