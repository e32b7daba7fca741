from __future__ import annotations

from byname.motive.evidence import Material
from byname.motive.explanations import explanations_of
from byname.motive.holding import balance, hold


def test_every_explanation_has_evidence_against_or_open(material: Material) -> None:
    """None of the four explains everything, and the table says so."""
    verdicts: dict[str, set[str]] = {}
    for one in hold(explanations_of(material.facts), material):
        verdicts.setdefault(one.explanation.id, set()).add(one.verdict)
    assert "against" in verdicts["fear-of-opposition"]
    assert "against" in verdicts["fifth-column"]
    assert all("for" in found or "open" in found or "not computable" in found for found in verdicts.values())


def test_balance_shows_what_any_one_expectation_carries(material: Material) -> None:
    for one in balance(hold(explanations_of(material.facts), material)):
        assert one.least <= one.all_ratios <= one.most
        assert sum(one.verdicts.values()) == len(one.explanation.expectations)
