from __future__ import annotations

from byname.claims.citations.known_sources import known_source


def test_a_source_is_known_by_any_of_its_names() -> None:
    assert known_source("the Encyclopedia Britannica") == known_source("Britannica")
    assert known_source("Nowhere Gazette") is None
