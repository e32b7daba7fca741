"""The page on which a reader pastes a text, sees its claims marked, and puts right what was read of them.

Takes the text of a form with the corrections of its reader; gives the text with every claim marked by verdict and the
evidence, as a page, as a file of its own, or as JSON. Nothing is kept but a text that its reader shares, where whoever
keeps the archive allows it (the setting `share_audits`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.audited_text import BusyReading, Readings, audited_text
from byname.access.shared_audits import share_audit, shared_audit, take_away
from byname.claims.audit import Audit
from byname.claims.evidence.figures import Evidence
from byname.claims.formats import audit_json
from byname.errors import BadRecord, BadText
from byname.site.audit_page import audit_page, audit_values
from byname.site.web.audit_forms import MOST_CHARACTERS, AuditForm, Row, audit_form, claim_of, with_correction, without
from byname.site.web.desk.attempts import Attempts, address_of
from byname.site.web.desk.door import is_from_here, to
from byname.site.web.forms import form_of
from byname.site.web.headers import SHARED_AUDITS
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

_MOST_BYTES = (MOST_CHARACTERS + 100_000) * 12  # of a form: a letter of another script takes up to twelve
_SHARED_AN_HOUR, _OPENED_A_MINUTE = 10, 60  # from one address
_LONGEST_WORD = 100
_FILES = {"html": "text/html; charset=utf-8", "json": "application/json"}


def audit_routes(site: Site) -> list[Route]:
    """The routes of the page and of what was shared."""
    sharing = Attempts(site.counts, "texts shared", _SHARED_AN_HOUR, 3600.0)
    opening = Attempts(site.counts, "texts opened", _OPENED_A_MINUTE, 60.0)

    def blank(request: Request) -> Response:
        return site.page(request, "audit_form", text="", most=MOST_CHARACTERS)

    async def audited(request: Request) -> Response:
        given = await form_of(request, _MOST_BYTES)
        form = audit_form(given)
        if not form.text:
            return blank(request)
        if form.wish == "share" and not is_from_here(request):
            raise Problem(403)
        return await run_in_threadpool(_answer, site, request, form, given, sharing)

    def shared(request: Request) -> Response:
        if not opening.take(address_of(request)):
            raise Problem(429)
        id = request.path_params["id"]
        kept = shared_audit(site.archive, id)
        audit, evidence, _ = _read(site, kept.text, kept.corrections)
        values = {"kept": kept, "id": id, "removal": request.query_params.get("word", "")[:_LONGEST_WORD]}
        return site.page(request, "audit_shared", **values, **audit_values(audit, evidence))

    async def removed(request: Request) -> Response:
        given = await form_of(request, 2000)
        if not is_from_here(request):
            raise Problem(403)
        await run_in_threadpool(remove, request.path_params["id"], given.get("word", "")[:_LONGEST_WORD])
        return to("/audit")

    def remove(id: str, word: str) -> None:
        try:
            take_away(site.archive, id, word)
        except BadRecord as error:
            raise Problem(403, "This is not the address that its reader got.") from error

    return [
        Route("/audit", blank, methods=["GET"]),
        Route("/audit", audited, methods=["POST"]),
        Route(f"{SHARED_AUDITS}/{{id}}", shared, methods=["GET"]),
        Route(f"{SHARED_AUDITS}/{{id}}", removed, methods=["POST"]),
    ]


def _read(site: Site, text: str, rows: tuple[Row, ...]) -> tuple[Audit, Evidence, Readings]:
    try:
        return audited_text(site.archive, text, corrections=rows)
    except BadText as error:
        raise Problem(400, f"{error.what}.") from error
    except BusyReading as error:
        raise Problem(503, "Too many texts wait to be read. Try again in a minute.") from error


def _answer(site: Site, request: Request, form: AuditForm, given: Mapping[str, str], sharing: Attempts) -> Response:
    rows, said = form.corrections, ""
    audit, evidence, readings = _read(site, form.text, rows)
    if given.get("apply") or given.get("undo"):
        try:
            changed = (
                with_correction(rows, claim_of(audit, given["apply"]), given)
                if given.get("apply")
                else without(rows, given["undo"])
            )
            audit, evidence, readings = _read(site, form.text, changed)
            rows = changed
        except Problem as problem:
            if problem.status != 400 or not given.get("apply") or not problem.detail:
                raise
            said, form = problem.detail, AuditForm(form.text, rows, given["apply"][:12])
    if form.wish in _FILES:
        return _file(form.wish, audit, evidence, rows)
    links: tuple[str, str] | None = None
    if form.wish == "share":
        links = _shared(site, request, form.text, rows, sharing)
    values: dict[str, Any] = {
        "text": form.text,
        "corrections": json.dumps(rows, ensure_ascii=False),
        "rows": rows,
        "editing": form.editing,
        "readings": readings,
        "said": said,
        "links": links,
        "may_share": bool(site.archive.settings.share_audits),
        "correctable": True,
    }
    return site.page(request, "audit_result", 400 if said else 200, **values, **audit_values(audit, evidence))


def _file(kind: str, audit: Audit, evidence: Evidence, rows: tuple[Row, ...]) -> Response:
    """The audit as a file: a page that opens from a disk, or JSON with the corrections."""
    if kind == "html":
        content = audit_page(audit, evidence)
    else:
        told = {**audit_json(audit, evidence), "corrections": rows}
        content = json.dumps(told, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="audit.{kind}"', "Cache-Control": "no-store"}
    return Response(content.encode(), media_type=_FILES[kind], headers=headers)


def _shared(
    site: Site, request: Request, text: str, rows: tuple[Row, ...], sharing: Attempts
) -> tuple[str, str]:  # fmt: skip
    """The addresses of a text that is shared now: for others, and for its reader to take it away."""
    if not site.archive.settings.share_audits:
        raise Problem(403, "This archive keeps no texts. Download it instead.")
    if not sharing.take(address_of(request)):
        raise Problem(429)
    try:
        id, word = share_audit(site.archive, text, rows)
    except BadRecord as error:
        raise Problem(503, "Too many texts are shared already. Download it instead.") from error
    address = partial(site.full_address, request)
    return address(f"{SHARED_AUDITS}/{id}"), address(f"{SHARED_AUDITS}/{id}?word={word}")
