from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from byname.access.desk.accounts import ROLES
from byname.access.memorial import EVENTS as DAYS
from byname.access.memorial import PLACES
from byname.people.settings import LinkageSettings
from byname.pipeline.report import _INTRODUCTION, _LIMITS
from byname.records.outcomes import outcomes
from byname.records.suggestion_answers import QUESTIONS
from byname.site.answer_words import phrase
from byname.site.front_page import SECTIONS
from byname.site.language import language, site_language
from byname.site.publishing.copy_pages import DOWNLOADS
from byname.site.templating import page_environment
from byname.site.web.analysis_pages import TITLES as PART_TITLES
from byname.site.web.archive_pages import STANDINGS
from byname.site.web.desk.review_pages import STRENGTHS, VERDICTS
from byname.site.web.pages import field_label
from byname.site.web.person_view import EVENTS, SURENESS
from byname.site.web.problems import EXPLAINED as PROBLEMS_EXPLAINED
from byname.site.web.problems import TITLES as PROBLEM_TITLES
from byname.site.wording import KINDS, TABLES
from byname.values.fields import fields
from byname.values.languages import REPORT_LANGUAGES, SITE_LANGUAGES
from byname.values.printed import PrintedNumber
from byname.values.shipped import shipped

OTHERS = [code for code in REPORT_LANGUAGES if code != "en"]
PAGES = (
    "base", "number", "index", "estimate_article", "answer", "trace", "unread", "conflict_table", "conflicts",
)  # fmt: skip
PLACE = re.compile(r"%\(\w+\)s|%%|<[^>]+>")


def _messages() -> set[str]:
    """The messages of the pages and what they print of English words."""
    environment = page_environment("style.css")
    folder = Path(page_environment.__code__.co_filename).parent / "templates"
    found: set[str] = set()
    for page in PAGES:
        for _, _, message in environment.extract_translations((folder / f"{page}.html").read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            found |= {part for part in ([message] if isinstance(message, str) else message or ()) if part}
    found |= {words for _, words in SECTIONS} | set(KINDS.values()) | set(TABLES.values())
    return found | set(_INTRODUCTION) | set(_LIMITS) | {outcome.label for outcome in outcomes().values()}


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_of_the_pages_is_in_the_catalogue_with_its_places_and_marks(code: str) -> None:
    catalogue = read_po(BytesIO(shipped("site", "locales", f"{code}.po").read_bytes()), locale=code)
    known = {id: message for message in catalogue if message.id
             for id in ([message.id] if isinstance(message.id, str) else message.id)}  # fmt: skip
    messages = _messages()
    assert len(messages) > 150
    assert sorted(messages - set(known)) == []
    for id, message in known.items():
        for said in [message.string] if isinstance(message.string, str) else message.string or [""]:
            assert said, id
            assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(id)), (id, said)


@pytest.mark.parametrize(
    ("code", "number", "two", "five"),
    [("en", "1\u202f234\u202f567", "2 warnings", "5 warnings"), ("es", "1.234.567", "2 advertencias", "5 advertencias"),
     ("ru", "1\xa0234\xa0567", "2 предупреждения", "5 предупреждений"),
     ("de", "1.234.567", "2 Warnungen", "5 Warnungen"),
     ("et", "1\xa0234\xa0567", "2 hoiatust", "5 hoiatust")],
)  # fmt: skip
def test_numbers_and_plurals_are_those_of_the_language(code: str, number: str, two: str, five: str) -> None:
    spoken = language(code)
    assert spoken.number(1234567.0) == number
    one, many = "%(count)s warning", "%(count)s warnings"
    assert [spoken.plural(one, many, count) % {"count": count} for count in (2, 5)] == [two, five]


def test_an_interval_is_said_in_the_language() -> None:
    number = PrintedNumber("n", "people", 1500.0, "m", "people", low=1200.0, high=None, level=0.95)
    assert language("es").interval(number).startswith("intervalo del 95 %: desde 1.200; los datos")
    assert language("en").interval(number) == "95% interval from 1\u202f200; the data set no upper bound"
    bound = PrintedNumber("n", "people", 1500.0, "m", "people", low=1200.0, high=2000.0, level=0.95)
    assert language("de").interval(bound) == "95-%-Intervall 1.200 bis 2.000"
    assert language("de").interval(PrintedNumber("n", "people", 1.0, "m", "people")) == ""


def test_a_label_of_two_parts_is_said_part_by_part_and_an_unknown_one_stays() -> None:
    assert phrase("people of whom a source says: disappeared", language("fr")).endswith(": disparue")
    assert phrase("entries nobody knows", language("fr")) == "entries nobody knows"
    assert language("es").months[0] == "ene"


def site_messages() -> set[str]:
    """The messages of the pages of the site, and what they print of English words."""
    environment = page_environment("style.css")
    folder = Path(page_environment.__code__.co_filename).parent
    found: set[str] = set()
    for page in sorted((folder / "templates" / "web").rglob("*.html")):
        for _, _, message in environment.extract_translations(page.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            found |= {part for part in ([message] if isinstance(message, str) else message or ()) if part}
    for module in sorted((folder / "web").glob("*.py")):
        found |= set(re.findall(r'speech\.text\("([^"]+)"\)', module.read_text(encoding="utf-8")))
    tasks = (folder / "web" / "desk" / "routes.py").read_text(encoding="utf-8")
    found |= {words for task in re.findall(r'Task\(\S+, "([^"]+)", "\w+", "([^"]+)"', tasks) for words in task}
    found |= {words for _, words in STRENGTHS} | set(VERDICTS.values()) | set(QUESTIONS.values()) | set(ROLES)
    comparisons = LinkageSettings.default().comparisons
    found |= {one.words for one in comparisons} | {level.words for one in comparisons for level in one.levels}
    found |= {*DAYS.values(), *PLACES.values(), *(words for _, words in DOWNLOADS)}
    found |= set(PROBLEM_TITLES.values()) | set(PROBLEMS_EXPLAINED.values()) | set(EVENTS.values())
    return found | {words for _, words in SURENESS} | set(STANDINGS.values()) | set(PART_TITLES.values())


@pytest.mark.parametrize("code", [code for code in SITE_LANGUAGES if code != "en"])
def test_every_message_of_the_site_is_in_its_catalogues_with_its_places_and_marks(code: str) -> None:
    spoken, messages = site_language(code), site_messages()
    assert len(messages) > 350
    assert sorted(message for message in messages if not spoken.has(message)) == []
    for message in messages:
        assert sorted(PLACE.findall(spoken.text(message))) == sorted(PLACE.findall(message)), message


@pytest.mark.parametrize("code", [code for code in SITE_LANGUAGES if code != "en"])
def test_every_field_has_a_name_in_the_languages_of_the_site(code: str) -> None:
    names = {name: field_label(name, site_language(code)) for name in fields()}
    same = {name for name, words in names.items() if words == fields()[name].en}
    assert len(names) > 60
    assert same == set()
