from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from byname.access.read_together import people_together, shown_ids
from byname.archive.archive import Archive
from byname.site.publishing.page_maker import PageMaker
from byname.site.web.edition import Edition
from byname.site.web.file_addresses import with_file_links
from byname.site.web.pages import person_link, record_link

EDITION = Edition("en", "abc", "2026-01-02")


def _inside(page: str) -> str:
    """The text of a page without how to cite it, which names where and when it was read."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return main.partition('<section class="cite"')[0]


_AROUND = re.compile(r'<section aria-labelledby="around-title">.*?</section>\n', re.DOTALL)  # which a copy has not


def test_a_copy_has_the_pages_that_a_server_gives(demo: Path, client: TestClient) -> None:
    archive = Archive.open(demo)
    pages, shown = PageMaker(archive, EDITION), shown_ids(archive)
    read = people_together(archive, shown.people.head(5), shown.hidden)
    pages.read_from(read)
    addresses = [*map(person_link, read.people), *map(record_link, read.records), "/lists", "/list/trials", "/motive",
                 "/memorial/day/03-13", "/memorial/day/03-13/read/1", "/names", "/memorial/list/trials"]  # fmt: skip
    for address in addresses:
        file, content = pages.page(address)
        served = client.get(address)
        assert served.status_code == 200
        told = _AROUND.sub("", with_file_links(served.text, file))
        assert _inside(content.decode()) == _inside(told), address
    assert len(addresses) > 16


@pytest.mark.parametrize("address", ["/audit", "/api", "/person/P-000000000000", "/nothing"])
def test_what_is_no_page_of_a_copy_is_none(demo: Path, address: str) -> None:
    with pytest.raises(Exception, match=r"no page of a copy|not in our sources"):
        PageMaker(Archive.open(demo), EDITION).page(address)


def test_a_page_of_a_copy_names_no_server(demo: Path) -> None:
    archive = Archive.open(demo)
    pages, shown = PageMaker(archive, Edition("en", "abc", "2026-01-02", "https://example.org/x")), shown_ids(archive)
    pages.read_from(people_together(archive, shown.people.head(1), shown.hidden))
    file, content = pages.page(person_link(shown.people[0]))
    assert f'<link rel="canonical" href="https://example.org/x/{file}">' in content.decode()
    assert "copy.invalid" not in content.decode()
