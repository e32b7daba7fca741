from __future__ import annotations

import json

from byname.site.web.citations import Cited, bibtex, csl_json, in_words, json_in_page, schema_person
from byname.site.web.person_view import PersonView

CITED = Cited("Õun {\\input}", "P-1}", "http://x/person/P-1", "A_B", "ab12", "2026-01-02")
VIEW = PersonView("P-1", "A", ("B",), "1890~", "1938-03-15", None, (), (), (), "", (), ())


def test_no_name_breaks_out_of_a_bibliography() -> None:
    text = bibtex(CITED)
    assert text.startswith("@misc{byname-P-1,\n")
    assert r"title = {Õun \{\textbackslash{}input\}}" in text
    assert text.count("\n") == 5


def test_csl_names_the_state_and_the_day_of_reading() -> None:
    found = csl_json(CITED)
    assert found["accessed"] == {"date-parts": [[2026, 1, 2]]}
    assert (found["version"], found["URL"]) == ("ab12", "http://x/person/P-1")
    assert "state ab12" in in_words(CITED)


def test_a_date_that_schema_does_not_know_is_left_out() -> None:
    data = schema_person(VIEW, "http://x", {"birthPlace": "Tartu"})
    assert "birthDate" not in data
    assert (data["deathDate"], data["birthPlace"], data["alternateName"]) == ("1938-03-15", "Tartu", ["B"])


def test_json_in_a_page_cannot_end_its_element() -> None:
    text = json_in_page({"name": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"name": "</script><!--\u2028&"}
