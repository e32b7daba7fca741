from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimate import estimate
from byname.casualties.examination import claim_of, examine
from byname.casualties.histories import CaptureHistories
from byname.casualties.sensitivity import MISLINKED, UNREACHABLE, check_bounds
from byname.errors import CannotEstimate

THREE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))
TWO = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 20]))


def test_unreachable_people_come_on_top_and_links_are_estimated_anew() -> None:
    result = estimate(THREE, seed=1)
    found = examine(result, THREE)
    assert [(v.cause, v.share) for v in found.variations] == [
        *(("people who could come onto no list", share) for share in UNREACHABLE),
        *(("entries joined wrongly", share) for share in MISLINKED),
        *(("entries not joined", share) for share in MISLINKED),
    ]
    base = result.conditional
    assert base is not None
    people = [v.found.estimate for v in found.variations if v.found]
    assert people[0] == pytest.approx(base.estimate / 0.9)
    assert base.estimate < people[3] < people[4] < people[5]  # wrong links hid people
    assert base.estimate > people[6] > people[7] > people[8]
    assert found.variations[3].condition == "2% of the joined entries were joined wrongly"


def test_a_claim_in_the_interval_needs_nothing_and_one_outside_a_factor_from_its_near_end() -> None:
    result = estimate(THREE, seed=1)
    base = result.conditional
    assert base is not None
    inside = claim_of(result, 3, round(base.estimate))
    assert inside.from_interval == 1
    assert inside.factor == pytest.approx(1, abs=0.01)
    far = claim_of(result, 3, 100_000)
    assert far.factor == pytest.approx((100_000 - 1350) / (base.estimate - 1350))
    assert far.from_interval == pytest.approx((100_000 - 1350) / (base.high - 1350))
    assert far.is_shown_by_published_tables is False
    below = claim_of(result, 3, 1350)
    assert (below.factor, below.from_interval) == (0, 0)
    assert "needs a dependence beyond that" in below.sentences[-1]


def test_what_a_claim_needs_lies_in_the_published_bounds_where_the_range_holds_it() -> None:
    result = estimate(TWO)
    assert result.range is not None
    for people, held in ((math.ceil(result.range.low), True), (int(result.range.high), True), (95, False)):
        assert claim_of(result, 2, people).is_shown_by_published_tables is held
    assert "the odds ratio of the two lists" in claim_of(result, 2, 300).sentences[0]


def test_lists_that_never_overlap_judge_no_claim() -> None:
    apart = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 0]))
    found = examine(estimate(apart), apart, 5000)
    assert found.variations == ()
    assert found.claim is not None
    assert found.claim.is_shown_by_published_tables is None
    assert found.claim.sentences == ("Nothing in these lists speaks for or against 5,000 people.",)


def test_where_nobody_is_expected_on_no_list_the_near_end_of_the_interval_judges_a_claim() -> None:
    nested = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 0, 40, 26]))
    claim = claim_of(estimate(nested), 2, 100)
    assert claim.factor is None
    assert claim.from_interval is not None
    assert 1 < claim.from_interval < 7
    assert claim.is_shown_by_published_tables
    assert claim_of(estimate(nested), 2, 66).from_interval == 1


@pytest.mark.parametrize("claim", [-5, 0, 89])
def test_a_claim_below_the_people_observed_is_refused(claim: int) -> None:
    with pytest.raises(CannotEstimate, match="is below the 90 whom the lists name"):
        examine(estimate(TWO), TWO, claim)


@pytest.mark.parametrize("bounds", [(3, 0.5), (0, 2), (-1, 2), (1, math.inf), (math.nan, 2), (0.5, math.nan)])
def test_bounds_that_are_none_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(CannotEstimate, match="are no bounds of dependence"):
        check_bounds(bounds)


def test_a_list_copied_from_the_others_or_naming_nobody_does_not_come_back() -> None:
    cells = np.zeros(16)
    cells[:8] = THREE.by_mask()
    wider = CaptureHistories.from_masks(("a", "b", "c", "nobody"), cells)
    plain, more = (examine(estimate(table, seed=1), table).variations for table in (THREE, wider))
    assert [v.found and round(v.found.estimate, 6) for v in plain] == [
        v.found and round(v.found.estimate, 6) for v in more
    ]
