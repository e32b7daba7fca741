from __future__ import annotations

from babel import Locale

from byname.site.language import SITE_CATALOGUES
from byname.values.languages import REPORT_LANGUAGES
from byname.values.shipped import shipped


def test_every_language_but_english_has_a_catalogue_and_every_catalogue_a_language() -> None:
    catalogues = {path.stem for path in shipped("site", "locales").glob("*.po")}
    of_the_site = {name for name in catalogues if name.startswith(tuple(f"{part}-" for part in SITE_CATALOGUES))}
    assert catalogues - of_the_site == set(REPORT_LANGUAGES) - {"en"}
    assert {name.rpartition("-")[2] for name in of_the_site} < set(REPORT_LANGUAGES)
    assert all(Locale.parse(code).language == code for code in REPORT_LANGUAGES)
