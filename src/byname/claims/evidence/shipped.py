"""Claims stage: gathers what texts are checked against: the tables that ship with Byname and those a user gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from byname.claims.evidence.facts import stated_facts
from byname.claims.evidence.figure_tables import event_facts, evidence_of, read_figures
from byname.claims.evidence.figures import Evidence, Figure
from byname.claims.evidence.findings import findings
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_rows, pack_yaml, per_subject
from byname.values.shipped import collection_folder, csv_rows

if TYPE_CHECKING:
    from byname.claims.evidence.people import PersonFact


@per_subject
def shipped_evidence() -> Evidence:
    """The figures and events of the bundled collection, and the further tables that ship with this stage, those of
    stronger sources first.

    >>> any(figure.id == "F003" for figure in shipped_evidence().figures)
    True
    """
    found = evidence_of(_bundled("figures"), "figures")
    found = found.joined(Evidence((), tuple(event_facts(_bundled("events")))))
    found = found.joined(evidence_of(_derived_rows(), "derived"))
    for name in subject().tables:
        found = found.joined(evidence_of(pack_rows(f"{name}.csv"), name))
    for name in subject().facts:
        found = found.joined(Evidence(dates=tuple(stated_facts(pack_rows(f"{name}.csv")))))
    return found.joined(Evidence(people=(bundled_people,))).strongest_first()


@per_subject
def bundled_people() -> Mapping[str, tuple[PersonFact, ...]]:
    """The dates of lives that the lists of the bundled collection give, by folded surname."""
    from byname.claims.evidence.people import by_surname, person_facts

    return by_surname(fact for name in subject().lists for fact in person_facts(_bundled(name, "lists"), name))


def evidence_with(tables: Iterable[Path]) -> Evidence:
    """The shipped evidence with a user's tables; a row with the id of a shipped one takes its place."""
    found = shipped_evidence()
    for path in tables:
        found = found.joined(read_figures(path))
    return found.strongest_first()


def _bundled(name: str, folder: str = "facts") -> Iterator[dict[str, str]]:
    """The rows of a table of the collection; none where there is no collection, or no such table in it."""
    if subject().collection:
        path = collection_folder(subject().collection) / folder / f"{name}.csv"
        yield from csv_rows(path) if path.is_file() else ()


def _derived_rows() -> Iterator[dict[str, str]]:
    """One figure for each cell of the printed tables of the collection, and for the sums of their columns."""
    for rule in pack_yaml("derived_figures.yaml") or ():
        rows = list(_bundled(rule["table"]))
        for column in rule["columns"]:
            cells = [row for row in rows if row[column["name"]] and not row[rule["label"]].startswith("PRINTED")]
            for row in cells:
                yield _derived(rule, column, row, row[rule["label"]], row[column["name"]])
            if "sum_place" in rule:
                total = sum(int(row[column["name"]]) for row in cells)
                yield _derived(rule, column, cells[0], "sum", str(total))


def _derived(
    rule: Mapping[str, str], column: Mapping[str, str], row: Mapping[str, str], label: str, value: str
) -> dict[str, str]:
    is_sum = label == "sum"
    period = rule["period"].replace("{label}", label)
    begin, _, end = period.partition("/")
    return {
        "id": f"{rule['table']}:{label}:{column['name']}".replace(" ", "-"),
        "subject": rule["subject"].replace("{label}", label),
        "quantity": column["quantity"] + (" (sum of the rows)" if is_sum else ""),
        "value_best": value,
        "unit": column["unit"],
        "period_start": begin,
        "period_end": end or begin,
        "place": rule["sum_place"] if is_sum else rule["place"].replace("{label}", label),
        "group": rule["group"].replace("{label}", label),
        "source_title": row["source_title"],
        "source_url": row["source_address"],
        "kind": "archival-statistic",
    }


def described(ids: Sequence[str], evidence: Evidence) -> dict[str, dict[str, str]]:
    """What each id of an evidence list stands for: value, source, address, kind."""
    figures: dict[str, Figure] = {figure.id: figure for figure in evidence.figures}
    dates = {fact.id: fact for fact in evidence.dates}
    stated = {finding.id: finding for finding in findings()}
    found: dict[str, dict[str, str]] = {}
    for id in ids:
        if id in figures:
            f = figures[id]
            value = f"{f.value_text} {f.wording.unit.removeprefix('percent').strip()}".strip()
            found[id] = {
                "says": f"{f.wording.subject}, {f.wording.quantity}: {value}",
                "source": f.source_text,
                "address": f.source.address,
                "kind": f.source.kind,
                "period": f.period.edtf if f.period else "",
            }
        elif id in dates:
            d = dates[id]
            found[id] = {"says": f"{d.words}: {d.date.edtf}", "source": d.source, "address": d.address, "kind": d.kind}
        elif id in stated:
            s = stated[id]
            found[id] = {"says": s.statement, "source": s.source, "address": s.address, "kind": s.kind}
        elif id in evidence.sources:
            found[id] = {"says": "", "source": evidence.sources[id], "address": "", "kind": ""}
        elif person := _person(id, evidence):
            says = f"{person.name}: {person.date.edtf}"
            found[id] = {"says": says, "source": person.source, "address": person.address, "kind": "list"}
    return found


def _person(id: str, evidence: Evidence) -> PersonFact | None:
    facts = (fact for source in evidence.people for same in source().values() for fact in same)
    return next((fact for fact in facts if fact.id == id), None)
