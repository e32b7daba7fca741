from __future__ import annotations

from pathlib import Path


def test_the_copy_says_what_it_is_and_what_is_left_out(copy: Path) -> None:
    page = (copy / "copy.html").read_text(encoding="utf-8")
    assert "need a server" in page
    assert 'href="downloads/people.csv"' in page
    assert 'href="downloads/statements/invented.csv.gz"' in page
    assert "statements/closed" not in page
    assert "sha256sum --check" in page


def test_the_search_says_without_scripts_where_the_names_are(copy: Path) -> None:
    page = (copy / "search.html").read_text(encoding="utf-8")
    assert "This search needs JavaScript" in page
    assert 'href="names.html"' in page
    assert 'action="search.html"' in page
