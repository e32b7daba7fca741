"""The Reconciliation API 0.2 of the W3C community group, which OpenRefine speaks: names of a table to people here.

Takes batches of queries; gives candidates with scores, previews, suggestions and further columns. A candidate is called
a match only where its words fit whole, at least two of them, no date of another column contradicts it, and nobody else
fits as well or the other columns fit this one alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from byname.access.found_people import Asked, FoundPerson, find_people, found_person
from byname.site.web.forms import form_of
from byname.site.web.pages import Site
from byname.site.web.problems import Problem
from byname.site.web.search_pages import LONGEST_QUERY

ROOT = "/api/reconcile"
TYPE = {"id": "Person", "name": "Person"}
PROPERTIES = {
    "name": "name",
    "birth": "date of birth (EDTF)",
    "death": "date of death (EDTF)",
    "arrest": "date of arrest (EDTF)",
    "outcome": "what became of the person",
    "birth_place": "place of birth as written",
    "lists": "lists",
}
MOST_QUERIES, MOST_IDS, MOST_CANDIDATES = 50, 200, 50
MOST_BYTES = 500_000
_SURE = 95.0  # the least score of a match
_LEAST_WORDS = 2
_DATES = ("birth", "death", "arrest")


def reconciliation_routes(site: Site) -> list[Route]:
    """The routes of the service."""

    async def asked(request: Request) -> Response:
        fields = dict(request.query_params)
        if request.method == "POST":
            fields |= await form_of(request, MOST_BYTES)
        return JSONResponse(await run_in_threadpool(_answer, site, request, fields))

    def entities(request: Request) -> Response:
        return JSONResponse(entity_suggestions(site, request.query_params.get("prefix", "")))

    def properties(request: Request) -> Response:
        return JSONResponse(property_suggestions(request.query_params.get("prefix", "")))

    def proposed(request: Request) -> Response:
        kind = request.query_params.get("type", TYPE["id"])
        return JSONResponse({"type": kind, "properties": [{"id": id, "name": name} for id, name in PROPERTIES.items()]})

    def preview(request: Request) -> Response:
        return person_preview(site, request)

    return [
        Route(ROOT, asked, methods=["GET", "POST"]),
        Route(f"{ROOT}/suggest/entity", entities),
        Route(f"{ROOT}/suggest/property", properties),
        Route(f"{ROOT}/properties", proposed),
        Route(f"{ROOT}/preview", preview),
    ]


def entity_suggestions(site: Site, prefix: str) -> Mapping[str, Any]:
    """The people whose names begin so."""
    words = _cut(prefix)
    found = find_people(site.archive, Asked(words, limit=10)).people if words else ()
    return {"result": [{**_named(one), "description": _described(one)} for one in found]}


def property_suggestions(prefix: str) -> Mapping[str, Any]:
    """The properties whose names hold these letters."""
    words = prefix.lower()
    return {"result": [{"id": id, "name": name} for id, name in PROPERTIES.items() if words in name]}


def person_preview(site: Site, request: Request) -> Response:
    """A small page of the person whose id is asked for; raises Problem where there is none."""
    person = found_person(site.archive, request.query_params.get("id", ""))
    if person is None:
        raise Problem(404)
    return site.page(request, "preview", person=person, base=_base(request))


def _answer(site: Site, request: Request, fields: Mapping[str, str]) -> Mapping[str, Any]:
    if "extend" in fields:
        return columns_of(site, _json(fields["extend"]))
    if "queries" in fields:
        queries = _json(fields["queries"])
        if len(queries) > MOST_QUERIES:
            raise Problem(413, f"A batch has at most {MOST_QUERIES} queries.")
        return {key: {"result": candidates_of(site, query)} for key, query in queries.items()}
    return _manifest(site, request)


def _manifest(site: Site, request: Request) -> Mapping[str, Any]:
    base = _base(request)
    service = f"{base}{ROOT}"
    return {
        "versions": ["0.2"],
        "name": site.archive.title,
        "identifierSpace": f"{base}/person/",
        "schemaSpace": f"{base}/api/openapi.json",
        "defaultTypes": [TYPE],
        "view": {"url": f"{base}/person/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 420, "height": 160},
        "suggest": {
            kind: {"service_url": service, "service_path": f"/suggest/{kind}"} for kind in ("entity", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": 10,
    }


def candidates_of(site: Site, query: Any) -> list[Mapping[str, Any]]:
    """The people whom a query of version 0.2 may mean, the best first; raises Problem where it has another form."""
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise Problem(400, "A query has its words under `query`.")
    words = _cut(query["query"])
    limit = query.get("limit", 5)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise Problem(400, "`limit` is a whole number from 1.")
    if not words:
        return []
    properties = _properties(query.get("properties", []))
    found = find_people(site.archive, Asked(words, limit=MOST_CANDIDATES)).people
    fits = {one.person_id for one in found if _fits(one) and not _contradicts(one, properties)}
    agreeing = _agreeing(site, words, properties)
    if len(fits) > 1:  # namesakes, whom only the other columns can tell apart
        fits &= agreeing
    is_match = len(fits) == 1 and len(words.split()) >= _LEAST_WORDS
    ordered = sorted(found, key=lambda one: (-one.score, one.person_id not in agreeing, _contradicts(one, properties)))
    return [
        {
            **_named(one),
            "score": one.score,
            "match": is_match and one.person_id in fits,
            "description": _described(one),
            "type": [TYPE],
        }
        for one in ordered[:limit]
    ]


def _fits(person: FoundPerson) -> bool:
    return person.score >= _SURE and person.fit in ("exact", "forms")


def _agreeing(site: Site, words: str, properties: Mapping[str, str]) -> set[str]:
    """The people whom the words fit together with the values of the other columns: a year, a place."""
    if not properties:
        return set()
    asked = Asked(_cut(f"{words} {' '.join(properties.values())}"), limit=MOST_CANDIDATES)
    return {one.person_id for one in find_people(site.archive, asked).people if _fits(one)}


def _contradicts(person: FoundPerson, properties: Mapping[str, str]) -> bool:
    """Whether a date of another column names other years than the sources, where they give any."""
    for name in _DATES:
        stated, known = (
            set(re.findall(r"\d{4}", text or "")) for text in (properties.get(name), getattr(person, name))
        )
        if stated and known and not stated & known:
            return True
    return False


def _properties(properties: Any) -> dict[str, str]:
    """The values of the other columns by the ids of their properties."""
    if not isinstance(properties, list) or not all(isinstance(one, dict) for one in properties):
        raise Problem(400, "`properties` is a list of objects with `pid` and `v`.")
    return {str(one.get("pid")): str(one["v"]) for one in properties if isinstance(one.get("v"), str | int)}


def columns_of(site: Site, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Further columns of people: `meta`, and `rows` by id; raises Problem where the question has another form."""
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise Problem(400, "`extend` has `ids` and `properties`.")
    if len(ids) > MOST_IDS:
        raise Problem(413, f"At most {MOST_IDS} people can be asked for at once.")
    names = [str(one.get("id")) for one in wanted if one.get("id") in PROPERTIES]
    people = {str(id): found_person(site.archive, str(id)) for id in ids}
    rows = {id: {name: _values(one, name) for name in names} for id, one in people.items()}
    return {"meta": [{"id": name, "name": PROPERTIES[name]} for name in names], "rows": rows}


def _values(person: FoundPerson | None, name: str) -> list[Mapping[str, str]]:
    if person is None:
        return []
    if name == "lists":
        return [{"str": one} for one in person.lists]
    value = person.told.get(name) if name == "birth_place" else getattr(person, name)
    return [{"str": value}] if value else []


def _named(person: FoundPerson) -> dict[str, Any]:
    return {"id": person.person_id, "name": person.name}


def _described(person: FoundPerson) -> str:
    """What tells a person from namesakes, in one line."""
    years = f"{person.birth or '?'} - {person.death or '?'}"
    return "; ".join([years, *person.told.values(), ", ".join(person.lists)])


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "This is no JSON.") from error
    if not isinstance(found, dict):
        raise Problem(400, "This is no JSON object.")
    return found


def _cut(words: str) -> str:
    return words.replace("\0", " ").strip()[:LONGEST_QUERY]


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
