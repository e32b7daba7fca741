from __future__ import annotations

import pytest

from byname.people.judgements import Judgement, Verdict, resolve


def _word(number: int, a: str, b: str, verdict: Verdict, by: str = "anna", *, last: bool = False) -> Judgement:
    return Judgement(number, "2026-01-01T00:00:00+00:00", by, a, b, verdict, "", last)


def test_a_reviewers_last_word_on_a_pair_counts() -> None:
    stands = resolve([_word(0, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "different")])
    assert [word.verdict for word in stands.binding] == ["different"]


def test_what_is_undone_does_not_count_and_the_word_before_it_stands() -> None:
    words = [_word(0, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "different")]
    assert [word.verdict for word in resolve(words, undone=[1]).binding] == ["same"]


def test_a_pair_on_which_reviewers_disagree_is_open_until_it_is_adjudicated() -> None:
    words = [_word(0, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "different", "boris")]
    assert resolve(words).binding == ()
    assert resolve(words).disputed == (("A:0", "B:0"),)
    settled = resolve([*words, _word(2, "A:0", "B:0", "same", "clara", last=True)])
    assert [word.by for word in settled.binding] == ["clara"]
    assert settled.disputed == ()


def test_unsure_is_no_disagreement() -> None:
    stands = resolve([_word(0, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "unsure", "boris")])
    assert [word.verdict for word in stands.binding] == ["same"]


def test_verdicts_that_exclude_one_another_leave_the_later_ones_and_name_the_other() -> None:
    words = [
        _word(0, "A:0", "B:0", "same"),
        _word(1, "B:0", "C:0", "same"),
        _word(2, "A:0", "C:0", "different"),
    ]
    stands = resolve(words)
    assert [word.number for word in stands.binding] == [1, 2]
    assert [word.number for word in stands.contradicting] == [0]


def test_an_adjudication_outweighs_later_words_that_exclude_it() -> None:
    words = [
        _word(0, "A:0", "B:0", "same", last=True),
        _word(1, "A:0", "C:0", "same"),
        _word(2, "B:0", "C:0", "different"),
    ]
    stands = resolve(words)
    assert [word.number for word in stands.binding] == [0, 2]
    assert [word.number for word in stands.contradicting] == [1]


@pytest.mark.published
def test_agreement_is_cohens_kappa() -> None:
    """Cohen (1960), Educ. Psychol. Meas. 20, eq. 1: kappa = (po - pc) / (1 - pc)."""
    pairs = [("same", "same")] * 20 + [("same", "different")] * 5 + [("different", "same")] * 10
    pairs += [("different", "different")] * 15
    words = []
    for number, (one, other) in enumerate(pairs):
        words.append(_word(2 * number, f"A:{number}", f"B:{number}", one))  # type: ignore[arg-type]
        words.append(_word(2 * number + 1, f"A:{number}", f"B:{number}", other, "boris"))  # type: ignore[arg-type]
    (found,) = resolve(words).agreement
    assert found.reviewers == ("anna", "boris")
    assert found.alike == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
