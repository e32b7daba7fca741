from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from fastapi.testclient import TestClient
from tests.lists import files_of
from tests.served import PEOPLE
from tests.test_import_directions import ROOT, graph

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive
from byname.site.app import make_app

START = ("/", "/search", "/lists", "/casualties", "/motive", "/consequences")
_LINKS = re.compile(r'(?:href|src|action)="([^"]*)"')


def crawled(client: TestClient, most: int) -> dict[str, str]:
    """The pages that links lead to from the first ones, by address; every address is asked for once."""
    waiting, found = [*START], dict[str, str]()
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 301, 302), (answer.status_code, address)
        found[address] = answer.text
        links = [unescape(link) for link in _LINKS.findall(answer.text)]
        waiting += [link for link in links if link.startswith("/") and not link.startswith("/static")]
    return found


def test_no_page_names_anybody_who_may_be_living(small: Archive, small_client: TestClient) -> None:
    pages = crawled(small_client, 400)
    ids = DerivedTables(small.tables).read("assignments")
    for id in {*ids["person_id"], *ids["record_id"]}:
        for address in (
            f"/person/{id}",
            f"/person/{id}.bib",
            f"/person/{id}.csl.json",
            f"/person/{id}.jsonld",
            f"/record/{id}",
        ):
            pages[address] = small_client.get(address, follow_redirects=True).text
    for words in {word for person in PEOPLE for word in person[:5]}:
        found = small_client.get(f"/search?q={quote(words)}").text
        pages[f"/search?q={words}"] = found.partition('<ol class="results"')[2]  # before it the words are repeated
    assert len(pages) > 60
    assert [address for address, text in pages.items() if "kanari" in text.lower()] == []
    assert any("Vanavalge" in text for text in pages.values())


def test_names_from_lists_never_become_markup(small_client: TestClient) -> None:
    pages = [text for text in crawled(small_client, 400).values() if text.startswith("<!doctype html>")]
    assert sum("alert" in text for text in pages) >= 3
    for text in pages:
        assert not re.search(
            r"<script(?! type=\"application/ld\+json\"| src=\"/static/[a-z-]+\.js\" defer></script>)", text
        )
        assert not re.search(r'<img (?!src="/docs/picture/[a-z-]+\.(?:png|svg)")', text)  # of the manual
        assert "<b>of no list" not in text


def test_links_of_the_demonstration_lead_somewhere(client: TestClient) -> None:
    assert len(crawled(client, 90)) == 90


@pytest.mark.parametrize("address", [*START, "/nothing", "/search?page=no", "/static/site.css", "/person/trials:54"])
def test_every_answer_forbids_scripts_frames_and_other_hosts(client: TestClient, address: str) -> None:
    answer = client.get(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert not re.findall(r"<script(?![^>]*(?:src=|type=\"application/ld))|\son[a-z]+=", answer.text)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*\.(?:js|css|png|woff2?)"', answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/person/trials:54", "/lists"])
def test_no_request_may_write(client: TestClient, method: str, address: str) -> None:
    assert client.request(method, address).status_code == 405


def test_reading_changes_no_file_of_the_archive(demo: Path, client: TestClient) -> None:
    before = files_of(demo)
    crawled(client, 30)
    assert files_of(demo) == before


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "' OR 1=1 --", "%00", "P-", "<b>", "a" * 5000, "trials:54;DROP"],
)
@pytest.mark.parametrize("page", ["/person/", "/record/", "/number/", "/list/", "/motive/"])
def test_an_id_that_is_none_is_not_found_and_tells_nothing(client: TestClient, page: str, name: str) -> None:
    answer = client.get(page + (name if "%" in name else quote(name, safe="")))
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "tmp" not in answer.text
    assert "root:" not in answer.text


def test_withheld_and_unknown_people_get_the_same_answer(small: Archive, small_client: TestClient) -> None:
    names = DerivedTables(small.tables).read("people", ["person_id", "name"])
    (living,) = [id for id, name in names.iter_rows() if "Kanariday" in name]
    known, unknown = (small_client.get(f"/person/{id}") for id in (living, "P-000000000000"))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert known.text.replace(living, "") == unknown.text.replace("P-000000000000", "")


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/lists").headers["etag"]
    assert client.get("/lists", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/lists", headers={"If-None-Match": tag, "Accept-Language": "es"}).status_code == 200
    assert "etag" not in client.get("/nothing").headers


def test_an_archive_that_is_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="is not built"):
        make_app(Archive.create(tmp_path / "archive", "Tests"))


def test_a_damaged_archive_is_told_without_paths(own_demo: Path) -> None:
    client = TestClient(make_app(Archive.open(own_demo)))
    (own_demo / "tables" / "people.parquet").write_bytes(b"damaged")
    answer = client.get("/person/trials:54")
    assert answer.status_code == 503
    assert str(own_demo) not in answer.text


def test_pages_reach_an_archive_by_what_a_reader_may_see_alone() -> None:
    modules = {
        name: used for name, used in graph(ROOT).items() if name.startswith(("byname.site.web.", "byname.site.app"))
    }
    used = {other for names in modules.values() for other in names if other.startswith("byname.archive")}
    assert len(modules) > 15
    assert used == {"byname.archive.archive", "byname.archive.clock"}
    unprotected = [path for path in (ROOT / "site").rglob("*.py") if "protected=" in path.read_text(encoding="utf-8")]
    assert unprotected == []


def test_addresses_in_pages_are_of_this_site(client: TestClient) -> None:
    hosts = {urlsplit(unquote(link)).netloc for link in _LINKS.findall(client.get("/").text)}
    assert hosts == {""}
