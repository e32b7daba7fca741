"""Records stage: the wide row of a record, the normal forms that linkage and the analyses compare, from its
statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from byname.records.codes import gender_of_relation, knows_offices_of, offices_of
from byname.records.dates import day_number
from byname.records.fold import script_of
from byname.records.habits import Habits
from byname.records.names import gender_of, read_name
from byname.records.naming_customs import is_particle
from byname.records.normal_forms import normal_form
from byname.records.outcomes import rank_of_outcome
from byname.records.places import first_is_widest
from byname.records.regions import region_of
from byname.records.relation_gender import genders_disagree
from byname.records.statement import Statement
from byname.values import FuzzyDate, PersonName

_DATES = {
    "arrest": "arrest_date",
    "sentence_date": "sentence_date",
    "deportation": "deportation_date",
    "release": "release_date",
    "disappearance": "disappearance_date",
}
_AGE_AT = ("disappearance", "death", "arrest", "deportation", "sentence_date")  # the event that an age is given for
_NAME_OFFICES = ("role", "occupation")
_FIRST = {
    "birth_place": "birth_place",
    "residence": "residence",
    "arrest_place": "arrest_place",
    "body": "sentencing_body",
    "sentence": "sentence",
    "occupation": "occupation",
    "nationality": "nationality",
    "relation": "relation",
}


def wide_row(statements: Sequence[Statement], habits: Habits) -> dict[str, Any]:
    """The normal forms of a record's statements by column of `schema.RECORDS` (columns that identify it left out)."""
    language = habits.language
    values: dict[str, list[str]] = defaultdict(list)
    written: dict[str, str] = {}
    for statement in statements:
        written.setdefault(statement.field, statement.as_written)
        if statement.value is not None:
            values[statement.field].append(statement.value)
    name = _written_name(written)
    row: dict[str, Any] = {"name": name, "script": script_of(name), "language": language}
    row |= _names(values, statements, language)
    row |= _birth(values) | _death(values)
    for column, field in _DATES.items():
        row |= _date(column, values.get(field))
    row["rehabilitation"] = _best_date(values.get("rehabilitation_date"))
    row |= {column: values[field][0] if values.get(field) else None for column, field in _FIRST.items()}
    row["articles"] = _union(values.get("articles"))
    row["offices"] = _offices(statements) if knows_offices_of(habits.country) else None
    row |= _regions(values, written, row, habits)
    row |= _age(values, row)
    row["archive"] = _union(values.get("archive"))
    row["outcome"] = _outcome(values, stated=bool(written.get("outcome", "").strip()))
    row["gender"] = _gender(values, written, language)
    return row


def _written_name(written: dict[str, str]) -> str:
    if "name" in written:
        return written["name"].strip()
    parts = [written.get(field, "").strip() for field in ("surname", "given_name", "patronymic")]
    return ", ".join(part for part in parts if part)


def _names(values: dict[str, list[str]], statements: Sequence[Statement], language: str) -> dict[str, Any]:
    surnames = [*values.get("maiden_name", []), *values.get("married_surname", [])]
    givens = [*values.get("alias_given", [])]
    for statement in statements:
        if statement.field == "alias":
            surname, given = _alias(statement, language)
            surnames += [surname] if surname else []
            givens += [given] if given else []
    surname = values["surname"][0] if values.get("surname") else None
    if surname and " " in surname:
        surnames += _words(surname)
    surnames += [part for other in surnames if " " in other for part in _words(other)]
    if surname and values.get("maternal_surname"):
        surnames.append(f"{surname} {values['maternal_surname'][0]}")
    given = values["given_name"][0] if values.get("given_name") else None
    return {
        "surname": surname,
        "given": given,
        "patronymic": values["patronymic"][0] if values.get("patronymic") else None,
        "alias_surnames": sorted(set(surnames) - {surname}) or None,
        "alias_givens": sorted(set(givens) - {given}) or None,
    }


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
    if values.get("gender"):
        return values["gender"][0]
    relation = values["relation"][0] if values.get("relation") else None
    if genders_disagree(relation, written.get("given_name"), language):
        return None
    if relation and (gender := gender_of_relation(relation)):
        return gender
    name = PersonName("", written.get("surname"), written.get("given_name"), written.get("patronymic"))
    return gender_of(name, language)


def _best_date(dates: list[str] | None) -> str | None:
    return dates[0] if dates else None


def _birth(values: dict[str, list[str]]) -> dict[str, Any]:
    edtf = _best_date(values.get("birth_date"))
    date = FuzzyDate.parse(edtf) if edtf else None
    return {
        "birth": edtf,
        "birth_year": date.year if date else None,
        "birth_month": date.month if date else None,
        "birth_day": date.day if date else None,
    }


def _death(values: dict[str, list[str]]) -> dict[str, Any]:
    row = _date("death", values.get("death_date"))
    row["death_year"] = FuzzyDate.parse(row["death"]).year if row["death"] else None
    return row


def _date(column: str, dates: list[str] | None) -> dict[str, Any]:
    edtf = _best_date(dates)
    day = "sentence_day" if column == "sentence_date" else f"{column}_day"
    return {column: edtf, day: day_number(FuzzyDate.parse(edtf)) if edtf else None}


def _union(values: list[str] | None) -> str | None:
    if not values:
        return None
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
    if not values.get("age"):
        return {"age": None}
    age = int(values["age"][0].split("/")[0])
    dated = next((row[column] for column in _AGE_AT if row[column]), None) or _best_date(values.get("incident_date"))
    year = FuzzyDate.parse(dated).year if dated else None
    if row["birth"] is not None or year is None:
        return {"age": age}
    return {"age": age, "birth": f"{year - age - 1}/{year - age}", "birth_year": year - age}


def _outcome(values: dict[str, list[str]], *, stated: bool) -> str | None:
    """The gravest outcome. A disappearance alone is one, but not where another was `stated` that nobody understood: it
    may say that the person came back."""
    codes = [*values.get("death_kind", []), *values.get("outcome", [])]
    if values.get("not_deported"):
        codes.append("not-deported")
    if not codes and not stated and (values.get("disappearance_date") or values.get("disappearance_place")):
        codes.append("disappeared")
    return min(codes, key=rank_of_outcome, default=None)
