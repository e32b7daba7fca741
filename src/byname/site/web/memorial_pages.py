"""The memorial: people by day, place, list, household and incident, and reading lists of names for a ceremony.

Takes an archive; gives pages whose addresses name their part and their page, so that a copy of the site as files has
the same. Long lists are cut into pages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

import polars as pl
from babel.dates import format_skeleton
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from byname.access.memorial import KINDS, Memorial, PlaceOfMany, memorial_of, remembered
from byname.site.language import Language
from byname.site.web.pages import Site
from byname.site.web.place_map import map_of_places
from byname.site.web.problems import Problem

ON_PAGE, READ_ON_PAGE, PLACES_ON_PAGE = 150, 200, 150
_LEAP_YEAR = 2000  # has all days
_LARGEST = 9_999_999


@dataclass(frozen=True, slots=True)
class Group:
    """People who are remembered together: kind (one of KINDS) and key, title, a line below it, and their rows."""

    kind: str
    key: str
    title: str
    line: str
    rows: pl.DataFrame

    @property
    def address(self) -> str:
        """The address of the first page."""
        return group_link(self.kind, self.key)


def group_link(kind: str, key: str) -> str:
    """The address of a group.

    >>> group_link("place", "valga karula")
    '/memorial/place/valga%20karula'
    """
    return f"/memorial/{kind}/{quote(key, safe='')}"


def memorial(site: Site) -> Memorial:
    """The memorial of a site, made once for each state of the archive."""
    return site.once("memorial", lambda: memorial_of(site.archive))


def memorial_routes(site: Site) -> list[Route]:
    """The routes of the memorial."""

    def front(request: Request) -> Response:
        known, speech = memorial(site), site.language(request)
        places = _places(site)
        return site.page(
            request,
            "memorial",
            people=known.people.height,
            months=site.once(("months", speech.code), lambda: _months(known, speech)),
            places=places[:12],
            place_count=len(places),
            lists=[(one, known.on_list(one.name).height) for one in site.lists()],
            households=len(_index(site, "household")),
            incidents=len(site.once("incidents", known.incident_names)),
        )

    def group(request: Request) -> Response:
        found, page = _group(site, request), int(request.path_params.get("page", 1))
        values = _page_of(found.rows, page, ON_PAGE, found.address, "page")
        people = memorial(site).people_of(values.pop("rows"))
        return site.page(request, "memorial_group", group=found, people=people, **values)

    def reading(request: Request) -> Response:
        found, page = _group(site, request), int(request.path_params["page"])
        once = found.rows.select("person")
        if "why" in found.rows.columns:  # somebody may stand there for several reasons
            once = once.unique(keep="first", maintain_order=True)
        values = _page_of(once, page, READ_ON_PAGE, f"{found.address}/read", "")
        people = memorial(site).people_of(values.pop("rows"))
        return site.page(request, "memorial_reading", group=found, people=people, **values)

    def names(request: Request) -> Response:
        everybody = memorial(site).names
        values = _page_of(everybody, int(request.path_params.get("page", 1)), ON_PAGE, "/names", "")
        leaps = [(everybody["name"][row], _nth("/names", "", row // ON_PAGE + 1)) for row in _leaps(everybody.height)]
        return site.page(request, "names", people=remembered(values.pop("rows")), leaps=leaps, **values)

    def places(request: Request) -> Response:
        speech, page = site.language(request), int(request.path_params.get("page", 1))
        known = _places(site)
        first = (page - 1) * PLACES_ON_PAGE
        if first >= max(len(known), 1):
            raise Problem(404)
        drawn = site.once(("place map", speech.code), lambda: map_of_places(known, speech)) if page == 1 else None
        values = _paging(len(known), page, PLACES_ON_PAGE, "/memorial/places", "")
        shown = known[first : first + PLACES_ON_PAGE]
        most = known[0].people if known else 1
        return site.page(request, "memorial_places", places=shown, most=most, map=drawn, **values)

    def index(kind: str, request: Request) -> Response:
        rows = _index(site, kind)
        page = int(request.path_params.get("page", 1))
        first = (page - 1) * PLACES_ON_PAGE
        if first >= max(len(rows), 1):
            raise Problem(404)
        values = _paging(len(rows), page, PLACES_ON_PAGE, f"/memorial/{kind}s", "")
        return site.page(request, "memorial_index", kind=kind, groups=rows[first : first + PLACES_ON_PAGE], **values)

    def today(request: Request) -> Response:
        return RedirectResponse(group_link("day", site.day()[len("YYYY-") :]), 302)

    def paged(path: str, page: Callable[[Request], Response]) -> list[Route]:
        return [Route(path, page), Route(f"{path}/{{page:int}}", page)]

    return [
        Route("/memorial", front),
        Route("/memorial/today", today),
        *paged("/memorial/places", places),
        *(route for kind in ("household", "incident") for route in paged(f"/memorial/{kind}s", partial(index, kind))),
        *paged("/names", names),
        Route("/memorial/{kind}/{key:path}/page/{page:int}", group),
        Route("/memorial/{kind}/{key:path}/read/{page:int}", reading),
        Route("/memorial/{kind}/{key:path}", group),
    ]


def paged_addresses(address: str, total: int, size: int = ON_PAGE, part: str = "") -> Iterator[str]:
    """The addresses of all pages of so many rows."""
    yield from (_nth(address, part, page) for page in range(1, max((total - 1) // size + 1, 1) + 1))


def group_addresses(known: Memorial) -> Iterator[str]:
    """The addresses of all pages of a memorial but its front."""
    yield from paged_addresses("/memorial/places", len(known.place_names()), PLACES_ON_PAGE)
    for kind in ("household", "incident"):
        yield from paged_addresses(f"/memorial/{kind}s", len(_groups_of(known, kind)), PLACES_ON_PAGE)
    sizes = {kind: _sizes(table, key) for kind, (table, key) in known.tables().items()}
    sizes["day"] = {f"{day:%m-%d}": sizes["day"].get(f"{day:%m-%d}", (0, 0)) for day in _days()}
    for kind, groups in sizes.items():
        for key, (rows, people) in groups.items():
            address = group_link(kind, key)
            yield from paged_addresses(address, rows, ON_PAGE, "page")
            if people:
                yield from paged_addresses(f"{address}/read", people, READ_ON_PAGE)


def _sizes(table: pl.DataFrame, key: str) -> dict[str, tuple[int, int]]:
    """Of each group: how many rows its pages show, and how many people."""
    shown = table.unique([name for name in ("person", key, "why", "year") if name in table.columns])
    counted = shown.group_by(pl.col(key).cast(pl.String)).agg(pl.len(), pl.col("person").n_unique().alias("people"))
    return {str(name): (rows, people) for name, rows, people in counted.sort(key).iter_rows()}


def _group(site: Site, request: Request) -> Group:
    """The group of an address; raises Problem where there is none."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    if kind not in KINDS:
        raise Problem(404)
    known, speech = memorial(site), site.language(request)
    title, line, rows = _GROUPS[kind](site, known, speech, key)
    if rows.is_empty() and kind != "day":
        raise Problem(404)
    return Group(kind, key, title, line, rows)


