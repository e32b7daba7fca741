from __future__ import annotations

from babel import Locale

from byname.values.languages import REPORT_LANGUAGES
from byname.values.shipped import shipped


def test_every_language_but_english_has_a_catalogue_and_every_catalogue_a_language() -> None:
    catalogues = {path.stem for path in shipped("site", "locales").glob("*.po")}
    assert catalogues == set(REPORT_LANGUAGES) - {"en"}
    assert all(Locale.parse(code).language == code for code in REPORT_LANGUAGES)
