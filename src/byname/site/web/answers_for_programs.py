"""The shapes of the answers that programs get, by which the API describes itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from byname.access.found_people import FoundPerson
from byname.access.lists import ArchiveList
from byname.access.record import ShownRecord
from byname.access.trace import Trace
from byname.values.printed import PrintedNumber


class ProblemAnswer(BaseModel):
    """Why a request has no answer (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class PersonInBrief(BaseModel):
    """A person in a result; dates are EDTF, `told` are words of the sources by field."""

    id: str
    name: str
    birth: str | None
    death: str | None
    arrest: str | None
    outcome: str | None
    lists: list[str]
    told: dict[str, str]
    score: float = Field(description="how well the words fit, 0 to 100; 0 where there were none")
    fit: str

    @classmethod
    def of(cls, person: FoundPerson) -> PersonInBrief:
        """The person of a result."""
        return cls(
            id=person.person_id,
            name=person.name,
            birth=person.birth,
            death=person.death,
            arrest=person.arrest,
            outcome=person.outcome,
            lists=list(person.lists),
            told=person.told,
            score=person.score,
            fit=person.fit,
        )


class People(BaseModel):
    """A page of people; `next` is the cursor of the following page, null on the last."""

    people: list[PersonInBrief]
    total: int
    open_ended: bool = Field(description="whether more people may fit worse than all that were ranked")
    next: str | None


class Attested(BaseModel):
    """What one entry says in one field; `as_written` is null where the terms of its list keep the text back."""

    field: str
    as_written: str | None
    value: str | None
    flag: str | None
    record: str
    list: str


class Linked(BaseModel):
    """An entry that was taken for a person, with the probability that it belongs there."""

    record: str
    list: str
    probability: float


class PersonInFull(BaseModel):
    """One person with every attestation; dates are EDTF."""

    id: str
    address: str
    name: str
    birth: str | None
    death: str | None
    outcome: str | None
    gender: str | None
    probability: float = Field(description="that all entries are one person")
    entries: list[Linked]
    attestations: list[Attested]
    conflicts: list[dict[str, Any]]


class ListAnswer(BaseModel):
    """One list with its terms."""

    name: str
    title: str
    citation: str
    licence: str
    universe: str
    coverage: str
    standing: str
    language: str
    address: str
    files: list[dict[str, str]]

    @classmethod
    def of(cls, one: ArchiveList) -> ListAnswer:
        """A list of the archive."""
        names = ("name", "title", "citation", "licence", "universe", "coverage", "standing", "language", "address")
        files = [{"name": name, "sha256": sha256} for name, sha256 in one.files]
        return cls(**{name: getattr(one, name) for name in names}, files=files)


class Lists(BaseModel):
    """All lists of the archive."""

    lists: list[ListAnswer]


class RecordAnswer(BaseModel):
    """One entry as it stands in the original; `text` is null where it is withheld or its list's terms keep it back."""

    id: str
    list: str
    file: str
    sha256: str
    item: str
    text: str | None
    withheld: bool
    person: str | None
    probability: float | None
    statements: Sequence[dict[str, Any]]

    @classmethod
    def of(cls, record: ShownRecord) -> RecordAnswer:
        """An entry that a reader may see."""
        return cls(
            id=record.record_id,
            list=record.list.name,
            file=record.file,
            sha256=record.sha256,
            item=record.item,
            text=record.text,
            withheld=record.withheld,
            person=record.person_id,
            probability=record.probability,
            statements=list(record.statements),
        )


class NumberInBrief(BaseModel):
    """A printed number; `low`, `high` and `level` are the interval of an estimate."""

    id: str
    label: str
    value: float
    unit: str
    low: float | None
    high: float | None
    level: float | None
    warnings: list[str]
    method: str

    @classmethod
    def of(cls, number: PrintedNumber) -> NumberInBrief:
        """A number of the archive."""
        names = ("id", "label", "value", "unit", "low", "high", "level", "method")
        return cls(**{name: getattr(number, name) for name in names}, warnings=list(number.warnings))


class Numbers(BaseModel):
    """A page of the printed numbers."""

    numbers: list[NumberInBrief]
    total: int
    next: str | None


class TracedNumber(BaseModel):
    """A number with the first rows of the originals that it rests on; `total` counts them all."""

    number: NumberInBrief
    total: int
    rows: list[dict[str, str | None]]
    code_version: str

    @classmethod
    def of(cls, found: Trace, closed: frozenset[str]) -> TracedNumber:
        """A trace; the texts of `closed` lists, whose terms keep them back, are left out."""
        rows: list[dict[str, str | None]] = [
            {
                "record": row.record_id,
                "list": row.source,
                "file": row.file,
                "sha256": row.sha256,
                "item": row.item,
                "text": None if row.source in closed else row.text,
            }
            for row in found.shown_rows
        ]
        return cls(number=NumberInBrief.of(found.number), total=found.total, rows=rows, code_version=found.code_version)


class Estimates(BaseModel):
    """The estimates of those on no list, as a build left them."""

    estimates: list[dict[str, Any]]
