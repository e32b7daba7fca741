from __future__ import annotations

from fastapi.testclient import TestClient

from byname.site.language import site_language
from byname.site.web.pages import Site, field_label, outcome_label, person_link, record_link


def test_a_choice_of_language_is_kept_in_a_cookie_and_said_of_the_page(client: TestClient) -> None:
    answer = client.get("/lists?lang=ru")
    assert '<html lang="ru"' in answer.text
    assert "Списки" in answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("lang=ru;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    client.cookies.clear()
    assert "set-cookie" not in client.get("/lists").headers


def test_the_links_of_languages_keep_the_rest_of_the_address(client: TestClient) -> None:
    page = client.get("/search?q=Anna&list=trials").text
    assert '"/search?q=Anna&amp;list=trials&amp;lang=es"' in page


def test_ids_are_quoted_in_addresses() -> None:
    assert person_link("P/../x") == "/person/P%2F..%2Fx"
    assert record_link("list:a b?") == "/record/list:a%20b%3F"


def test_labels_are_those_of_the_language_and_unknown_names_stay() -> None:
    assert field_label("death_date", site_language("es")) == "fecha de muerte"
    assert field_label("x", site_language("ru")) == "x"
    assert outcome_label("shot", site_language("es")) != outcome_label("shot", site_language("en"))
    assert outcome_label("x", site_language("es")) == "x"


def test_what_takes_long_is_made_once(site: Site) -> None:
    assert site.numbers() is site.numbers()
    assert "people" in site.numbers()


def test_the_style_sheet_is_one_file_of_this_site(client: TestClient) -> None:
    answer = client.get("/static/site.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert ".timeline" in answer.text
    assert "@import" not in answer.text
    assert "url(/" not in answer.text
    assert "url(http" not in answer.text
