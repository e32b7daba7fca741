from __future__ import annotations

from typing import get_args

from byname.claims.verdicts.verdict import VERDICTS, ClaimVerdict, Verdict


def test_the_verdicts_are_those_of_the_contract_from_sure_to_open() -> None:
    assert get_args(Verdict) == VERDICTS
    assert VERDICTS[:2] == ("supported", "contradicted")
    assert VERDICTS[-2:] == ("not in our sources", "not checkable")


def test_a_verdict_has_no_evidence_and_compares_nothing_unless_it_says_so() -> None:
    verdict = ClaimVerdict("not in our sources", "no figure of ours speaks of this")
    assert verdict.evidence == ()
    assert not verdict.comparable
