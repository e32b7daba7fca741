from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from byname.site.web.pages import Site
from byname.site.web.static_files import TYPES, static_files

_URL = re.compile(r"url\(([^)]+)\)")
_RANGE = re.compile(r"unicode-range: ([^;]+);")


def test_every_file_is_served_with_its_type(client: TestClient, site: Site) -> None:
    files = dict(static_files(site))
    assert len(files) > 20
    for name, content in files.items():
        answer = client.get(f"/static/{name}")
        assert answer.content == content
        assert answer.headers["content-type"].startswith(tuple(TYPES.values()))


@pytest.mark.parametrize("name", ["../app.py", "fonts", "fonts/nothing.woff2", "__init__.py", "%2e%2e/app.py", ""])
def test_nothing_else_is(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_each_font_of_the_style_sheet_is_there_with_its_licence_and_small(site: Site) -> None:
    files = dict(static_files(site))
    named = set(_URL.findall(files["site.css"].decode()))
    fonts = {name for name in files if name.endswith(".woff2")}
    assert len(fonts) > 25
    assert named == fonts
    assert max(len(files[name]) for name in fonts) < 110_000
    assert sum(len(files[name]) for name in fonts) < 2_500_000
    for family in ("source-serif-4", "noto-serif-georgian", "noto-serif-sc"):
        assert b"SIL OPEN FONT LICENSE" in files[f"fonts/{family}-OFL.txt"].upper()


def test_a_page_of_latin_and_cyrillic_letters_loads_few_fonts(site: Site) -> None:
    ranges = _RANGE.findall(dict(static_files(site))["site.css"].decode())
    needed = {place for sign in "Name Имя" for place, one in enumerate(ranges) if _holds(one, ord(sign))}
    assert len(ranges) > 25
    assert len(needed) == 4  # upright and italic, of two alphabets


def _holds(ranges: str, code: int) -> bool:
    ends = ([int(end, 16) for end in part.strip()[2:].split("-")] for part in ranges.split(","))
    return any(one[0] <= code <= one[-1] for one in ends)
