"""What every page of the site needs: the archive, a template environment for each language, and one way to render.

Takes an archive; gives pages in the language of the reader. A page is escaped as a whole; what a source says of itself
or of a person stands in it as text and never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache, partial
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode

from anyascii import anyascii
from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from byname.access.build_state import build_state
from byname.access.lists import ArchiveList, lists_of
from byname.access.reader import OneByOne, Reader
from byname.access.trace import numbers_of
from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.records.outcomes import outcomes
from byname.site.answer_words import marked, phrase
from byname.site.charts.style import Picture
from byname.site.language import Language, site_language
from byname.site.selections import selection
from byname.site.templating import page_environment
from byname.site.web.dates import date_words, year_words
from byname.site.web.desk.attempts import Counter, Counts
from byname.site.web.edition import Edition
from byname.site.web.file_addresses import file_of
from byname.site.web.kept import Kept
from byname.site.web.reader_language import COOKIE, chosen, language_code
from byname.site.wording import anchor, language_of
from byname.values.fields import fields
from byname.values.languages import SITE_LANGUAGES
from byname.values.printed import PrintedNumber

T = TypeVar("T")
SHEETS = ("style.css", "audit.css", "web/site.css", "web/memorial.css", "web/fonts.css")
_LINKS = re.compile(r"</?a\b[^>]*>")  # of a drawing
_REMEMBERED = 10_000  # names, which stand on several pages
_YEAR = 365 * 24 * 3600  # seconds for which a choice of language is kept


def number_link(number_id: str) -> str:
    """The address of a number's page.

    >>> number_link("people on two lists")
    '/number/people%20on%20two%20lists'
    """
    return f"/number/{quote(number_id, safe='')}"


def person_link(person_id: str) -> str:
    """The address of a person's page."""
    return f"/person/{quote(person_id, safe='')}"


def record_link(record_id: str) -> str:
    """The address of an entry's page."""
    return f"/record/{quote(record_id, safe=':')}"


@lru_cache(maxsize=_REMEMBERED)
def transliterated(text: str) -> str:
    """A name in Latin letters; empty where it is written in them already.

    >>> transliterated("Тухачевский"), transliterated("Õunapuu")
    ('Tukhachevskiy', '')
    """
    return "" if not language_of(text) or language_of(text) in ("und-Latn", "und") else anyascii(text)


