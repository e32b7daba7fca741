from __future__ import annotations

import polars as pl

from byname.motive.evidence import Material
from byname.motive.weighing import elements, explained


def test_explanations_stand_side_by_side_with_their_balance_and_their_rivals(material: Material) -> None:
    whole, balance, rivals = explained(material)
    assert whole.sentences == ("Four explanations stand side by side; none is declared the winner.",)
    assert whole.table["explanation"].n_unique() == balance.table.height == 4
    assert rivals.table.height == 6
    counts = balance.table.select("for", "against", "open", "not computable").sum_horizontal()
    assert counts.sum() == whole.table.height


def test_what_speaks_of_our_people_has_a_number_with_its_interval(material: Material) -> None:
    standing = pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.lit("leading")).otherwise(pl.lit("middle"))
    people = material.subjects.with_columns(standing.alias("standing"))
    whole = next(iter(explained(Material(people, material.facts))))
    assert "explanation-elimination-of-rivals-top" in {number.id for number in whole.numbers}
    for number in whole.numbers:
        assert number.table == "subjects"
        assert number.low is not None
        assert number.high is not None
        assert number.low <= number.value <= number.high


def test_a_finding_without_an_error_of_chance_has_no_likelihood_ratio(material: Material) -> None:
    rows = next(iter(explained(material))).table.filter(pl.col("effect").is_not_null())
    certain = rows.filter(pl.col("effect_low") == pl.col("effect_high"))
    assert certain.height >= 4
    assert certain["likelihood_ratio"].null_count() == certain.height
    assert rows.filter(pl.col("effect_low") < pl.col("effect_high"))["likelihood_ratio"].null_count() == 0


def test_the_matrix_counts_people_only_where_an_element_asks_for_them(material: Material) -> None:
    found = elements(material)
    counted = found.table.filter(pl.col("persons").is_not_null())
    assert counted["persons_id"].to_list() == [number.id for number in found.numbers]
    assert counted.height < found.table.height
    assert set(found.table["state"]) <= {"evidence", "contested", "missing"}
