from __future__ import annotations

from pathlib import Path

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
        pictures.sensitivity(sensitivity_curve(TABLE)),
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
