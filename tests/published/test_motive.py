"""Numbers of motive that others printed or that named packages give."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from byname.motive.explanations import trends_of
from byname.motive.limits_by_area import limits_by_area
from byname.motive.raises import raised_in, raised_in_all
from byname.motive.sums import all_checks, column_sum, sums
from byname.motive.trends import trend_analysis
from byname.people.profiles.subjects import SUBJECTS
from byname.sources.bundled import demo_collection
from byname.sources.facts import FactTable
from byname.statistics.logistic import fit_logistic
from byname.statistics.mantel_haenszel import no_difference, pooled_odds_ratio, pooled_risk_ratio
from byname.statistics.multiplicity import benjamini_hochberg, holm
from byname.statistics.ratios import exact_share, share
from byname.statistics.trend import cochran_armitage, jonckheere

pytestmark = pytest.mark.published
# Given by lifelines 0.30.3 and statsmodels 0.15.0 on data drawn with numpy, seed 11.
GIVEN = json.loads((Path(__file__).parent / "data" / "survival-and-tables.json").read_text(encoding="utf-8"))


def facts() -> dict[str, FactTable]:
    return demo_collection().read_all_facts()


def test_officers_arrested_by_rank_as_cherushev_prints_them() -> None:
    found = trend_analysis(*trends_of(facts())[0])
    rows = {row["rank"]: row for row in found.table.to_dicts()}
    commanders = [rows[f"Komandarm {n} rank"] for n in ("1st", "2nd")]
    assert sum(row["arrested"] for row in commanders) == sum(row["dismissed"] for row in commanders) == 14
    assert (rows["Colonel"]["arrested"], rows["Colonel"]["dismissed"]) == (487, 865)
    assert (rows["Lieutenant"]["arrested"], rows["Lieutenant"]["dismissed"]) == (611, 4393)
    assert (rows["Captain"]["arrested"], rows["Captain"]["dismissed"]) == (960, 3796)
    assert found.sentences[0] == "7,280 of 33,460 dismissed were arrested (21.8%) by the printed total."


def test_the_share_of_arrested_falls_with_rank() -> None:
    rows = [
        row for row in trend_analysis(*trends_of(facts())[0]).table.to_dicts() if not row["rank"].startswith("Equiv.")
    ]
    cases, people = [row["arrested"] for row in rows], [row["dismissed"] for row in rows]
    for test in (cochran_armitage(cases, people), jonckheere(cases, people)):
        assert test.z < -30
        assert test.p < 1e-4
        assert test.falls == test.steps - 1  # the two ranks of army commander both stand at 100 %
    shuffled = [people[i] // 4 for i in range(len(people))]
    assert cochran_armitage(shuffled, people).p > 0.5  # the same share at every rank is no trend


def test_sums_of_order_00447() -> None:
    limits = facts()["order_00447_limits"]
    assert column_sum(limits, "first_category_shoot") == 75_950
    assert column_sum(limits, "second_category_camps") == 193_000


def test_limits_of_order_00447_were_raised() -> None:
    # Politburo, 31 January 1938: 57,200 more, of them 48,000 to be shot; 17 February: 30,000 more in Ukraine.
    raised = raised_in_all(facts()["order_00447_raised"])
    assert (raised.first, raised.both, raised.unsplit) == (82_250, 132_550, 33_000)
    january = facts()["order_00447_raised"].rows.filter(pl.col("date") == "1938-01-31")
    whole = january.filter(pl.col("part_of") == "").row(0, named=True)
    assert (whole["first_category"], whole["both_categories"]) == ("48000", "57200")
    parts = january.filter(pl.col("part_of") != "")["first_category"].cast(pl.Int64).sum()
    assert 0 < parts < 48_000  # the list could be read in part only
    assert raised_in(facts()["order_00447_raised"], "Ukraine SSR").unsplit == 30_000


def test_in_karelia_24_times_as_many_were_shot_as_the_first_limit_allowed() -> None:
    rows = limits_by_area(facts(), pl.DataFrame(schema=SUBJECTS)).table
    karelia = rows.filter(pl.col("area") == "Karelian ASSR").row(0, named=True)
    assert (karelia["to_be_shot"], karelia["shot"]) == (300, 7_222)
    assert karelia["ratio"] == pytest.approx(24.07, abs=0.01)


def test_convictions_of_two_years_are_those_published() -> None:
    found = [c for c in all_checks(list(facts().values())) if c.kind == "published" and "1937 to 1938" in c.what]
    assert {c.summed for c in found} == {1_344_923, 681_692}
    assert {c.table for c in found} == {"convictions_by_year"}


def test_totals_that_do_not_add_up_are_found() -> None:
    wrong = [c for c in all_checks(list(facts().values())) if not c.agrees and c.kind == "column"]
    off = sorted((c.table, c.what, abs(c.difference)) for c in wrong)
    assert [row for row in off if row[0] == "convictions_by_year"] == [
        ("convictions_by_year", "kgb convicted", 486),
        ("convictions_by_year", "kgb death", 10),
        ("convictions_by_year", "mvd 1spets death", 10),
    ]
    army = {what: difference for table, what, difference in off if table == "army_by_rank"}
    assert army["dismissed 1938"] == 3
    assert "dismissed 1937" not in army
    assert any("printed is 15,706" in sentence for sentence in sums(list(facts().values())).sentences)


def test_a_table_of_another_subject_is_checked_too() -> None:
    rows = pl.DataFrame({"village": ["A", "B", "PRINTED TOTAL"], "taken_1949": ["3", "4", "8"],
                         "taken_1951": ["1", "1", "2"], "taken_total": ["4", "6", "10"],
                         "source_title": ["x"] * 3, "source_address": ["y"] * 3})  # fmt: skip
    found = {(c.kind, c.what): c.difference for c in all_checks([FactTable("villages", rows, rows.clear())])}
    assert found["column", "taken 1949"] == -1
    assert found["row", "B, taken total"] == -1
    assert found["row", "A, taken total"] == 0


def test_pooled_odds_as_statsmodels() -> None:
    given = GIVEN["mh"]
    strata = np.array([[t[0][0], sum(t[0]), t[1][0], sum(t[1])] for t in given["tables"]], dtype=float)
    found = pooled_odds_ratio(strata)
    assert (found.value, found.low, found.high) == pytest.approx((given["or"], given["low"], given["high"]), rel=1e-6)
    assert pooled_risk_ratio(strata).value == pytest.approx(given["rr"], rel=1e-9)
    assert no_difference(strata) == pytest.approx(given["p"], rel=1e-6)


def test_logistic_regression_with_clusters_as_statsmodels() -> None:
    given = GIVEN["logit"]
    design = np.column_stack([given["x1"], given["x2"]]).astype(float)
    cases, clusters = np.array(given["y"], float), np.array(given["g"])
    fit = fit_logistic(["x1", "x2"], design, cases, np.ones(len(cases)), clusters)
    for place, name in enumerate(("x1", "x2"), start=1):
        found = fit.odds_ratios[name]
        assert np.log(found.value) == pytest.approx(given["params"][place], abs=1e-6)
        width = np.log(found.high / found.low) / 2
        assert width == pytest.approx(2.0930 * given["bse"][place], rel=2e-3)  # t with 19 degrees of freedom


def test_corrections_for_many_comparisons_as_statsmodels() -> None:
    given = GIVEN["multi"]
    assert holm(given["p"]) == pytest.approx(given["holm"])
    assert benjamini_hochberg(given["p"]) == pytest.approx(given["bh"])


def test_intervals_of_shares_as_statsmodels() -> None:
    found, exact = share(487, 865), exact_share(14, 15)
    assert (found.low, found.high) == pytest.approx(GIVEN["wilson"])
    assert (exact.low, exact.high) == pytest.approx(GIVEN["exact"])


def test_trend_as_statsmodels() -> None:
    given = GIVEN["trend"]
    found = cochran_armitage(given["yes"], given["all"])
    assert abs(found.z) == pytest.approx(abs(given["z"]), rel=2e-3)  # statsmodels divides by n - 1
