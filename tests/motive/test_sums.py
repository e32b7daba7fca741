from __future__ import annotations

import polars as pl
import pytest

from byname.motive.sums import Check, all_checks, column_sum, sums
from byname.sources.facts import FactTable


def table(name: str = "deaths", **columns: list[str]) -> FactTable:
    frame = pl.DataFrame(columns)
    return FactTable(name, frame, frame.clear())


YEARLY = table(year=["1901", "1902", "1903", "PRINTED TOTAL"], dead=["1000", "2000", "4000", "7001"])


def test_a_column_is_held_against_the_total_that_the_table_prints() -> None:
    (check,) = all_checks([YEARLY])
    assert (check.kind, check.summed, check.printed, check.agrees) == ("column", 7000, 7001, False)
    assert check.sentence == "deaths, dead: the sum is 7,000; printed is 7,001 (the table's own total); off by 1."


def test_years_of_a_row_are_held_against_its_total_and_a_share_against_its_parts() -> None:
    ranks = table("army", rank=["colonel"], all_1901=["30"], all_1902=["31"], all_total=["61"], struck_1901=["10"],
                  struck_1902=["11"], struck_total=["20"], struck_share=["0.328"])  # fmt: skip
    found = {(check.kind, check.what): check.agrees for check in all_checks([ranks])}
    assert found == {("row", "colonel, all total"): True, ("row", "colonel, struck total"): False,
                     ("share", "colonel, struck share"): True}  # fmt: skip


@pytest.mark.parametrize(("printed", "agrees"), [(0.3284, True), (0.3273, True), (0.3270, False)])
def test_a_share_agrees_to_the_digits_that_are_printed(printed: float, agrees: bool) -> None:
    assert Check("t", "w", "share", 20 / 61, printed, "x").agrees == agrees


def test_sums_over_a_period_are_found_among_published_figures() -> None:
    figures = table("figures", subject=["d", "d"], value_best=["3000", "3000"], period_start=["1901", "1902"],
                    period_end=["1902-12", "1903"], source_author=["A", "B"])  # fmt: skip
    published = [check for check in all_checks([YEARLY, figures]) if check.kind == "published"]
    assert [(check.what, check.printed_by) for check in published] == [("dead, 1901 to 1902", "A")]


def test_a_column_is_summed_between_labels_without_the_printed_total() -> None:
    assert column_sum(YEARLY, "dead") == 7000
    assert column_sum(YEARLY, "dead", "1902", "1903") == 6000


def test_wrong_sums_are_told_and_no_sums_are_refused() -> None:
    found = sums([YEARLY])
    assert found.sentences[0] == "1 sums were checked; 1 do not agree with what is printed."
    assert found.table["difference"].to_list() == [-1]
    assert sums([table(year=["1901"], dead=["5"])]).refused
