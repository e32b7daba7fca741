"""The pages of a person and of an entry, and the person as other programs take it.

Takes an id; gives a page, BibTeX, CSL-JSON or JSON-LD. An id that a person had before leads on to the present one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from byname.access.surroundings import NearEntry, Surroundings, surroundings_of
from byname.site.pages import cells
from byname.site.web.citations import Cited, bibtex, csl_json, in_words, json_in_page, schema_person
from byname.site.web.cited_documents import documents_of
from byname.site.web.life_places import places_of_life
from byname.site.web.pages import Site, person_link
from byname.site.web.person_history import history_of
from byname.site.web.person_view import PersonView, fate_words, person_view

_PLACES = {"birth_place": "birthPlace", "death_place": "deathPlace"}


def person_routes(site: Site) -> list[Route]:
    """The routes of people and entries."""

    def person(request: Request) -> Response:
        view = _view(site, request)
        if isinstance(view, Response):
            return view
        cited = _cited(site, request, view)
        outcome = site.outcome(request, view.outcome)
        values = {
            "person": view,
            "fate": fate_words(view, site.language(request), outcome),
            "household": site.reader.household(view.person_id),
            "lists": {one.name: one for one in site.lists()},
            "bibtex": bibtex(cited),
            "cited": in_words(cited),
            "schema": Markup(json_in_page(_schema(view, cited))),
            "address": cited.address,
            "life": places_of_life(view, site.language(request)),
            "documents": documents_of(view),
            "history": history_of(site, [entry.record_id for entry in view.entries]),
        }
        return site.page(request, "person", **values)

    def as_bibtex(request: Request) -> Response:
        view = _view(site, request, ".bib")
        if isinstance(view, Response):
            return view
        return PlainTextResponse(bibtex(_cited(site, request, view)), media_type="application/x-bibtex; charset=utf-8")

    def as_csl(request: Request) -> Response:
        view = _view(site, request, ".csl.json")
        if isinstance(view, Response):
            return view
        return _json([csl_json(_cited(site, request, view))], "application/vnd.citationstyles.csl+json")

    def as_schema(request: Request) -> Response:
        view = _view(site, request, ".jsonld")
        if isinstance(view, Response):
            return view
        return _json(_schema(view, _cited(site, request, view)), "application/ld+json")

    def record(request: Request) -> Response:
        found = site.reader.record(request.path_params["record_id"])
        history = history_of(site, [found.record_id])
        around = surroundings_of(site.archive, found) if site.edition is None else Surroundings()
        values = {"before": _printed(around.before), "after": _printed(around.after)}
        return site.page(request, "record", record=found, cells=cells(found.text or ""), history=history, **values)

    return [
        Route("/person/{person_id}.bib", as_bibtex),
        Route("/person/{person_id}.csl.json", as_csl),
        Route("/person/{person_id}.jsonld", as_schema),
        Route("/person/{person_id}", person),
        Route("/record/{record_id:path}", record),
    ]


def _view(site: Site, request: Request, ending: str = "") -> PersonView | Response:
    """The person of an address, or the way to the address that they have now."""
    asked = request.path_params["person_id"]
    found = site.reader.person(asked)
    if asked != found["person_id"]:
        return RedirectResponse(person_link(found["person_id"]) + ending, 301)
    return person_view(found, site.lists())


def _printed(entries: Sequence[NearEntry]) -> list[tuple[str | None, str]]:
    """The ids and texts of entries, those of tables with their cells one after another; no id where one is withheld."""
    return [(one.record_id, " · ".join(text for _, text in cells(one.text or "")) or one.text or "") for one in entries]


def _cited(site: Site, request: Request, view: PersonView) -> Cited:
    address = site.full_address(request, person_link(view.person_id))
    return Cited(view.name, view.person_id, address, site.archive.title, site.state(), site.day())


def _schema(view: PersonView, cited: Cited) -> dict[str, Any]:
    places = {_PLACES[one.field]: one.said[0].words for one in view.attributes if one.field in _PLACES}
    return schema_person(view, cited.address, places)


def _json(data: object, kind: str) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, indent=1), media_type=kind)
