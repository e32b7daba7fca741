from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from byname.casualties import CaptureHistories, PeopleOnLists, estimate
from byname.casualties.people_on_lists import CONDITIONAL
from byname.cli.app import app
from byname.errors import BadSource, CannotEstimate

# Invented people: townspeople stand on both lists more often, which makes the lists lean together.
KINDS = (("1,1,town,40", 60), ("1,0,town,41", 30), ("0,1,town,39", 30), ("1,1,country,40", 10),
         ("1,0,country,52", 90), ("0,1,country,", 90))  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "people.csv"
    rows = [row for row, times in KINDS for _ in range(10 * times)]
    found.write_text("\n".join(["trials,camps,region,age", *rows]), encoding="utf-8")
    return found


def test_people_are_read_with_their_lists_and_their_covariates(path: Path) -> None:
    people = PeopleOnLists.read(path, ["region", "age"])
    assert people.lists == ("trials", "camps")
    assert people.histories.observed == 3100
    assert people.histories.by_mask().tolist() == [0, 1200, 1200, 700]
    assert people.people["age"].dtype == pl.Float64
    assert people.people["age"].null_count() == 900
    assert people.people["region"].dtype == pl.String


def test_covariates_take_away_what_the_lists_share_and_the_assumption_is_said(path: Path) -> None:
    found = estimate(path, covariates=["region"])
    robust, plain = found.methods
    in_town, in_country = 900 * 900 / 600, 1000 * 1000 / 100  # Lincoln and Petersen in each of the two
    assert found.estimate == robust.estimate == pytest.approx(in_town + in_country, rel=0.05)
    assert plain.estimate < 0.6 * robust.estimate
    assert (found.observed, found.identified) == (3100, False)
    assert found.warnings[0] == CONDITIONAL


def test_the_command_takes_covariates(path: Path) -> None:
    done = CliRunner().invoke(app, ["estimate", str(path), "--covariates", "region, age", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["method"] == "Doubly robust, trials and camps"
    assert found["observed"] == 3100 <= found["low"] < found["estimate"] < found["high"]


def test_what_is_no_table_of_people_on_lists_is_refused(path: Path) -> None:
    with pytest.raises(BadSource, match="no column 'sex'"):
        PeopleOnLists.read(path, ["sex"])
    with pytest.raises(CannotEstimate, match="columns of 0 and 1 are: trials"):
        PeopleOnLists.read(path, ["camps"])
    with pytest.raises(CannotEstimate, match="too few people are on both"):
        estimate(PeopleOnLists(pl.DataFrame({"a": [1, 1], "b": [1, 0], "c": [0, 1], "x": [2, 3]}), ("x",)))
    with pytest.raises(BadSource, match="no such file"):
        estimate(path.with_name("absent.csv"), covariates=["region"])


def test_covariates_go_with_people_and_with_no_other_method(path: Path) -> None:
    with pytest.raises(CannotEstimate, match="'chapman' takes no covariates"):
        estimate(path, "chapman", covariates=["region"])
    with pytest.raises(CannotEstimate, match="know nothing of each person"):
        estimate(CaptureHistories.read(_counts(path)), covariates=["region"])


def _counts(path: Path) -> Path:
    counts = path.with_name("counts.csv")
    counts.write_text("a,b,count\n1,0,5\n0,1,3\n1,1,2\n", encoding="utf-8")
    return counts


def three_lists(seed: int) -> pl.DataFrame:
    """12,000 invented people in two regions; two lists are independent within a region, the third follows the first."""
    random = np.random.default_rng(seed)
    town = random.random(12_000) < 0.4
    chance = np.where(town, 0.45, 0.15)
    first, second = random.random(12_000) < chance, random.random(12_000) < chance
    third = random.random(12_000) < np.where(first, 0.5, 0.1)
    frame = pl.DataFrame({"a": first, "b": second, "c": third}).cast(pl.Int8)
    frame = frame.with_columns(region=pl.Series(np.where(town, "town", "country")))
    return frame.filter(pl.any_horizontal(pl.col("a", "b", "c") == 1))


def test_of_three_lists_two_are_set_against_each_other_among_those_whom_the_third_lacks() -> None:
    people = PeopleOnLists(three_lists(1), ("region",))
    found = estimate(people)
    assert found.conditional is not None
    assert found.assumption.startswith("a and b are independent among people whom no other list names")
    assert found.conditional.low < 12_000 < found.conditional.high
    assert len(found.methods) == 3
    assert found.methods[0] is found.conditional
    without = estimate(PeopleOnLists(three_lists(1).drop("region").with_columns(x=pl.lit(1.5)), ("x",)))
    assert without.conditional is not None
    assert without.conditional.estimate < 0.9 * found.conditional.estimate
