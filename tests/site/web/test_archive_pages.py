from __future__ import annotations

import re

from fastapi.testclient import TestClient

from byname.site.web.pages import Site


def test_the_front_gives_a_box_and_three_answers(client: TestClient) -> None:
    page = client.get("/").text
    assert 'role="search"' in page
    assert page.count("<article>") == 3
    assert page.count("<svg") >= 3
    assert 'href="/number/people-named"' in page
    for address in ("/casualties", "/motive", "/consequences"):
        assert f'<p class="go"><a href="{address}">' in page


def test_every_list_has_a_page_with_its_terms_and_fields(client: TestClient) -> None:
    names = re.findall(r'<h2><a href="(/list/[^"]+)"', client.get("/lists").text)
    assert len(names) == 5
    page = client.get("/list/trials").text
    for words in ("Apache-2.0", "complete for persons", "date of sentence", "62d6bb4e9b82a44c", "nothing by itself"):
        assert words in page


def test_a_number_leads_to_its_rows(client: TestClient, site: Site) -> None:
    page = client.get("/number/trials-records").text
    assert "<h1>62</h1>" in page
    assert 'href="/record/trials:0"' in page
    assert page.count('class="cells"') == 30
    assert "30 of 62" in page


def test_an_estimate_stands_with_its_interval_and_warnings(client: TestClient, site: Site) -> None:
    id = next(id for id, number in site.numbers().items() if id.startswith("range-") and number.warnings)
    page = client.get(f"/number/{id}").text
    assert "interval" in page
    assert 'class="warnings"' in page


def test_rows_whose_terms_keep_them_back_are_not_shown(small_client: TestClient) -> None:
    page = small_client.get("/number/closed-records").text
    assert "do not allow its entries to be shown in full" in page
    assert "a long note" not in page
