"""The page on which a reader pastes a text and sees its claims marked.

Takes the text of a form; gives the text with every claim marked by verdict, and the evidence. Nothing is kept.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.audited_text import BusyReading, audited_text
from byname.errors import BadText
from byname.site.audit_page import audit_values
from byname.site.web.forms import form_of
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

MOST_CHARACTERS = 60_000
_MOST_BYTES = MOST_CHARACTERS * 12  # of a form: a letter of another script takes up to twelve


def audit_routes(site: Site) -> list[Route]:
    """The routes of the page."""

    def blank(request: Request) -> Response:
        return site.page(request, "audit_form", text="", most=MOST_CHARACTERS)

    async def audited(request: Request) -> Response:
        text = (await form_of(request, _MOST_BYTES)).get("text", "").strip()
        if len(text) > MOST_CHARACTERS:
            raise Problem(413)
        return await run_in_threadpool(_answer, site, request, text) if text else blank(request)

    return [Route("/audit", blank, methods=["GET"]), Route("/audit", audited, methods=["POST"])]


def _answer(site: Site, request: Request, text: str) -> Response:
    try:
        audit, evidence = audited_text(site.archive, text)
    except BadText as error:
        raise Problem(400, f"{error.what}.") from error
    except BusyReading as error:
        raise Problem(503, "Too many texts wait to be read. Try again in a minute.") from error
    return site.page(request, "audit_result", text=text, **audit_values(audit, evidence))