def _of_day(site: Site, known: Memorial, speech: Language, key: str) -> tuple[str, str, pl.DataFrame]:
    day = _day(key)
    if day is None:
        raise Problem(404)
    return day_words(day, speech), speech.text("On this day"), known.on_day(key)


def _of_place(site: Site, known: Memorial, speech: Language, key: str) -> tuple[str, str, pl.DataFrame]:
    words = site.once("words of places", lambda: {one.place: one.words for one in _places(site)})
    return words.get(key, key), speech.text("A place, as the sources write it most often"), known.at_place(key)


def _of_list(site: Site, known: Memorial, speech: Language, key: str) -> tuple[str, str, pl.DataFrame]:
    titles = {one.name: one.title for one in site.lists()}
    return titles.get(key, key), speech.text("Those on this list"), known.on_list(key)


def _of_household(site: Site, known: Memorial, speech: Language, key: str) -> tuple[str, str, pl.DataFrame]:
    rows = known.in_household(key)
    name = known.people["name"][rows["person"][0]] if rows.height else key
    return str(name), speech.text("A household, by the name of its first"), rows


def _of_incident(site: Site, known: Memorial, speech: Language, key: str) -> tuple[str, str, pl.DataFrame]:
    told = next((one for one in site.once("incidents", known.incident_names) if one.key == key), None)
    title = told.name if told else key
    return title, " · ".join(part for part in (told.date, told.place) if part) if told else "", known.of_incident(key)


