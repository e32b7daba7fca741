from __future__ import annotations

from byname.claims.evidence.findings import findings
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.subject_pack import pack_rows
from byname.values.shipped import shipped_yaml


def test_every_finding_names_a_source_and_known_entries() -> None:
    known = set(shipped_evidence().sources) | {fact.id for fact in shipped_evidence().dates}
    relations = set(shipped_yaml("claims", "frames.yaml")["relations"]) | {"kill"}
    for row, finding in zip(pack_rows("findings.csv"), findings(), strict=True):
        assert finding.address.startswith("http"), finding.id
        assert row["read_on"], finding.id
        assert finding.relation in relations, finding.id
        assert finding.stance in ("affirmed", "denied", "disputed", "partial"), finding.id
        assert {finding.subject, finding.object} <= set(gazetteer()), finding.id
        assert set(finding.figures) <= known, finding.id
