"""The pages on which a keeper adds a list: upload, mapping with ten rows as they would be read, add, build, words.

Takes files and forms of keepers; gives pages that work without a script. A file is read in processes of their own, the
build runs beside the site, and what no vocabulary understood is listed afterwards, to be said what it means.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account
from byname.access.desk.building import begin_build, progress_of
from byname.access.desk.imports import (
    LONGEST_MAPPING,
    add_draft,
    answers_of,
    begin_draft,
    columns_of,
    discard,
    draft_of,
    drafts_of,
    preview_of,
    with_columns,
    with_said,
    write_mapping,
)
from byname.access.desk.meanings import Word, say_meaning, words_to_tell
from byname.errors import BadArchive, BadMapping, BadSource, BynameError
from byname.records.suggestion_answers import QUESTIONS
from byname.site.web.desk.door import Desk, Form, is_from_here, to
from byname.site.web.desk.uploads import upload_of
from byname.site.web.problems import Problem
from byname.sources.mapping import STANDINGS
from byname.values.fields import fields

IMPORT, BUILD, WORDS = "/desk/import", "/desk/build", "/desk/words"
MOST_UPLOAD = 256 * 1024**2  # bytes
_MOST_BYTES = LONGEST_MAPPING * 12 + 100_000
_COLUMN = "column-"


def import_routes(desk: Desk) -> list[Route]:
    """The routes of import, build and words."""

    def start(request: Request, account: Account) -> Response:
        return _start(desk, request)

    async def uploaded(request: Request) -> Response:
        await run_in_threadpool(desk.needed, request, "keeper")
        if not is_from_here(request):
            raise Problem(403)
        with tempfile.TemporaryDirectory() as folder:
            upload = await upload_of(request, MOST_UPLOAD, Path(folder))
            desk.check_form(request, upload.fields)
            try:
                draft = await run_in_threadpool(begin_draft, desk.site.archive, upload.name, upload.path)
            except (BadSource, BadMapping) as error:
                return await run_in_threadpool(_start, desk, request, error)
        return to(f"{IMPORT}/{draft.id}")

    def shown(request: Request, account: Account) -> Response:
        return _draft(desk, request, request.path_params["id"])

    def mapped(request: Request, account: Account, given: Form) -> Response:
        id = request.path_params["id"]
        text = draft_of(desk.site.archive, id).text
        try:
            write_mapping(desk.site.archive, id, given["mapping"] if "mapping" in given else _said(text, given))
        except BadMapping as error:
            return _draft(desk, request, id, error, given)
        return to(f"{IMPORT}/{id}#rows")

    def added(request: Request, account: Account, given: Form) -> Response:
        id = request.path_params["id"]
        try:
            status = add_draft(desk.site.archive, id, by=account.name)
        except (BadSource, BadMapping) as error:
            return _draft(desk, request, id, error)
        if status == "unchanged":
            return to(f"{IMPORT}?done=unchanged")
        return _built(desk, account)

    def discarded(request: Request, account: Account, given: Form) -> Response:
        discard(desk.site.archive, request.path_params["id"])
        return to(IMPORT)

    def build(request: Request, account: Account) -> Response:
        progress = progress_of(desk.site.archive)
        return desk.page(request, "build", progress=progress, names=desk.site.names(), words=WORDS)

    def build_again(request: Request, account: Account, given: Form) -> Response:
        return _built(desk, account)

    def words(request: Request, account: Account) -> Response:
        return _words(desk, request)

    def meant(request: Request, account: Account, given: Form) -> Response:
        word = Word(given.get("source", ""), given.get("field", ""), given.get("text", ""), 0)
        try:
            say_meaning(desk.site.archive, word, given.get("code", "").strip()[:200], by=account.name)
        except BadArchive as error:
            return _words(desk, request, error)
        return to(f"{WORDS}?done=1")

    return [
        Route(IMPORT, desk.shown("keeper", start), methods=["GET"]),
        Route(IMPORT, uploaded, methods=["POST"]),
        Route(f"{IMPORT}/{{id}}", desk.shown("keeper", shown), methods=["GET"]),
        Route(f"{IMPORT}/{{id}}", desk.written("keeper", mapped, _MOST_BYTES, 2000), methods=["POST"]),
        Route(f"{IMPORT}/{{id}}/add", desk.written("keeper", added), methods=["POST"]),
        Route(f"{IMPORT}/{{id}}/discard", desk.written("keeper", discarded), methods=["POST"]),
        Route(BUILD, desk.shown("keeper", build), methods=["GET"]),
        Route(BUILD, desk.written("keeper", build_again), methods=["POST"]),
        Route(WORDS, desk.shown("keeper", words), methods=["GET"]),
        Route(WORDS, desk.written("keeper", meant), methods=["POST"]),
    ]


def _start(desk: Desk, request: Request, error: BynameError | None = None) -> Response:
    values: dict[str, Any] = {
        "drafts": drafts_of(desk.site.archive),
        "progress": progress_of(desk.site.archive),
        "most": MOST_UPLOAD // 1024**2,
        "error": error,
        "done": request.query_params.get("done", ""),
    }
    return desk.page(request, "import", 400 if error else 200, **values)


def _said(text: str, given: Form) -> str:
    """The mapping with what the fields of a form say: id, answers, the field of each column."""
    columns = {name.removeprefix(_COLUMN): field for name, field in given.items() if name.startswith(_COLUMN)}
    said = with_said(text, given.get("source", "").strip(), {key: given.get(key, "")[:2000] for key in QUESTIONS})
    return with_columns(said, columns)


def _draft(
    desk: Desk, request: Request, id: str, error: BynameError | None = None, given: Form | None = None
) -> Response:  # fmt: skip
    draft = draft_of(desk.site.archive, id)
    preview, wrong = None, error
    try:
        preview = preview_of(desk.site.archive, id)
    except BadSource as unreadable:
        wrong = error or unreadable
    values: dict[str, Any] = {
        "draft": draft,
        "source": next((line[8:].split("#")[0].strip().strip('"') for line in draft.text.splitlines()
                        if line.startswith("source: ")), ""),
        "answers": answers_of(draft.text),
        "questions": QUESTIONS,
        "columns": columns_of(draft.text),
        "fields": list(fields()),
        "standings": STANDINGS,
        "preview": preview,
        "error": wrong,
        "mapping_text": (given or {}).get("mapping", draft.text),
    }  # fmt: skip
    return desk.page(request, "draft", 400 if error else 200, **values)


def _built(desk: Desk, account: Account) -> Response:
    with suppress(BadArchive):  # one runs already, and its page tells of it
        begin_build(desk.site.archive, by=account.name)
    return to(BUILD)


def _words(desk: Desk, request: Request, error: BynameError | None = None) -> Response:
    found, total = words_to_tell(desk.site.archive)
    values = {"words": found, "total": total, "error": error, "done": request.query_params.get("done", "")}
    return desk.page(request, "words", 400 if error else 200, **values)
