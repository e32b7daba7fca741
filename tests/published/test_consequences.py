"""Survival and competing ends as lifelines 0.30.3 gives them (data drawn with numpy, seed 11)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from byname.consequences.offices import chains
from byname.sources.bundled import demo_collection
from byname.statistics.incidence import Durations, aalen_johansen, interval_censored

pytestmark = pytest.mark.published
GIVEN = json.loads((Path(__file__).parent / "data" / "survival-and-tables.json").read_text(encoding="utf-8"))
DAYS, CAUSE = np.array(GIVEN["days"]), np.array(GIVEN["cause"])
EXACT = Durations(DAYS, np.where(CAUSE > 0, DAYS, np.inf), CAUSE)


def test_one_end_alone_is_kaplan_meier_with_greenwoods_error_as_lifelines() -> None:
    one = aalen_johansen(Durations(EXACT.low, EXACT.high, (CAUSE > 0).astype(np.int64)), 1)[0]
    assert len(GIVEN["km"]) > 3
    for day, (left, low, high) in zip(GIVEN["at"], GIVEN["km"], strict=True):
        share, mine_low, mine_high = one.at(day)
        assert share == pytest.approx(1 - left, abs=1e-6)
        greenwood = np.log(np.log(low) / np.log(high)) * left * abs(np.log(left))  # log-minus-log of those left
        mine = np.log(np.log(mine_low) / np.log(mine_high)) * share * abs(np.log(share))  # and of those who met the end
        assert mine == pytest.approx(greenwood, rel=1e-5)


def test_aalen_johansen_as_lifelines() -> None:
    for one, given in zip(aalen_johansen(EXACT, 2), GIVEN["aj"], strict=True):
        for day, (value, variance) in zip(GIVEN["at"], given, strict=True):
            mine, low, high = one.at(day)
            assert mine == pytest.approx(value, abs=1e-6)
            error = np.log(np.log(low) / np.log(high)) / (2 * 1.959964) * abs(mine * np.log(mine))
            assert error == pytest.approx(np.sqrt(variance), rel=0.02)  # lifelines: Aalen's form, a little larger


def test_intervals_of_no_width_give_aalen_johansen() -> None:
    for censored, exact in zip(interval_censored(EXACT, 2), aalen_johansen(EXACT, 2), strict=True):
        for day in GIVEN["at"]:
            assert censored.at(day)[0] == pytest.approx(exact.at(day)[0], abs=0.012)


def test_interval_censoring_lies_between_the_bounds_of_lifelines() -> None:
    given = GIVEN["turnbull"]
    high = np.array([np.inf if h is None else h for h in given["high"]])
    one = interval_censored(Durations(np.array(given["low"]), high, (CAUSE > 0).astype(np.int64)), 1)[0]
    times, lower, upper = (np.array(given[name]) for name in ("times", "lower", "upper"))
    for day in GIVEN["at"]:
        place = np.searchsorted(times, day, side="right") - 1
        least, most = sorted((1 - upper[place], 1 - lower[place]))
        assert least - 0.04 <= one.at(day)[0] <= most + 0.04


def test_three_of_the_five_marshals_of_1935_were_dead_by_march_1939() -> None:
    # Appointed on 20 November 1935; arrests and deaths as office_terms.csv cites them.
    five = [step for step in chains(demo_collection().read_all_facts()["office_terms"])["marshal of the Soviet Union"]
            if step.since == "1935-11-20"]  # fmt: skip
    assert len(five) == 5
    survived = {step.holder.split()[-1]: step.survived_days for step in five}
    assert survived == {
        "Tukhachevsky": (21, 21), "Yegorov": (360, 387), "Blyukher": (18, 18), "Voroshilov": None, "Budyonny": None,
    }  # fmt: skip


def test_heads_of_internal_affairs_were_dead_within_two_years_of_the_loss() -> None:
    found = chains(demo_collection().read_all_facts()["office_terms"])
    union = found["people's commissar for internal affairs of the USSR"]
    assert [step.survived_days for step in union] == [(535, 535), (436, 436), None]  # Beria's term is open in the table
