from __future__ import annotations

from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.entities import gazetteer, offices
from byname.values import FuzzyDate


def test_every_entry_of_the_gazetteer_says_where_it_was_taken_from() -> None:
    known = set(shipped_evidence().sources) | {fact.id for fact in shipped_evidence().dates}
    unverified = {"F056"}
    for entity in gazetteer().values():
        assert entity.words, entity.id
        for source in (part.strip() for part in entity.source.split(";")):
            named = source in known | unverified or source.startswith(
                ("list ", "order_00447", "periods.yaml", "spelling only", "finding ")
            )
            assert named, f"{entity.id}: {source}"
        assert not entity.within or entity.within in gazetteer(), entity.id


def test_every_office_holder_is_in_the_gazetteer_with_a_source() -> None:
    known = set(shipped_evidence().sources) | {fact.id for fact in shipped_evidence().dates}
    assert len(offices()) >= 14
    for office in offices().values():
        assert office.id in gazetteer()
        assert len({(holder.person, holder.begin) for holder in office.holders}) == len(office.holders), office.id
        for holder in office.holders:
            assert holder.person in gazetteer()
            assert holder.source
            assert {source.strip() for source in holder.source.split(",")} <= known, (office.id, holder.person)
            assert all(FuzzyDate.parse(date) for date in (holder.begin, holder.end) if date)
