from __future__ import annotations

import pytest

from byname.claims.evidence.sources import (
    address_of,
    doi_of,
    found_by,
    isbn_mistake,
    source_mistakes,
    source_of,
    source_words,
)

BOOK = {"kind": "scholarly-estimate", "source_author": "R. Conquest", "source_title": "The Great Terror"}


@pytest.mark.parametrize(
    "isbn", ["978-0-19-531700-8", "9780195317008", "0-19-531700-9", "ISBN 0 19 531700 9", "0-8044-2957-X"]
)
def test_an_isbn_of_ten_or_thirteen_digits_is_right_with_its_check_digit(isbn: str) -> None:
    assert isbn_mistake(isbn) == ""


@pytest.mark.parametrize(
    ("isbn", "words"),
    [
        ("978-0-19-531700-9", "check digit"),
        ("0-19-531700-8", "check digit"),
        ("12345", "digits"),
        ("978-0-19-53170X-8", "digits"),
        ("X-19-531700-9", "digits"),
    ],
)
def test_what_is_wrong_with_an_isbn_is_said(isbn: str, words: str) -> None:
    assert words in isbn_mistake(isbn)


@pytest.mark.parametrize("doi", ["10.1080/0966813022000017177", "doi:10.1080/0966813022000017177"])
def test_a_doi_is_read_with_and_without_what_stands_before_it(doi: str) -> None:
    assert doi_of(doi) == "10.1080/0966813022000017177"


@pytest.mark.parametrize("doi", ["10.1/x", "1080/0966", "10.1080/", "see 10.1080/09 66", ""])
def test_what_has_not_the_form_of_a_doi_is_none(doi: str) -> None:
    assert doi_of(doi) == ""


@pytest.mark.parametrize(
    "cells",
    [
        {"source_url": "https://example.org"},
        {"source_address": "https://example.org"},
        {"source_isbn": "978-0-19-531700-8"},
        {"source_doi": "10.1080/0966813022000017177"},
        {"source_archive": "GARF, f. 9401, op. 1, d. 4157, l. 201"},
        {"source_page": "484"},
    ],
)
def test_a_source_is_found_by_an_address_a_number_an_archive_or_a_page(cells: dict[str, str]) -> None:
    assert list(source_mistakes({**BOOK, **cells})) == []


def test_what_a_source_lacks_is_said() -> None:
    assert ["where its source is found" in mistake for mistake in source_mistakes(BOOK)] == [True]
    nameless = list(source_mistakes({"source_page": "7"}))
    assert ["names no source" in nameless[0], "found" in nameless[1]] == [True, True]
    page_of_nothing = {"source_author": "R. Conquest", "source_page": "7"}
    assert ["source_title with source_page" in mistake for mistake in source_mistakes(page_of_nothing)] == [True]


def test_a_wrong_isbn_and_a_wrong_doi_are_said_with_what_is_wrong() -> None:
    isbn, doi = source_mistakes({**BOOK, "source_isbn": "0-19-531700-8", "source_doi": "1080/x"})
    assert "'0-19-531700-8' is none: its check digit does not fit" in isbn
    assert "'1080/x' is none" in doi


def test_a_source_is_told_with_its_page_and_by_what_it_is_found() -> None:
    row = {**BOOK, "source_year": "2008", "source_page": "484", "source_isbn": "978-0-19-531700-8"}
    assert source_of(row).text == "R. Conquest, The Great Terror (2008), p. 484, ISBN 978-0-19-531700-8"
    assert source_words(row) == "R. Conquest, The Great Terror, 2008, p. 484, ISBN 978-0-19-531700-8"
    original = {"original_title": "Certificate", "original_year": "1953", "original_page": "1"}
    told = "Certificate (1953), p. 1; read at: R. Conquest, The Great Terror (2008), p. 484, ISBN 978-0-19-531700-8"
    assert source_of({**row, **original}).text == told


def test_a_doi_is_the_address_where_there_is_no_other() -> None:
    doi = {"source_doi": "https://doi.org/10.1080/0966813022000017177"}
    assert address_of(doi) == "https://doi.org/10.1080/0966813022000017177"
    assert address_of({**doi, "source_address": "https://a.org ; https://b.org"}) == "https://a.org"
    assert found_by(doi) == "doi:10.1080/0966813022000017177"
    assert address_of({"source_archive": "GARF, f. 9401"}) == ""
