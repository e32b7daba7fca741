from __future__ import annotations

import re

from byname.claims.citations.known_sources import known_source
from byname.claims.evidence.figure_tables import check_rows, load_shipped
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.subject import subject
from byname.values import FuzzyDate
from byname.values.shipped import shipped_yaml


def test_every_named_period_has_a_date_and_says_who_dates_it_so() -> None:
    for row in shipped_yaml("claims", "periods.yaml"):
        assert FuzzyDate.parse(row["dates"]).earliest, row["name"]
        assert re.search(r"https://\S+, read \d{4}-\d\d-\d\d|figures", row["source"]), row["name"]


def test_every_shipped_table_keeps_its_schema() -> None:
    for name in subject().tables:
        assert list(check_rows([dict(row) for row in load_shipped(name)])) == [], name


def test_no_figure_of_a_verdict_lacks_a_source() -> None:
    for figure in shipped_evidence().figures:
        assert figure.source.author or figure.source.title, figure.id
        assert figure.source.address.startswith("http"), figure.id
        assert figure.source.kind != "unverified", figure.id


def test_a_source_is_known_by_any_of_its_names() -> None:
    assert known_source("the Encyclopedia Britannica") == known_source("Britannica")
    assert known_source("Nowhere Gazette") is None
