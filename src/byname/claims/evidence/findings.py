"""Claims stage: findings: what is known of relations (who ordered, what began), each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from byname.claims.evidence.sources import address_of, source_words
from byname.claims.lexicon.subject_pack import pack_rows, per_subject


@dataclass(frozen=True, slots=True)
class Finding:
    """What a source says of a relation: affirmed, denied, disputed, or true in part."""

    id: str
    relation: str
    subject: str
    object: str
    stance: str
    statement: str
    period: str
    source: str
    address: str
    kind: str
    figures: tuple[str, ...]


@per_subject
def findings() -> tuple[Finding, ...]:
    """All findings."""
    return tuple(
        Finding(
            row["id"],
            row["relation"],
            row["subject"],
            row["object"],
            row["stance"],
            row["statement"],
            row["period"],
            source_words(row),
            address_of(row),
            row["kind"],
            tuple(row["figures"].split()),
        )
        for row in pack_rows("findings.csv")
    )


@per_subject
def findings_of(relation: str) -> tuple[Finding, ...]:
    """The findings on one relation."""
    return tuple(finding for finding in findings() if finding.relation == relation)
