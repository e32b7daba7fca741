from __future__ import annotations

from fastapi.testclient import TestClient
from tests.site.web.views import attested, viewed

from byname.site.web.cited_documents import documents_of


def test_a_document_stands_once_with_all_entries_that_name_it_and_case_files_after_sources() -> None:
    view = viewed(
        attested("archive", "GARF 10035-1-П-1234", "b:1"),
        attested("source_title", "Verbatim report", "a:1"),
        attested("source_address", "https://example.org/report", "a:1"),
        attested("read_on", "2026-11-23", "a:1"),
        attested("source_title", "Verbatim report", "a:2"),
        attested("source_address", "https://example.org/report", "a:2"),
        attested("source_title", "A letter", "c:1"),
    )
    found = documents_of(view)
    assert [(one.field, one.words, one.addresses, one.read_on) for one in found] == [
        ("source_title", "Verbatim report", ("https://example.org/report",), "2026-11-23"),
        ("source_title", "A letter", (), ""),
        ("archive", "GARF 10035-1-П-1234", (), ""),
    ]
    assert [one.record_id for one in found[0].entries] == ["a:1", "a:2"]


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    view = viewed(attested("source_title", "A list", "a:1"), attested("source_address", "javascript:alert(1)", "a:1"))
    assert [one.addresses for one in documents_of(view)] == [()]


def test_an_entry_may_name_several_addresses_and_no_mark_of_a_page_is_in_them() -> None:
    words = 'https://a.example/x?b=1&p=2 ; http://b.example/"><script>'
    view = viewed(attested("source_title", "A list", "a:1"), attested("source_address", words, "a:1"))
    assert documents_of(view)[0].addresses == ("https://a.example/x?b=1&p=2", "http://b.example/")


def test_what_is_withheld_names_no_document() -> None:
    assert documents_of(viewed(attested("source_title", "A list", "a:1", withheld=True))) == ()


def test_the_page_of_a_person_links_its_documents_and_entries(client: TestClient) -> None:
    page = client.get(client.get("/person/trials:54").headers["location"]).text
    section = page.split('id="documents-title"')[1].split("</section>")[0]
    assert 'rel="external noreferrer nofollow"' in section
    assert 'href="/record/trials:54"' in section
