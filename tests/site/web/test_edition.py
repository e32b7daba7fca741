from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request

from byname.archive.archive import Archive
from byname.site.web.edition import Edition
from byname.site.web.pages import Site


@pytest.fixture
def request_of_es() -> Request:
    headers = [(b"accept-language", b"es"), (b"host", b"example.org")]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers, "query_string": b"",
                    "scheme": "http", "server": ("example.org", 80), "root_path": ""})  # fmt: skip


def test_a_copy_has_one_language_state_and_day_whoever_asks(demo: Path, request_of_es: Request) -> None:
    site = Site(Archive.open(demo), edition=Edition("ru", "abc", "2026-01-02", "https://example.org/names"))
    assert (site.language(request_of_es).code, site.state(), site.day()) == ("ru", "abc", "2026-01-02")
    assert site.full_address(request_of_es, "/person/P-1") == "https://example.org/names/person/47/p-1-82988760.html"


def test_a_copy_that_stands_nowhere_yet_has_no_addresses(demo: Path, request_of_es: Request) -> None:
    archive = Archive.open(demo)
    assert Site(archive, edition=Edition("en", "abc", "2026-01-02")).full_address(request_of_es, "/person/P-1") == ""
    assert Site(archive).full_address(request_of_es, "/person/P-1") == "http://example.org/person/P-1"
    assert Site(archive).language(request_of_es).code == "es"
