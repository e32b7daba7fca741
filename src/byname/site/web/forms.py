"""The form that a request brings, read up to a limit.

Takes a request; gives its fields. A form is taken in the encoding that browsers and OpenRefine use by default.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from byname.site.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 50


async def form_of(request: Request, most_bytes: int, most_fields: int = _MOST_FIELDS) -> dict[str, str]:
    """The fields of a form; raises Problem where it is too long or has another encoding."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Problem(400, f"A form comes as {FORM}.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise Problem(413)
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=most_fields, errors="strict"))
    except ValueError as error:  # of the encoding, and of too many fields
        raise Problem(400) from error
