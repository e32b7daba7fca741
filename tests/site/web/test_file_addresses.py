from __future__ import annotations

import re

import pytest

from byname.site.web.file_addresses import file_of, plain_name, with_file_links

SAFE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_.-]*/)*[A-Za-z0-9][A-Za-z0-9_.-]*")


@pytest.mark.parametrize(
    "path",
    ["/record/списки:54", "/list/A/B", "/list/con", "/number/Chao's bound + more", "/memorial/place/валга",
     "/person/../../etc", "/memorial/day/11-26/read/2", "/record/x:" + "y" * 400, "/list/" + "я" * 300, "/list/a."],
)  # fmt: skip
def test_every_address_has_a_file_that_any_file_system_takes(path: str) -> None:
    file = file_of(path)
    assert SAFE.fullmatch(file), file
    assert ".." not in file
    assert not any(part.split(".")[0] in {"con", "nul", "aux"} for part in file.split("/"))
    assert all(len(part) < 100 for part in file.split("/"))


def test_names_that_differ_in_signs_or_case_alone_are_different_files() -> None:
    names = ("Trials", "trials", "TRIALS", "tri als", "tri-als", "tri/als", "списки", "спискй", "a.b", "a_b", "")
    files = [plain_name(name).lower() for name in names]
    assert len(set(files)) == len(names)


def test_links_lead_from_the_file_of_a_page_and_those_to_elsewhere_stay() -> None:
    page = '<a href="/lists">a</a><a href="https://example.org/x">b</a><form action="/search"><a href="#here">'
    made = with_file_links(page, "memorial/day/11-26.html")
    assert made == (
        '<a href="../../lists.html">a</a><a href="https://example.org/x">b</a><form action="../../search.html">'
        '<a href="#here">'
    )
    assert with_file_links('<a href="/search?q=a&amp;list=b">', "index.html") == (
        '<a href="search.html?q=a&amp;list=b">'
    )
    assert with_file_links('<a href="/list/%D1%81">', "index.html") == f'<a href="{file_of("/list/с")}">'


def test_words_of_a_source_that_look_like_links_stay_words() -> None:
    assert with_file_links("<p> href=&#34;/lists&#34;</p>", "index.html") == "<p> href=&#34;/lists&#34;</p>"
