from __future__ import annotations

import polars as pl
import pytest

from byname.people.comparison.common_surnames import common_shares
from byname.people.comparison.spelling import stem
from byname.people.settings import LinkageSettings

SURNAME = LinkageSettings.default().comparison("surname")


def _stems(*names: str) -> list[str]:
    return pl.DataFrame({"n": names}).select(stem(pl.col("n")))["n"].to_list()


def test_a_common_surname_has_its_share_of_the_population_and_another_the_background() -> None:
    ivanov, smirnov, unknown = common_shares(_stems("ivanov", "smirnov", "cvibuhtin"), SURNAME).tolist()
    assert unknown == SURNAME.background_share
    assert min(ivanov, smirnov) > 100 * unknown
    assert max(ivanov, smirnov) < 0.05


def test_both_forms_of_a_surname_have_one_share() -> None:
    ivanov, ivanova = common_shares(_stems("ivanov", "ivanova"), SURNAME).tolist()
    assert ivanov == pytest.approx(ivanova)


def test_no_stems_have_no_shares() -> None:
    assert common_shares([], SURNAME).shape == (0,)
