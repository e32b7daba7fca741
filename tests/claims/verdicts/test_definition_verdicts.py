from __future__ import annotations

from tests.claims.conftest import claim_of, framed

from byname.claims.verdicts.definition_verdicts import elements_in, judge_definition, legal_definitions
from byname.claims.verdicts.verdict import ClaimVerdict


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


def judged(text: str) -> ClaimVerdict | None:
    found = judge_definition(framed(kind="definition", relation="define", text=text, own=["genocide"]))
    assert found is None or (found.comparable and found.evidence)
    return found


def test_a_definition_that_names_nothing_of_the_law_is_contradicted() -> None:
    found = judged("Genocide is defined as something very bad.")
    assert found is not None
    assert (found.verdict, found.evidence, found.comparable) == ("contradicted", ("F057",), True)


def test_a_definition_that_goes_beyond_the_law_is_told_so() -> None:
    wider = judged("Genocide is the killing of a political group.")
    assert wider is not None
    assert wider.reason.endswith("; political and social groups are not protected by it")
    plain = judged("Genocide is the killing of an ethnic group.")
    assert plain is not None
    assert "not protected" not in plain.reason
    assert plain.reason.startswith("beside the Genocide Convention, Article II (1948) it leaves out: intent")


def test_words_are_whole_words_whatever_stands_beside_them() -> None:
    (definition,) = legal_definitions()
    present, _ = elements_in("KILLING, (racial) -- religiously!", definition)
    assert present == ["racial group", "religious group", "killing"]
    assert elements_in("skilling embraced nationals", definition)[0] == []


def test_a_word_without_a_legal_definition_is_not_judged() -> None:
    assert judge_definition(framed(kind="definition", text="Terror is killing.", own=["persecution"])) is None
