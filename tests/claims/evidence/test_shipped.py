from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from byname.claims.evidence.figure_tables import check_rows
from byname.claims.evidence.shipped import bundled_people, evidence_with, shipped_evidence
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_rows


def test_every_shipped_table_keeps_its_schema() -> None:
    for name in subject().tables:
        assert list(check_rows([dict(row) for row in pack_rows(f"{name}.csv")])) == [], name


def test_no_figure_of_a_verdict_lacks_a_source() -> None:
    for figure in shipped_evidence().figures:
        assert figure.source.author or figure.source.title, figure.id
        assert figure.source.address.startswith("http"), figure.id
        assert figure.source.kind != "unverified", figure.id


def test_a_row_of_the_user_takes_the_place_of_a_shipped_one(table: Callable[..., Path]) -> None:
    row = "F003,executions 1937-38,NKVD statistics,,100,,persons executed,1937,1938,USSR,all political cases"
    figures = {figure.id: figure for figure in evidence_with([table((row, "archival-statistic"))]).figures}
    assert figures["F003"].value.low == 100


def test_the_bundled_lists_give_dates() -> None:
    assert sum(len(facts) for facts in bundled_people().values()) > 150


def test_no_popular_source_stands_before_a_scholarly_one() -> None:
    evidence = shipped_evidence()
    for strengths in ([f.strength for f in evidence.figures], [f.strength for f in evidence.dates]):
        assert strengths == sorted(strengths, reverse=True)


def test_the_tables_of_facts_are_evidence() -> None:
    ids = {fact.id for fact in shipped_evidence().dates}
    assert {row["id"] for name in subject().facts for row in pack_rows(f"{name}.csv")} <= ids
