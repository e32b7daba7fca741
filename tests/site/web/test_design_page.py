from __future__ import annotations

from fastapi.testclient import TestClient

from byname.site.web.design_page import ALPHABETS, COLOURS


def test_type_colours_and_parts_are_shown(client: TestClient) -> None:
    page = client.get("/design").text
    for name in COLOURS:
        assert f'class="swatch {name}"' in page
    for code, words in ALPHABETS:
        assert f'<p lang="{code}">{words}</p>' in page
    assert 'class="results"' in page
