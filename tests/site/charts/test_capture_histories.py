from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from byname.casualties import CaptureHistories, estimate
from byname.casualties.estimators.latent_class_bayes import Effort, class_posterior
from byname.casualties.sensitivity import sensitivity_curve
from byname.errors import BadSource
from byname.site.charts import capture_histories as pictures

TABLE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))


def test_every_picture_carries_its_data_and_needs_nothing_else() -> None:
    charts = [
        pictures.upset(TABLE),
        pictures.odds_ratios(TABLE),
        pictures.forest(estimate(TABLE, "loglinear")),
        pictures.leave_one_out(TABLE),
        pictures.overview(estimate(TABLE, "loglinear"), TABLE),
        pictures.sensitivity(sensitivity_curve(TABLE), (0.5, 3)),
        pictures.convergence(class_posterior(TABLE, effort=Effort(chains=2, batches=1))),
    ]
    for chart in charts:
        described = str(chart.to_dict())
        assert "'url'" not in described
        assert "'values'" in described or "'datasets'" in described


@pytest.mark.parametrize(("name", "begins"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!DOCTYPE")])
def test_a_picture_is_written_by_the_ending_of_its_name(tmp_path: Path, name: str, begins: bytes) -> None:
    pictures.save(pictures.upset(TABLE), tmp_path / name)
    assert (tmp_path / name).read_bytes().lstrip().startswith(begins)


def test_a_picture_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="choose one of"):
        pictures.save(pictures.upset(TABLE), tmp_path / "a.gif")
    with pytest.raises(BadSource, match="cannot be written"):
        pictures.save(pictures.upset(TABLE), tmp_path / "absent" / "a.svg")


def test_the_title_says_as_much_as_the_lists_do() -> None:
    two = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 20]))
    apart = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 0]))
    assert pictures.title_of(estimate(two)) == "between 105 and 859 people; the lists cannot tell more"
    assert pictures.title_of(estimate(apart)) == "at least 70 people; how many more cannot be told"
    doubted = replace(estimate(two), verdict="doubt", high=math.inf)
    assert pictures.title_of(doubted) == "105 people or more; there is doubt"
    assert pictures.title_of(estimate(TABLE, "loglinear")).endswith(" people, if the assumptions of 'loglinear' hold")
    settled = replace(estimate(TABLE, "loglinear"), verdict="no doubt visible")
    assert "no doubt visible, which is no proof" in pictures.title_of(settled)


def test_the_range_stands_behind_the_conditional_estimate_alone() -> None:
    result = estimate(TABLE)
    rows = drawn_rows(pictures.forest(result))
    assert len(rows) > 3
    assert [row["banded"] for row in rows] == [True, *(len(rows) - 1) * [False]]
    assert result.range is not None
    assert (rows[0]["band_low"], rows[0]["band_high"]) == pytest.approx((result.range.low, result.range.high))


def test_the_base_point_of_the_curve_is_where_nothing_departs() -> None:
    found = estimate(TABLE, "loglinear")
    assert found.conditional is not None
    rows = [d for d in pictures.curve_of(found, TABLE) if d.odds_ratio == 1]
    assert [row.estimate for row in rows] == pytest.approx([found.conditional.estimate])


def drawn_rows(chart: pictures.Chart) -> list[dict[str, Any]]:
    """The estimates as a forest draws them."""
    found = [rows for rows in chart.to_dict()["datasets"].values() if "banded" in rows[0]]
    assert found
    rows: list[dict[str, Any]] = found[0]
    return rows


def test_on_a_page_what_no_table_shows_can_be_moved_by_hand() -> None:
    result = estimate(TABLE)
    assert result.conditional is not None
    page = json.dumps(pictures.overview(result, TABLE, sliders=True).to_dict())
    assert '"name": "factor"' in page
    assert '"name": "unreachable"' in page
    assert "(datum.n + factor * (datum.high - datum.n)) / (1 - unreachable)" in page
    assert '"name": "factor"' not in json.dumps(pictures.overview(result, TABLE).to_dict())
