from __future__ import annotations

import pytest
from tests.claims.conftest import claim_of

from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.explanations import Explanation, explain
from byname.claims.text.language import language_of


def explained(text: str, words: str = "") -> Explanation:
    return explain(claim_of(text, words=words), shipped_evidence(), language_of(text))


def test_a_wrong_number_is_told_with_what_the_source_gives_and_what_would_be_right() -> None:
    found = explained("In 1937 and 1938 the NKVD shot 2,000,000 people in the Soviet Union.")
    assert found.read == "Read as: 2,000,000 people, executed, 1937 to 1938, USSR."
    assert "681,692 people were executed, 1937 to 1938, USSR." in found.source
    assert found.difference == "The text gives 2.9 times as many."
    assert found.instead.startswith("According to ")


def test_a_right_number_has_no_difference() -> None:
    found = explained("In 1937 and 1938 the NKVD shot 681,692 people in the Soviet Union.")
    assert found.source
    assert (found.difference, found.instead) == ("", "")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "В 1937 и 1938 годах НКВД расстрелял 681 692 человека в СССР.",
            "Прочитано так: 681 692 человек, расстреляно, 1937–1938, СССР.",
        ),
        (
            "En 1937 y 1938 fueron fusiladas 681.692 personas en la URSS.",
            "Leído así: 681.692 personas, ejecutadas, 1937 a 1938, USSR.",
        ),
    ],
)
def test_it_is_told_in_the_language_of_the_text(text: str, read: str) -> None:
    assert explained(text).read == read


def test_a_dated_fact_is_told_in_the_language_of_the_text() -> None:
    found = explained("Берия родился 29 марта 1899 года.")
    assert "родился" in found.source


def test_a_claim_that_no_source_judges_is_only_read() -> None:
    found = explained("In 1937 they shot 12 bakers in Elbonia.")
    assert found.read.startswith("Read as: 12")
    assert (found.source, found.difference, found.instead) == ("", "", "")
