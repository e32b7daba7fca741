from __future__ import annotations

import math

import polars as pl
import pytest

from byname.errors import CannotEstimate
from byname.motive.evidence import Material, meets, of_ratio, of_totals
from byname.sources.facts import FactTable
from byname.values.analysis import Estimate
from byname.values.printed import Condition

FIGURES = pl.DataFrame({"id": ["F1", "F2", "F3"], "value_best": ["1200", "about 5", "7"],
                        "source_author": ["A", "B", ""], "source_title": ["t", "u", "v"]})  # fmt: skip
OWN = Material(pl.DataFrame(), {"figures": FactTable("figures", FIGURES, FIGURES.clear())})


def test_the_error_of_a_ratio_comes_from_its_interval() -> None:
    found = of_ratio("words", Estimate(2.0, 1.0, 4.0, 9, 0.95), "subjects")
    assert found.log_effect == pytest.approx(math.log(2))
    assert found.error == pytest.approx(math.log(4) / (2 * 1.959964), rel=1e-6)
    narrower = of_ratio("words", Estimate(2.0, 1.0, 4.0, 9, 0.8))
    assert narrower.error > found.error  # the same interval at a lower level says less
    assert found.from_ == ("subjects",)


def test_totals_have_no_error_and_a_warning() -> None:
    found = of_totals("words", 3.0, "a", "b")
    assert (found.error, found.ratio.low, found.ratio.high, found.from_) == (0.0, 3.0, 3.0, ("a", "b"))
    assert found.ratio.warnings


def test_a_figure_is_a_whole_number_with_its_author_or_its_title() -> None:
    assert OWN.figure("F1") == (1200.0, "A")
    assert OWN.figure("F3") == (7.0, "v")
    for id in ("F2", "F9"):
        with pytest.raises(CannotEstimate, match=f"no figure {id}"):
            OWN.figure(id)


def test_conditions_all_hold_or_a_column_is_stated() -> None:
    people = pl.DataFrame({"sphere": ["army", "army", None], "party": ["member", None, "member"]})
    both = (Condition("sphere", "is", "army"), Condition("party", "not-null"))
    assert people.filter(meets(both)).height == 1
    assert people.filter(meets(both[:1])).height == 2