_GROUPS: dict[str, Callable[[Site, Memorial, Language, str], tuple[str, str, pl.DataFrame]]] = {
    "day": _of_day, "place": _of_place, "list": _of_list, "household": _of_household, "incident": _of_incident,
}  # fmt: skip


def _places(site: Site) -> tuple[PlaceOfMany, ...]:
    """The places of a memorial, those of most people first."""
    return site.once("places", memorial(site).place_names)


def _index(site: Site, kind: str) -> list[tuple[str, str, str, int]]:
    """`_groups_of` the memorial of a site, made once."""
    return site.once(f"{kind}s told", lambda: _groups_of(memorial(site), kind))


def _groups_of(known: Memorial, kind: str) -> list[tuple[str, str, str, int]]:
    """Of each household or incident: address, name, what else is told, and the number of its people."""
    if kind == "household":
        return [(group_link(kind, one.head), one.name, "", one.people) for one in known.household_names()]
    return [
        (group_link(kind, one.key), one.name, " · ".join(part for part in (one.date, one.place) if part), one.people)
        for one in known.incident_names()
        if one.people
    ]


def _page_of(rows: pl.DataFrame, page: int, size: int, address: str, part: str) -> dict[str, Any]:
    """The rows of a page and what its paging shows; raises Problem where there is no such page."""
    first = (page - 1) * size
    if page < 1 or page > _LARGEST or first >= max(rows.height, 1):
        raise Problem(404)
    return {"rows": rows.slice(first, size), **_paging(rows.height, page, size, address, part)}


def _paging(total: int, page: int, size: int, address: str, part: str) -> dict[str, Any]:
    if page < 1:
        raise Problem(404)
    return {
        "total": total,
        "first": (page - 1) * size + 1,
        "last": min(page * size, total),
        "earlier": _nth(address, part, page - 1) if page > 1 else "",
        "later": _nth(address, part, page + 1) if page * size < total else "",
    }


def _nth(address: str, part: str, page: int) -> str:
    """The address of the page of a number; reading lists have a number on their first page, too."""
    if page == 1 and not address.endswith("/read"):
        return address
    return f"{address}/{part}/{page}" if part else f"{address}/{page}"


def _leaps(total: int) -> Iterator[int]:
    """The rows at which the list of all names can be entered: some twenty, evenly."""
    step = max(total // 20 // ON_PAGE, 1) * ON_PAGE
    yield from range(0, total, step)


def _months(known: Memorial, speech: Language) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The months of the year, each with its days: number, address, how many people."""
    counts = known.calendar()
    names, months = speech.locale.months["stand-alone"]["wide"], dict[str, list[tuple[str, str, int]]]()
    for day in _days():
        key = f"{day:%m-%d}"
        months.setdefault(str(names[day.month]).capitalize(), []).append(
            (str(day.day), group_link("day", key), counts.get(key, 0))
        )
    return list(months.items())


def _days() -> Iterator[dt.date]:
    """The days of a leap year."""
    return (dt.date(_LEAP_YEAR, 1, 1) + dt.timedelta(days=number) for number in range(366))


def day_words(day: dt.date, speech: Language) -> str:
    """A day of the year in words.

    >>> from byname.site.language import site_language
    >>> day_words(dt.date(2000, 11, 26), site_language("es")), day_words(dt.date(2000, 11, 26), site_language("en"))
    ('26 de noviembre', '26 November')
    """
    if speech.is_english:
        return f"{day.day} {day:%B}"
    return str(format_skeleton("MMMMd", day, locale=speech.locale))


def _day(key: str) -> dt.date | None:
    """A day of the year from MM-DD; None where it is none."""
    if not re.fullmatch(r"\d\d-\d\d", key, re.ASCII):
        return None
    try:
        return dt.date(_LEAP_YEAR, int(key[:2]), int(key[3:]))
    except ValueError:
        return None
