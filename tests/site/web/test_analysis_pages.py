from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from byname.site.language import site_language
from byname.site.web.analysis_pages import Analyses
from byname.site.web.pages import Site


def test_casualties_show_the_overlap_and_each_estimate_with_its_doubt(client: TestClient) -> None:
    page = client.get("/casualties").text
    assert "Overlap of the lists" in page
    assert 'class="verdict"' in page
    assert "95% interval" in page


@pytest.mark.parametrize("part", ["motive", "consequences"])
def test_every_question_has_a_page_with_its_answer_or_why_there_is_none(client: TestClient, part: str) -> None:
    keys = re.findall(rf'href="(/{part}/[^"]+)"', client.get(f"/{part}").text)
    assert len(keys) > 15
    pages = [client.get(key) for key in keys[::5]]
    assert {page.status_code for page in pages} == {200}
    assert all("Method" in page.text or "do not answer it" in page.text for page in pages)


def test_a_drawing_has_a_table_whose_numbers_lead_to_their_rows(client: TestClient) -> None:
    page = client.get("/casualties").text
    assert "trace.html" not in page
    assert not re.search(r"<svg(?:(?!</svg>).)*<a ", page, re.DOTALL)
    targets = set(re.findall(r'class="number" href="(/number/[^"]+)"', page))
    assert len(targets) > 20
    assert {client.get(target).status_code for target in targets} == {200}


def test_a_drawing_is_made_once_for_each_language(site: Site) -> None:
    analyses = Analyses(site)
    english, spanish = site_language("en"), site_language("es")
    assert analyses.section("consequences", "paths", english) is analyses.section("consequences", "paths", english)
    assert analyses.section("consequences", "paths", english) is not analyses.section("consequences", "paths", spanish)


def test_the_three_answers_have_a_picture_each(site: Site) -> None:
    found = Analyses(site).three_answers(site_language("en"))
    assert found.estimate is not None
    assert found.estimate["picture"] is not None
    assert found.motive is not None
    assert found.motive.picture is not None
    assert found.consequences is not None
    assert found.consequences.key == "paths"


def test_a_question_that_nobody_asked_is_not_found(client: TestClient) -> None:
    assert client.get("/motive/no-such-question").status_code == 404
    assert client.get("/rumours/paths").status_code == 404