class Site:
    """One archive and the environments in which its pages are made."""

    def __init__(
        self,
        archive: Archive,
        reader: Reader | None = None,
        edition: Edition | None = None,
        counter: Counter | None = None,
    ) -> None:
        self.archive = archive
        self.reader: Reader = reader or OneByOne(archive)
        self.edition = edition
        self._kept = Kept()
        self._latest = Kept()
        self._counter = counter or Counter()
        self.names: Callable[[], Mapping[str, str]] = dict  # the shown names of accounts
        self.beside: Callable[[Request], Mapping[str, Any]] = lambda request: {"desk": None}  # what the desk adds

    @cached_property
    def counts(self) -> Counts:
        """What was tried how often, by whoever reads."""
        return self._counter.opened()

    def state(self) -> str:
        """The present state of the archive, for readers who have a page of it already."""
        return self.edition.state if self.edition else build_state(self.archive)

    def full_address(self, request: Request, link: str) -> str:
        """The address of a page for whoever cites it; empty for a copy that has none."""
        if self.edition is None:
            return str(request.base_url).rstrip("/") + link
        return f"{self.edition.address}/{file_of(unquote(link))}" if self.edition.address else ""

    def day(self) -> str:
        """The day on which a page is read (YYYY-MM-DD); for a copy the day it is of."""
        return self.edition.day if self.edition else now().date().isoformat()

    def page_state(self) -> str:
        """The present state of all that a page shows: what was built, and what was decided since."""
        return f"{self.state()} {self.archive.ledger.last_number()}"

    def numbers(self) -> Mapping[str, PrintedNumber]:
        """All printed numbers by id."""
        return self.once("numbers", lambda: numbers_of(self.archive))

    def lists(self) -> tuple[ArchiveList, ...]:
        """The lists of the archive."""
        return self.once("lists", lambda: lists_of(self.archive))

    def once(self, key: object, make: Callable[[], T]) -> T:
        """A thing that is made once for each state of the archive."""
        return self._kept.get(self.state(), key, make)

    def once_decided(self, key: object, make: Callable[[], T]) -> T:
        """A thing that is made once for each state of the archive and of what was decided since."""
        return self._latest.get(self.page_state(), key, make)

    @cached_property
    def style(self) -> str:
        """The style sheet of the site."""
        return str(self.environment("en").globals["style"])

    def environment(self, code: str) -> Environment:
        """The environment for one of SITE_LANGUAGES."""
        return _environment(self.archive.title, code)

    def language(self, request: Request) -> Language:
        """The language of a request."""
        return site_language(self.edition.language if self.edition else language_code(request, self.language_code))

    @property
    def language_code(self) -> str:
        """The language of a reader who asks for none."""
        wanted = self.edition.language if self.edition else self.archive.settings.language
        return wanted if wanted in SITE_LANGUAGES else "en"

    def outcome(self, request: Request, code: str | None) -> str:
        """What became of somebody, in the language of a request; empty where no source says."""
        return outcome_label(code, self.language(request)) if code else ""

    def page(self, request: Request, template: str, code: int = 200, /, **values: Any) -> HTMLResponse:
        """A page for a reader, in their language."""
        speech = self.language(request)
        made = self.environment(speech.code).get_template(f"web/{template}.html")
        values |= self.beside(request)
        if self.edition:
            return HTMLResponse(made.render(request_path=request.scope["path"], languages=(), served=False, **values))
        text = made.render(request_path=request.url.path, languages=_choices(request), served=True, **values)
        response = HTMLResponse(text, code)
        wish = chosen(request)
        if wish is not None:
            response.set_cookie(COOKIE, wish, max_age=_YEAR, samesite="lax", httponly=True)
        return response


@lru_cache(maxsize=32)
def _environment(title: str, code: str) -> Environment:
    environment = page_environment(*SHEETS)
    spoken = site_language(code)
    environment.install_gettext_callables(spoken.text, spoken.plural, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["drawn"] = _drawn
    environment.globals.update(
        archive_title=title,
        report_language=spoken,
        answered=partial(marked, speech=spoken),
        label=partial(phrase, speech=spoken),
        printed=spoken.printed,
        interval_words=spoken.interval,
        selection=partial(selection, speech=spoken),
        field_label=partial(field_label, speech=spoken),
        outcome_label=partial(outcome_label, speech=spoken),
        date_words=partial(date_words, speech=spoken),
        year_words=year_words,
        anchor=anchor,
        trace_link=number_link,
        person_link=person_link,
        record_link=record_link,
        language_of=language_of,
        transliterated=transliterated,
    )
    return environment


def field_label(name: str, speech: Language) -> str:
    """What a field is called; a name that is none stands as it is.

    >>> field_label("birth_date", site_language("ru")), field_label("birth_date", site_language("es"))
    ('дата рождения', 'fecha de nacimiento')
    """
    known = fields().get(name)
    if known is None:
        return name
    return known.ru if speech.code == "ru" else speech.text(known.en)


def outcome_label(code: str, speech: Language) -> str:
    """What became of somebody, in words; a code that is none stands as it is."""
    known = outcomes().get(code)
    return phrase(known.label, speech) if known else code


def _choices(request: Request) -> list[tuple[str, str, str]]:
    """The languages of the site: code, own name, and the address of this page in it."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return [(code, name, f"{request.url.path}?{urlencode([*others, ('lang', code)])}") for code, name in _own_names()]


@cache
def _own_names() -> list[tuple[str, str]]:
    """The languages of the site by what each calls itself."""
    return [(code, site_language(code).locale.get_language_name(code) or code) for code in SITE_LANGUAGES]


def _drawn(picture: Picture, width: str) -> Markup:
    """A chart as one picture; the links stand in its table. Its text was escaped when it was drawn."""
    return Markup(_LINKS.sub("", picture.wide if width == "wide" else picture.narrow))
