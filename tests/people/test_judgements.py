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


def test_of_what_reviewers_say_alike_the_last_word_stands() -> None:
    words = [_word(3, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "same", "boris"), _word(2, "A:1", "B:1", "unsure")]
    stands = resolve([*words, _word(5, "A:1", "B:1", "unsure", "boris")])
    assert [word.number for word in stands.binding] == [3]
    assert [word.number for word in stands.unsure] == [5]


def test_a_later_unsure_word_of_another_does_not_undo_a_sure_one() -> None:
    stands = resolve([_word(0, "A:0", "B:0", "different"), _word(1, "A:0", "B:0", "unsure", "boris")])
    assert [word.number for word in stands.binding] == [0]
    assert (stands.unsure, stands.disputed) == ((), ())


def test_an_adjudication_may_leave_a_pair_unsure_and_the_last_one_counts() -> None:
    words = [_word(0, "A:0", "B:0", "same"), _word(1, "A:0", "B:0", "unsure", "clara", last=True)]
    assert resolve(words).binding == ()
    assert [word.number for word in resolve(words).unsure] == [1]
    again = resolve([*words, _word(2, "A:0", "B:0", "different", "dora", last=True)])
    assert [word.number for word in again.binding] == [2]


def test_disputes_stand_in_the_order_of_the_records() -> None:
    words = [
        _word(number, f"A:{9 - number // 2}", "B:0", "same" if number % 2 else "different", "ab"[number % 2])
        for number in range(6)
    ]
    assert resolve(words).disputed == (("A:7", "B:0"), ("A:8", "B:0"), ("A:9", "B:0"))


def test_the_same_said_twice_round_a_ring_fits_and_different_within_it_does_not() -> None:
    ring = [_word(0, "A", "C", "same"), _word(1, "B", "C", "same"), _word(2, "A", "B", "same")]
    assert [word.number for word in resolve(ring).binding] == [0, 1, 2]
    late = [
        _word(0, "A", "D", "different"),
        *(_word(n, "ABC"[n - 1], "BCD"[n - 1], "same") for n in (1, 2, 3)),
    ]
    stands = resolve(late)
    assert [word.number for word in stands.contradicting] == [0]
    assert [word.number for word in stands.binding] == [1, 2, 3]


def test_who_is_different_from_one_record_is_different_from_all_that_join_it_later() -> None:
    """Taken from the last word to the first: B is not X, A is B, C is A, then none of these may be X."""
    words = [
        _word(0, "C", "X", "same"),
        _word(1, "A", "X", "same"),
        _word(2, "A", "C", "same"),
        _word(3, "A", "B", "same"),
        _word(4, "B", "X", "different"),
    ]
    stands = resolve(words)
    assert [word.number for word in stands.binding] == [2, 3, 4]
    assert [word.number for word in stands.contradicting] == [0, 1]


def test_two_groups_that_are_kept_apart_stay_apart_when_both_grow() -> None:
    words = [
        _word(0, "C", "Z", "same"),
        _word(1, "X", "Z", "same"),
        _word(2, "A", "C", "same"),
        _word(3, "A", "X", "different"),
        _word(4, "D", "E", "different"),
        _word(5, "A", "D", "same"),
        _word(6, "C", "E", "same"),
    ]
    stands = resolve(words)
    assert [word.number for word in stands.binding] == [0, 1, 3, 4, 5, 6]
    assert [word.number for word in stands.contradicting] == [2]


def test_agreement_is_told_of_every_two_reviewers_and_leaves_adjudications_out() -> None:
    words = [_word(n, "A:0", "B:0", "same", by) for n, by in enumerate(("clara", "anna", "boris"))]
    words += [_word(3, "A:1", "B:1", "same"), _word(4, "A:1", "B:1", "different", "boris")]
    found = resolve([*words, _word(5, "A:0", "B:0", "different", "anna", last=True)]).agreement
    assert [(one.reviewers, one.pairs, one.alike) for one in found] == [
        (("anna", "boris"), 2, 0.5),
        (("anna", "clara"), 1, 1.0),
        (("boris", "clara"), 1, 1.0),
    ]


def test_reviewers_who_could_not_have_disagreed_have_no_kappa() -> None:
    (found,) = resolve([_word(n, "A:0", "B:0", "unsure", by) for n, by in enumerate(("anna", "boris"))]).agreement
    assert (found.alike, found.kappa) == (1.0, None)
