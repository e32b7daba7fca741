from __future__ import annotations

import polars as pl

from byname.consequences.succession import successions
from byname.sources.bundled import demo_collection
from byname.sources.facts import FactTable

TERMS = demo_collection().read_all_facts()["office_terms"]


def test_succession_is_told_by_level_with_its_sources() -> None:
    whole, parts = successions(TERMS)
    assert (whole.id, parts.id) == ("succession", "succession-republics-and-regions")
    row = whole.table.row(0, named=True)
    assert "Genrikh Yagoda (1934-07-10 to 1936-09-26) → Nikolai Yezhov" in row["holders"]
    assert "Time, 19 December 1938" in row["source"]
    assert any("Yagoda was removed by Stalin and Zhdanov, by telegram" in sentence for sentence in whole.sentences)
    assert "Vasily Blyukher (18), Mikhail Tukhachevsky (21)" in whole.sentences[1]


COLUMNS = ("office", "holder", "from", "to", "ended_by", "removed_by", "died", "source_title")


def terms(*rows: tuple[str, str, str, str]) -> FactTable:
    table = pl.DataFrame(
        [{"office": "consul", "holder": name, "from": since, "to": until, "ended_by": "shot" if died else "",
          "removed_by": "", "died": died, "source_title": "a list"} for name, since, until, died in rows],
        schema=dict.fromkeys(COLUMNS, pl.String),
    )  # fmt: skip
    return FactTable("office_terms", table, table.clear())


def test_deaths_within_two_years_of_the_loss_are_counted() -> None:
    (found,) = successions(terms(("A", "1900-01-01", "1901-01-01", "1902-12-31"), ("B", "1901-01-02", "1903-01-01",
                                 "1905-01-05")))  # fmt: skip
    assert found.table["dead_within_two_years"].to_list() == [1]
    assert found.table["lost_by"].to_list() == ["A: shot; B: shot"]
    assert "Of 2 that ended and whose holder's death is dated, 1 ended within two years" in found.sentences[0]
    assert "A (1900-01-01 to 1901-01-01) → B" in found.sentences[2]


def test_an_empty_table_is_refused() -> None:
    (found,) = successions(terms())
    assert found.refused == "The table of terms is empty."
