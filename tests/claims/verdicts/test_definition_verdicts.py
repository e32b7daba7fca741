from __future__ import annotations

from tests.claims.conftest import claim_of

from byname.claims.verdicts.definition_verdicts import elements_in, legal_definitions


def test_a_definition_is_set_beside_the_elements_of_the_legal_text() -> None:
    judgement = claim_of("Genocide is defined as the killing of an ethnic group.").judgement
    assert judgement.verdict == "imprecise"
    assert "intent" in judgement.reason
    assert "ethnic group" not in judgement.reason.split("leaves out")[1]
    full = (
        "Genocide is defined as acts with intent to destroy, in whole or in part, a national, ethnic, racial or "
        "religious group: killing, "
        "bodily or mental harm, conditions of life, measures to prevent births and transfer of children."
    )
    assert claim_of(full).judgement.verdict == "supported"
    present, missing = elements_in("Nothing of it.", legal_definitions()[0])
    assert not present
    assert len(missing) == 11
