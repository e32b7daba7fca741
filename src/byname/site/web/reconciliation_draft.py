"""The draft of version 1.0 of the Reconciliation API, beside the version 0.2 that OpenRefine speaks today.

Takes queries as JSON; gives the same candidates, suggestions and columns in the shapes of the draft. It has a root of
its own, since the manifests of both versions differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from byname.site.web.pages import Site
from byname.site.web.problems import Problem
from byname.site.web.reconciliation import (
    MOST_BYTES,
    MOST_QUERIES,
    PROPERTIES,
    TYPE,
    candidates_of,
    columns_of,
    entity_suggestions,
    person_preview,
    property_suggestions,
)

ROOT = "/api/reconcile/1.0"
VERSION = "1.0-draft"


def reconciliation_draft_routes(site: Site) -> list[Route]:
    """The routes of the service."""

    def manifest(request: Request) -> Response:
        return JSONResponse(_manifest(site, str(request.base_url).rstrip("/")))

    async def match(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_matched, site, await json_of(request, MOST_BYTES)))

    async def extend(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_extended, site, await json_of(request, MOST_BYTES)))

    def entities(request: Request) -> Response:
        return JSONResponse(entity_suggestions(site, request.query_params.get("prefix", "")))

    def properties(request: Request) -> Response:
        return JSONResponse(property_suggestions(request.query_params.get("prefix", "")))

    def types(request: Request) -> Response:
        words = request.query_params.get("prefix", "").lower()
        return JSONResponse({"result": [TYPE] if words in TYPE["name"].lower() else []})

    def proposed(request: Request) -> Response:
        kind = request.query_params.get("type", TYPE["id"])
        return JSONResponse({"type": kind, "properties": [{"id": id, "name": name} for id, name in PROPERTIES.items()]})

    def preview(request: Request) -> Response:
        return person_preview(site, request)

    return [
        Route(ROOT, manifest),
        Route(f"{ROOT}/match", match, methods=["POST"]),
        Route(f"{ROOT}/extend", extend, methods=["POST"]),
        Route(f"{ROOT}/extend/propose", proposed),
        Route(f"{ROOT}/suggest/entity", entities),
        Route(f"{ROOT}/suggest/property", properties),
        Route(f"{ROOT}/suggest/type", types),
        Route(f"{ROOT}/preview", preview),
    ]


async def json_of(request: Request, most_bytes: int) -> dict[str, Any]:
    """The JSON object of a request; raises Problem where it is too long or is none."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise Problem(413)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "This is no JSON.") from error
    if not isinstance(found, dict):
        raise Problem(400, "This is no JSON object.")
    return found


def _manifest(site: Site, base: str) -> Mapping[str, Any]:
    return {
        "versions": [VERSION],
        "name": site.archive.title,
        "documentation": f"{base}/api",
        "identifierSpace": f"{base}/person/",
        "schemaSpace": f"{base}/api/openapi.json",
        "defaultTypes": [TYPE],
        "view": {"url": f"{base}/person/{{id}}"},
        "preview": {"width": 420, "height": 160},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
    }


def _matched(site: Site, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    queries = asked.get("queries")
    if not isinstance(queries, list):
        raise Problem(400, "`queries` is a list of objects with `conditions`.")
    if len(queries) > MOST_QUERIES:
        raise Problem(413, f"A batch has at most {MOST_QUERIES} queries.")
    return {"results": [{"candidates": candidates_of(site, _as_in_version_02(query))} for query in queries]}


def _as_in_version_02(query: Any) -> dict[str, Any]:
    """A query of the draft as version 0.2 writes it: the name as words, properties with one value each.

    >>> _as_in_version_02({"conditions": [{"matchType": "name", "propertyValue": "Anna"}], "limit": 3})
    {'query': 'Anna', 'limit': 3, 'properties': []}
    """
    conditions = query.get("conditions") if isinstance(query, dict) else None
    if not isinstance(conditions, list) or not all(isinstance(one, dict) for one in conditions):
        raise Problem(400, "A query has a list of `conditions`.")
    names = [_text(one.get("propertyValue")) for one in conditions if one.get("matchType") == "name"]
    properties = [
        {"pid": str(one.get("propertyId")), "v": _text(one.get("propertyValue"))}
        for one in conditions
        if one.get("matchType") == "property"
    ]
    return {"query": " ".join(names), "limit": query.get("limit", 5), "properties": properties}


def _text(value: Any) -> str:
    """The words of a value: a text, a number, an entity by its name, or the first of several."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    return str(value) if isinstance(value, str | int | float) else ""


def _extended(site: Site, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    found = columns_of(site, asked)
    rows = [
        {"id": id, "properties": [{"id": name, "values": values} for name, values in row.items()]}
        for id, row in found["rows"].items()
    ]
    return {"meta": found["meta"], "rows": rows}
