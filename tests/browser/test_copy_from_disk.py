"""A copy of the site opened from a disk, where a page may read no other file: links, fonts, and the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from byname.access.named_people import named_people
from byname.archive.archive import Archive
from byname.site.language import site_language
from byname.site.publishing.page_maker import PageMaker
from byname.site.publishing.search_files import search_files
from byname.site.publishing.sounds import plain, sound
from byname.site.web.edition import Edition
from byname.site.web.static_files import static_files


@pytest.fixture(scope="module")
def copy(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search, the front and the style of a copy of the demonstration archive."""
    folder, archive = tmp_path_factory.mktemp("copy"), Archive.open(demo)
    pages = PageMaker(archive, Edition("en", "abc", "2026-01-02"))
    files = [pages.page(address) for address in ("/search", "/names", "/names/2", "/names/3", "/memorial", "/lists")]
    files += [(f"static/{name}", content) for name, content in static_files(pages.site)]
    files += search_files(named_people(archive), site_language("en"))
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("words", "name"),
    [("Тухачевский", "Тухачевский"), ("Tuchatschewski", "Тухачевский"), ("toukhatchevski 1937", "Тухачевский"),
     ("Bucharin Nikolai", "Bucharin"), ("tukhach", "Тухачевский")],
)  # fmt: skip
def test_the_search_finds_a_name_from_a_disk_however_it_is_spelled(
    copy: Path, reader: Callable[..., Page], words: str, name: str
) -> None:
    page = reader()
    page.goto((copy / "search.html").as_uri())
    page.locator("#q").fill(words)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found h2").first).to_contain_text(name)
    assert page.locator("#found a").first.get_attribute("href", timeout=1000).startswith("person/")  # type: ignore[union-attr]


def test_lists_years_and_pages_of_a_result_work_from_a_disk(copy: Path, reader: Callable[..., Page]) -> None:
    page = reader()
    loaded = list[str]()
    page.on("request", lambda request: loaded.append(request.url))
    page.goto((copy / "search.html").as_uri() + "?list=trials")
    expect(page.locator("#said")).to_have_text("People found: 62")
    page.locator("#more").click()
    expect(page.locator("#found li")).to_have_count(40)
    page.goto((copy / "search.html").as_uri() + "?q=Xqzwjk")
    expect(page.locator("#said")).to_have_text("Nobody in our sources fits this.")
    assert [url for url in loaded if not url.startswith("file:")] == []


def test_the_script_folds_words_as_the_index_was_made(copy: Path, demo: Path, reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto((copy / "search.html").as_uri() + "?q=anna")
    expect(page.locator("#said")).not_to_be_empty()
    words = sorted({word for name in named_people(Archive.open(demo)).names["words"] for word in name.split()})
    words += ["Гурíєв", "გურიელი", "Ñandú", "Łukasz", "Григорій", "Ёлкин", "STRASSE", "Õunapuu"]
    there = page.evaluate(
        "words => words.map(word => [bynameSearch.plain(word)].map(p => [p, bynameSearch.sound(p)])[0])", words
    )
    assert len(words) > 600
    assert there == [[plain(word), sound(plain(word))] for word in words]


def test_without_scripts_all_names_can_be_leafed_through(copy: Path, reader: Callable[..., Page]) -> None:
    page = reader(java_script_enabled=False)
    page.goto((copy / "search.html").as_uri())
    expect(page.get_by_text("This search needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="All names in order").click()
    page.get_by_role("link", name="Further").click()
    expect(page.locator(".names li")).to_have_count(150)


def test_a_name_that_would_run_stays_text_in_a_result(
    small: Archive, tmp_path: Path, reader: Callable[..., Page]
) -> None:
    pages = PageMaker(small, Edition("en", "abc", "2026-01-02"))
    for name, content in [pages.page("/search"), *search_files(named_people(small), site_language("en")),
                          ("static/copy-search.js", dict(static_files(pages.site))["copy-search.js"])]:  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    page = reader()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto((tmp_path / "search.html").as_uri() + "?q=script+Mall")
    expect(page.locator("#found h2").first).to_contain_text("<script>alert(1)</script>")
